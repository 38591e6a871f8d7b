"""People: who is named, by which office and country, under which variants; the same person under several names is one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from .rules import load, word_set
from .tokens import Token, Tokens

HONORIFICS = word_set("honorific")
SUFFIXES = word_set("suffix")
THEIR_PEOPLE, SPEAKING_PEOPLE = frozenset(("delegation", "team")), frozenset(("delegation", "representatives"))
MAX_NAME = 7  # tokens
MAX_OFFICE = 16  # tokens an office may run over
LOWER_OFFICES = word_set("small office")
LOWER_FIELDS = word_set("small field")
COMMON = word_set("common")
GIVEN = word_set("given")
NAMES_TOO = word_set("month name")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a person, with the office words before it if there are any."""

    start: int
    end: int
    person: int


@dataclass(slots=True)
class Person:
    """What a document tells of one person; `names` from the first to the last form seen, as tuples of words."""

    names: list[tuple[str, ...]]
    country: str | None = None
    office: str | None = None
    offices: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The fullest form: most words, then most letters, then the earliest."""
        best = max(self.names, key=lambda n: (sum(len(w.rstrip(".")) > 1 for w in n), sum(map(len, n))))
        return " ".join(best)

    @property
    def is_leader(self) -> bool:
        return bool(self.offices & vocabulary()["leader"])


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """Return the words that make offices (with their full stop, too), fields, organisations, particles of names and leaders."""
    out = {k: frozenset(v) for k, v in load("offices").items()}
    out["office"] |= {f"{w}." for w in out["office"]}
    out["field"] |= {w.lower() for w in out["field"] & LOWER_FIELDS}
    out["lower"] = frozenset(w.lower() for w in out["office"] & LOWER_OFFICES)
    out["any office"] = out["office"] | out["lower"]
    return out


@cache
def _speaking() -> frozenset[str]:
    """First words of what people do in a readout."""
    verbs = load("verbs")
    return frozenset(v.split()[0] for key in ("report", "talk_verb", "talk_light") for v in verbs[key])


@cache
def countries() -> dict[str, str]:
    """Return country words (names and adjectives of one or more words) → country."""
    out = {}
    for country, words in load("countries").items():
        for w in (country, *words):
            out[w.replace("’", "'")] = country
    return out


@cache
def _country_words(place: int) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First (0) or last (-1) word → the country words that have it there, longest first."""
    out: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, country in countries().items():
        parts = tuple(words.replace("'s", " 's").split())
        out.setdefault(parts[place], []).append((parts, country))
    for options in out.values():
        options.sort(key=lambda o: -len(o[0]))
    return out


@cache
def _country_heads() -> frozenset[str]:
    return frozenset(_country_words(0))


def country_at(tokens: list[Token], i: int) -> tuple[str, int] | None:
    """Return (country, number of tokens) if a country word begins at token i."""
    for parts, country in _country_words(0).get(tokens[i].text, ()):
        if len(parts) == 1 or tuple(t.text.replace("’", "'") for t in tokens[i : i + len(parts)]) == parts:
            return country, len(parts)
    return None


def is_capital(token: Token) -> bool:
    return token.text[0].isupper()


def _is_office(token: Token) -> bool:
    return token.text in vocabulary()["office"]


