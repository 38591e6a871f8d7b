"""One folding of characters, for all that asks whether two words are the same."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
)
_UNSEEN = regex.compile(r"[\p{Mn}\p{Cf}]+")  # accents, soft hyphens, zero width


@lru_cache(1 << 14)
def fold(word: str) -> str:
    """Return a word without case, accents, ligatures, and kinds of apostrophe and hyphen.

    >>> fold("O’Brien") == fold("O'BRIEN"), fold("Müller"), fold("Roy‑Dubois"), fold("Griﬃth")
    (True, 'muller', 'roy-dubois', 'griffith')
    """
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word).casefold().translate(_PLAIN)
    return _UNSEEN.sub("", plain)
