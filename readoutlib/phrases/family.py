"""Phrase families: a phrase with its variants, each with the reason why it belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import regex

from .growth import spell_out
from .matching import folded_phrase, pattern_of

AS_WRITTEN, LISTED, COUNTED = "as written", "listed with it", "counted"
MOST_VARIANTS = 500  # of a phrase that is grown; the largest family of the books has 48
MOST_LETTERS = 100_000  # of all variants together, which are one pattern


@dataclass(frozen=True)
class Family:
    """A phrase with its variants, each with the reason why it belongs.

    `variants` count in any case, `exact` in this very case. `status`: `counted`; `certain` or
    `uncertain` for a rendering of the `concept` beside its family; `not counted` for what is near.
    `bounded`: there would be more variants than were asked for.
    """

    name: str
    phrase: str
    variants: Mapping[str, str]
    exact: tuple[str, ...] = ()
    concept: str = ""
    status: str = COUNTED
    note: str = ""
    bounded: bool = False

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """The variants as one pattern, the longest first."""
        return pattern_of(tuple(self.variants), self.exact)

    def reason(self, variant: str) -> str:
        """Return why a variant, or what a wildcard found, belongs here."""
        if variant in self.exact:
            return "in this very case"
        wild = next((why for v, why in self.variants.items() if "*" in v), "")
        return self.variants.get(variant, wild)


def literal(phrase: str) -> Family:
    """Return a family of this one phrase and nothing else.

    It counts in any case and with any white space between its words. Raises ReadoutError for a
    phrase without a letter or digit.

    >>> literal("New  Era").variants
    {'new era': 'as written'}
    """
    return Family(phrase, phrase, {folded_phrase(phrase): AS_WRITTEN}, concept=phrase)


def grow(
    phrase: str,
    *,
    name: str = "",
    also: Iterable[str] = (),
    exact: Iterable[str] = (),
    note: str = "",
    max_variants: int | None = None,
) -> Family:
    """Return the family of a phrase, each variant spelled out with its reason.

    So what was tried can be shown. Words may be joined by space or hyphen (two words, or words
    joined by a hyphen, also without), the head noun may be singular or plural, an adjective in -al
    or -ar may end in -ity, -ization, -isation, -ism or -ly, z and s change places, a determiner may
    stand or fall (at the start only where two words are left). A word in capitals keeps its form. A
    phrase with `*` (any letters inside a word; by itself a slot for one word) is not grown. `also`
    are grown too; `exact` count in this very case only. A phrase that would have more than
    `max_variants` (default: MOST_VARIANTS, fewer where they are long) keeps those with the fewest
    words changed, and its family is `bounded`. Raises ReadoutError for a phrase without a letter or
    digit.

    >>> list(grow("core interest").variants)[:4]
    ['core interest', 'core-interest', 'coreinterest', 'core interests']
    >>> grow("heads of state").variants["heads of the state"]
    'determiner'
    >>> text = "Multi-polarization, not multilateral; a multipolar world"
    >>> [m.group() for m in grow("multipolar").pattern.finditer(text)]
    ['Multi-polarization', 'multipolar']
    """
    most = max_variants or _as_many_as_fit(phrase)
    one_more = most + 1
    variants = spell_out(phrase, AS_WRITTEN, one_more)
    for listed in also:
        for variant, why in spell_out(listed, LISTED, one_more).items():
            variants.setdefault(variant, why)
    kept = dict(islice(variants.items(), most))
    own, bounded = name or phrase, len(variants) > most
    return Family(own, phrase, kept, tuple(exact), concept=own, note=note, bounded=bounded)


def _as_many_as_fit(phrase: str) -> int:
    """Return how many variants of a phrase may be tried, where nobody says it.

    >>> _as_many_as_fit("core interest"), _as_many_as_fit("core interest " * 50)
    (500, 142)
    """
    return max(1, min(MOST_VARIANTS, MOST_LETTERS // max(1, len(phrase))))
