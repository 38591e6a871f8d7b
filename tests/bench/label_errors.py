"""Write down where labels err on annotated readouts, without a word of the texts.

    .venv/bin/python tests/bench/label_errors.py --docs DOCS --gold GOLD --out FILE.json
        [--seed 1] [--score score.py]

A sentence of gold is right where most of its characters have gold's speaker (tests/scoring.py, or
what `score.py --labels` says, which is run once where --score names it, and whose totals are then
printed). FILE holds two tables, each with its `columns` and `rows`:

    counts      documents by class in gold and class predicted: how many sentences, how many
                characters
    sentences   a row for each sentence of gold: the rule that labelled it, right or wrong, and what
                could tell beforehand (`FEATURES`)

Documents go by random numbers, drawn with the seed; speakers by class: of gold a person (`named`),
both sides (`joint`), the narrator; predicted the right or another person, both sides, the narrator,
or no sentence. No name, no word and no place of a text is written.
"""

import argparse
import csv
import json
import os
import random
import re
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import regex

from readoutlib import load_corpus
from readoutlib.corpus import Corpus
from readoutlib.outputs import swapping
from readoutlib.parsing.words.quotes import quotations

scoring = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "scoring.py")))
COUNTS = ("document", "gold", "predicted", "sentences", "characters")
FEATURES = {
    "cue": "whether it has reporting words",
    "words_to_cue": "words before them; none where there are none",
    "own_subject": "whether somebody who took part, or he, she, they, we or I, stands among them, "
    "or among the first words of a sentence without any",
    "first_of_paragraph": "whether it opens its paragraph",
    "inside_quotation": "whether it begins in a quotation that opened before",
    "labelled_layout": "whether two paragraphs of the page or more open with a speaker's label",
    "voices": "how many the document offers: participants, both sides, narrator",
    "cued_share": "the share of the document's sentences that have reporting words",
}
SENTENCES = ("document", "gold", "predicted", "right", "rule", *FEATURES)
OPENING = 6  # words of a sentence without a cue in which its subject is looked for
WORD = re.compile(r"[\w.’'-]+")
PRONOUNS = frozenset(("he", "she", "they", "we", "i"))
LABEL = regex.compile(
    r"""
    [*_\#>\s]* (?:\[[\d:]+\]\s*)?                         # **  [00:12]
    (?: \p{Lu}[\p{Lu} .,'’()-]+                           # PRIME MINISTER
        | Q | A
        | (?:\p{Lu}[\p{L}.'’-]*\s?){1,6} (?:\([^)\n]*\))?  # Ann Alder (Norway)
    )
    [*_]* (?: : | \s[–—] )
    """,
    regex.X,
)


@dataclass(frozen=True)
class Judged:
    """A sentence of gold beside the one that the rules made of it, which may be none."""

    file: str
    start: int
    gold: str
    predicted: str
    right: bool
    size: int
    sentence: Any


# --- right or wrong ------------------------------------------------------------------------------


def judge(corpus: Corpus, gold: SimpleNamespace) -> Iterator[Judged]:
    """Yield the sentences of gold, each beside the sentence of which most of it is."""
    people = {d["file"]: _speakers(d, gold) for d in gold.documents}
    by_document = dict(tuple(corpus.sentences.groupby("doc_id")))
    for s in gold.sentences:
        mine = by_document.get(Path(s["file"]).stem, corpus.sentences[:0])
        shared = mine.end.clip(upper=s["end"]) - mine.start.clip(lower=s["start"])
        whose = mine.speaker.map(lambda label, s=s: scoring.resolve(label, people[s["file"]]))
        right = 2 * shared[whose == s["speaker"]].clip(lower=0).sum() > s["end"] - s["start"]
        most = shared.idxmax() if shared.max() > 0 else None
        predicted = None if most is None else whose[most]
        yield Judged(
            file=s["file"],
            start=s["start"],
            gold=scoring.class_of(s["speaker"]),
            predicted=scoring.column(predicted, s["speaker"]),
            right=bool(right),
            size=s["end"] - s["start"],
            sentence=None if most is None else mine.loc[most],
        )


def _speakers(document: Mapping[str, Any], gold: SimpleNamespace) -> list[dict[str, Any]]:
    """Return who takes part in a document of gold, and who speaks in it besides."""
    people = list(document["participants"])
    known = {person["name"] for person in people}
    of_it = {s["speaker"] for s in gold.sentences if s["file"] == document["file"]}
    return [*people, *({"name": name, "variants": []} for name in sorted(of_it - known))]


# --- what could tell beforehand ------------------------------------------------------------------


