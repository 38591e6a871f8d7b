"""Reporting clauses: who is the subject of which reporting word, where in the sentence, and what of it is frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from .names import COMMON, COUNTRIES, FIELDS, OFFICES, is_capital as _cap
from .people import People
from .rules import load, word_set
from .tokens import Token, Tokens

is_capital = lambda t: _cap(t.text)
country_at = lambda tokens, i: COUNTRIES.at(tokens.texts, i)
country_ending = lambda tokens, i: (f := COUNTRIES.ending(tokens.texts, i)) and f.value
PRONOUNS = frozenset(("he", "she", "they", "we", "you", "both"))
DETERMINERS = word_set("determiner")
PLURAL = word_set("plural")
LEADING = word_set("leading")
SINGULAR = word_set("singular")
OPENERS = frozenset(".,;:\"“”—–()-[]*_") | {"and", "but", "while", "whereas"}
FRONTED = word_set("fronted")
TIMES = word_set("time")
PREPOSITIONS = word_set("preposition")
MODIFIERS = word_set("modifier")
NUMBERS = frozenset(("both", "two", "three", "four", "five"))
OF_OFFICES = frozenset(("the", "(", ")", "and", "for", "of"))
PARTS = frozenset(("his", "her", "its", "their"))  # "for his part"
BEHALF = word_set("behalf")
APPOSITION = 40  # tokens that may stand between a subject and its verb, between commas


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a reporting word: persons by number, or a pronoun, a role, a country, several together."""

    kind: str  # person, pronoun, role, country, joint, same
    first: int  # token
    persons: tuple[int, ...] = ()
    noun: str = ""
    country: str | None = None
    fields: frozenset[str] = frozenset()  # of the office: "Foreign"
    of: frozenset[str] = frozenset()  # what the office is of: "President of the European Council"


@dataclass(frozen=True, slots=True)
class Clause:
    """A subject with its reporting word; `start`, `end` are the characters of the cue, `frame` what is no content."""

    subject: Subject
    verb: str
    sort: str  # report, joint, talk, participle
    place: str  # initial, parenthetical, embedded, coordinate
    start: int
    end: int
    frame: tuple[int, int]
    perfect: bool = False


@cache
def _verbs() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    lists = load("verbs")
    for sort, key in (("talk", "talk_verb"), ("report", "report"), ("nested", "nested"), ("joint", "joint"), ("participle", "participle")):
        for phrase in lists[key]:
            words = tuple(phrase.split())
            options = table.setdefault(words[0], [])
            if all(words != w for w, _ in options) or sort == "talk":
                options.append((words, sort))
    for options in table.values():
        options.sort(key=lambda o: -len(o[0]))
    return table


@cache
def _first_words() -> frozenset[str]:
    return frozenset(_verbs())


def _is_adverb(low: str) -> bool:
    return low in word_set("adverb") or (low.endswith("ly") and low not in ("family", "only", "italy", "july", "ally", "assembly"))


