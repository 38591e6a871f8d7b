"""The stop list: the words that no count needs, each with the reason why it is left out."""

from functools import cache

from .books import read_book


@cache
def stop_words() -> dict[str, str]:
    """Return the stop list: word → the reason why it is left out.

    A word in two groups of books/stopwords.toml has the reason of the first.

    >>> stop_words()["said"]
    'they tell that something was said, not what; speech acts are counted apart'
    """
    reasons: dict[str, str] = {}
    for group in read_book("stopwords")["group"]:
        for word in group["words"].split():
            reasons.setdefault(word, group["reason"])
    return reasons
