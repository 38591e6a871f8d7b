"""Who takes part in the talk: its parties, with their countries and offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import regex

from ..clauses.clauses import Clause, Reading
from ..names.names import ANY_OFFICE, COUNTRIES, LEADERS, OFFICES
from ..names.people import Mention, People, Person
from ..page.layout import Layout
from ..rules import word_set
from ..words.tokens import Tokens
from .telling import TELLS, Lead

SPOKESMEN = word_set("issuer")
MINISTERS = {"Minister", "Secretary"}
# Keys of metadata.
AUTHORS = (
    "author",
    "authors",
    "byline",
    "creator",
    "creators",
    "speaker",
    "minister",
    "prime_minister",
)
THEIR_PEOPLE = frozenset(("delegation", "team"))
SPEAKING_PEOPLE = frozenset(("delegation", "representatives"))
STOP = regex.compile(
    r"""
    \bto[ ](?:discuss|stress|reaffirm|reiterate|highlight|express|underscore|congratulate|reinforce
        |advance|coordinate|review|exchange|continue|follow|offer|thank|talk|mark|consult)\b
    | \bahead[ ]of\b | \bfollow(?:s|ing|ed)\b | \bafter\b
    | \bon[ ]the[ ](?:sidelines|margins)\b
    | \bjoined[ ]by\b
    """,
    regex.I | regex.X,
)
LED = regex.compile(
    r"""
    \b(?:delegations?|sides?|teams?)\b [^.]{0,40}     # the delegation of Norway
    \b(?:led|headed|chaired)[ ]by\s+(?:the\s+)?$      # headed by the
    """,
    regex.X,
)
LEADS = regex.compile(
    r"""
    \s+(?:led|headed|chaired)[ ](?:the|a)[ ] [\w. -]{0,40}\bdelegation\b
    | \s+(?:also[ ])?(?:joined|attended|participated|took[ ]part|represented)\b
    """,
    regex.X,
)
BY = 8  # characters before a name in which "by" stands
LED_WITHIN = 90  # characters before a name in which the delegation stands
ACCOMPANIED = regex.compile(r"\baccompanied by [^.]*$")
MANY = regex.compile(
    r"\b(?:ministerial|multilateral|trilateral|quadrilateral|summit|conference|participants)\b",
    regex.I,
)
BETWEEN = regex.compile(r"[^.,;]{0,40}?\bbetween\b")
BREAKS = regex.compile(
    r"\b(?:that|which|who|whose|saying|said|noted|stressed|stressing|noting|during|between)\b"
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a document tells of who talked.

    `persons`: everybody it names, and behind them those whom it names by an office alone;
    `parties`: the numbers of those of them who took part, in order; `author`: the number of who
    writes "I"; `speakers`: the numbers of others whose own words the text is.
    """

    persons: tuple[Person, ...]
    parties: tuple[int, ...] = ()
    author: int | None = None
    speakers: tuple[int, ...] = ()


def read_talk(
    text: str,
    layout: Layout,
    lead: list[Lead],
    people: People,
    readings: list[Reading],
    metadata: Mapping[str, object],
) -> Talk:
    """Return who talked, with the countries that the text tells or the publisher's.

    They are those told as parties, heads of delegations, and the author. An office or a delegation
    that stands for somebody without a name is added to the persons.
    """
    sentences = [r.tokens for r in readings]
    persons = list(people.persons)
    heads = dict(_heads_of_delegations(people, sentences))
    for i, country in heads.items():
        persons[i] = replace(persons[i], country=persons[i].country or country)
    author = None
    if (name := _author(metadata)) and _says_i(sentences[0]):
        author = _with_surname(name[-1], persons)
        if author is None:
            author = _add(persons, name, None, None)
    found = _named(text, layout, lead, people, persons, readings) | set(heads)
    parties = sorted(found if author is None else found | {author})
    held = {office.casefold() for i in parties for office in persons[i].offices}
    if office := _unnamed_office(readings, held, len(parties)):
        parties.append(_add(persons, office, layout.home, " ".join(office)))
    _settle_countries(persons, parties, layout.home, sentences)
    sides = Counter(persons[i].country for i in parties)
    for name, country in _delegations(sides, sentences):
        parties.append(_add(persons, name, country, name[-1]))
    return Talk(tuple(persons), tuple(parties), author)


