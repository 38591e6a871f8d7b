"""How a variant is known in a text: both folded, or the variant as a pattern."""

from functools import cache

import regex

from ..parsing.readout import ReadoutError

_LINE_END = regex.compile(r"[-‐‑–]\s*\n\s*")
_PLAIN = str.maketrans("‐‑–’", "---'")
_INSIDE = r"\p{L}\p{M}\p{N}_\-‐‑"  # a hit is bounded by anything else
_LETTERS = r"[\p{L}\p{M}\p{N}'’\-]*"
_WORD = rf"[\p{{L}}\p{{N}}]{_LETTERS}"
# What stands for a character of a variant; every other character stands for itself.
_SYMBOLS = {"-": r"[-‐‑–](?:\s*\n\s*)?", "'": "['’]", "*": _LETTERS}


def fold(text: str) -> str:
    """Return the text in the form in which variants are compared.

    Lower case, one space, plain hyphens and apostrophes; no hyphen at a line's end.

    >>> fold("Multi‑\\n Polar  World’s")
    "multi-polar world's"
    """
    joined = _LINE_END.sub("-", text)
    return " ".join(joined.casefold().split()).translate(_PLAIN)


def folded_phrase(phrase: str) -> str:
    """Return a phrase folded; raises ReadoutError for one without a letter or digit.

    >>> folded_phrase("New  Era")
    'new era'
    """
    folded = fold(phrase)
    if not any(c.isalnum() for c in folded):
        raise ReadoutError(
            f"Cannot look for {phrase!r}: a phrase needs at least one letter or digit."
        )
    return folded


@cache
def pattern_of(any_case: tuple[str, ...], exact: tuple[str, ...]) -> regex.Pattern[str]:
    """Return variants as one pattern, the longest first: some in any case, some in this very case.

    >>> pattern_of(("new era",), ("US",)).findall("the US, us and a New\\nEra")
    ['US', 'New\\nEra']
    """
    patterns = [(v, _as_pattern(v)) for v in any_case]
    patterns += [(v, f"(?-i:{_as_pattern(v)})") for v in exact]
    patterns.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    either = "|".join(pattern for _, pattern in patterns)
    return regex.compile(rf"(?<![{_INSIDE}])(?:{either})(?![{_INSIDE}])", regex.IGNORECASE)


def _as_pattern(variant: str) -> str:
    """Write a variant as a pattern.

    Any white space for a space, any hyphen (at a line's end too), either apostrophe, `*` for
    letters.

    >>> bool(regex.fullmatch(_as_pattern("multi-polar world*"), "multi‑\\n polar  worlds"))
    True
    """
    return r"\s+".join(_word_as_pattern(word) for word in variant.split(" "))


def _word_as_pattern(word: str) -> str:
    if word == "*":
        return _WORD
    return "".join(_SYMBOLS.get(c) or regex.escape(c) for c in word)
