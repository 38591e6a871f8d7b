"""Subjects: the noun phrase that does what a verb tells, read backwards from the verb."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ..names.grammar import CAPITALS, COUNTRIES
from ..names.names import OF_OFFICES, OFFICES, is_capital, is_plain
from ..names.people import Mention, People
from ..rules import word_set
from ..words.tokens import Found, Tokens

PRONOUNS = frozenset(("i", "he", "she", "they", "we", "you", "it", "both"))
DETERMINERS, PLURAL, SINGULAR = word_set("determiner"), word_set("plural"), word_set("singular")
OPENERS = frozenset('.,;:"“”—–()-[]*_‘’«»' + "'") | {"and", "but", "while", "whereas"}
FRONTED, FRONT_PHRASES, PREPOSITIONS = (
    word_set("fronted"),
    word_set("front"),
    word_set("preposition"),
)
BEFORE_SUBJECT = word_set("talk_noun") | {
    "press",
    "summit",
    "today",
}  # end what a preposition opens
ADVERBS, MODIFIERS, TIMES, BEHALF = (
    word_set("adverb"),
    word_set("modifier"),
    word_set("time"),
    word_set("behalf"),
)
GROUPED, PAIRS, UNNAMED = word_set("grouped"), word_set("pair"), word_set("unnamed")
NO_ADVERBS = ("family", "only", "italy", "july", "ally", "assembly")
DEFINITE = frozenset(("the", "these", "both", "their", "our"))
COUNT_WORDS = frozenset(("both", "two", "three", "four", "five"))
THEIR, BODY, PERFECT = (
    ("his", "her", "its", "their"),
    ("representatives", "officials"),
    ("have", "has", "had"),
)
PLACING, HABIT = word_set("in"), word_set("habit")
APPOSITION = 40  # tokens that may stand between a subject and its verb, between commas
DEEPEST = 12  # phrases joined by "and"


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a reporting word.

    Persons by number, or a pronoun, a role, a country, several together.
    """

    kind: str  # person, pronoun, role, country, joint, same
    first: int  # token
    persons: tuple[int, ...] = ()
    noun: str = ""
    country: str | None = None
    fields: frozenset[str] = frozenset()  # of the office: "Foreign"
    of: frozenset[str] = frozenset()  # what the office is of: "President of the European Council"
    name: str = ""  # of somebody who is no person of the text
    countries: frozenset[str] = frozenset()  # that stand together: "Norway and Chile"


def is_adverb(word: str) -> bool:
    low = word.casefold()
    return low in ADVERBS or low.endswith("ly") and low not in NO_ADVERBS


def is_main(words: list[str], first: int) -> bool:
    """Whether a phrase can be the subject of a main clause.

    Nothing but what opens sentences or clauses stands before it.
    """
    if (
        first == 0
        or words[first - 1].casefold() in OPENERS
        or first < 5
        and " ".join(words[:first]) in FRONT_PHRASES
    ):
        return True
    if first == 1 and (
        words[0] in FRONTED or is_plain(words[0])
    ):  # "Meanwhile", "West" of "West German"
        return True
    return (
        first < 12 and words[0] in PREPOSITIONS and words[first - 1] in BEFORE_SUBJECT
    )  # "During the conversation"


