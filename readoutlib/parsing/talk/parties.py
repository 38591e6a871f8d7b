"""Who takes part in the talk: its parties, with their countries and offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import regex

from ..clauses.clauses import Clause, Reading
from ..names.grammar import COUNTRIES
from ..names.names import ANY_OFFICE, LEADERS, OFFICES
from ..names.people import Mention, People, Person
from ..page.layout import Layout
from ..rules import word_set
from ..words.tokens import Tokens
from .taking_part import Part, taking_part, telling_rows
from .telling import Lead

OPENING = 3  # sentences in which whoever met is of this talk, as far as one is known
SPOKESMEN = word_set("issuer")
PLACING = frozenset(("in", "In", "to"))
MINISTERS_ABROAD = {"Minister"}
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
MANY = regex.compile(
    r"\b(?:ministerial|multilateral|trilateral|quadrilateral|summit|conference|participants)\b",
    regex.I,
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a document tells of who talked.

    `persons`: everybody it names, and behind them those whom it names by an office alone;
    `parties`: the numbers of those of them who took part, in order; `author`: the number of who
    writes "I"; `attendees`: those of the parties who were there beside the principals; `told`:
    whether somebody is told to have met somebody; `speakers`: the numbers of others whose own words
    the text is.
    """

    persons: tuple[Person, ...]
    parties: tuple[int, ...] = ()
    author: int | None = None
    attendees: frozenset[int] = frozenset()
    told: bool = False
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
    found = _named(text, layout, lead, people, persons, readings)
    principals, attendees = found.told, found.attendees
    principals |= set(heads) | ({author} if author is not None else set())
    parties = sorted(principals | attendees)
    held = {office.casefold() for i in parties for office in persons[i].offices}
    if office := _unnamed_office(readings, held, len(parties)):
        parties.append(_add(persons, office, layout.home, " ".join(office)))
    _settle_countries(persons, parties, found.guests, layout.home, sentences)
    sides = Counter(persons[i].country for i in parties)
    for name, country in _delegations(sides, sentences):
        parties.append(_add(persons, name, country, name[-1]))
    starts = {s.start for s in lead}
    telling = (people.title, *(r.tokens for r in readings if r.start in starts))
    told = any(any(telling_rows(tokens, people)) for tokens in telling)
    return Talk(tuple(persons), tuple(parties), author, frozenset(attendees - principals), told)


def _add(persons: list[Person], name: list[str], country: str | None, office: str | None) -> int:
    """Add a person or body that the text names by these words alone, and return the number."""
    persons.append(Person([tuple(name)], country, office, {name[-1]}))
    return len(persons) - 1


@dataclass(slots=True)
class _Found:
    """Those who are told to take part, as they are found.

    `told` talked; `heads` led those who did; `attendees` were there; `issuers` speak for the page;
    `guests`: whom somebody met, with the sentence that tells it; `both`: whether somebody is told
    to have met somebody.
    """

    told: set[int]
    heads: set[int] = field(default_factory=set)
    attendees: set[int] = field(default_factory=set)
    issuers: set[int] = field(default_factory=set)
    guests: dict[int, Tokens] = field(default_factory=dict)
    both: bool = False

    def hear(self, part: Part, sentence: Tokens, *, tells: bool, opens: bool) -> None:
        """Take in what a row tells.

        `tells`: its sentence tells of the talk, in nobody's words; `opens`: it is one of the first.
        """
        named = {*part.before, *part.after}
        if part.kind in ("attendees", "guests"):
            self.attendees |= {*part.after}
        elif part.kind == "heads":
            self.heads |= {*part.after}
        elif part.kind == "agreed":
            self.told |= named if tells and len(self.told) < 2 else set()
        elif part.kind == "issuer":
            self.issuers |= named
        elif self._of_this_talk(part, tells, opens):
            self.told |= named
            self.both |= bool(part.before and part.after)
            if part.kind in ("told", "besides"):
                self.guests = dict.fromkeys(part.after, sentence) | self.guests

    def _of_this_talk(self, part: Part, tells: bool, opens: bool) -> bool:
        """Whether those who met are of this talk: after two are known, one of those named is."""
        if part.kind == "besides":
            return self.told.issuperset(part.before)
        if part.kind == "parties":
            return tells or opens or not self.told.isdisjoint(part.after)
        met = part.after if part.kind == "between" else part.before
        among = [*met, *part.after] if opens else met
        return tells and (len(self.told) < 2 or not met or not self.told.isdisjoint(among))

    def principals(self) -> set[int]:
        """Return who talked, without those for whom the page speaks where others did."""
        others = self.told - self.issuers
        return (others if len(others) > 1 else self.told) | self.heads