def _noun_phrase(tokens: list[Token], j: int, people: People, depth: int = 0) -> Subject | None:
    """Read the noun phrase that ends at token j, if it can speak."""
    if j < 0 or depth > 12:
        return None
    token, low = tokens[j], tokens[j].text.casefold()
    found: Subject | None = None
    if mention := people.mention_ending.get(token.end):
        first = j
        while first > 0 and tokens[first].start > mention.start:
            first -= 1
        while first > 1 and j - first < 9 and _is_plain(tokens[first - 1]) and tokens[first - 2].text in ("and", ",", "with"):
            first -= 1  # "and Eurogroup President X"
        if first > 0 and tokens[first - 1].text.casefold() in ("the", "both", *PARTS):
            first -= 1
        if first > 1 and tokens[first - 1].text == "of" and tokens[first - 2].text.casefold() in BEHALF:
            first -= 3 if first > 2 and tokens[first - 3].text.casefold() == "the" else 2
        found = Subject("person", first, (mention.person,))
    elif token.text == "I":
        found = Subject("pronoun", j, noun="i")
    elif low in PRONOUNS:
        if low == "both" and (j + 1 < len(tokens) and tokens[j + 1].text in (",", "and")):
            return None
        return Subject("pronoun" if low != "both" else "joint", j, noun="they" if low == "both" else low)
    elif held := _held_by(tokens, j, people):
        found = held
    elif country := country_ending(tokens, j):
        first = j
        while first > 0 and country_at(tokens, first) is None:
            first -= 1
        while first > 1 and tokens[first - 1].text.casefold() in ("the", "of", "government"):
            first -= 1
        if first > 0 and tokens[first - 1].text.casefold() in ("the", "both"):
            first -= 1
        found = Subject("country", first, country=country)
    else:
        found = _role(tokens, j)
    if found is None:
        return None
    k = found.first - 1
    if k > 0 and tokens[k].text == "and":
        k -= 2 if tokens[k - 1].text == "," else 1
        left = _noun_phrase(tokens, k, people, depth + 1)
        if left and left.kind == "person" and found.noun in ("team", "delegation", "staff") and tokens[found.first].text in ("his", "her", "their"):
            return left
        if left:
            return _joined(left, found)
        if found.kind in ("role", "joint") and tokens[found.first].text.casefold() not in DETERMINERS and found.country is None and not found.persons:
            return None
    if depth and k > 0 and tokens[k].text == ",":  # "A, B and C"
        left = _noun_phrase(tokens, k - 1, people, depth + 1)
        if left and left.kind in ("person", "joint", "role"):
            return _joined(left, found)
    return found


def _held_by(tokens: list[Token], j: int, people: People) -> Subject | None:
    """Read a name or an office with what it is of: "Chancellor Merkel of Germany", "the President of the World Bank Group"."""
    k = j
    while k > 0 and j - k < 9 and (is_capital(tokens[k]) or tokens[k].text in ("the", "and", "of", "for", "'s", "’s", "&", "-")):
        if tokens[k].text == "and" and k < j and not is_capital(tokens[k + 1]):
            break  # "and the President": another
        if tokens[k].text in ("of", "for") and is_capital(tokens[j]) and tokens[j].text not in ("State", "Government"):
            mention = people.mention_ending.get(tokens[k - 1].end)
            left = _noun_phrase(tokens, k - 1, people, 12) if mention or _names_office(tokens[k - 1]) else None
            if left and left.kind == "person" and country_ending(tokens, j):
                return left
            if left and left.kind == "joint" and not left.persons and left.noun not in ("representatives", "officials"):
                return Subject("joint", left.first, noun=left.noun)
            if left and (left.kind == "role" or left.noun in ("representatives", "officials")) and left.country is None:
                words = frozenset(t.text for t in tokens[k + 1 : j + 1] if is_capital(t))
                return Subject("role", left.first, noun=left.noun, country=country_ending(tokens, j), of=words)
        k -= 1
    return None


def _names_office(token: Token) -> bool:
    return token.text.capitalize() in OFFICES or token.text.casefold() in ("representatives", "officials")


def _joined(left: Subject, right: Subject) -> Subject:
    nouns = " ".join(n for n in (left.noun, right.noun) if n)
    if left.kind == right.kind == "country":
        return Subject("joint", left.first, noun="countries")
    return Subject("joint", left.first, left.persons + right.persons, nouns or "people")