def subject_of(tokens: Tokens, i: int, people: People) -> tuple[Subject | None, bool]:
    """Return the subject of the verb at token i and whether the verb is in the perfect tense."""
    words, j, perfect = tokens.texts, i - 1, False
    while j > 0 and words[j] in ('"', "“"):  # 'both sides "agreed to …"'
        j -= 1
    if j > 2 and words[j] == ")":  # "the three Advisors (NSAs) reaffirmed"
        j = next((k - 1 for k in range(j, max(0, j - 6), -1) if words[k] == "("), j)
    if j > 2 and words[j] == "part" and words[j - 1] in THEIR:  # "for his part"
        j -= 3
    day = j
    while j > 1 and (words[j] in TIMES or words[j].isdigit()):
        j -= 1
    if j < day and words[j] in ("on", "in"):  # "the premier on Wednesday said"
        j -= 1
    while j >= 0 and (is_adverb(words[j]) or words[j].casefold() in PERFECT):
        if (
            words[j].casefold() == "both"
            and words[j + 1] not in (",", "and")
            and (j == 0 or words[j - 1] in OPENERS)
        ):
            break
        perfect |= words[j].casefold() in PERFECT
        j -= 1
    if words[j] in ("and", "but"):
        return Subject("same", i), perfect
    if words[j] in (",", "–", "—"):
        return _before_apposition(tokens, j, people) or Subject("same", i), perfect
    found = noun_phrase(tokens, j, people)
    if found is None or found.kind in ("joint", "country") and not is_main(words, found.first):
        # "foreign ministers and senior leaders from countries and regions",
        # "participants on both sides"
        wider = _main_before(
            ("from", "in", "of", "on", "to", "representing"), tokens, j, 14, people
        )
        found = next((s for s in wider if s.kind == "joint" and not s.persons), found)
    return found, perfect


def _before_apposition(tokens: Tokens, comma: int, people: People) -> Subject | None:
    """Read "Wang Yi, also a member of …," up to its last comma."""
    # "the Director, Sara Carter, opened": the name is the apposition
    named = noun_phrase(tokens, comma - 1, people)
    if named and named.kind == "person" and "," in tokens.texts[named.first : comma - 1]:
        return named
    return next(
        (
            s
            for s in _main_before((tokens.texts[comma],), tokens, comma, APPOSITION, people)
            if s.kind != "country"
        ),
        None,
    )


def _main_before(
    marks: tuple[str, ...], tokens: Tokens, j: int, reach: int, people: People
) -> Iterator[Subject]:
    """Yield the subjects of a main clause that end before one of some words.

    The nearest to token j comes first.
    """
    for k in range(j - 1, max(0, j - reach), -1):
        if tokens.texts[k] in marks:
            end = (
                k - 1 - (tokens.texts[k - 1] in TIMES)
            )  # "Alder Thursday, noting the growth, said"
            found = noun_phrase(tokens, end, people)
            if found and is_main(tokens.texts, found.first):
                yield found


def noun_phrase(tokens: Tokens, j: int, people: People, depth: int = 0) -> Subject | None:
    """Read the noun phrase that ends at token j, if it can speak."""
    if j < 0 or depth > DEEPEST:
        return None
    words, low = tokens.texts, tokens.texts[j].casefold()
    found: Subject | None
    if mention := people.mention_ending.get(tokens[j].end):
        found = _name(tokens, j, mention)
    elif low == "both":
        return None if words[j + 1] in (",", "and") else Subject("joint", j, noun="they")
    elif low in PRONOUNS:
        found = Subject("pronoun", j, noun=low)
    else:
        found = _with_of(tokens, j, people) or _country(words, j) or _role(words, j)
    if found is None:
        return None
    k = found.first - 1
    if k > 0 and words[k] == "and":
        left = noun_phrase(tokens, k - (2 if words[k - 1] == "," else 1), people, depth + 1)
        if left:
            own = (
                left.kind == "person"
                and found.noun in ("team", "delegation", "staff")
                and words[found.first] in THEIR
            )
            return left if own else _joined(left, found)
        if (
            found.kind in ("role", "joint")
            and words[found.first].casefold() not in DETERMINERS
            and found.country is None
            and not found.persons
        ):
            return None
    if depth and k > 0 and words[k] == ",":  # "A, B and C"
        left = noun_phrase(tokens, k - 1, people, depth + 1)
        if left and left.kind in ("person", "joint", "role"):
            return _joined(left, found)
    return found