def features(corpus: Corpus) -> dict[tuple[str, int], dict[str, object]]:
    """Return the features of each sentence, by its document and its start."""
    found = {}
    for doc_id, rows in corpus.sentences.groupby("doc_id"):
        text = corpus.texts[doc_id]
        spans = rows.groupby("paragraph").agg({"start": "min", "end": "max"})
        paragraphs = list(spans.itertuples(index=False, name=None))
        quoted = quotations(text, paragraphs)
        opens = {start for start, _ in paragraphs}
        of_document = {
            "labelled_layout": sum(bool(LABEL.match(text, *span)) for span in paragraphs) > 1,
            "voices": len(corpus.documents.participants[doc_id]) + 2,
            "cued_share": round(float(rows.cue.notna().mean()), 3),
        }
        names = _names(corpus.people[corpus.people.doc_id == doc_id])
        for s in rows.itertuples():
            found[doc_id, s.start] = {
                **_of_cue(s, names),
                "first_of_paragraph": s.start in opens,
                "inside_quotation": any(a < s.start < b for a, b in quoted),
                **of_document,
            }
    return found


def _names(people: pd.DataFrame) -> set[str]:
    """Return the words by which a document calls who took part, in small letters."""
    told = people.fillna("").itertuples()
    forms = (form for p in told for form in (p.name, p.country, *p.variants))
    return {word.casefold() for form in forms for word in form.split() if word[0].isupper()}


def _of_cue(sentence: Any, names: set[str]) -> dict[str, object]:
    """Return what the cue tells, in which its subject stands; else the sentence's first words."""
    text = " ".join(sentence.text.split())
    if pd.isna(sentence.cue):
        before, near = None, WORD.findall(text)[:OPENING]
    else:
        cue = " ".join(sentence.cue.split())
        before, near = len(WORD.findall(text[: text.index(cue)])), WORD.findall(cue)
    return {
        "cue": before is not None,
        "words_to_cue": before,
        "own_subject": not (names | PRONOUNS).isdisjoint(word.casefold() for word in near),
    }


# --- the data file -------------------------------------------------------------------------------


def tables(
    judged: Iterable[Judged], told: Mapping[tuple[str, int], Mapping[str, object]], seed: int
) -> dict[str, dict[str, object]]:
    """Return both tables, the documents under numbers drawn with the seed."""
    judged = list(judged)
    files = sorted({j.file for j in judged})
    numbers = random.Random(seed).sample(range(1, len(files) + 1), len(files))
    number = dict(zip(files, numbers, strict=True))
    counts: Counter[tuple[int, str, str]] = Counter()
    sizes: Counter[tuple[int, str, str]] = Counter()
    rows = []
    for j in sorted(judged, key=lambda j: number[j.file]):
        place = number[j.file], j.gold, j.predicted
        counts[place] += 1
        sizes[place] += j.size
        known = j.sentence is not None
        of_it = told[Path(j.file).stem, j.sentence.start] if known else dict.fromkeys(FEATURES)
        rule = j.sentence.rule if known else None
        rows.append([*place, j.right, rule, *(of_it[name] for name in FEATURES)])
    counted = [[*place, counts[place], sizes[place]] for place in sorted(counts)]
    return {
        "counts": {"columns": COUNTS, "rows": counted},
        "sentences": {"columns": SENTENCES, "rows": rows},
    }


def as_json(data: Mapping[str, Mapping[str, object]]) -> str:
    """Return the tables as JSON, a row a line."""
    parts = []
    for name, table in data.items():
        columns = json.dumps(list(table["columns"]))
        rows = ",\n".join(map(json.dumps, table["rows"]))
        parts.append(f'{json.dumps(name)}: {{"columns": {columns}, "rows": [\n{rows}\n]}}')
    return "{" + ",\n".join(parts) + "}\n"


def judged_by(script: Path, docs: Path, gold: Path) -> dict[tuple[str, int], bool]:
    """Return for each sentence of gold whether `score.py --labels` calls it right.

    It goes by its document and its start. The totals that the script prints last are printed.
    """
    with tempfile.TemporaryDirectory() as folder:
        labels = Path(folder, "labels.csv")
        command = [sys.executable, str(script), str(docs), str(gold), "--labels", str(labels)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if run.returncode:
            sys.exit(f"{script.name} ended with {run.returncode}; its words are not shown")
        with labels.open(encoding="utf-8", newline="") as rows:
            right = {
                (row["document"], int(row["start"])): row["right"] == "True"
                for row in csv.DictReader(rows)
            }
    print(json.dumps(json.loads(run.stdout.splitlines()[-1])))  # figures alone, or an error
    return right


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--score", type=Path)
    options = parser.parse_args(arguments)
    gold = scoring.read_gold(options.gold)
    corpus = load_corpus([options.docs / d["file"] for d in gold.documents])
    judged = list(judge(corpus, gold))
    if options.score:
        right = judged_by(options.score, options.docs, options.gold)
        judged = [replace(j, right=right[Path(j.file).stem, j.start]) for j in judged]
    written = as_json(tables(judged, features(corpus), options.seed))
    with swapping(options.out) as new:
        new.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
