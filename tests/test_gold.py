"""The parser against the hand-made gold standard of the seeds: each score stays at or above its floor, and floors only rise.

After an improvement, `READOUT_RAISE_FLOORS=1 make test ARGS=tests/test_gold.py` lifts tests/gold/floors.json to the scores reached.
"""

import copy
import json
import os
import subprocess
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from readoutlib import parse_readout

STYLES = Path(__file__).parent / "gold/styles.jsonl"
FLOORS = Path(__file__).parent / "gold/floors.json"
JOINT, NARRATOR = "Both sides", "Narrator"
CLASSES = {"named": lambda s: s not in (JOINT, NARRATOR), "joint": JOINT.__eq__, "narrator": NARRATOR.__eq__}


def norm(text):
    return "" if text is None or text is pd.NA or text != text else " ".join(str(text).split()).casefold()


def f1(right, predicted, wanted):
    return 2 * right / (predicted + wanted) if predicted + wanted else 1.0


def resolve(label, people):
    """Return the gold name that a label stands for: one of its variants, or a surname that only one has; else the label itself."""
    if label in (JOINT, NARRATOR):
        return label
    exact = [p["name"] for p in people if norm(label) in {norm(v) for v in [p["name"], *p["variants"]]}]
    same = exact or [p["name"] for p in people if norm(p["name"]).split()[-1:] == norm(label).split()[-1:]]
    return same[0] if len(same) == 1 else f"?{label}"


def date_right(row, g):
    """A day must be that day; a month or year, an interval of 20 days or more inside it that claims no day; no date, none."""
    start, end = pd.Timestamp(row.event_start), pd.Timestamp(row.event_end)
    if g["event_start"] is None or pd.isna(start):
        return pd.isna(start) and g["event_start"] is None
    first, last = pd.Timestamp(g["event_start"]), pd.Timestamp(g["event_end"])
    if g["event_precision"] == "day":
        return (start, end, row.event_precision) == (first, last, "day")
    return first <= start <= end <= last and (end - start).days >= 20 and row.event_precision != "day"


def score(corpus, gold):
    """Return the scores of a corpus, 1 is best: shares and F1; and `invented` and `overlaps`, counts where 0 is best.

    speaker and mode are shares of gold's characters, the classes and body F1 of characters, boundary F1 of sentence ends (2 characters
    of tolerance), cue the mean F1 of its words, nested a share of sentences, participants F1 of names, the rest shares of documents.
    """
    hit, chars, right, predicted, wanted = Counter(), Counter(), Counter(), Counter(), Counter()
    invented = overlaps = 0
    for g in gold.documents:
        doc_id, people = Path(g["file"]).stem, g["participants"]
        row = corpus.documents.loc[doc_id]
        mine = list(corpus.sentences[corpus.sentences.doc_id == doc_id].sort_values("start").itertuples())
        theirs = [s for s in gold.sentences if s["file"] == g["file"]]
        label = {i: s for s in mine for i in range(s.start, s.end)}
        overlaps += sum(s.end - s.start for s in mine) - len(label)
        who = {s.speaker: resolve(s.speaker, people) for s in mine}
        invented += sum(name.startswith("?") for name in who.values())
        hit.update(date=date_right(row, g), published=norm(row.published)[:10] == norm(g["published"]), kind=row.event_kind == g["event_kind"],
                   title=norm(row.title) == norm(g["title"]), place=norm(row.event_place) == norm(g["event_place"]))
        names = {resolve(p, people) for p in row.participants}
        right["participants"] += len(names & {p["name"] for p in people})
        predicted["participants"] += len(names)
        wanted["participants"] += len(people)
        body = set()
        for s in theirs:
            span = range(s["start"], s["end"])
            body.update(span)
            found = [label[i] for i in span if i in label]
            chars.update(all=len(span), speaker=sum(who[m.speaker] == s["speaker"] for m in found), mode=sum(m.mode == s["mode"] for m in found))
            for name, belongs in CLASSES.items():
                wanted[name] += len(span) * belongs(s["speaker"])
                right[name] += sum(belongs(s["speaker"]) and who[m.speaker] == s["speaker"] for m in found)
            if found:
                m = max(mine, key=lambda m: min(m.end, s["end"]) - max(m.start, s["start"]))
                cue, expected = Counter(norm(m.cue).split()), Counter(norm(s["cue"]).split())
                hit["cue"] += f1((cue & expected).total(), cue.total(), expected.total())
                hit["nested"] += {norm(n) for n in m.nested} == {norm(n) for n in s["nested"]}
        for name, belongs in CLASSES.items():
            predicted[name] += sum(belongs(who[m.speaker]) for m in label.values())
        right["body"] += len(body & label.keys())
        predicted["body"] += len(label)
        wanted["body"] += len(body)
        ends, my_ends = [s["end"] for s in theirs], [s.end for s in mine]
        right["boundary"] += sum(any(abs(e - m) <= 2 for m in my_ends) for e in ends)
        predicted["boundary"] += len(my_ends)
        wanted["boundary"] += len(ends)
    shares = {k: hit[k] / len(gold.documents) for k in ("date", "published", "kind", "title", "place")}
    shares |= {k: hit[k] / len(gold.sentences) for k in ("cue", "nested")} | {k: chars[k] / chars["all"] for k in ("speaker", "mode")}
    for k in wanted:
        shares[k] = f1(right[k], predicted[k], wanted[k])
    for k in CLASSES:
        shares |= {f"{k} precision": right[k] / max(predicted[k], 1), f"{k} recall": right[k] / max(wanted[k], 1)}
    return {k: round(v, 4) for k, v in sorted(shares.items())} | {"invented": invented, "overlaps": overlaps}