class People:
    """The people of one document, read from its title and body.

    `persons` in order of appearance; `mentions` in order of position; `mention_ending[offset]` and `mention_starting[offset]` find one by its place.
    """

    def __init__(self, parts: list[Tokens]):
        self.persons: list[Person] = []
        self._by_word: dict[str, dict[int, None]] = {}  # a word of a name → persons
        self._alone: dict[str, int] = {}  # the one full word of a name ("J. Alder") → person
        self._held: dict[tuple[str, str, str], int] = {}  # word of the office, surname, initial → person
        body = frozenset().union(*(tokens.words for tokens in parts[1:]))
        found: list[tuple[int, int, int, tuple[str, ...], str | None, str | None]] = []
        for number, tokens in enumerate(parts):
            own = list(_named_with_office(tokens, body if number == 0 else frozenset()))
            taken = {start for _, start, *_ in own}
            found += own + [f for f in _bare_subjects(tokens, _speaking()) if f[0] not in taken]
        # Fuller names first, so that a bare surname finds its owner; order of appearance breaks ties.
        owner = {}
        for k in sorted(range(len(found)), key=lambda k: (-len(found[k][3]), k)):
            owner[k] = self._join(found[k][3], found[k][4], found[k][5])
        self.mentions = [Mention(f[0], f[2], owner[k]) for k, f in enumerate(found)]
        inside = {f[1]: f[2] for f in found}
        self._aliases = self._alias_table()
        self._alias_words = frozenset(self._aliases)
        for tokens in parts:
            self.mentions += self._bare(tokens, inside)
        self.mentions.sort(key=lambda m: (m.start, -m.end))
        self._renumber()
        self._starts = [m.start for m in self.mentions]
        self.mention_ending = {m.end: m for m in self.mentions}
        self.mention_starting = {m.start: m for m in self.mentions}

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin in a stretch of the text."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _join(self, name: tuple[str, ...], country: str | None, office: str | None) -> int:
        key = _key(name)
        words = {w.rstrip(".") for w in (office or "").split()}
        heads = words & vocabulary()["office"] | {w.capitalize() for w in words & vocabulary()["lower"]}
        if words & {"Prime", "prime"}:
            heads |= {"Premier", "PM"}
        if heads & vocabulary()["leader"]:
            heads |= {"Leader"}
        held = [(h, key[-1], key[0][0]) for h in sorted(heads - HONORIFICS) if key]
        i = self._known(key, held)
        if i is None:
            i = len(self.persons)
            self.persons.append(Person([]))
        person = self.persons[i]
        for word in key:
            self._by_word.setdefault(word, {})[i] = None
        if len(key) == 1:
            self._alone.setdefault(key[0], i)
        for h in held:
            self._held.setdefault(h, i)
        if name not in person.names:
            person.names.append(name)
        person.country = person.country or country
        person.office = person.office or office
        person.offices |= heads
        return i

    def _known(self, key: tuple[str, ...], held: list[tuple[str, str, str]]) -> int | None:
        """Return whom a name is a form of: its words are among another's, or the other way round, or surname, initial and office agree."""
        if not key:
            return None
        sharing = [self._by_word.get(word, {}) for word in key]
        fuller = (i for i in min(sharing, key=len) if all(i in s for s in sharing))
        shorter = (self._alone[word] for word in key if word in self._alone)
        same_office = (self._held[h] for h in held if h in self._held)
        return next(chain(fuller, shorter, same_office), None)

    def _alias_table(self) -> dict[str, set[int]]:
        table: dict[str, set[int]] = {}
        for i, person in enumerate(self.persons):
            for name in person.names:
                for word in name:
                    if len(word.rstrip(".")) > 1 and word not in SUFFIXES and word.casefold() not in vocabulary()["particle"]:
                        table.setdefault(word, set()).add(i)
                        if word.isupper():
                            table.setdefault(word.capitalize(), set()).add(i)
                        elif word[0].islower():  # "Al-Sharaa" opens a sentence
                            table.setdefault(word[0].upper() + word[1:], set()).add(i)
        return table

    def _bare(self, tokens: Tokens, inside: dict[int, int]) -> Iterator[Mention]:
        """Yield the mentions without an office: runs of words that belong to one person's names; those found already are `inside` (start → end)."""
        done = tokens[0].start if tokens else 0
        for i in [i for i, t in enumerate(tokens) if t[2] in self._aliases or t[0] in inside] if not tokens.words.isdisjoint(self._alias_words) else ():
            if tokens[i].start < done:
                continue
            if tokens[i].start in inside:
                done = inside[tokens[i].start]
                continue
            who = self._aliases[tokens[i].text]
            j = i + 1
            while j < len(tokens) and (tokens[j].text in SUFFIXES or (both := who & self._aliases.get(tokens[j].text, set())) or _links(tokens, j, self._aliases)):
                who = who if tokens[j].text in SUFFIXES or tokens[j].text not in self._aliases else both
                j += 1
            lone = j - i == 1 and i > 0 and is_capital(tokens[i - 1]) and not tokens[i - 1].text.isupper() and not _opens(tokens, i - 1) and not _is_office(tokens[i - 1]) and country_at(tokens, i - 1) is None
            followed = j < len(tokens) and j - i == 1 and is_capital(tokens[j]) and tokens[j].text not in COMMON
            if len(who) == 1 and not lone and not followed:
                yield Mention(tokens[i].start, tokens[j - 1].end, next(iter(who)))
            done = tokens[j - 1].end

    def settle_countries(self, taking_part: list[int], home: str | None, parts: list[Tokens]) -> None:
        """Give participants without a country the publisher's, or the one country besides the others' that the text names most.

        A ministry's page names the office of its own people without their country.
        """
        missing = [i for i in taking_part if self.persons[i].country is None]
        known = {self.persons[i].country for i in taking_part} - {None}
        if home is None and missing and known:
            home = self._most_named(parts, known)
        for i in missing:
            self.persons[i].country = home
        sides = {self.persons[i].country for i in taking_part}
        if len(missing) == len(taking_part) == 2:  # a talk has two sides, and the publisher's own comes first
            self.persons[missing[1]].country = self._most_named(parts, sides)

    def heads_of_delegations(self, parts: list[Tokens]) -> set[int]:
        """Return who leads or joins whose people, and note of which country: "the IMF team led by X", "X, …, led the Singapore delegation", "X and the IMF team"."""
        heads = dict(self._delegated(parts))
        for person, country in heads.items():
            self.persons[person].country = self.persons[person].country or country
        return set(heads)

    def _delegated(self, parts: list[Tokens]) -> Iterator[tuple[int, str]]:
        for tokens in parts:
            for i in tokens.places(THEIR_PEOPLE):
                if i and (country := country_ending(tokens, i - 1)):
                    after = {t.text for t in tokens[i + 1 : i + 4]}
                    before = self.between(tokens[0].start, tokens[i].start)[-1:]
                    gap = [t.text for t in tokens[:i] if before and t.start >= before[0].end and t.text not in ("the", "a")]
                    if after & {"led", "headed"} and "by" in after:
                        yield from ((m.person, country) for m in self.between(tokens[i].end, tokens[-1].end)[:1])
                    elif gap[:1] == ["and"] and len(gap) < 4 or {"led", "headed"} & set(gap[-4:]):
                        yield before[0].person, country

    @staticmethod
    def _most_named(parts: list[Tokens], besides: set[str | None]) -> str | None:
        """Return the country that the text names most, and more than once, besides some."""
        named = Counter(at[0] for tokens in parts for i in tokens.places(_country_heads()) if (at := country_at(tokens, i)))
        return min((c for c in named if c not in besides and named[c] > 1), key=lambda c: (-named[c], c), default=None)

    def unnamed(self, office: str, home: str | None) -> int:
        """Add a person whom the text calls by the office alone ("The Prime Minister spoke to …"), and return the number."""
        name = tuple(office.split())
        self.persons.append(Person([name], home, " ".join(name), {name[-1]}))
        return len(self.persons) - 1

    def delegations(self, taking_part: list[int], parts: list[Tokens]) -> list[int]:
        """Return the numbers of delegations that the text lets speak ("the U.S. delegation"), where not one named person stands for their country."""
        out: dict[str, int] = {}
        for tokens in parts:
            for i in tokens.places(SPEAKING_PEOPLE):
                if i and (country := country_ending(tokens, i - 1)) and country not in out:
                    if sum(self.persons[p].country == country for p in taking_part) != 1:
                        first = next(k for k in (3, 2, 1, 0) if i > k and (at := country_at(tokens, i - 1 - k)) and at[1] == k + 1)
                        name = tuple(t.text for t in tokens[i - 1 - first : i + 1])
                        self.persons.append(Person([name], country, name[-1], {name[-1]}))
                        out[country] = len(self.persons) - 1
        return list(out.values())

    def _renumber(self) -> None:
        """Number persons by first appearance."""
        order = list(dict.fromkeys(m.person for m in self.mentions))
        new = {old: k for k, old in enumerate(order)}
        self.persons = [self.persons[old] for old in order]
        self.mentions = [Mention(m.start, m.end, new[m.person]) for m in self.mentions]