def _add(persons: list[Person], name: list[str], country: str | None, office: str | None) -> int:
    """Add a person or body that the text names by these words alone, and return the number."""
    persons.append(Person([tuple(name)], country, office, {name[-1]}))
    return len(persons) - 1


def _named(
    text: str,
    layout: Layout,
    lead: list[Lead],
    people: People,
    persons: list[Person],
    readings: list[Reading],
) -> set[int]:
    """Return who is named in the title, told as a party, or leads or joins a delegation.

    Those whose words are reported fill in when fewer than two are.
    """
    title = layout.title_span or (-len(layout.title or "") - 1, 0)
    found = {m.person for m in people.between(*title)}
    found.update(_told_in(text, lead, people))
    body = [m for m in people.mentions if m.start >= 0]
    found.update(m.person for m in body if _is_led_by(text, m) or LEADS.match(text, m.end))
    found = {i for i in found if not _speaks_for_others(persons[i].office)}
    sides = {persons[i].country for i in found}
    beside = _accompanying(text, body)
    told = " ".join(text[s.start : s.end] for s in lead)
    enough = 1 if MANY.search(f"{layout.title} {told}") else 2  # reports that make a party
    reported = _times_reported(readings)
    for i in sorted(reported, key=lambda i: (-reported[i], i)):
        person = persons[i]
        # A side's minister may report as well, but no other head of government.
        minister = person.offices & MINISTERS and not person.offices & LEADERS
        belongs = i in beside or (minister and person.country in sides)
        takes_part = belongs or reported[i] >= enough or len(found) < 2
        if takes_part and not _speaks_for_others(person.office):
            found.add(i)
    return found


def _told_in(text: str, lead: list[Lead], people: People) -> Iterator[int]:
    """Yield the parties in the sentences that tell of the talk, up to what it was for."""
    for s in lead:
        if told := TELLS.search(text, s.start, s.end):
            stop = STOP.search(text, told.end(), s.end)
            named = people.between(s.start, stop.start() if stop else s.end)
            yield from _told_parties(text, told, named)


def _told_parties(text: str, told: regex.Match[str], mentions: list[Mention]) -> Iterator[int]:
    """Yield who stands before the telling words as their subject, and after them in their list."""
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


def _is_led_by(text: str, m: Mention) -> bool:
    """Whether "the delegation led by" stands before a name."""
    if text.find(" by", m.start - BY, m.start) < 0:
        return False
    return bool(LED.search(text, max(0, m.start - LED_WITHIN), m.start))


def _accompanying(text: str, mentions: list[Mention]) -> set[int]:
    """Return those before whom "accompanied by" stands."""
    if "accompanied by" not in text:
        return set()
    before = {m: (max(0, m.start - LED_WITHIN), m.start) for m in mentions}
    return {m.person for m in mentions if ACCOMPANIED.search(text, *before[m])}


def _speaks_for_others(office: str | None) -> bool:
    """Whether an office is that of a spokesman, who takes no part."""
    held = [word for word in (office or "").split() if word in ANY_OFFICE]
    return bool(held) and (held[-1] in SPOKESMEN or "press" in (office or "").casefold())


def _says_i(sentence: Tokens) -> bool:
    """Whether a text is written by one who talked, and not with another's quoted words."""
    return not sentence.words.isdisjoint(("I", "we")) and sentence.words.isdisjoint(('"', "“"))


def _author(metadata: Mapping[str, object]) -> list[str]:
    """Return the name in the front matter, in its usual order: "Alder, Ann" is Ann Alder."""
    written = next((value for key in AUTHORS if (value := metadata.get(key))), "")
    first = written[0] if isinstance(written, list) else written
    return " ".join(reversed(str(first).split(", "))).split()


def _with_surname(surname: str, persons: list[Person]) -> int | None:
    """Return the first person whose name ends with a word."""
    found = (i for i, p in enumerate(persons) if p.name.split()[-1:] == [surname])
    return next(found, None)


def _times_reported(readings: list[Reading]) -> Counter[int]:
    """Count the sentences that report each person in a main clause."""
    times: Counter[int] = Counter()
    for r in readings:
        final = (c.subject for c in r.clauses if c.place == "parenthetical")
        main = [s for s in final if s.kind in ("person", "pronoun", "role")] or [
            c.subject for c in r.clauses if c.place == "initial" and c.sort == "report"
        ]
        if main and main[0].kind == "person":
            times.update(main[0].persons)
    return times


