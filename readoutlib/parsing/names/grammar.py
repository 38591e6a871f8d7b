"""The grammar of names: its classes of words and its rows, read from the rule files."""

from __future__ import annotations

import regex

from ..rules import listed, load
from ..words.patterns import Grammar
from ..words.tokens import Phrases

_RULES = load("names")
_OVERLAID = ("Country", "City", "Unseen")  # what a word is by where it stands
_FORMS_OF_OFFICES = tuple(
    "{} {}s {}-elect {}-designate Vice-{} vice-{} Co-{} ex-{} then-{}".split()
)


def _places(rules: str, *, by_name: bool) -> Phrases:
    """Return the words that stand for each country in a rule file."""
    written = (
        (word, country)
        for country, words in load(rules).items()
        for word in (country, *words)[0 if by_name else 1 :]
    )
    forms = ((form, c) for word, c in written for form in (word, word.replace("'", "’")))
    return Phrases(dict(forms))


COUNTRIES = _places("countries", by_name=True)
CAPITALS = _places("capitals", by_name=False)


def _lists() -> dict[str, list[str]]:
    lists = {name: listed(keys) for name, keys in _RULES["lists"].items()}
    for name in ("Office", "SmallOffice"):
        lists[name] = [form.format(word) for word in lists[name] for form in _FORMS_OF_OFFICES]
    overlaid = {name: list[str]() for name in _OVERLAID}
    openers = {"Opener": [*COUNTRIES.go_on, *CAPITALS.go_on], "Country": [*COUNTRIES.alone]}
    return lists | overlaid | openers


def _of_two_countries() -> str:
    """Return the form of "Sino-Norwegian", "U.S.-Chile"."""
    known = "|".join(map(regex.escape, sorted(COUNTRIES.openers)))
    return rf"(?=.*[-‐‑])(?:(?:{known})[-‐‑].+|.+[-‐‑](?:{known}))"


NAMES = Grammar(
    lists=_lists(),
    shapes={"Country": _of_two_countries(), **_RULES["shapes"]},
    sums=_RULES["classes"],
    parts=_RULES["parts"],
    rows=_RULES["row"],
)
