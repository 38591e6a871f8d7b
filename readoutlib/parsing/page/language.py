"""Whether a text is English, which is all the rules read; another language is named."""

from __future__ import annotations

from ..rules import word_set

FUNCTION_WORDS = word_set("function")
ENOUGH = 0.12  # of the words
FEW, FEW_ASCII = 30, 120  # letters, which are too few to tell
SAMPLE = 1000  # characters
CHINESE = frozenset(("wuu", "yue", "zh"))  # one written language, which the identifier tells apart


def other_language(text: str) -> str | None:
    """Return the English name of a text's language, or None where it is English or too short to tell.

    py3langid (naive Bayes over byte n-grams; Lui & Baldwin 2011) is asked only about a text with few English function words.

    >>> other_language("Le ministre a rencontré son homologue russe à Paris pour discuter de la coopération entre les deux pays.")
    'French'
    """
    text = text[:SAMPLE].lower()
    found = text.split()
    if sum(map(FUNCTION_WORDS.__contains__, found)) >= ENOUGH * len(found) or sum(
        map(str.isalpha, text)
    ) < (FEW_ASCII if text.isascii() else FEW):
        return None
    from babel import Locale  # both take a while to load, and few collections need them
    from py3langid import classify

    code = classify(text)[0]
    return (
        None
        if code == "en"
        else Locale("en").languages.get("zh" if code in CHINESE else code, code)
    )
