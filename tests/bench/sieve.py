"""Measure what the rules buy: the score of a naive sieve beside theirs, on annotated readouts.

    .venv/bin/python tests/bench/sieve.py DOCS GOLD [DOCS GOLD ...]

The sieve has the library's sentences and participants, and five rules that anybody would write: "the
two sides", or two participants, with a reporting verb speak together; a participant's name, country
or office with one speaks; "he" and "she" are the last one who was named; what has none of these
carries on; a text begins with the narrator. It has the library's lists of verbs, too.

Printed are a line for the rules and one for the sieve for each set, in shares of gold's characters
(tests/scoring.py): those whose speaker is right, those of a person's that are given to that person,
those whose mode is right; and `offered`, those whose speaker is among the voices that the document
offers: its participants, both sides and the narrator.
"""

import argparse
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from readoutlib import load_corpus
from readoutlib.corpus import Corpus
from readoutlib.parsing.rules import load
from readoutlib.speakers import BOTH_SIDES, NARRATOR

scoring = SimpleNamespace(**runpy.run_path(str(Path(__file__).parents[1] / "scoring.py")))
SCORES = {"speaker": "speaker", "found": "named recall", "mode": "mode"}  # as scoring.py calls them

# --- the sieve -----------------------------------------------------------------------------------

VERBS = load("verbs")
ADVERB = r"(?:(?:also|further|then|both|again|\w+ly) )*"
REPORTS = rf"{ADVERB}(?:{'|'.join(VERBS['report'])})\b"
SHARED = rf"{ADVERB}(?:{'|'.join(VERBS['report'] + VERBS['joint'])})\b"
SIDES = r"(?:(?:the|both|two|three) )+(?:sides|parties|countries|ministers|leaders|presidents)|they"
JOINT = re.compile(rf"\b(?:{SIDES}) {SHARED}", re.I)
PRONOUN = re.compile(rf"\b(?:he|she) {REPORTS}", re.I)
MODES = {BOTH_SIDES: "joint", NARRATOR: "narration"}


def sieve(sentences: list[str], people: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield speaker and mode of the sentences of a document, whose people go by some words each."""
    words = {word: name for name, words in people.items() for word in words}
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "$^"
    named = re.compile(rf"\b(?P<who>{either})(?: side)?(?:, [^,]+,)? {REPORTS}")
    together = re.compile(rf"\b(?:{either}) and (?:[\w.’'-]+ ){{0,8}}?(?:{either}) {SHARED}")
    speaker, last = NARRATOR, None
    for text in sentences:
        if JOINT.search(text) or together.search(text):
            speaker, mode = BOTH_SIDES, "joint"
        elif found := named.search(text):
            speaker = last = words[found["who"]]
            mode = "explicit"
        elif last and PRONOUN.search(text):
            speaker, mode = last, "explicit"
        else:
            mode = MODES.get(speaker, "continuation")
        yield speaker, mode


# --- what it is given, and its score -------------------------------------------------------------


def sieved(corpus: Corpus) -> Corpus:
    """Return a corpus with its sentences labelled by the sieve."""
    sentences = corpus.sentences.copy()
    for doc_id, rows in sentences.groupby("doc_id", sort=False):
        people = _goes_by(corpus.people[corpus.people.doc_id == doc_id])
        one_line = [" ".join(text.split()) for text in rows.text]
        sentences.loc[rows.index, ["speaker", "mode"]] = list(sieve(one_line, people))
    return replace(corpus, sentences=sentences)


def _goes_by(people: pd.DataFrame) -> dict[str, set[str]]:
    """Return the words that each person goes by: the surname, and what nobody else has.

    That are words of the name and the office, the country and its people's.
    """
    names = load("countries")
    found = {}
    for p in people.fillna("").itertuples(index=False):
        office = filter(str.istitle, p.office.split())
        found[p.name] = {*p.name.split(), p.country, *names.get(p.country, ()), *office} - {""}
    times = Counter(word for words in found.values() for word in words)
    alone = {word for word in times if times[word] == 1}
    return {name: words & alone | {name.split()[-1]} for name, words in found.items()}


def offered(corpus: Corpus, gold: SimpleNamespace) -> float:
    """Return the share of gold's characters whose speaker the document offers."""
    voices = {}
    for document in gold.documents:
        doc_id = Path(document["file"]).stem
        rows = corpus.documents.participants[corpus.documents.index == doc_id]
        names = {scoring.resolve(p, document["participants"]) for row in rows for p in row}
        voices[document["file"]] = names | {BOTH_SIDES, NARRATOR}
    size = Counter()
    for s in gold.sentences:
        size[s["speaker"] in voices[s["file"]]] += s["end"] - s["start"]
    return size[True] / size.total()


def compared(docs: Path, gold_folder: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the scores of the rules, then those of the sieve."""
    gold = scoring.read_gold(gold_folder)
    corpus = load_corpus([docs / d["file"] for d in gold.documents])
    for who, labelled in (("rules", corpus), ("sieve", sieved(corpus))):
        scores = scoring.score(labelled, gold).scores
        yield who, {name: scores[key] for name, key in SCORES.items()}
    yield "voices", {"offered": offered(corpus, gold)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+", metavar="DOCS GOLD")
    folders = parser.parse_args().sets
    if len(folders) % 2:
        parser.error("expected a folder of gold after each folder of documents")
    for docs, gold in zip(folders[::2], folders[1::2], strict=True):
        print(f"{docs}:")
        for who, scores in compared(docs, gold):
            print(f"  {who:8}" + "  ".join(f"{name} {x:.4f}" for name, x in scores.items()))


if __name__ == "__main__":
    main()
