"""How a phrase grows: the forms of each word, times the ways to write their joints.

`multipolar world` has the words `multipolar` and `world`. The first gets its forms from `CHANGES`
(here none, as it is not the last), and from the book the form `multi|polar`: two parts, and a joint
that may be a hyphen or a space. Between the words is a joint, too. A variant is a form of each word
with every joint written in one of its ways, and its reason is what was changed on the way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import chain, combinations, product
from typing import NamedTuple

import regex

from ..books import read_book
from .matching import folded_phrase

_LONG = "[a-z]{4}"  # what follows a prefix is a word by itself
# organization, realizing, organized, organizers: three letters before, so that no size is a sise
_Z = regex.compile(r"(?<=...)iz(?=ations?$|ing$|e[drs]?$)")
_S = regex.compile(r"(?<=...)is(?=ations?$)")  # promising and advised have no z


class Joint(Enum):
    """What joins two parts of a phrase: how it is plainly written, and the ways that are tried."""

    HYPHEN = "-", ("-", " ", "")  # one that the phrase has: win-win
    BLANK = " ", (" ",)  # between words; in a short phrase in more ways: see _BLANKS
    SET_OFF = "", ("-", " ")  # after a prefix: multi|polar
    HYPHENED = "", ("-",)  # where a hyphen may stand and no space: co|operation

    def __init__(self, plain: str, ways: tuple[str, ...]):
        self.plain = plain
        self.ways = ways


# How blanks may be written in a phrase of so many words that has no other joint.
_BLANKS = {2: (" ", "-", ""), 3: (" ", "-")}
_BLANK_ONLY = (" ",)
_PLAINLY = {joint: joint.plain for joint in Joint}


class Form(NamedTuple):
    """A form of a word or a phrase: its parts, the joints between them, and what was changed."""

    parts: tuple[str, ...]
    joints: tuple[Joint, ...] = ()
    why: str = ""

    def written(self, ways: Mapping[Joint, str]) -> str:
        """Write the form with its joints in these ways.

        >>> multi_polar = Form(("multi", "polar"), (Joint.SET_OFF,))
        >>> multi_polar.written({Joint.SET_OFF: "-"})
        'multi-polar'
        """
        after = [*(ways[joint] for joint in self.joints), ""]
        return "".join(chain.from_iterable(zip(self.parts, after, strict=False)))


class Word(NamedTuple):
    """A word to be changed (what follows the last hyphen), and where it stands in its phrase."""

    text: str
    head: bool = True  # the noun that the phrase is about: the last word, or the one before a link
    last: bool = True


@dataclass(frozen=True)
class Change:
    """A change that gives words further forms, and why.

    `reason` is what readers see, `forms` makes new forms of one that is there, `example` is a word
    and a form that it gets.
    """

    reason: str
    forms: Callable[[str, Word], Iterable[str]]
    example: tuple[str, str]


def spell_out(phrase: str, given: str, most: int | None = None) -> dict[str, str]:
    """Return the variants of a phrase, each with its reason; that of its own form is `given`.

    Those with the fewest words changed come first; of more than `most` the others are not made.
    Raises ReadoutError for a phrase without a letter or digit.

    >>> spell_out("X-RAY", "as written")
    {'x-ray': 'as written', 'x ray': 'hyphen or space', 'xray': 'hyphen or space'}
    >>> spell_out("democrati*", "as written")
    {'democrati*': 'any ending'}
    >>> list(spell_out("core interests", "as written", 2))
    ['core interests', 'core-interests']
    """
    folded = folded_phrase(phrase)
    if "*" in folded:
        return {folded: "any word" if "*" in folded.split() else "any ending"}
    words = folded.split(" ")
    capitals = {word.casefold() for word in phrase.split() if word.isupper()}
    blanks = _BLANKS.get(len(words), _BLANK_ONLY)
    variants: dict[str, str] = {}
    for chosen in _fewest_changes_first([*_forms_in_place(words, capitals)]):
        form = _words_joined(chosen)
        plain = form.written(_PLAINLY)
        jointed = any(word.joints for word in chosen)
        for ways in _ways(form, _BLANK_ONLY if jointed else blanks):
            variant = form.written(ways)
            joined = "" if variant == plain else "hyphen or space"
            variants.setdefault(variant, _listed(form.why, joined) or given)
            if len(variants) == most:
                return variants
    return variants


def _fewest_changes_first(forms: list[list[Form]]) -> Iterator[tuple[Form, ...]]:
    """Return each choice of one form a word; the first form of a word is the word as it stands."""
    changing = [i for i, own in enumerate(forms) if len(own) > 1][::-1]
    for changed in range(len(changing) + 1):
        for places in combinations(changing, changed):
            kept = [own[:1] for own in forms]
            for i in places:
                kept[i] = forms[i][1:]
            yield from product(*kept)


def _listed(*reasons: str) -> str:
    return ", ".join(filter(None, reasons))


def _words_joined(words: tuple[Form, ...]) -> Form:
    """Join forms of words to a form of the phrase; a determiner that falls leaves no blank."""
    parts: list[str] = []
    joints: list[Joint] = []
    for word in words:
        if any(word.parts):
            joints += [Joint.BLANK] * bool(parts)
            joints += word.joints
            parts += word.parts
    reasons = dict.fromkeys(word.why for word in words)
    return Form(tuple(parts), tuple(joints), _listed(*reasons))


def _ways(form: Form, blanks: tuple[str, ...]) -> Iterator[dict[Joint, str]]:
    """Return the ways to write the joints of a form; joints of one kind are all written alike."""
    ways = {joint: joint.ways for joint in Joint} | {Joint.BLANK: blanks}
    kinds = [joint for joint in Joint if joint in form.joints]
    for written in product(*(ways[joint] for joint in kinds)):
        yield dict(zip(kinds, written, strict=True))


# --- words in a phrase ---------------------------------------------------------------------------


def _forms_in_place(words: list[str], capitals: set[str]) -> Iterator[list[Form]]:
    """Return the forms of each word where it stands; one in capitals keeps its form."""
    links = read_book("phrases")["links"]
    last = len(words) - 1
    head = next((i for i, after in enumerate(words[1:]) if after in links), last)
    for i, word in enumerate(words):
        forms = forms_of(word, head=i == head, last=i == last)
        kept = [_as_written(word)]
        yield (kept if word in capitals else forms) + _determiner_forms(words, i)


def _determiner_forms(words: list[str], i: int) -> list[Form]:
    """Return the forms that a word has because a determiner may stand or fall.

    Not at the end; at the start it falls only where two words are left.

    >>> [form.parts for form in _determiner_forms(["the", "two", "leaders"], 0)]
    [('',)]
    >>> [form.parts for form in _determiner_forms(["heads", "of", "state"], 1)]
    [('of', 'the')]
    """
    book = read_book("phrases")
    if len(words) < 3 or i == len(words) - 1:
        return []
    if words[i] in book["determiners"]:
        return [Form(("",), why="determiner")]
    if i and words[i] in book["links"] and words[i + 1] not in book["determiners"]:
        return [Form((words[i], "the"), (Joint.BLANK,), "determiner")]
    return []


# --- forms of a word -----------------------------------------------------------------------------


def forms_of(word: str, head: bool = True, last: bool = True) -> list[Form]:
    """Return the forms of a word: changed after its last hyphen, then with the joints of the book.

    >>> [form.written(dict.fromkeys(Joint, "|")) for form in forms_of("ceasefire")]
    ['ceasefire', 'ceasefires', 'cease|fire', 'cease|fires']
    """
    before, _, end = word.rpartition("-")
    start = f"{before}-" if before else ""
    changed = _changed(Word(end, head, last))
    forms = [_as_written(start + text, why) for text, why in changed.items()]
    for text, why in changed.items():
        forms += _with_bar(start + text, why)
    return forms


def _as_written(word: str, why: str = "") -> Form:
    parts = tuple(word.split("-"))
    return Form(parts, (Joint.HYPHEN,) * (len(parts) - 1), why)


def _with_bar(word: str, why: str) -> Iterator[Form]:
    """Return a word with a joint where it may be set off from its prefix, or hyphened."""
    for key, joint in (("prefixes", Joint.SET_OFF), ("hyphens", Joint.HYPHENED)):
        if bar := _bars(key).match(word):
            rest = _as_written(word[bar.end() :])
            yield Form((bar.group(), *rest.parts), (joint, *rest.joints), why)


@cache
def _bars(key: str) -> regex.Pattern[str]:
    """Return what finds the start of a word up to a bar of the book (`multi|`, `cease|fire`)."""
    bars = (word.split("|") for word in read_book("phrases")[key])
    return regex.compile("|".join(f"{before}(?={after or _LONG})" for before, after in bars))


def _changed(word: Word) -> dict[str, str]:
    """Return the forms that the changes give a word, each with its reasons.

    A change is made to every form that those before it made.

    >>> _changed(Word("organization", last=False))
    {'organization': '', 'organisation': 's or z'}
    """
    forms = {word.text: ""}
    for change in CHANGES:
        for form, why in list(forms.items()):
            for changed in change.forms(form, word):
                forms.setdefault(changed, _listed(why, change.reason))
    return forms


# --- changes -------------------------------------------------------------------------------------


def _endings(form: str, word: Word) -> Iterator[str]:
    """Give an adjective in -al or -ar at the end of a phrase its other endings."""
    adjective = _adjective(word.text)
    if adjective and word.last:
        yield from (adjective + ending for ending in read_book("phrases")["endings"])


def _adjective(word: str) -> str:
    """Return the adjective in -al or -ar of which a word is a form, or nothing.

    >>> _adjective("multipolarity"), _adjective("signal")
    ('multipolar', '')
    """
    found = _adjectives().fullmatch(word)
    return found[1] if found and found[1] not in read_book("phrases")["nouns"] else ""


@cache
def _adjectives() -> regex.Pattern[str]:
    endings = "|".join(read_book("phrases")["endings"])
    return regex.compile(rf"(\w{{3,}}(?:al|ar))(?:{endings})")


def _numbers(form: str, word: Word) -> Iterator[str]:
    """Give the head of a phrase its other number."""
    if word.head and _has_numbers(word.text):
        rules = read_book("phrases")["numbers"]
        yield next(regex.sub(old, new, form) for old, new in rules if regex.search(old, form))


def _has_numbers(word: str) -> bool:
    """Say whether a word may be singular or plural: no adjective, abstract noun or fixed word may.

    >>> [w for w in ("interest", "regional", "polarity", "news", "g20") if _has_numbers(w)]
    ['interest']
    """
    book = read_book("phrases")
    abstract = tuple(filter(None, book["endings"]))
    fixed = word in book["fixed"] or word.endswith(abstract) or _adjective(word)
    return word.isalpha() and not fixed


def _s_or_z(form: str, word: Word) -> Iterator[str]:
    """Let s and z change places before -ation, and z become s before -ing and -e."""
    yield _Z.sub("is", form)
    yield _S.sub("iz", form)


def _spellings(form: str, word: Word) -> Iterator[str]:
    """Put one of the book's two spellings for the other."""
    for one, other in read_book("phrases")["spellings"]:
        yield form.replace(one, other)
        yield form.replace(other, one)


# In the order in which they are made; where a form is there already, its first reason stands.
CHANGES = (
    Change("another ending", _endings, ("multipolar", "multipolarity")),
    Change("singular or plural", _numbers, ("interest", "interests")),
    Change("s or z", _s_or_z, ("democratization", "democratisation")),
    Change("British or American", _spellings, ("neighbor", "neighbour")),
)
