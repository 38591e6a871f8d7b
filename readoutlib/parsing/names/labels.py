"""Speaker labels: in transcripts each turn opens with who speaks, "PRESIDENT X:"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from ..readout import Span
from ..words.tokens import Tokens
from .names import OFFICES

LABEL = regex.compile(
    r"""[*_]* (?P<label>
    \p{Lu}[\p{Lu} .,'’()\[\]-]{1,60}                        # MR. PRICE
    | \\?\[[^\]\n]{2,40}\]                                  # [Through an interpreter]
    | Q(?:uestion)? | A(?:nswer)?
    | \p{Lu}[\p{L}.'’-]*                                     # Minister of State Alder (Norway)
        (?: \ (?: of|the|and|for|bin|al|de | \p{Lu}[\p{L}.'’-]* ) ){0,11}
        (?: \ ? \([^)\n]{1,40}\) )?
    ) [*_]* : [*_]* \s+""",
    regex.X,
)


def speaker_labels(text: str, paragraphs: Sequence[Span]) -> dict[int, regex.Match[str]]:
    """Return paragraph number → its label; none unless two paragraphs have one.

    Words in small letters are a label only where they recur or name an office.

    >>> t = ["MR. PRICE: Good day.", "Note: nobody came.", "Q: Why?"]
    >>> text = "\\n".join(t)
    >>> {n: m["label"] for n, m in speaker_labels(text, [(0, 20), (21, 39), (40, 47)]).items()}
    {0: 'MR. PRICE', 2: 'Q'}
    """
    found = {n: m for n, (a, b) in enumerate(paragraphs) if (m := LABEL.match(text, a, b))}
    times = Counter(m["label"] for m in found.values())
    parts = {part for label in times for part in _parts(label)}

    def counts(label: str) -> bool:
        shouted = label.isupper() or not label[0].isalpha()
        named = not OFFICES.isdisjoint(label.split()) or label in parts
        return shouted or label in ("Question", "Answer") or times[label] > 1 or named

    out = {n: m for n, m in found.items() if counts(m["label"])}
    return out if len(out) > 1 else {}


def _parts(label: str) -> Iterator[str]:
    """Yield the shorter names in a label: the words of it that stand together.

    >>> list(_parts("Minister Ann Alder"))
    ['Minister', 'Minister Ann', 'Ann', 'Ann Alder', 'Alder']
    """
    words = label.split()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if end - start < len(words):
                yield " ".join(words[start:end])


def in_small_letters(tokens: Tokens, end: int) -> Tokens:
    """Return the tokens with those of the label, which ends at an offset, written as names are.

    "PRIME MINISTER X" becomes "Prime Minister X".
    """
    return Tokens(
        t._replace(text=t.text.capitalize())
        if t.end <= end and t.text.isupper() and len(t.text) > 2
        else t
        for t in tokens
    )