def _heads_of_delegations(people: People, sentences: list[Tokens]) -> Iterator[tuple[int, str]]:
    """Yield who leads or joins whose people, and of which country.

    "The IMF team led by X", "X led the U.S. delegation", "X and the IMF team".
    """
    for tokens in sentences:
        for i in tokens.places(THEIR_PEOPLE):
            if country := COUNTRIES.ending(tokens.texts, i - 1):
                for m in _heads(people, tokens, i):
                    yield m.person, country.value


def _heads(people: People, tokens: Tokens, i: int) -> list[Mention]:
    """Return the mention of who leads or joins the delegation at token i, if there is one."""
    after = tokens.texts[i + 1 : i + 4]
    if not {"led", "headed"}.isdisjoint(after) and "by" in after:
        return people.between(tokens[i].end, tokens[-1].end)[:1]
    before = people.between(tokens[0].start, tokens[i].start)[-1:]
    if not before:
        return []
    gap = [t.text for t in tokens[:i] if t.start >= before[0].end and t.text not in ("the", "a")]
    joins = gap[:1] == ["and"] and len(gap) < 4
    return before if joins or not {"led", "headed"}.isdisjoint(gap[-4:]) else []


def _unnamed_office(readings: list[Reading], held: set[str], named: int) -> list[str] | None:
    """Return the words of an office that stands for who talked, and that nobody named has.

    "The Prime Minister spoke to …".
    """
    for r in readings:
        initial = [c for c in r.clauses if c.place == "initial"]
        tells = (c.subject for c in initial if _tells_who_talked(c, r, named))
        subject = next(tells, None)
        if subject and subject.kind == "role" and subject.noun not in held:
            near = r.tokens.texts[subject.first : subject.first + 6]
            words = [word for word in near if word.casefold() not in ("the", "a")]
            for end, word in enumerate(words, 1):
                if word.casefold() == subject.noun and word in OFFICES:
                    return words[:end]
    return None


def _tells_who_talked(clause: Clause, r: Reading, named: int) -> bool:
    """Whether a clause tells of the talk at the start, or reports where somebody is missing."""
    tells = clause.sort == "talk" and r.number < 3
    return tells or (clause.sort == "report" and named < 2)


def _settle_countries(
    persons: list[Person], parties: list[int], home: str | None, sentences: list[Tokens]
) -> None:
    """Give parties without a country the publisher's, or the one that the text names most.

    A ministry's page names the office of its own people without their country; the country named
    most is looked for besides those of the others.
    """
    known = {persons[i].country for i in parties} - {None}
    missing = [i for i in parties if persons[i].country is None]
    if missing and known and not home:
        home = _most_named(sentences, known)
    for i in missing:
        persons[i] = replace(persons[i], country=home, own=True)
    # A talk has two sides, and the publisher's own comes first.
    if len(missing) == len(parties) == 2:
        other = _most_named(sentences, {home})
        persons[parties[1]] = replace(persons[parties[1]], country=other)


def _most_named(sentences: list[Tokens], besides: set[str | None]) -> str | None:
    """Return the country that the text names most, and more than once, besides some."""
    named = Counter(
        found.value
        for tokens in sentences
        for i in tokens.places(COUNTRIES.openers)
        if (found := COUNTRIES.at(tokens.texts, i))
    )
    others = [country for country in named if country not in besides and named[country] > 1]
    return min(others, key=lambda country: (-named[country], country), default=None)


def _delegations(
    sides: Counter[str | None], sentences: list[Tokens]
) -> Iterator[tuple[list[str], str]]:
    """Yield the words and country of delegations that the text lets speak: "the U.S. delegation".

    Only where not one named person stands for their country; `sides` counts how many do.
    """
    seen = set()
    for tokens in sentences:
        for i in tokens.places(SPEAKING_PEOPLE):
            country = COUNTRIES.ending(tokens.texts, i - 1)
            if country and country.value not in seen and sides[country.value] != 1:
                seen.add(country.value)
                yield tokens.texts[i - country.length : i + 1], country.value
