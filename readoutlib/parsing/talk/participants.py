"""Who takes part: those told as parties of the talk, heads of delegations, and an office or a delegation that stands for somebody without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import regex

from ..clauses.clauses import Reading
from ..names.names import ANY_OFFICE, COUNTRIES, LEADERS, OFFICES
from ..names.people import Mention, People
from ..page.layout import Layout
from ..rules import word_set
from ..words.tokens import Tokens
from .telling import TELLS, Lead

ISSUER = word_set("issuer")
MINISTERS, AUTHORS = (
    {"Minister", "Secretary"},
    ("author", "authors", "byline", "creator", "creators", "speaker", "minister", "prime_minister"),
)  # keys of metadata
THEIR_PEOPLE, SPEAKING_PEOPLE = (
    frozenset(("delegation", "team")),
    frozenset(("delegation", "representatives")),
)
STOP = regex.compile(
    r"\bto (?:discuss|stress|reaffirm|reiterate|highlight|express|underscore|congratulate|reinforce|advance|coordinate|review|exchange|continue|follow|offer|thank|talk|mark|consult)\b|\bahead of\b|\bfollow(?:s|ing|ed)\b|\bon the (?:sidelines|margins)\b|\bafter\b|\bjoined by\b",
    regex.I,
)
LED = regex.compile(
    r"\b(?:delegations?|sides?|teams?)\b[^.]{0,40}\b(?:led|headed|chaired) by\s+(?:the\s+)?$"
)
ACCOMPANIED = regex.compile(r"\baccompanied by [^.]*$")
LEADS = regex.compile(
    r"\s+(?:led|headed|chaired) (?:the|a) [\w. -]{0,40}\bdelegation\b|\s+(?:also )?(?:joined|attended|participated|took part|represented)\b"
)
MANY = regex.compile(
    r"\b(?:ministerial|multilateral|trilateral|quadrilateral|summit|conference|participants)\b",
    regex.I,
)
BETWEEN = regex.compile(r"[^.,;]{0,40}?\bbetween\b")
BREAKS = regex.compile(
    r"\b(?:that|which|who|whose|saying|said|noted|stressed|stressing|noting|during|between)\b"
)


def participants(
    text: str,
    layout: Layout,
    lead: list[Lead],
    people: People,
    readings: list[Reading],
    metadata: Mapping[str, object],
) -> list[int]:
    """Return the numbers of those who took part, in order of appearance, and give them their countries."""
    sentences = [r.tokens for r in readings]
    heads = dict(_heads_of_delegations(people, sentences))
    for i, country in heads.items():
        people.persons[i].country = people.persons[i].country or country
    people.author = (
        _author(metadata, people)
        if {"I", "we"} & sentences[0].words and not {'"', "“"} & sentences[0].words
        else None
    )
    out = sorted(
        _named(text, layout, lead, people, readings) | set(heads) | {people.author} - {None}
    )
    if office := _unnamed(
        readings, {o.casefold() for i in out for o in people.persons[i].offices}, len(out)
    ):
        out.append(people.add(office, layout.home, " ".join(office)))
    _settle_countries(people, out, layout.home, sentences)
    return out + _delegations(people, out, sentences)


def _named(
    text: str, layout: Layout, lead: list[Lead], people: People, readings: list[Reading]
) -> set[int]:
    """Return who is named in the title or told as a party in the lead; those whose words are reported fill in when fewer than two are."""
    found = {
        m.person for m in people.between(*(layout.title_span or (-len(layout.title or "") - 1, 0)))
    }
    for a, b, _ in lead:
        if told := TELLS.search(text, a, b):
            stop = STOP.search(text, told.end(), b)
            found.update(_told_parties(text, told, people.between(a, stop.start() if stop else b)))
    for m in people.mentions:
        led = text.find(" by", m.start - 8, m.start) >= 0 and LED.search(
            text, max(0, m.start - 90), m.start
        )
        if m.start >= 0 and (led or LEADS.match(text, m.end)):
            found.add(m.person)
    spokesmen = {
        i for i, p in enumerate(people.persons) if p.office and _speaks_for_others(p.office)
    }
    found -= spokesmen
    beside = (
        {
            m.person
            for m in people.mentions
            if ACCOMPANIED.search(text, max(0, m.start - 90), m.start)
        }
        if "accompanied by" in text
        else ()
    )
    sides = {people.persons[i].country for i in found}
    enough = 1 if MANY.search(f"{layout.title} {' '.join(text[a:b] for a, b, _ in lead)}") else 2
    for person, n in sorted(_speakers(readings).items(), key=lambda s: (-s[1], s[0])):
        told = people.persons[
            person
        ]  # a side's minister may report as well, but no other head of government
        if (
            len(found) < 2
            or n >= enough
            or person in beside
            or told.country in sides
            and told.offices & MINISTERS
            and not told.offices & LEADERS
        ):
            found |= {person} - spokesmen
    return found


def _author(metadata: Mapping[str, object], people: People) -> int | None:
    """Return the number of who writes "I", whom the front matter names ("Alder, Ann")."""
    written = next((v for k in AUTHORS if (v := metadata.get(k))), "")
    name = " ".join(
        reversed(str(written[0] if isinstance(written, list) else written).split(", "))
    ).split()
    known = [i for i, p in enumerate(people.persons) if p.name.split()[-1:] == name[-1:]]
    return known[0] if known else people.add(name, None, None) if name else None


def _speakers(readings: list[Reading]) -> Counter:
    """Count the sentences that report each person in a main clause."""
    out: Counter = Counter()
    for r in readings:
        final = [
            c.subject
            for c in r.clauses
            if c.place == "parenthetical" and c.subject.kind in ("person", "pronoun", "role")
        ]
        main = final or [
            c.subject for c in r.clauses if c.place == "initial" and c.sort == "report"
        ]
        out.update(main[0].persons if main and main[0].kind == "person" else ())
    return out


def _speaks_for_others(office: str) -> bool:
    held = [w for w in office.split() if w in ANY_OFFICE]
    return bool(held) and (held[-1] in ISSUER or "press" in office.casefold())


def _told_parties(text: str, told: regex.Match, mentions: list[Mention]) -> Iterator[int]:
    """Yield the parties: those before the telling words as their subject, and those after them in the list of "with"."""
    at = told.start()
    for m in reversed([m for m in mentions if m.end <= told.start()]):
        if BREAKS.search(text, m.end, at):
            break
        yield m.person
        at = m.start
    between = BETWEEN.match(text, told.end())  # "a meeting was held between X and Y"
    at = between.end() if between else told.end()
    for m in mentions:
        if m.end > told.start():
            if BREAKS.search(text, at, m.start):
                break
            yield m.person
            at = m.end


def _heads_of_delegations(people: People, sentences: list[Tokens]) -> Iterator[tuple[int, str]]:
    """Yield who leads or joins whose people, and of which country: "the IMF team led by X", "X led the U.S. delegation", "X and the IMF team"."""
    for tokens in sentences:
        for i in tokens.places(THEIR_PEOPLE):
            if country := COUNTRIES.ending(tokens.texts, i - 1):
                after = tokens.texts[i + 1 : i + 4]
                before = people.between(tokens[0].start, tokens[i].start)[-1:]
                gap = [
                    t.text
                    for t in tokens[:i]
                    if before and t.start >= before[0].end and t.text not in ("the", "a")
                ]
                if ("led" in after or "headed" in after) and "by" in after:
                    yield from (
                        (m.person, country.value)
                        for m in people.between(tokens[i].end, tokens[-1].end)[:1]
                    )
                elif gap[:1] == ["and"] and len(gap) < 4 or {"led", "headed"} & set(gap[-4:]):
                    yield before[0].person, country.value


def _unnamed(readings: list[Reading], held: set[str], named: int) -> list[str] | None:
    """Return the words of an office that nobody named has and that stands for who talked ("The Prime Minister spoke to …")."""
    for r in readings:
        told = (
            c.subject
            for c in r.clauses
            if c.place == "initial"
            and (c.sort == "talk" and r.number < 3 or c.sort == "report" and named < 2)
        )
        subject = next(told, None)
        if subject and subject.kind == "role" and subject.noun not in held:
            words = [
                w
                for w in r.tokens.texts[subject.first : subject.first + 6]
                if w.casefold() not in ("the", "a")
            ]
            for end, word in enumerate(words, 1):
                if word.casefold() == subject.noun and word in OFFICES:
                    return words[:end]
    return None


def _settle_countries(
    people: People, taking_part: list[int], home: str | None, sentences: list[Tokens]
) -> None:
    """Give participants without a country the publisher's, or the one country besides the others' that the text names most.

    A ministry's page names the office of its own people without their country.
    """
    persons = [people.persons[i] for i in taking_part]
    missing = [p for p in persons if p.country is None]
    known = {p.country for p in persons} - {None}
    home = home or (_most_named(sentences, known) if missing and known else None)
    for person in missing:
        person.country, person.own = home, True
    if (
        len(missing) == len(persons) == 2
    ):  # a talk has two sides, and the publisher's own comes first
        persons[1].country = _most_named(sentences, {home})


def _most_named(sentences: list[Tokens], besides: set[str | None]) -> str | None:
    """Return the country that the text names most, and more than once, besides some."""
    named = Counter(
        at.value
        for tokens in sentences
        for i in tokens.places(COUNTRIES.openers)
        if (at := COUNTRIES.at(tokens.texts, i))
    )
    return min(
        (c for c in named if c not in besides and named[c] > 1),
        key=lambda c: (-named[c], c),
        default=None,
    )


def _delegations(people: People, taking_part: list[int], sentences: list[Tokens]) -> list[int]:
    """Return the numbers of delegations that the text lets speak ("the U.S. delegation"), where not one named person stands for their country."""
    sides = Counter(people.persons[i].country for i in taking_part)
    out: dict[str, int] = {}
    for tokens in sentences:
        for i in tokens.places(SPEAKING_PEOPLE):
            country = COUNTRIES.ending(tokens.texts, i - 1)
            if country and country.value not in out and sides[country.value] != 1:
                out[country.value] = people.add(
                    tokens.texts[i - country.length : i + 1], country.value, tokens[i].text
                )
    return list(out.values())