def _opens(tokens: list[Token], i: int) -> bool:
    """Whether token i opens a sentence, or is a word that sentences and titles open with."""
    return i == 0 or tokens[i].text in COMMON or tokens[i - 1].text in ".!?:"


def _key(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.casefold() for w in name if len(w.rstrip(".")) > 1 and w not in SUFFIXES)


def _read_name(tokens: list[Token], i: int) -> int:
    """Return the end of the name that begins at token i, or i."""
    words = vocabulary()
    j = i
    while j < len(tokens) and j - i < MAX_NAME:
        text = tokens[j].text
        if text in SUFFIXES and j > i:
            return j + (2 if j + 1 < len(tokens) and text in ("Jr", "Sr") and tokens[j + 1].text == "." else 1)
        if text == "," and j > i and j + 1 < len(tokens) and tokens[j + 1].text in SUFFIXES:
            j += 1
            continue
        if text.casefold() in words["particle"] and j + 1 < len(tokens) and (j > i or is_capital(tokens[j])):
            if is_capital(tokens[j + 1]) or tokens[j + 1].text in words["particle"]:
                j += 1
                continue
        hyphen = text.partition("-")  # "al-Sharaa"
        plain = (is_capital(tokens[j]) or hyphen[0] in words["particle"] and hyphen[2][:1].isupper()) and (text not in COMMON or j > i and text in NAMES_TOO) and (text not in words["office"] or (j > i and text in GIVEN)) and text not in words["organisation"]
        if not plain or (country_at(tokens, j) and (j == i or tokens[j - 1].text != "-")) or (j == i and text in words["field"]):
            break
        if text.isupper() and len(text) > 3 and "." not in text:  # "HAYASHI Yoshimasa", but no acronym
            beside = tokens[j - 1 : j] if j > i else tokens[j + 1 : j + 2]
            if not any(is_capital(t) and not t.text.isupper() for t in beside):
                break
        j += 1
    while j > i and tokens[j - 1].text.casefold() in words["particle"] and not is_capital(tokens[j - 1]):
        j -= 1
    return j