def _role(tokens: list[Token], j: int) -> Subject | None:
    """Read "the two sides", "the Chinese side", "the minister", "the heads of state", ending at token j."""
    noun = tokens[j].text.casefold()
    k = j
    if noun in ("state", "government", "delegation") and j > 1 and tokens[j - 1].text == "of" and tokens[j - 2].text.casefold() in ("heads", "head"):
        k = j - 2
        noun = "leaders" if tokens[k].text.casefold() == "heads" and noun != "delegation" else "leader" if noun != "delegation" else tokens[k].text.casefold()
    counted = {t.text.casefold() for t in tokens[max(0, j - 3) : j]} & NUMBERS
    plural = noun in PLURAL or bool(counted) and noun.endswith("s")
    office = tokens[j].text if is_capital(tokens[j]) else tokens[j].text.capitalize()
    if j and tokens[j - 1].text.casefold() in ("a", "an") or j > 1 and tokens[j - 2].text.casefold() in ("a", "an"):
        return Subject("role", j, noun="somebody") if plural or noun in SINGULAR or office in OFFICES else None
    if not (plural or noun in SINGULAR or office in OFFICES):
        return None
    country, first, determined = None, k, False
    while first > 0 and k - first < 7:
        t = tokens[first - 1]
        low = t.text.casefold()
        if low in DETERMINERS:
            determined = True
        elif named := country_ending(tokens, first - 1):
            country, determined = named, True
        elif not (is_capital(t) or low in MODIFIERS) or t.text in ("And", "But"):
            break
        elif is_capital(t) and not counted and t.text not in OFFICES and t.text not in FIELDS and t.text.casefold() not in ("u.s.", "us"):
            break
        first -= 1
    if noun == "side" and country is None and tokens[first].text.casefold() == "each":
        return Subject("joint", first, noun="sides")
    coordinate = first > 1 and tokens[first - 1].text == "and" and (plural or is_capital(tokens[j]))
    if not determined and not (is_capital(tokens[first]) and (plural or first == 0)) and not coordinate and noun != "participants":
        return None
    if plural and country is None:
        return Subject("joint", first, noun=noun)
    fields = frozenset(t.text.capitalize() for t in tokens[first:j])
    return Subject("country" if noun in ("side", "delegation", "government", "representatives", "officials", "team", "administration") and country else "role", first, noun=noun, country=country, fields=fields)


def _subject(tokens: list[Token], i: int, people: People) -> tuple[Subject | None, bool]:
    """Return the subject of the verb at token i and whether the verb is in the perfect tense."""
    j, perfect = i - 1, False
    while j > 0 and tokens[j].text in "\"“":  # 'both sides "agreed to …"'
        j -= 1
    if j > 2 and tokens[j].text == ")":  # "the three Advisors (NSAs) reaffirmed"
        j = next((k - 1 for k in range(j, max(0, j - 6), -1) if tokens[k].text == "("), j)
    if j > 2 and tokens[j].text == "part" and tokens[j - 1].text in PARTS:
        j -= 3
    at = j
    while at > 1 and (tokens[at].text in TIMES or tokens[at].text.isdigit()):
        at -= 1
    j = at if at < j and tokens[at].text not in ("on", "in") else at - 1 if at < j else j  # "the premier on Wednesday said"
    while j >= 0 and (_is_adverb(tokens[j].text.casefold()) or tokens[j].text.casefold() in ("have", "has", "had")):
        if tokens[j].text.casefold() == "both" and _noun_phrase(tokens, j, people) and (j == 0 or tokens[j - 1].text in OPENERS):
            break
        perfect |= tokens[j].text.casefold() in ("have", "has", "had")
        j -= 1
    if j < 0:
        return None, perfect
    if tokens[j].text in ("and", "but"):
        return Subject("same", i), perfect
    if tokens[j].text == ",":
        named = _noun_phrase(tokens, j - 1, people)  # "the Director, Sara Carter, opened": the name is the apposition
        if named and named.kind == "person" and any(t.text == "," for t in tokens[named.first : j - 1]):
            return named, perfect
        for k in range(j - 1, max(-1, j - APPOSITION), -1):
            if tokens[k].text == ",":
                found = _noun_phrase(tokens, k - 1, people)
                if found and found.kind in ("person", "role", "pronoun", "joint") and _is_main(tokens, found.first):
                    return found, perfect
        return Subject("same", i), perfect
    found = _noun_phrase(tokens, j, people)
    if found is None or found.kind in ("joint", "country") and not _is_main(tokens, found.first):
        found = _with_origin(tokens, j, people) or found
    return found, perfect


def _is_plain(token: Token) -> bool:
    return is_capital(token) and token.text not in COMMON


