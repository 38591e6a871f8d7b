"""Between whom a talk was: states, a state and others, or people of one country."""

from __future__ import annotations

import re
from collections.abc import Sequence

import regex

from ..names.people import Person
from ..rules import load

_WORDS = load("talk")["between"]
STATE_OFFICES = frozenset(_WORDS["state office"].split())
HOME_OFFICES = frozenset(_WORDS["home office"].split())
OTHERS = regex.compile(_WORDS["others"], regex.I | regex.X)
AT_HOME = regex.compile(_WORDS["at home"], regex.I | regex.X)
COUNTRY_OF = {
    word: country for country, words in load("countries").items() for word in (country, *words)
}
_BY_LENGTH = sorted(map(re.escape, COUNTRY_OF), key=len, reverse=True)
ANY_COUNTRY = re.compile(rf"\b(?:{'|'.join(_BY_LENGTH)})\b")


def talk_between(parties: Sequence[Person], told: str, home: str | None) -> str | None:
    """Return `states` (or organisations), `mixed`, `domestic`; None where nobody took part.

    `parties` are who talked, `told` the title and the sentences that tell of it, `home` the country
    of who published it. Two countries or organisations make a talk of states, whoever else took
    part. With one alone the others count: those whom the text calls a company, families, activists
    or scholars make it mixed; offices below the state, or people of one country where no other is
    named, make it domestic.
    """
    if not parties:
        return None
    countries = {p.country for p in parties if p.country}
    named = _countries_in(told)
    abroad = bool(named - countries)
    high = [p for p in parties if p.offices & STATE_OFFICES]
    if len(countries | {home} - {None}) > 1 or (abroad and len(high) > 1):
        return "states"
    if OTHERS.search(told):
        return "mixed"
    if AT_HOME.search(told) or any(p.offices & HOME_OFFICES for p in parties):
        return "domestic"
    if abroad:
        return "states"
    if len(parties) > 1 and all(p.country for p in parties):
        return "domestic"
    return "states"


def _countries_in(told: str) -> set[str]:
    return {COUNTRY_OF[m.group()] for m in ANY_COUNTRY.finditer(told)}