def _skip_complement(tokens: list[Token], i: int) -> int:
    """Return where "of State", "for National Security Affairs", "of the Republic of X" ends, starting at its "of".

    Capitalised words and small links are read on; the complement ends after the last of them that names a field, a country or an office.
    """
    words, j, end = vocabulary(), i, i
    while j < len(tokens) and j - i < MAX_OFFICE:
        text = tokens[j].text
        if text in ("to", "on") and j > i:
            break  # "the President of Finland to NATO Headquarters"
        if text == "," and end == j and next((t.text for t in tokens[j + 1 : j + 4] if t.text not in ("and", "the")), "") in words["field"]:
            j += 1  # "of Foreign Affairs, Trade and Tourism"
            continue
        if text == "of" and end < j and is_capital(tokens[end]):
            break  # "Minister of Finance Namki Hong of the Republic of Korea"
        if end < j and is_capital(tokens[j - 1]) and (text == "," or text == "and" and _opens_office(tokens, j + 1)):
            break  # a name ended here
        if at := country_at(tokens, j):
            j += at[1]
            end = j
        elif text in words["field"] or text in words["organisation"] or _is_office(tokens[j]):
            j += 1
            end = j
        elif is_capital(tokens[j]) or text in ("of", "for", "the", "and", "to", "on", "'s", "’s", "&", "-"):
            j += 1
        else:
            break
    return end


def _opens_office(tokens: list[Token], i: int) -> bool:
    """Whether an office begins at token i: "Secretary", "Foreign Minister"."""
    return any(_is_office(t) for t in tokens[i : i + 1]) or (any(t.text in vocabulary()["field"] for t in tokens[i : i + 1]) and any(_is_office(t) for t in tokens[i + 1 : i + 2]))


def _past_honours(tokens: list[Token], i: int) -> int:
    """Return where "H.E. Mr." ends that begins at token i, or i."""
    j = i
    while j + 1 < len(tokens) and (tokens[j].text.rstrip(".") in HONORIFICS or j > i and tokens[j].text == "." or tokens[j].text in ("H.", "E.")):
        j += 1
    return j