def _with_origin(tokens: list[Token], j: int, people: People) -> Subject | None:
    """Read "foreign ministers and senior leaders from countries and regions", "participants on both sides", ending at token j."""
    for k in range(j - 1, max(0, j - 14), -1):
        if tokens[k].text in ("from", "of", "on", "representing"):
            found = _noun_phrase(tokens, k - 1, people)
            if found and found.kind == "joint" and not found.persons and _is_main(tokens, found.first):
                return found
    return None


def _is_main(tokens: list[Token], first: int) -> bool:
    return first == 0 or tokens[first - 1].text in OPENERS or tokens[first - 1].text.casefold() in OPENERS or _is_fronted(tokens, first)


def _is_fronted(tokens: list[Token], first: int) -> bool:
    """Whether nothing but a word or phrase that opens sentences stands before: "Meanwhile", "During the conversation", "West" of "West German"."""
    opener, last = tokens[0].text, tokens[first - 1]
    if first < 5 and " ".join(t.text for t in tokens[:first]) in word_set("front"):
        return True
    return first == 1 and (opener in FRONTED or (is_capital(tokens[0]) and opener not in COMMON)) or (
        first < 12 and opener in PREPOSITIONS and (last.text in word_set("talk_noun") or last.text in ("press", "summit", "today"))
    )


def _match(tokens: list[Token], i: int) -> tuple[int, str] | None:
    """Return (number of tokens, sort) if a reporting word begins at token i."""
    for words, sort in _verbs().get(tokens[i].text if i else tokens[i].text.casefold(), ()):
        if all(i + k < len(tokens) and tokens[i + k].text == w for k, w in enumerate(words) if k):
            return len(words), sort
    return None


SAY = word_set("say")
AFTER_JOINT = regex.compile(
    r"\s+(?:(?:[\p{L}-]+,?\s+(?:and\s+)?){0,4}(?:views?|exchanges?|discussions?|talks|conversations?|opinions|consensus|agreement)(?:\s+(?:on|about|regarding|over))?|to|on|that|about)\b"
)
TIME = regex.compile(r"(?:\s+(?:on|in|at|late|early|here|during|after|to|by)\b[^,.]{0,60})?\s*(?=[.,”\"]|\Z)")


def find_clauses(text: str, tokens: Tokens, people: People) -> list[Clause]:
    """Return the reporting clauses of one sentence, in order of their verbs."""
    out = _according(tokens, people)
    done = 0
    places = tokens.places(_first_words())
    for i in places if places[:1] == [0] or not tokens else [0, *places]:
        found = _match(tokens, i) if i >= done else None
        if found is None:
            continue
        n, sort = found
        last, done = tokens[i + n - 1], i + n
        if sort == "participle":
            if i == 0 or tokens[i - 1].text in (",", "by", "and"):
                end = _that(text, tokens, i + n)
                frame = (tokens[i].start, end if end > last.end else tokens[i].start)  # without "that" it may be no report
                out.append(Clause(Subject("same", i), tokens[i].text, sort, "coordinate", tokens[i].start, end, frame))
            continue
        inverted = _inverted(text, tokens, i, n, people) if tokens[i].text in SAY else None
        if inverted:
            out.append(inverted)
            continue
        if sort == "joint" and tokens[i].text in word_set("talk_light") and _talk_noun(tokens, i + 1):
            sort = "talk"
        if sort == "talk" and tokens[i].text in ("spoke", "talked") and _about(tokens, i + 1):
            sort = "joint"
        told = next((m for t in tokens[i + n : i + n + 12] if (m := people.mention_starting.get(t.start)) or not (is_capital(t) or t.text in OF_OFFICES)), None)
        if told and tokens[i].text == "quoted":  # "it quoted Lavrov as saying"
            out.append(Clause(Subject("person", i, (told.person,)), "quoted", "report", "parenthetical", tokens[i].start, told.end, (tokens[i].start, told.end)))
            continue
        if told and tokens[i].text == "called" and n == 2 and not any(t.text == "to" for t in tokens[i + n : i + n + 8]):
            sort = "talk"  # "he called on Prime Minister Lee"
        if tokens[i].text == "discussed" and _with_party(tokens, i + 1, people):
            sort = "talk"
        if tokens[i].text == "welcomed" and _guest(tokens, i + 1, people):
            sort = "talk"
        subject, perfect = _subject(tokens, i, people)
        if sort == "talk" and i + n < len(tokens) and tokens[i + n].text == "that":
            sort = "report"  # "Mr Tang concluded that"
        if subject is None and sort == "talk":
            subject = Subject("same", i)
        if subject:
            main = subject.kind == "same" or _is_main(tokens, subject.first)
            start = tokens[subject.first].start if subject.kind != "same" else tokens[i].start
            end = _that(text, tokens, i + n, sort, tokens[i].text)
            place = "coordinate" if subject.kind == "same" else "initial" if main else "embedded"
            frame = (start, end)
            if place == "initial" and subject.first > 0 and tokens[subject.first - 1].text in (",", "”", '"', "“"):
                rest = TIME.match(text, last.end, tokens[-1].end)
                if rest:
                    place = "parenthetical"
                    ends = regex.match(r"\s*[.”\"]*\s*\Z", text, pos=rest.end(), endpos=tokens[-1].end)
                    end = rest.end() if ends else last.end
                    frame = (tokens[subject.first - 1].start, end)
            out.append(Clause(subject, " ".join(t.text for t in tokens[i : i + n]), sort, place, start, end, frame, perfect))
    return out


