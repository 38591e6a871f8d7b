"""Whether a text is English, which is all the rules read; another language is named."""

from __future__ import annotations

from ..rules import word_set

FUNCTION_WORDS = word_set("function")
ENGLISH_SHARE = 0.12  # of function words among all words
FEW_LETTERS, FEW_LATIN_LETTERS = 30, 120  # that are too few to tell
SAMPLE = 1000  # characters
# One written language, which the identifier tells apart.
CHINESE = frozenset(("wuu", "yue", "zh"))


def other_language(text: str) -> str | None:
    """Return the English name of a text's language; None where it is English or too short to tell.

    py3langid (naive Bayes over byte n-grams; Lui & Baldwin 2011) is asked only about a text with
    few English function words.

    >>> other_language(
    ...     "Le ministre a rencontré son homologue russe à Paris "
    ...     "pour discuter de la coopération entre les deux pays."
    ... )
    'French'
    """
    text = text[:SAMPLE].lower()
    if _looks_english(text) or _is_short(text):
        return None
    from babel import Locale  # both take a while to load, and few collections need them
    from py3langid import classify

    code: str = classify(text)[0]
    if code == "en":
        return None
    name: str = Locale("en").languages.get("zh" if code in CHINESE else code, code)
    return name


def _looks_english(text: str) -> bool:
    words = text.split()
    return sum(word in FUNCTION_WORDS for word in words) >= ENGLISH_SHARE * len(words)


def _is_short(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters < (FEW_LATIN_LETTERS if text.isascii() else FEW_LETTERS)