def _joined(left: Subject, right: Subject) -> Subject:
    alone = {s.country for s in (left, right) if s.kind == "country" and s.country}
    return Subject(
        "joint",
        left.first,
        left.persons + right.persons,
        f"{left.noun} {right.noun}".strip() or "people",
        countries=left.countries | right.countries | alone,
    )


def _name(tokens: Tokens, j: int, mention: Mention) -> Subject:
    """Read a name with what stands before it: "the government of Prime Minister X"."""
    words, first = tokens.texts, bisect_left(tokens, (mention.start,), 0, j)
    while j - first < 9 and is_plain(words[first - 1]) and words[first - 2] in ("and", ",", "with"):
        first -= 1  # "and Eurogroup President X"
    while first > 0 and words[first - 1].casefold() in MODIFIERS:
        first -= 1  # "opposition leader X"
    while first > 0 and (words[first - 1] == "/" or _is_short(words[first - 1])):
        first -= 1  # "HR/VP X"
    if words[first - 1].casefold() in ("the", "both", *THEIR):
        first -= 1
    if words[first - 1] == "of" and words[first - 2].casefold() in BEHALF:
        first -= 3 if words[first - 3].casefold() == "the" else 2
    return Subject("person", first, (mention.person,))


def _is_short(word: str) -> bool:
    """Whether a word is letters that stand for an office: "VP"."""
    return len(word) > 1 and all(part.isupper() and part.isalpha() for part in word.split("/"))


def _with_of(tokens: Tokens, j: int, people: People) -> Subject | None:
    """Read a name or an office with what it is of.

    "Chancellor Merkel of Germany", "the President of the World Bank Group".
    """
    words = tokens.texts
    if not is_capital(words[j]) or words[j] in ("State", "Government"):
        return None
    for k in range(j, max(0, j - 9), -1):
        if not is_capital(words[k]) and words[k] not in (
            "the",
            "and",
            "of",
            "for",
            "'s",
            "’s",
            "&",
            "-",
        ):
            break
        if words[k] == "and" and not is_capital(words[k + 1]):
            break  # "and the President": another
        if words[k] in ("of", "for"):
            held = (
                people.mention_ending.get(tokens[k - 1].end)
                or words[k - 1].capitalize() in OFFICES
                or words[k - 1].casefold() in BODY
            )
            left = noun_phrase(tokens, k - 1, people, DEEPEST) if held else None
            country = COUNTRIES.ending(words, j)
            if left and (
                left.kind == "person"
                and country
                or left.kind == "joint"
                and not left.persons
                and left.noun not in BODY
            ):
                return left
            if left and left.country is None and (left.kind == "role" or left.noun in BODY):
                of = frozenset(filter(is_capital, words[k + 1 : j + 1]))
                if words[j] == "Ministry":  # "the head of the Chilean Foreign Ministry"
                    country = country or COUNTRIES.at(words, k + 1 + (words[k + 1] == "the"))
                return Subject(
                    "role", left.first, noun=left.noun, country=country and country.value, of=of
                )
    return None


def _country(words: list[str], j: int) -> Subject | None:
    """Read "the government of China", ending at word j."""
    country = COUNTRIES.ending(words, j) or _capital(words, j)
    if country is None:
        return None
    first = j + 1 - country.length
    while first > 1 and words[first - 1].casefold() in (
        "the",
        "of",
        "government",
        "republic",
        "kingdom",
    ):
        first -= 1
    return Subject(
        "country", first - (words[first - 1].casefold() in ("the", "both")), country=country.value
    )


def _capital(words: list[str], j: int) -> Found | None:
    """Return for whom a capital speaks: "Beijing stressed", not "Beijing has long insisted"."""
    city = CAPITALS.ending(words, j)
    if city is None or words[j - city.length] in PLACING:
        return None
    then = [w.casefold() for w in words[j + 1 : j + 5]]
    return city if HABIT.isdisjoint(then) and then[0] not in PERFECT else None