def _according(tokens: list[Token], people: People) -> list[Clause]:
    """Read "According to the President, …"."""
    if len(tokens) < 4 or tokens[0].text != "According" or tokens[1].text != "to":
        return []
    for j in range(2, min(12, len(tokens) - 1)):
        subject = _noun_phrase(tokens, j, people) if tokens[j + 1].text == "," else None
        if subject and subject.first == 2:
            span = tokens[0].start, tokens[j].end
            return [Clause(subject, "according to", "report", "parenthetical", *span, (span[0], tokens[j + 1].end))]
    return []


def _guest(tokens: list[Token], i: int, people: People) -> bool:
    """Whether a person follows who was welcomed somewhere, and not that person's decision."""
    mention = next((m for t in tokens[i : i + 2] if (m := people.mention_starting.get(t.start))), None)
    after = next((t.text for t in tokens[i : i + 20] if mention and t.start >= mention.end and t.text != ","), "")
    return after in ("to", "at", "in", "on")


def _with_party(tokens: list[Token], i: int, people: People) -> bool:
    """Whether "… with Kosovo's Prime Minister Hashim Thaci" follows."""
    at = next((k for k in range(i, min(i + 16, len(tokens))) if tokens[k].text in ("with", "that")), len(tokens))
    return any(t.text != "that" and people.mention_starting.get(t.start) or t.text in ("counterpart", "counterparts") for t in tokens[at : at + 5])


def _about(tokens: list[Token], i: int) -> bool:
    """Whether "(candidly) about" follows, and not "with" somebody."""
    return any(t.text in ("about", "on", "of", "candidly", "frankly") for t in tokens[i : i + 3]) and not any(t.text in ("with", "by", "to") for t in tokens[i : i + 3])


NO_ACT = word_set("no act")


def any_verb(text: str, tokens: list[Token], people: People) -> Clause | None:
    """Return the first main clause with whatever verb in the past: readouts tell what the parties did with words."""
    irregular, talk = word_set("irregular_past"), word_set("talk_verb")
    for i, (_, _, low) in enumerate(tokens[1:60], 1):
        if (low in irregular or (low.endswith("ed") and len(low) > 3 and low.islower())) and low not in talk and low not in NO_ACT:
            subject, perfect = _subject(tokens, i, people)
            if subject and subject.kind != "same" and _is_main(tokens, subject.first):
                start, end = tokens[subject.first].start, _that(text, tokens, i + 1)
                return Clause(subject, low, "any", "initial", start, end, (start, end), perfect)
    return None