def _office_start(tokens: list[Token], i: int) -> int:
    """Return the first token of the office that ends at token i."""
    words, j = vocabulary(), i
    while j > 0 and i - j < MAX_OFFICE:
        text = tokens[j - 1].text
        joined = text in ("of", "the", "for", "to") and (tokens[j].text == "Hon" or j > 1 and (tokens[j - 2].text in words["field"] or _is_office(tokens[j - 2]) or tokens[j - 2].text in ("of", "for", "to")))
        linked = text == "and" and j > 1 and (_is_office(tokens[j - 2]) or tokens[j - 2].text in words["field"]) and not _determined(tokens, j - 2)
        honour = text in ("His", "Her", "Their") and tokens[j].text in ("Majesty", "Highness", "Excellency", "Royal", "Majesties")
        possessive = text in ("'s", "’s", "'", "’") and j > 1 and is_capital(tokens[j - 2])
        capital = text in words["field"] or text == "/" or _is_office(tokens[j - 1]) or (text == "." and j > 1 and _is_office(tokens[j - 2])) or text in ("former", "then", "-")
        if not (joined or linked or honour or possessive or capital or country_ending(tokens, j - 1)):
            break
        j -= 1
    while j < i and tokens[j].text in ("of", "the", "for", "to", "and", "'s", "’s", "-", "."):
        j += 1
    return j


def _determined(tokens: list[Token], i: int) -> bool:
    """Whether the office that ends at token i has an article, and so stands for somebody itself ("the President and Prime Minister X")."""
    while i > 0 and is_capital(tokens[i]):
        i -= 1
    return tokens[i].text.casefold() == "the"


def _name_before(tokens: list[Token], first: int) -> int | None:
    """Return where a name of two words or more begins that an office in apposition follows ("Ann Alder, Minister of …")."""
    comma = first - 2 if first > 1 and tokens[first - 1].text == "the" else first - 1
    if comma < 2 or tokens[comma].text != ",":
        return None
    start = comma
    while start > 0 and comma - start < 4 and is_capital(tokens[start - 1]) and tokens[start - 1].text not in COMMON:
        start -= 1
    return start if comma - start > 1 and _read_name(tokens, start) == comma and not any(_is_office(t) for t in tokens[start:comma]) else None


def _links(tokens: list[Token], j: int, aliases: dict[str, set[int]]) -> bool:
    """Whether a particle stands at token j and the name goes on: "Mohammed bin Salman"."""
    return tokens[j].text.casefold() in vocabulary()["particle"] and j + 1 < len(tokens) and tokens[j + 1].text in aliases


def _is_plain_name(token: Token) -> bool:
    words = vocabulary()
    return is_capital(token) and not token.text.isupper() and token.text not in COMMON | words["office"] | words["field"] and country_at([token], 0) is None


def _bare_subjects(tokens: Tokens, verbs: frozenset[str]) -> Iterator[tuple[int, int, int, tuple[str, ...], None, None]]:
    """Yield the names of two words or more that open a sentence, or stand after its first comma, as the subject of a verb of speaking or meeting ("Vladimir Putin stressed")."""
    if tokens.words.isdisjoint(verbs):
        return
    comma = next((k + 1 for k, t in enumerate(tokens[:12]) if t.text == ","), 0)  # "In the call, Vladimir Putin stressed"
    for first in (0, comma)[: 1 + bool(comma)]:
        end = _read_name(tokens, first) if first < len(tokens) else first
        after = next((t.text for t in tokens[end : end + 3] if t.text not in ("also", "then", "and", "again") and not t.text.endswith("ly")), "")
        joined = [t.text for t in tokens[end : end + 3]]  # "Vladimir Putin and President X spoke"
        subject = after in verbs or joined[:1] == ["and"] and not vocabulary()["any office"].isdisjoint(joined)
        if 1 < end - first < 5 and subject and not any(t.text.isupper() for t in tokens[first:end]):
            yield tokens[first].start, tokens[first].start, tokens[end - 1].end, tuple(t.text for t in tokens[first:end]), None, None


def country_ending(tokens: list[Token], i: int) -> str | None:
    """Return the country whose word ends at token i."""
    for parts, country in _country_words(-1).get(tokens[i].text, ()):
        first = i + 1 - len(parts)
        if first >= 0 and country_at(tokens, first) == (country, len(parts)):
            return country
    return None


