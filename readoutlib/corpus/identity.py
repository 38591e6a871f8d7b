"""Identity: the same person under other spellings, and the same talk in other accounts."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import chain, combinations
from operator import attrgetter

from ..parsing.readout import Participant, Readout

# Words of an office that tell apart who bears one surname.
HIGH_OFFICES = frozenset(("President", "Minister", "Secretary", "King", "Chancellor"))
LEAST_ALIKE = 0.8  # the share of letters that two spellings of a word have in common
VOWELS = frozenset("aeiouyh'’-")  # and what transliterations add or leave out
CALLS = ("phone", "video")
MOST_OF_A_KEY = 100  # names that share one and are compared: so the work grows with the names
MOST_WORDS = 8  # of a name, from its end, that make keys

Key = tuple[str, ...]
Identities = Mapping[tuple[str, str], str]  # (doc_id, name there) → name in the whole collection


# --- persons -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Name:
    """A full name as documents give it, with what they tell of who bears it."""

    name: str
    words: list[str]
    documents: list[str]
    offices: set[str]
    countries: set[str]

    @property
    def length(self) -> int:
        return len(self.name.split())

    @property
    def told(self) -> object:
        """What tells whose name it is; a name of initials alone stands for itself."""
        words = tuple(self.words) or self.name
        return words, frozenset(self.offices), frozenset(self.countries)


def same_persons(readouts: Sequence[Readout]) -> dict[tuple[str, str], str]:
    """Return (doc_id, name in the document) → the name of this person in the whole collection.

    Names are one person if their words are the same but for spelling (Sergey, Sergei), or one is a
    part of the other (Biden, Joseph R. Biden), or surname and office agree; a bare name that fits
    two people stays its own. A person is called by the longest of the names, then by the most
    frequent. Of more than MOST_OF_A_KEY names that share a sound, those are compared alone that
    share another sound too, or two words.
    """
    alike: dict[object, list[_Name]] = defaultdict(list)
    for name in sorted(_names(readouts), key=lambda n: (-n.length, n.name)):
        alike[name.told].append(name)
    groups = _grouped([own[0] for own in alike.values()])
    persons: dict[tuple[str, str], str] = {}
    for group in groups:
        names = [name for first in group for name in alike[first.told]]
        best = min(names, key=lambda n: (-n.length, -len(n.documents), n.name)).name
        persons |= {(doc_id, name.name): best for name in names for doc_id in name.documents}
    return persons


def _grouped(names: list[_Name]) -> list[list[_Name]]:
    """Return the names by person; a name is compared with those alone that share a key with it."""
    keys = [_keys(name.words, name.offices) for name in names]
    times = Counter(chain.from_iterable(keys))
    bearers: dict[Key, list[int]] = defaultdict(list)
    groups: list[list[_Name]] = []
    group_of: list[int] = []
    for number, name in enumerate(names):
        telling = [key for key in keys[number] if times[key] <= MOST_OF_A_KEY]
        nearby = {other for key in telling for other in bearers[key]}
        fitting = {group_of[other] for other in nearby if _one_person(name, names[other])}
        if len(fitting) == 1:
            (group,) = fitting
        else:
            group = len(groups)
            groups.append([])
        groups[group].append(name)
        group_of.append(group)
        for key in telling:
            bearers[key].append(number)
    return groups


def _keys(words: list[str], offices: Iterable[str] = ()) -> set[Key]:
    """Return under what a name is looked up.

    Its sounds, two of these, two words, all words; and an office with surname and initial. A key
    that many names share tells nobody apart; those that say more then do.

    >>> sorted(_keys(["wang", "yi"], ["Minister"]))
    [('Minister', 'y', 'w'), ('wang', 'yi'), ('wng',), ('wng', 'y'), ('y',)]
    """
    last = sorted(set(words[-MOST_WORDS:]))
    sounds = sorted({_sound(word) for word in last})
    keys = {*combinations(sounds, 1), *combinations(sounds, 2), *combinations(last, 2), tuple(last)}
    return keys | {(office, _sound(words[-1]), words[0][0]) for office in offices if words}


def _names(readouts: Sequence[Readout]) -> list[_Name]:
    seen: dict[str, list[tuple[str, Participant]]] = defaultdict(list)
    for readout in readouts:
        for person in (p for p in readout.people if p.role != "mentioned"):
            seen[person.name].append((readout.name, person))
    return [
        _Name(
            name,
            [word.casefold() for word in name.split() if len(word.rstrip(".")) > 1],
            [doc_id for doc_id, _ in own],
            {w for _, p in own for w in (p.office or "").split() if w in HIGH_OFFICES},
            {p.country for _, p in own if p.country},
        )
        for name, own in seen.items()
    ]


def _sound(word: str) -> str:
    """Return a spelling-blind key: the first consonants.

    Transliterations differ in vowels and doubled letters, seldom in these.

    >>> [_sound(w) for w in ("lavrov", "lawrow", "sergey", "sergei", "ai")]
    ['lvr', 'lwr', 'srg', 'srg', 'a']
    """
    return "".join(dict.fromkeys(c for c in word if c not in VOWELS))[:3] or word[:1]


def _one_person(one: _Name, other: _Name) -> bool:
    if not one.words or not other.words:
        return False
    if one.countries and other.countries and one.countries.isdisjoint(other.countries):
        return False
    offices_meet = not one.offices.isdisjoint(other.offices)
    short, long = sorted((one.words, other.words), key=len)
    if all(any(_alike(word, w) for w in long) for word in short):
        bare = len(short) == 1 < len(long)  # a surname beside a full name: offices must not differ
        return not bare or offices_meet or not (one.offices and other.offices)
    surnames_meet = _alike(one.words[-1], other.words[-1])
    initials_meet = one.words[0][0] == other.words[0][0]
    return surnames_meet and initials_meet and offices_meet


def _alike(a: str, b: str) -> bool:
    """Whether two words are spellings of one: equal, or of five letters and more and much alike."""
    if a == b:
        return True
    short, long = sorted((len(a), len(b)))
    may_be = short > 4 and a[0] == b[0] and 2 * short >= LEAST_ALIKE * (short + long)
    return may_be and SequenceMatcher(None, a, b).ratio() >= LEAST_ALIKE


# --- talks ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Talk:
    """A talk as its most exactly dated account dates it."""

    first: date
    last: date
    event_id: str


def same_talks(readouts: Sequence[Readout], persons: Identities) -> dict[str, str]:
    """Return doc_id → event_id: one for the copies of a text, and for the accounts of one talk.

    Accounts are of one talk where the same people met, in person or not, on dates that overlap. The
    most exactly dated come first: each later account joins the one talk that its dates overlap, and
    stays on its own where they overlap two (a year in which these people met twice).
    """
    originals: dict[str, str] = {}  # text → the document that stands for its copies
    events: dict[str, str] = {}
    talks: dict[object, list[_Talk]] = defaultdict(list)  # in order of time; none overlap
    for readout in sorted(readouts, key=_inexactness):
        if originals.setdefault(readout.text, readout.name) != readout.name:
            continue
        people = frozenset(persons[readout.name, name] for name in readout.participants)
        met = (people, readout.event_kind in CALLS)
        events[readout.name] = _event_of(readout, talks[met])
    return {r.name: events[originals[r.text]] for r in readouts}


def _inexactness(readout: Readout) -> tuple[timedelta, date, str]:
    first, last = readout.event_start, readout.event_end
    if first is None or last is None:
        return timedelta.max, date.max, readout.name
    return last - first, first, readout.name


def _event_of(readout: Readout, talks: list[_Talk]) -> str:
    """Return the talk an account joins among those of the same people; else it opens its own."""
    first, last = readout.event_start, readout.event_end
    if first is None or last is None or len(readout.participants) < 2:
        return readout.name
    start = bisect_left(talks, first, key=attrgetter("last"))
    end = bisect_right(talks, last, key=attrgetter("first"))
    overlapping = talks[start:end]
    if len(overlapping) == 1:
        return overlapping[0].event_id
    if not overlapping:
        talks.insert(start, _Talk(first, last, readout.name))
    return readout.name
