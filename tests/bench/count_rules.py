"""Count how often each attribution rule is right on annotated readouts, as a table of counts.toml.

What is printed is readoutlib/parsing/rules/counts.toml:

    .venv/bin/python tests/bench/count_rules.py DOCS GOLD [FIRST-LAST,...] [-- DOCS GOLD ...]

A sentence counts for the rule that labelled it: right where speaker and mode are those of the gold
sentence that starts where it starts.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from readoutlib import load_corpus


def selected(stem: str, only: str | None) -> bool:
    """Return whether a document is in one of the ranges FIRST-LAST,… or there are none."""
    return only is None or any(
        a <= stem <= b for a, b in (part.split("-") for part in only.split(","))
    )


def same(label: str, gold: str, variants: dict[str, list[str]]) -> bool:
    """Return whether a label is the gold name, one of its variants or has its surname."""
    return label == gold or label in variants.get(gold, ()) or label.split()[-1] == gold.split()[-1]


def judge(docs: Path, gold: Path, only: str | None, right: Counter, wrong: Counter) -> None:
    """Add the sentences of a corpus to the rules' counts of right and of wrong labels."""
    lines = lambda name: (gold / name).read_text(encoding="utf-8").splitlines()
    read = lambda name: [json.loads(line) for line in lines(name)]
    variants = {
        d["file"]: {p["name"]: p["variants"] for p in d["participants"]}
        for d in read("documents.jsonl")
    }
    labels = {
        (Path(s["file"]).stem, s["start"]): s
        for s in read("sentences.jsonl")
        if selected(Path(s["file"]).stem, only)
    }
    files = sorted({s["file"] for s in labels.values()})
    for s in load_corpus([str(docs / f) for f in files]).sentences.itertuples():
        g = labels.get((s.doc_id, s.start))
        good = (
            g is not None
            and s.mode == g["mode"]
            and same(s.speaker, g["speaker"], variants[g["file"]])
        )
        (right if good else wrong)[s.rule] += 1


def main(arguments: list[str]) -> None:
    right, wrong = Counter(), Counter()
    for group in " ".join(arguments).split(" -- "):
        docs, gold, *only = group.split()
        judge(Path(docs), Path(gold), only[0] if only else None, right, wrong)
    print(
        "# How often each rule was right and wrong where somebody had read the text: "
        "[right, wrong] sentences of the gold standard.\n\n[rule]"
    )
    for rule in sorted(right | wrong):
        print(f'"{rule}" = [{right[rule]}, {wrong[rule]}]')


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1:])