def raised(floors, scores):
    """Return the floors lifted to the scores, where those are higher; no floor ever falls or goes."""
    reached = {k: v for k, v in scores.items() if k not in ("invented", "overlaps")}
    return {k: max(floors.get(k, 0), reached.get(k, 0)) for k in sorted(floors | reached)}


def test_the_parser_keeps_to_its_floors(seeds, gold):
    scores, floors = score(seeds, gold), json.loads(FLOORS.read_text())
    assert {k: (scores.get(k), floor) for k, floor in floors.items() if scores.get(k, 0) < floor} == {}
    assert (scores["invented"], scores["overlaps"]) == (0, 0)
    if os.environ.get("READOUT_RAISE_FLOORS") == "1":
        floors = raised(floors, scores)
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    assert set(scores) - set(floors) == {"invented", "overlaps"}, "a score without a floor: raise the floors"


def test_floors_only_rise():
    assert raised({"date": 0.8, "mode": 0.5}, {"date": 0.6, "mode": 0.7, "cue": 0.1, "invented": 3}) == {"cue": 0.1, "date": 0.8, "mode": 0.7}


def test_no_floor_is_lower_than_in_any_earlier_version():
    git = lambda *args: subprocess.run(["git", *args], cwd=FLOORS.parent, capture_output=True, text=True, check=True).stdout
    try:
        versions = [git("show", f"{commit}:./{FLOORS.name}") for commit in git("log", "--diff-filter=AM", "--format=%H", "--", FLOORS.name).split()]
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git history here")
    floors = json.loads(FLOORS.read_text())
    fallen = [(k, v, floors.get(k)) for version in versions for k, v in json.loads(version).items() if floors.get(k, 0) < v]
    assert fallen == [], "floors only rise"


@pytest.fixture(scope="module")
def perfect(gold):
    """A corpus that says exactly what gold says, in the columns that `score` reads."""
    documents = pd.DataFrame(gold.documents).assign(participants=[tuple(p["name"] for p in d["participants"]) for d in gold.documents])
    documents.index = [Path(f).stem for f in documents.file]
    sentences = pd.DataFrame(gold.sentences).assign(doc_id=lambda t: [Path(f).stem for f in t.file], nested=lambda t: t.nested.map(tuple))
    return SimpleNamespace(documents=documents, sentences=sentences)


def test_gold_scores_full_marks_against_itself(perfect, gold):
    scores = score(perfect, gold)
    assert (scores.pop("invented"), scores.pop("overlaps")) == (0, 0) and set(scores.values()) == {1.0}
    assert len(gold.documents) == 5 and len(gold.sentences) == 78


@pytest.mark.parametrize("table, key, wrong, lowered", [
    ("sentences", "speaker", "Sergey Lavrov", {"speaker", "named", "named precision", "named recall"}),
    ("sentences", "speaker", JOINT, {"speaker", "named", "named recall", "joint", "joint precision"}),
    ("sentences", "speaker", "Nobody Known", {"speaker", "named", "named precision", "named recall", "invented"}),
    ("sentences", "mode", "joint", {"mode"}),
    ("sentences", "cue", "Wang Yi denied", {"cue"}),
    ("sentences", "nested", ("Xi Jinping",), {"nested"}),
    ("sentences", "end", 500, {"boundary", "body", "speaker", "mode", "named", "named recall"}),
    ("sentences", "end", 600, {"boundary", "overlaps", "named precision"}),
    ("documents", "event_start", "2021-02-03", {"date"}),
    ("documents", "event_start", None, {"date"}),
    ("documents", "event_precision", "year", {"date"}),
    ("documents", "published", None, {"published"}),
    ("documents", "event_kind", "video", {"kind"}),
    ("documents", "title", "Talks", {"title"}),
    ("documents", "event_place", "Moscow", {"place"}),
    ("documents", "participants", ("Wang Yi",), {"participants"}),
])
def test_one_wrong_label_lowers_its_scores_and_no_other(perfect, gold, table, key, wrong, lowered):
    worse = copy.deepcopy(perfect)
    frame = getattr(worse, table)
    frame.at[frame.index[2 if table == "sentences" else 0], key] = wrong  # the first sentence of Wang Yi; the phone call of 2021
    before, after = score(perfect, gold), score(worse, gold)
    assert {k for k in before if after[k] != before[k]} == lowered
    assert all(after[k] < before[k] or k in ("invented", "overlaps") for k in lowered)


@pytest.mark.parametrize("text", [json.loads(line) for line in STYLES.read_text(encoding="utf-8").splitlines()], ids=lambda t: t["style"])
def test_other_house_styles(text):
    readout = parse_readout(text["text"])
    assert [[s.speaker, s.mode] for s in readout.sentences] == text["labels"]
    assert (readout.event_kind, str(readout.event_start), list(readout.participants)) == (text["kind"], text["event_start"], text["participants"])
