"""Speaker labels: in transcripts and labelled remarks each turn opens with who speaks, "PRESIDENT X:"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from ..words.tokens import Tokens
from .names import OFFICES

Span = tuple[int, int]
LABEL = regex.compile(
    r"[*_]*(?P<label>\p{Lu}[\p{Lu} .,'’()\[\]-]{1,60}|\\?\[[^\]\n]{2,40}\]|Q(?:uestion)?|A(?:nswer)?"
    r"|\p{Lu}[\p{L}.'’-]*(?: (?:of|the|and|for|bin|al|de|\p{Lu}[\p{L}.'’-]*)){0,11}(?: ?\([^)\n]{1,40}\))?)[*_]*:[*_]*\s+"
)


def speaker_labels(text: str, paragraphs: Sequence[Span]) -> dict[int, regex.Match]:
    """Return paragraph number → its label; none unless two paragraphs have one, and for words in small letters it recurs or names an office.

    >>> t = ["MR. PRICE: Good day.", "Note: nobody came.", "Q: Why?"]
    >>> text = "\\n".join(t)
    >>> {n: m["label"] for n, m in speaker_labels(text, [(0, 20), (21, 39), (40, 47)]).items()}
    {0: 'MR. PRICE', 2: 'Q'}
    """
    found = {n: m for n, (a, b) in enumerate(paragraphs) if (m := LABEL.match(text, a, b))}
    times = Counter(m["label"] for m in found.values())

    def counts(label: str) -> bool:
        shouted = label.isupper() or not label[0].isalpha()
        named = not OFFICES.isdisjoint(label.split()) or any(
            label in other for other in times if other != label
        )
        return shouted or label in ("Question", "Answer") or times[label] > 1 or named

    out = {n: m for n, m in found.items() if counts(m["label"])}
    return out if len(out) > 1 else {}


def in_small_letters(tokens: Tokens, end: int) -> Tokens:
    """Return the tokens with those of the label, which ends at an offset, written as names are: "PRIME MINISTER X" as "Prime Minister X"."""
    return Tokens(
        t._replace(text=t.text.capitalize())
        if t.end <= end and t.text.isupper() and len(t.text) > 2
        else t
        for t in tokens
    )
