"""Scores of a parsed corpus against a hand-made gold standard, by class, and a confusion table."""

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

JOINT, NARRATOR = "Both sides", "Narrator"
CLASSES = {
    "named": lambda s: s not in (JOINT, NARRATOR),
    "joint": JOINT.__eq__,
    "narrator": NARRATOR.__eq__,
}
COUNTS = ("invented", "overlaps")  # the two scores where 0 is best
COLUMNS = ("right person", "other person", "joint", "narrator", "no sentence")


def read_gold(folder):
    """Return the gold standard of a folder: `documents` and `sentences`, a dict each line."""
    lines = lambda name: [
        json.loads(line) for line in (Path(folder) / name).read_text(encoding="utf-8").splitlines()
    ]
    return SimpleNamespace(documents=lines("documents.jsonl"), sentences=lines("sentences.jsonl"))


def norm(text):
    return (
        ""
        if text is None or text is pd.NA or text != text
        else " ".join(str(text).split()).casefold()
    )


def f1(right, predicted, wanted):
    return 2 * right / (predicted + wanted) if predicted + wanted else 1.0


def resolve(label, people):
    """Return the gold name that a label stands for, else the label with a question mark before it.

    A label stands for a name by one of its variants, or by a surname that only one has.
    """
    if label in (JOINT, NARRATOR):
        return label
    exact = [
        p["name"] for p in people if norm(label) in {norm(v) for v in [p["name"], *p["variants"]]}
    ]
    same = exact or [
        p["name"] for p in people if norm(p["name"]).split()[-1:] == norm(label).split()[-1:]
    ]
    return same[0] if len(same) == 1 else f"?{label}"


def class_of(speaker):
    return next(name for name, belongs in CLASSES.items() if belongs(speaker))


def column(predicted, wanted):
    """Return the column of the confusion table for a predicted speaker beside the wanted one.

    None is predicted where no sentence is.
    """
    name = "no sentence" if predicted is None else class_of(predicted)
    return name if name != "named" else COLUMNS[predicted != wanted]


def date_right(row, g):
    """Return whether the days of a document are those of gold.

    A day must be that day; a month or year, an interval of 20 days or more inside it that claims no
    day; no date, none.
    """
    start, end = pd.Timestamp(row.event_start), pd.Timestamp(row.event_end)
    if g["event_start"] is None or pd.isna(start):
        return pd.isna(start) and g["event_start"] is None
    first, last = pd.Timestamp(g["event_start"]), pd.Timestamp(g["event_end"])
    if g["event_precision"] == "day":
        return (start, end, row.event_precision) == (first, last, "day")
    return (
        first <= start <= end <= last and (end - start).days >= 20 and row.event_precision != "day"
    )


