"""Names: the words of a sentence that name a person, with office and country.

All reading goes over `Tokens.texts`, the words of a sentence with blanks after the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..rules import load, word_set
from ..words.tokens import Phrases, Tokens

HONORIFICS, SUFFIXES, COMMON = word_set("honorific"), word_set("suffix"), word_set("common")
GIVEN, NAMES_TOO = word_set("given"), word_set("month name")
OFFICE_LISTS = ("office", "field", "organisation", "particle", "leader")
OFFICES, FIELDS, ORGANISATIONS, PARTICLES, LEADERS = (
    frozenset(load("offices")[kind]) for kind in OFFICE_LISTS
)
SMALL_OFFICES = frozenset(w.lower() for w in OFFICES & word_set("small office"))
OFFICES |= {f"{w}." for w in OFFICES}
FIELDS |= {w.lower() for w in FIELDS & word_set("small field")}
ANY_OFFICE, OF_OFFICES = OFFICES | SMALL_OFFICES, OFFICES | FIELDS
SPEAKING = frozenset(
    v.split()[0] for key in ("report", "talk", "talk_light") for v in load("verbs")[key]
)
COUNTRIES = Phrases(
    {
        form: c
        for c, words in load("countries").items()
        for w in (c, *words)
        for form in (w, w.replace("'", "’"))
    }
)
MAX_NAME = 7  # words
MAX_OFFICE = 16  # words an office may run over


class Named(NamedTuple):
    """A name where it stands, by characters.

    `start` is where the office before it begins, `name_start` where itself does.
    """

    start: int
    name_start: int
    end: int
    name: tuple[str, ...]
    country: str | None = None
    office: str | None = None


def is_capital(word: str) -> bool:
    return word[:1].isupper()


def read_names(tokens: Tokens, known: frozenset[str]) -> list[Named]:
    """Return the names that an office introduces, then those that speak or meet without one.

    In a headline every word has a capital: where `known` words of the body are given, what follows
    the last of them is no name.
    """
    held = list(_with_office(tokens, known))
    taken = {n.name_start for n in held}
    return held + [n for n in _bare_subjects(tokens) if n.start not in taken]


def _with_office(tokens: Tokens, known: frozenset[str]) -> Iterator[Named]:
    words, done = tokens.texts, 0
    for i in tokens.places(ANY_OFFICE):
        if i < done or words[i] in SMALL_OFFICES and _name_end(words, i + 1) == i + 1:
            continue
        before = words[i - 1]
        if (
            words[i] in GIVEN
            and is_plain(before)
            and not before.isupper()
            and before not in OF_OFFICES
            and not COUNTRIES.at(words, i - 1)
        ):
            continue  # "Hossein Amir Abdollahian"
        begin = _after_office(words, i)
        end = _name_end(words, begin)
        if known:
            unknown = next(
                (
                    k
                    for k in range(begin, end)
                    if words[k] not in known and words[k] not in SUFFIXES and is_capital(words[k])
                ),
                end,
            )
            alone = end - begin > 1 and words[end] in (
                "",
                "'s",
                "’s",
                ",",
                "and",
                "of",
            )  # named in the headline alone
            end = end if unknown == begin and alone else unknown
        if end == begin and words[begin] in OFFICES:
            continue  # the last office of a row stands for them all
        first = _office_start(words, i)
        if end > begin:
            country, apposed = _country_and_apposition(words, first, begin, end)
            name = tuple(w for w in words[begin:end] if w not in (",", ".", "Jr", "Sr"))
            office = " ".join([w for w in words[first:begin] if w not in (",", ".")] + apposed)
            yield Named(
                tokens[first].start, tokens[begin].start, tokens[end - 1].end, name, country, office
            )
            done = end
        elif apposed_to := _name_before(words, first):
            a, b = apposed_to
            country = next(_countries(words, first, begin), None)
            yield Named(
                tokens[a].start,
                tokens[a].start,
                tokens[b - 1].end,
                tuple(words[a:b]),
                country,
                " ".join(words[first:begin]),
            )


def _bare_subjects(tokens: Tokens) -> Iterator[Named]:
    """Yield the names of two words or more that do something ("Vladimir Putin stressed").

    They open a sentence or stand after its first comma.
    """
    if tokens.words.isdisjoint(SPEAKING):
        return
    words = tokens.texts
    comma = next(
        (k for k, w in enumerate(words[:12], 1) if w == ","), 0
    )  # "In the call, Vladimir Putin stressed"
    for first in dict.fromkeys((0, comma)):
        end = _name_end(words, first)
        then = words[end : end + 3]
        after = next(
            (w for w in then if w not in ("also", "then", "and", "again") and not w.endswith("ly")),
            "",
        )
        subject = (
            after in SPEAKING or then[0] == "and" and not ANY_OFFICE.isdisjoint(then)
        )  # "Vladimir Putin and President X spoke"
        subject = (
            subject
            or end - first > 1
            and then[0] == ","
            and not ANY_OFFICE.isdisjoint(words[end + 1 : end + 7])
        )  # "Ann Alder, acting deputy minister of"
        if 1 < end - first < 5 and subject and not any(map(str.isupper, words[first:end])):
            yield Named(
                tokens[first].start,
                tokens[first].start,
                tokens[end - 1].end,
                tuple(words[first:end]),
            )


def is_plain(word: str) -> bool:
    return is_capital(word) and word not in COMMON


def _name_end(words: list[str], i: int) -> int:
    """Return the end of the name that begins at word i, or i."""
    j = i
    while j - i < MAX_NAME:
        word, then = words[j], words[j + 1]
        if word in SUFFIXES and j > i:
            return j + (2 if then == "." and word in ("Jr", "Sr") else 1)
        particle = (
            word.casefold() in PARTICLES
            and (j > i or is_capital(word))
            and (is_capital(then) or then in PARTICLES)
        )
        if not (particle or j > i and word == "," and then in SUFFIXES or _is_of_name(words, i, j)):
            break
        j += 1
    while j > i and words[j - 1] in PARTICLES:
        j -= 1
    return j


def _is_of_name(words: list[str], i: int, j: int) -> bool:
    """Whether word j can be of the name that begins at word i."""
    word, opens = words[j], j == i
    head, _, tail = word.partition("-")  # "al-Sharaa"
    if not (is_capital(word) or head in PARTICLES and is_capital(tail)) or word in ORGANISATIONS:
        return False
    if (
        word in COMMON
        and (opens or word not in NAMES_TOO)
        or word in OFFICES
        and (opens or word not in GIVEN)
        or word in FIELDS
        and opens
    ):
        return False
    if (opens or words[j - 1] != "-") and COUNTRIES.at(words, j):
        return False
    beside = words[j + 1 if opens else j - 1]
    return (
        not word.isupper()
        or len(word) <= 3
        or "." in word
        or is_capital(beside)
        and not beside.isupper()
    )  # "HAYASHI Yoshimasa", but no acronym


def _name_before(words: list[str], first: int) -> tuple[int, int] | None:
    """Return the span of a name of two words or more that an office in apposition follows.

    "Ann Alder, Minister of …".
    """
    comma = first - 1 - (words[first - 1] == "the")
    if comma < 2 or words[comma] != ",":
        return None
    start = comma
    while start > 0 and comma - start < 4 and is_plain(words[start - 1]):
        start -= 1
    return (
        (start, comma)
        if comma - start > 1
        and _name_end(words, start) == comma
        and OFFICES.isdisjoint(words[start:comma])
        else None
    )


def _after_office(words: list[str], i: int) -> int:
    """Return where a name would begin after the office whose last word is i.

    That is past a comma, what it is an office of, and "H.E. Mr.".
    """
    j = i + 1 + (words[i + 1] == ".")
    if words[j] == "," and words[j + 1]:
        name = _past_honours(words, j + 1 + (words[j + 1] == "the"))
        end = _name_end(words, name)
        if end > name > j + 1:  # "Defence Minister, the Honourable Peter MacKay"
            j = name - 1
        return j + (
            words[i] == "counterpart" or end - j > 2 and words[end] == "," and is_capital(words[i])
        )
    if words[j] in ("of", "for", "to", "on"):
        j = _past_complement(words, j)
        if words[j] == "(" and words[j + 2] == ")":
            j += 3  # "the President of the World Bank Group (WBG) Mr. Ajay Banga"
        if words[j] == "to" and (country := COUNTRIES.at(words, j + 1)):
            j += 1 + country.length  # "the Ambassador of Japan to Sri Lanka, H.E. Mr. X"
        j = _past_honours(words, j + (words[j] == "," and _past_honours(words, j + 1) > j + 1))
        if words[j] == ",":  # "the Minister of Foreign Affairs of Iran, Abbas Araghchi"
            end = _name_end(words, j + 1)
            j += end - j > 2 and words[end] in ("", ",", ".", "and")
    return j


def _past_complement(words: list[str], i: int) -> int:
    """Return where "of State", "for National Security Affairs", "of the Republic of X" ends.

    It starts at its "of". Capitalised words and small links are read on; the complement ends after
    the last of them that names a field, a country or an office.
    """
    j = end = i
    while j - i < MAX_OFFICE:
        word = words[j]
        if word in ("to", "on") and j > i:
            break  # "the President of Finland to NATO Headquarters"
        if word == "of" and end < j and is_capital(words[end]):
            break  # "Minister of Finance Namki Hong of the Republic of Korea"
        if (
            end < j
            and is_capital(words[j - 1])
            and (word == "," or word == "and" and _opens_office(words, j + 1))
        ):
            break  # a name ended here
        # "of Foreign Affairs, Trade and Tourism"
        listed = (
            word == ","
            and end == j
            and next((w for w in words[j + 1 : j + 4] if w not in ("and", "the")), "") in FIELDS
        )
        if country := COUNTRIES.at(words, j):
            j = end = j + country.length
        elif word in OF_OFFICES or word in ORGANISATIONS:
            j = end = j + 1
        elif (
            listed
            or is_capital(word)
            or word in ("of", "for", "the", "and", "to", "on", "'s", "’s", "&", "-")
        ):
            j += 1
        else:
            break
    return end


def _opens_office(words: list[str], i: int) -> bool:
    """Whether an office begins at word i: "Secretary", "Foreign Minister"."""
    return words[i] in OFFICES or words[i] in FIELDS and words[i + 1] in OFFICES


def _past_honours(words: list[str], i: int) -> int:
    """Return where "H.E. Mr." ends that begins at word i, or i."""
    j = i
    while words[j + 1] and (
        words[j].rstrip(".") in HONORIFICS or j > i and words[j] == "." or words[j] in ("H.", "E.")
    ):
        j += 1
    return j


def _office_start(words: list[str], i: int) -> int:
    """Return the first word of the office that ends at word i."""
    j = i
    while j > 0 and i - j < MAX_OFFICE:
        before, word, after = words[j - 2], words[j - 1], words[j]
        joined = word in ("of", "the", "for", "to") and (
            after == "Hon" or before in OF_OFFICES or before in ("of", "for", "to")
        )
        linked = word == "and" and before in OF_OFFICES and not _determined(words, j - 2)
        honour = word in ("His", "Her", "Their") and after in (
            "Majesty",
            "Highness",
            "Excellency",
            "Royal",
            "Majesties",
        )
        possessive = word in ("'s", "’s", "'", "’") and is_capital(before)
        plain = (
            word in OF_OFFICES
            or word in ("/", "former", "then", "-")
            or word == "."
            and before in OFFICES
        )
        if not (
            joined or linked or honour or possessive or plain or COUNTRIES.ending(words, j - 1)
        ):
            break
        j -= 1
    while j < i and words[j] in ("of", "the", "for", "to", "and", "'s", "’s", "-", "."):
        j += 1
    return j


def _determined(words: list[str], i: int) -> bool:
    """Whether the office that ends at word i has an article, and so stands for somebody itself.

    "the President and Prime Minister X".
    """
    while i > 0 and is_capital(words[i]):
        i -= 1
    return words[i].casefold() == "the"


def _countries(words: list[str], start: int, end: int) -> Iterator[str]:
    return (found.value for k in range(start, end) if (found := COUNTRIES.at(words, k)))


def _country_and_apposition(
    words: list[str], first: int, begin: int, end: int
) -> tuple[str | None, list[str]]:
    """Return the country of who holds an office, and the words of an office in apposition.

    The office is at `first`; the name runs from `begin` to `end`.
    """
    theirs = next(
        (k for k in range(first, begin) if words[k] in ("for", "to", "on")), begin
    )  # not the country one is an envoy to
    held = list(_countries(words, first, theirs))
    country = held[-1] if held else None
    if country is None and words[end] == "of":
        at = end + 1 + (words[end + 1] == "the")
        country = next(_countries(words, at, at + 1), None)
    if (
        country is None and words[end] == ","
    ):  # "Dr. Fuad Hussein, Iraq's Minister of Foreign Affairs,"
        stop = next(
            (
                k
                for k, w in enumerate(words[end + 1 : end + MAX_OFFICE], end + 1)
                if w in (",", ".", "and")
            ),
            end,
        )
        apposed = words[end + 1 : stop]
        if not OFFICES.isdisjoint(apposed):
            return next(_countries(words, end + 1, stop), None), [w for w in apposed if w != "the"]
    return country, []
