"""What is near a family without being counted, and phrases that are wordings of one another."""

from collections.abc import Iterable, Iterator

import regex

from ..books import read_book
from .family import AS_WRITTEN, LISTED, Family, grow

NOT_COUNTED = "not counted"
OTHER_FORMS = "other forms"

# What is taken off a word to look for its other forms.
_ENDING = regex.compile(
    r"""(?x)
    (?<=\w{4}) (?:
        i[sz]ations? | ations? | ions? | ships? | isms? | ists? | it(?:y|ies)  # nouns
      | al(?:ly)? | l?y      # adjectives and adverbs
      | ed | ing | e?s | e   # forms of verbs, plurals
    ) $
  | (?<=\w{5}) $   # nothing, but more may follow
    """
)


def outside(families: Iterable[Family]) -> list[Family]:
    """Return what is near the families and not counted, a family for each pattern.

    Its reason says why not, its `concept` beside what. Another form of the words; one word more
    inside; one word another (not the first, nor the last of three, and two that are no grammar must
    stay); another case.

    >>> [(f.name, *f.variants.values()) for f in outside([grow("strategic coordination")])]
    [('strategic* coordin*', 'other forms'), ('strategic * coordination', 'a word between')]
    """
    near = []
    for family in families:
        tried = {name.casefold(): "another case" for name in family.exact}
        for words in _own_words(family):
            tried |= dict(_near(words))
        near += [
            Family(variant, variant, {variant: why}, concept=family.name, status=NOT_COUNTED)
            for variant, why in tried.items()
            if why != OTHER_FORMS or "*" in variant
        ]
    return near


def _own_words(family: Family) -> Iterator[list[str]]:
    """Return the words of the phrases that a family grew from, but of those with wildcards."""
    for variant, why in family.variants.items():
        if why in (AS_WRITTEN, LISTED) and "*" not in variant:
            yield variant.split()


def _near(words: list[str]) -> Iterator[tuple[str, str]]:
    """Return patterns of what is near some words, each with the reason why it is not counted.

    >>> [pattern for pattern, why in _near(["issues", "of", "concern"])]
    ['issu* of concern*', 'issues * of concern', 'issues * concern', 'issues of * concern']
    """
    book = read_book("phrases")
    grammar = {"and", *book["links"], *book["determiners"]}
    yield " ".join(map(_any_form, words)), OTHER_FORMS
    for i in range(1, len(words)):
        before, after = words[:i], words[i + 1 :]
        yield " ".join([*before, "*", words[i], *after]), "a word between"
        other = [*before, "*", *after]
        may_differ = i == 1 or len(words) > 3
        if may_differ and len({*other} - grammar) > 2:
            yield " ".join(other), "one word is another"


def _any_form(word: str) -> str:
    return _ENDING.sub("*", word, count=1) if word.isalpha() else word


def distinct(phrases: Iterable[str], beside: Iterable[Family] = ()) -> list[Family]:
    """Grow phrases into families, but not wordings of a family before them or `beside`.

    A wording of a family is what it counts and what is near it (`outside`).

    >>> found = distinct(["basic norms of trade", "new era", "basic norms for trade", "new-era"])
    >>> [f.name for f in found]
    ['basic norms of trade', 'new era']
    """
    found: list[Family] = []
    for phrase in phrases:
        earlier = [*beside, *found]
        if not any(f.pattern.fullmatch(phrase) for f in [*earlier, *outside(earlier)]):
            found.append(grow(phrase))
    return found