def _named_with_office(tokens: Tokens, known: frozenset[str]) -> Iterator[tuple[int, int, int, tuple[str, ...], str | None, str | None]]:
    """Yield (start, name_start, end, name, country, office) for every name that an office introduces.

    In a headline every word has a capital: where `known` words of the body are given, what follows the last of them is no name.
    """
    done, lower = 0, vocabulary()["lower"]
    for i in tokens.places(vocabulary()["any office"]):
        if i < done or tokens[i].text in lower and _read_name(tokens, i + 1) == i + 1:
            continue
        if tokens[i].text in GIVEN and i and _is_plain_name(tokens[i - 1]):
            continue  # "Hossein Amir Abdollahian"
        is_role = tokens[i].text == "counterpart"
        j = i + 1
        if j < len(tokens) and tokens[j].text == ".":
            j += 1
        if j < len(tokens) and tokens[j].text == "," and j + 1 < len(tokens):
            k = _past_honours(tokens, j + 2 if tokens[j + 1].text == "the" else j + 1)
            name_end = _read_name(tokens, k)
            j = k - 1 if name_end > k > j + 1 else j  # "Defence Minister, the Honourable Peter MacKay"
            if is_role or (name_end - j > 2 and name_end < len(tokens) and tokens[name_end].text == "," and tokens[i].text[0].isupper()):
                j += 1
        elif j < len(tokens) and tokens[j].text in ("of", "for", "to", "on"):
            j = _skip_complement(tokens, j)
            if [t.text for t in tokens[j : j + 3 : 2]] == ["(", ")"]:
                j += 3  # "the President of the World Bank Group (WBG) Mr. Ajay Banga"
            if j + 1 < len(tokens) and tokens[j].text == "to" and (at := country_at(tokens, j + 1)):
                j += 1 + at[1]  # "the Ambassador of Japan to Sri Lanka, H.E. Mr. X"
            if j + 1 < len(tokens) and tokens[j].text == "," and _past_honours(tokens, j + 1) > j + 1:
                j += 1
            j = _past_honours(tokens, j)
            if j + 1 < len(tokens) and tokens[j].text == ",":  # "the Minister of Foreign Affairs of Iran, Abbas Araghchi"
                name_end = _read_name(tokens, j + 1)
                j += name_end - j > 2 and (name_end == len(tokens) or tokens[name_end].text in (",", ".", "and"))
        end = _read_name(tokens, j)
        if known:
            unknown = next((k for k in range(j, end) if tokens[k].text not in known and tokens[k].text not in SUFFIXES and is_capital(tokens[k])), end)
            alone = end - j > 1 and (end == len(tokens) or tokens[end].text in ("'s", "’s", ",", "and", "of"))  # named in the headline alone
            end = end if unknown == j and alone else unknown
        if end == j and j < len(tokens) and _is_office(tokens[j]):
            continue  # the last office of a row stands for them all
        first = _office_start(tokens, i)
        if end == j:
            before = _name_before(tokens, first)
            if before is not None:
                at = next((at for k in range(first, min(j, len(tokens))) if (at := country_at(tokens, k))), None)
                name = tuple(t.text for t in tokens[before : first - 1 - (tokens[first - 1].text == "the")])
                last = tokens[before + len(name) - 1]
                yield tokens[before].start, tokens[before].start, last.end, name, at[0] if at else None, " ".join(t.text for t in tokens[first:j])
            continue
        country, theirs = None, True  # not the country one is an envoy to
        for k in range(first, j):
            theirs = theirs and tokens[k].text not in ("for", "to", "on")
            if theirs and (at := country_at(tokens, k)):
                country = at[0]
        if country is None and end + 1 < len(tokens) and tokens[end].text == "of":
            k = end + 2 if tokens[end + 1].text == "the" else end + 1
            at = country_at(tokens, k) if k < len(tokens) else None
            country = at[0] if at else None
        apposed: list[str] = []
        if country is None and end < len(tokens) and tokens[end].text == ",":  # "Dr. Fuad Hussein, Iraq's Minister of Foreign Affairs,"
            stop = next((k for k in range(end + 1, min(end + MAX_OFFICE, len(tokens))) if tokens[k].text in (",", ".", "and")), end)
            apposed = [t.text for t in tokens[end + 1 : stop] if t.text != "the"]
            if not any(_is_office(t) for t in tokens[end + 1 : stop]):
                apposed = []
            else:
                country = next((at[0] for k in range(end + 1, stop) if (at := country_at(tokens, k))), None)
        name = tuple(t.text for t in tokens[j:end] if t.text not in (",", ".", "Jr", "Sr"))
        office = " ".join([t.text for t in tokens[first:j] if t.text not in (",", ".")] + apposed)
        yield tokens[first].start, tokens[j].start, tokens[end - 1].end, name, country, office
        done = end