def score(corpus, gold):
    """Return the scores of a corpus, the confusion in characters, and the sizes.

    1 is the best score, but for `invented` and `overlaps`, where 0 is.

    speaker and mode are shares of gold's characters, the classes and body F1 of characters,
    boundary F1 of sentence ends (2 characters of tolerance), cue the mean F1 of its words, nested a
    share of sentences, participants F1 of names, the rest shares of documents. A document without
    sentences in gold counts for date, kind, title, invented and overlaps only. `confusion` maps the
    class in gold, or "no sentence", and one of COLUMNS to characters; `sizes` maps each class and
    "documents" to their number of sentences and documents.
    """
    hit, chars, right, predicted, wanted, confusion = (Counter() for _ in range(6))
    invented = overlaps = 0
    read = {s["file"] for s in gold.sentences}  # documents whose sentences somebody has read
    for g in gold.documents:
        doc_id, people = Path(g["file"]).stem, g["participants"]
        row = corpus.documents.loc[doc_id] if doc_id in corpus.documents.index else None
        mine = list(
            corpus.sentences[corpus.sentences.doc_id == doc_id].sort_values("start").itertuples()
        )
        theirs = [s for s in gold.sentences if s["file"] == g["file"]]
        label = {i: s for s in mine for i in range(s.start, s.end)}
        overlaps += sum(s.end - s.start for s in mine) - len(label)
        who = {s.speaker: resolve(s.speaker, people) for s in mine}
        invented += sum(name.startswith("?") for name in who.values())
        if row is not None:
            hit.update(
                date=date_right(row, g),
                kind=row.event_kind == g["event_kind"],
                title=norm(row.title) == norm(g["title"]),
            )
        if g["file"] not in read:
            continue
        names = set()
        if row is not None:
            hit.update(
                published=norm(row.published)[:10] == norm(g["published"]),
                place=norm(row.event_place) == norm(g["event_place"]),
            )
            names = {resolve(p, people) for p in row.participants}
        right["participants"] += len(names & {p["name"] for p in people})
        predicted["participants"] += len(names)
        wanted["participants"] += len(people)
        body = set()
        for s in theirs:
            span = range(s["start"], s["end"])
            body.update(span)
            found = [label[i] for i in span if i in label]
            chars.update(
                all=len(span),
                speaker=sum(who[m.speaker] == s["speaker"] for m in found),
                mode=sum(m.mode == s["mode"] for m in found),
            )
            confusion.update(
                (
                    class_of(s["speaker"]),
                    column(who[label[i].speaker] if i in label else None, s["speaker"]),
                )
                for i in span
            )
            for name, belongs in CLASSES.items():
                wanted[name] += len(span) * belongs(s["speaker"])
                right[name] += sum(
                    belongs(s["speaker"]) and who[m.speaker] == s["speaker"] for m in found
                )
            if found:
                m = max(mine, key=lambda m: min(m.end, s["end"]) - max(m.start, s["start"]))
                cue, expected = Counter(norm(m.cue).split()), Counter(norm(s["cue"]).split())
                hit["cue"] += f1((cue & expected).total(), cue.total(), expected.total())
                hit["nested"] += {norm(n) for n in m.nested} == {norm(n) for n in s["nested"]}
        confusion.update(
            ("no sentence", column(who[m.speaker], None)) for i, m in label.items() if i not in body
        )
        for name, belongs in CLASSES.items():
            predicted[name] += sum(belongs(who[m.speaker]) for m in label.values())
        right["body"] += len(body & label.keys())
        predicted["body"] += len(label)
        wanted["body"] += len(body)
        ends, my_ends = [s["end"] for s in theirs], [s.end for s in mine]
        right["boundary"] += sum(any(abs(e - m) <= 2 for m in my_ends) for e in ends)
        predicted["boundary"] += len(my_ends)
        wanted["boundary"] += len(ends)
    shares = {k: hit[k] / len(gold.documents) for k in ("date", "kind", "title")} | {
        k: hit[k] / len(read) for k in ("published", "place")
    }
    shares |= {k: hit[k] / len(gold.sentences) for k in ("cue", "nested")} | {
        k: chars[k] / chars["all"] for k in ("speaker", "mode")
    }
    for k in wanted:
        shares[k] = f1(right[k], predicted[k], wanted[k])
    for k in CLASSES:
        shares |= {
            f"{k} precision": right[k] / max(predicted[k], 1),
            f"{k} recall": right[k] / max(wanted[k], 1),
        }
    scores = {k: round(v, 4) for k, v in sorted(shares.items())} | {
        "invented": invented,
        "overlaps": overlaps,
    }
    sizes = Counter(class_of(s["speaker"]) for s in gold.sentences) | Counter(
        documents=len(gold.documents)
    )
    return SimpleNamespace(scores=scores, confusion=confusion, sizes=sizes)


def broken(floors, scores):
    """Return what is below its floor as {score: (reached, floor)}, and the counts that are not 0.

    A score that is gone is below its floor.
    """
    low = {k: (scores.get(k), floor) for k, floor in floors.items() if scores.get(k, 0) < floor}
    return low | {k: (scores[k], 0) for k in COUNTS if scores[k]}


def raised(floors, scores):
    """Return the floors lifted to the scores, where those are higher; none ever falls or goes."""
    reached = {k: v for k, v in scores.items() if k not in COUNTS}
    return {k: max(floors.get(k, 0), reached.get(k, 0)) for k in sorted(floors | reached)}


def report(name, result):
    """Return the lines that tell of one set: classes, confusion, then the other scores."""
    scores, sizes, confusion = result.scores, result.sizes, result.confusion
    rows = [*CLASSES, "no sentence"]
    characters = {row: sum(confusion[row, c] for c in COLUMNS) for row in rows}
    lines = [f"{name}: {sizes['documents']} documents, {sum(sizes[c] for c in CLASSES)} sentences"]
    lines += [
        f"  {'class':12}{'precision':>10}{'recall':>8}{'F1':>8}{'sentences':>11}{'characters':>12}"
    ]
    for c in CLASSES:
        precision, recall, both = scores[f"{c} precision"], scores[f"{c} recall"], scores[c]
        shares = f"{precision:10.4f}{recall:8.4f}{both:8.4f}"
        lines.append(f"  {c:12}{shares}{sizes[c]:11,}{characters[c]:12,}")
    lines += [
        "  gold, down; predicted, across; in characters",
        f"  {'':12}" + "".join(f"{c:>14}" for c in COLUMNS),
    ]
    lines += [f"  {row:12}" + "".join(f"{confusion[row, c]:14,}" for c in COLUMNS) for row in rows]
    rest = [
        f"{k} {v:.4f}" for k, v in scores.items() if k.split()[0] not in (*CLASSES, *COUNTS)
    ] + [f"{k} {scores[k]}" for k in COUNTS]
    return [*lines, *("  " + ", ".join(rest[i : i + 7]) for i in range(0, len(rest), 7)), ""]