def _role(words: list[str], j: int) -> Subject | None:
    """Read "the two sides", "the Chinese side", "the minister", "the heads of state".

    It ends at word j.
    """
    noun, first = words[j].casefold(), j
    head = words[j - 2].casefold()
    if (
        noun in ("state", "government", "delegation")
        and words[j - 1] == "of"
        and head in ("heads", "head")
    ):
        noun, first = (
            head if noun == "delegation" or head == "heads" else "leader",
            j - 2,
        )
    counted = not COUNT_WORDS.isdisjoint(map(str.casefold, words[max(0, j - 3) : j]))
    plural = noun in PLURAL or counted and _is_counted(words, j)
    if not (
        plural
        or noun in SINGULAR
        or (words[j] if is_capital(words[j]) else words[j].capitalize()) in OFFICES
    ):
        return None
    if not {"a", "an"}.isdisjoint((words[j - 1].casefold(), head)):
        return Subject("role", j, noun="somebody")
    country, last, determined = None, first, False
    group: frozenset[str] = frozenset()  # whose leaders: "the Quad leaders"
    while first > 0 and last - first < 7:
        word, low = words[first - 1], words[first - 1].casefold()
        if low in DETERMINERS or _is_a_countrys(words, first - 1):
            determined = True
        elif named := COUNTRIES.ending(words, first - 1):
            country, determined = named.value, True
        elif word in ("And", "But"):
            break
        elif is_capital(word) and plural and noun in GROUPED and is_plain(word) and first > 1:
            group |= {word} - OF_OFFICES
        elif not counted and word not in OF_OFFICES if is_capital(word) else low not in MODIFIERS:
            break
        first -= 1
    coordinate = first > 1 and words[first - 1] == "and" and (plural or is_capital(words[j]))
    if not (
        determined
        or coordinate
        or is_capital(words[first])
        and (plural or first == 0)
        and noun not in UNNAMED
        or noun in ("participants", "representatives")
    ):
        return None
    if country is None and (plural or noun == "side" and words[first].casefold() == "each"):
        return Subject("joint", first, noun=noun, of=group)
    stands = country and noun in (
        "side",
        "government",
        "team",
        "administration",
        "delegation",
        *BODY,
    )
    fields = frozenset(map(str.capitalize, words[first:j]))
    return Subject(
        "country" if stands else "role", first, noun=noun, country=country, fields=fields
    )


def _is_a_countrys(words: list[str], j: int) -> bool:
    """Whether word j ends "Norway's"."""
    return words[j] in ("'s", "’s") and COUNTRIES.ending(words, j - 1) is not None


def _is_counted(words: list[str], j: int) -> bool:
    """Whether "the two" of them are those who talk: offices, or a noun for persons as such."""
    low = words[j].casefold()
    persons = low in PAIRS or low[:-1].capitalize() in OFFICES or words[j][:-1].isupper()
    before = map(str.casefold, words[max(0, j - 5) : j])
    return persons and not DEFINITE.isdisjoint(before)  # no "two lawmakers"


def opening(tokens: Tokens, people: People) -> tuple[Subject | None, str]:
    """Return the noun phrase that opens a sentence, and the verb after it.

    Or that opens its main clause, after a fronted phrase.
    """
    words = tokens.texts
    for first in [0, *(i for i, w in enumerate(words[:25], 1) if w == ",")][:3]:
        for j in reversed(range(first, min(first + 12, len(tokens)))):
            found = noun_phrase(tokens, j, people)
            beside = tokens[j + 1 : j + 2]
            if (
                found
                and found.first == first
                and not any(
                    t.text in ("and", "'s", "’s", ",") or t.end in people.mention_ending
                    for t in beside
                )
            ):
                verb, then = [*(w for w in words[j + 1 : j + 6] if not is_adverb(w)), "", ""][:2]
                return found, verb if verb not in ("is", "are") or then in word_set(
                    "stance"
                ) else ""
    return None, ""