def _named(
    text: str,
    layout: Layout,
    lead: list[Lead],
    people: People,
    persons: list[Person],
    readings: list[Reading],
) -> _Found:
    """Return who talked, by the title and what is told, and who was there beside them.

    Those whose words are reported fill in when fewer than two are.
    """
    title = people.between(*(layout.title_span or (-len(layout.title or "") - 1, 0)))
    found = _Found({m.person for m in title})
    telling = {s.start for s in lead}
    for part in taking_part(people.title, people):
        found.hear(part, people.title, tells=True, opens=True)
    for r in readings:
        tells = r.start in telling
        for part in taking_part(r.tokens, people, tells=tells):
            found.hear(part, r.tokens, tells=tells, opens=r.number < OPENING)
    spokesmen = {i for i, p in enumerate(persons) if _speaks_for_others(p.office)}
    principals = found.principals() - spokesmen
    if len(principals) < 2:
        principals |= _agreed_together(readings)
    sides = {persons[i].country for i in principals}
    told = " ".join(text[s.start : s.end] for s in lead)
    many = MANY.search(f"{layout.title} {told}")  # each of them is seldom told to have met
    reported = _times_reported(readings)
    for i in sorted(reported, key=lambda i: (-reported[i], i)):
        person = persons[i]
        # A side's minister may report as well, but no other head of government.
        minister = person.offices & MINISTERS and not person.offices & LEADERS
        belongs = minister and person.country in sides
        missing = len(principals - found.heads) < 2 or (reported[i] > 1 and not found.both)
        takes_part = belongs or many or missing
        if takes_part and i not in spokesmen:
            principals.add(i)
    principals |= found.attendees & reported.keys()  # who speaks there is no mere attendee
    return replace(found, told=principals, attendees=found.attendees - principals)


def _agreed_together(readings: list[Reading]) -> set[int]:
    """Return who are told at the start to agree, or to discuss something: "Alder and Birch"."""
    opening = (c for r in readings[:OPENING] for c in r.clauses if c.place == "initial")
    several = (c.subject.persons for c in opening if c.subject.kind == "joint")
    return set(next((persons for persons in several if len(persons) > 1), ()))


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
    persons: list[Person],
    parties: list[int],
    guests: Mapping[int, Tokens],
    home: str | None,
    sentences: list[Tokens],
) -> None:
    """Give parties without a country the publisher's, or the one that the text names most.

    A ministry's page names the office of its own people without their country; the country named
    most is looked for besides those of the others. Guests who govern are of another country: that
    where they were met, or the one that the text names most.
    """
    known = {persons[i].country for i in parties} - {None}
    missing = [i for i in parties if persons[i].country is None]
    if missing and known and not home:
        home = _most_named(sentences, known)
    besides: set[str | None] = {home} if home else known
    for i in missing:
        there: str | None = None
        if i in guests and persons[i].offices & (MINISTERS_ABROAD | LEADERS):
            there = next(_where(guests[i], besides), None)
            there = there or (_most_named(sentences, besides) if home else None)
        if _has_another_leader(persons, parties, i, there):
            there = None
        country = None if _has_another_leader(persons, parties, i, home) else home
        persons[i] = replace(persons[i], country=there or country, own=there is None)
    # A talk has two sides, and the publisher's own comes first.
    if len(missing) == len(parties) == 2:
        other = _most_named(sentences, {home})
        persons[parties[1]] = replace(persons[parties[1]], country=other)


def _has_another_leader(
    persons: list[Person], parties: list[int], i: int, country: str | None
) -> bool:
    """Whether another party leads the country in the office somebody holds: both presidents."""
    held = persons[i].offices & LEADERS
    others = (persons[n] for n in parties if n != i and persons[n].country == country)
    return country is not None and any(held & other.offices for other in others)


def _where(sentence: Tokens, besides: set[str | None]) -> Iterator[str]:
    """Yield the countries besides some in which, or to which, something was done."""
    for i in sentence.places(COUNTRIES.openers):
        found = COUNTRIES.at(sentence.texts, i)
        if found and found.value not in besides and sentence.texts[i - 1] in PLACING:
            yield found.value


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