def opening(tokens: list[Token], people: People) -> tuple[Subject | None, str]:
    """Return the noun phrase that opens the sentence, or its main clause after a fronted phrase, and the verb after it."""
    starts = [0] + [i + 1 for i, t in enumerate(tokens[:25]) if t.text == ","]
    for first in starts[:3]:
        for j in reversed(range(first, min(first + 12, len(tokens)))):
            found = _noun_phrase(tokens, j, people)
            if found and found.first == first and not (j + 1 < len(tokens) and (tokens[j + 1].text in ("and", "'s", "’s", ",") or people.mention_ending.get(tokens[j + 1].end))):
                verb, then = [*(t.text for t in tokens[j + 1 : j + 6] if not _is_adverb(t.text.casefold())), "", ""][:2]
                return found, verb if verb not in ("is", "are") or then in word_set("stance") else ""
    return None, ""


def _talk_noun(tokens: list[Token], i: int) -> bool:
    """Whether "(a) phone conversation", "in-depth talks" … begins at token i, and not what was talked about ("discussions on trade")."""
    window = tokens[i : i + 12]
    window = window[: next((k for k, t in enumerate(window) if t.text in ("with", "that", "to", ",") and k), 12)]
    if any(t.text in ("views", "exchanges") for t in window):
        return False
    at = next((k for k, t in enumerate(window) if t.text in word_set("talk_noun")), None)
    while at is not None and i + at + 1 < len(tokens) and tokens[i + at + 1].text in word_set("talk_noun"):
        at += 1
    if at is None or i + at + 1 >= len(tokens):
        return at is not None
    after, then = tokens[i + at + 1].text, tokens[i + at + 2].text if i + at + 2 < len(tokens) else ""
    if after == "of" and tokens[i + at].text.startswith("discussion"):
        return False
    return after not in ("on", "about", "regarding") or is_capital(Token(0, 0, then or "x"))


def _that(text: str, tokens: list[Token], k: int, sort: str = "report", verb: str = "") -> int:
    """Return where the cue ends: after its verb, the person told, and "that"."""
    end = tokens[k - 1].end
    j = k
    if verb in ("told", "informed", "assured", "reminded", "briefed", "reassured"):
        that = next((t for t in tokens[j : j + 8] if t.text in ("that", ",")), None)
        if that and that.text == "that":
            return that.end
        return end
    if sort == "joint" or verb == "agreed":
        m = AFTER_JOINT.match(text, end, tokens[-1].end)
        return m.end() if m else end
    if j < len(tokens) and tokens[j].text in ("that", "how"):
        return tokens[j].end
    return end


def _inverted(text: str, tokens: list[Token], i: int, n: int, people: People) -> Clause | None:
    """Read "…, said Wang, also a member of …" with what is said of him as frame."""
    if i == 0 or tokens[i - 1].text not in (",", "”", '"'):
        return None
    j = i + n
    if j >= len(tokens):
        return None
    until = next((k for k in range(j, min(j + 14, len(tokens))) if tokens[k].text in (",", ".", "that")), min(j + 14, len(tokens)))
    mention = next((m for t in tokens[j:until] if (m := people.mention_starting.get(t.start))), None)
    if mention and tokens[j].start != mention.start and tokens[j].text not in ("the", "Mr", "Ms") and not is_capital(tokens[j]):
        mention = None
    if mention:
        subject, end = Subject("person", i, (mention.person,)), mention.end
    elif tokens[j].text.casefold() in ("the", "he", "she"):
        k = j
        while k < len(tokens) and k - j < 5 and tokens[k].text not in (",", "."):
            k += 1
        found = _noun_phrase(tokens, k - 1, people)
        if found is None or found.first != j:
            return None
        subject, end = Subject(found.kind, i, found.persons, found.noun, found.country), tokens[k - 1].end
    else:
        return None
    tail = text[end : min(end + 300, tokens[-1].end)]
    to_end = not regex.search(r",\s*(?:adding|saying|noting|stressing|and)\b", tail)
    return Clause(subject, tokens[i].text, "report", "parenthetical", tokens[i].start, end, (tokens[i - 1].start, tokens[-1].end if to_end else end))
