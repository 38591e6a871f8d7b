"""What a reporting word does in its place: it reports, or tells that the talk took place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..names.grammar import COUNTRIES
from ..names.names import is_capital
from ..names.people import Mention, People
from ..rules import word_set
from ..words.tokens import Token, Tokens

TALK_LIGHT, TALK_NOUN = word_set("talk_light"), word_set("talk_noun")
ABOUT = frozenset(("about", "on", "of", "candidly", "frankly"))
WITH = frozenset(("with", "by", "to"))


@dataclass(frozen=True, slots=True)
class Word:
    """A reporting word where it stands: the tokens from `i` up to `after`, and what it does.

    `told`: whom it names directly behind it.
    """

    tokens: Tokens
    people: People
    i: int
    after: int
    sort: str
    told: Mention | None

    @property
    def text(self) -> str:
        return self.tokens.texts[self.i]

    def behind(self, count: int) -> list[str]:
        """Return so many words behind its first."""
        return self.tokens.texts[self.i + 1 : self.i + 1 + count]


@dataclass(frozen=True, slots=True)
class Elsewise:
    """A row: in these places a word does something else than its list says.

    `fires` and `silent` are sentences of Alder and Birch, whose last clause is of the row's sort in
    one and not in the other.
    """

    sort: str
    fits: Callable[[Word], bool]
    fires: str
    silent: str


def _holds_talks(word: Word) -> bool:
    light = word.sort == "joint" and word.text in TALK_LIGHT
    return light and _talk_noun(word.tokens.texts, word.i + 1)


def _calls_on_somebody(word: Word) -> bool:
    calls = word.text == "called" and word.told is not None and word.after == word.i + 2
    return calls and "to" not in word.tokens.texts[word.after : word.after + 8]


def _speaks_about(word: Word) -> bool:
    near = word.behind(3)
    speaks = word.sort == "talk" and word.text in ("spoke", "talked")
    return speaks and not ABOUT.isdisjoint(near) and WITH.isdisjoint(near)


ELSEWISE = (
    Elsewise(
        "talk",
        _holds_talks,
        fires="The two sides held a long phone conversation.",
        silent="The two sides held discussions on trade.",
    ),
    Elsewise(
        "talk",
        _calls_on_somebody,
        fires="Alder called on Minister Birch.",
        silent="Alder called on Minister Birch to act.",
    ),
    Elsewise(
        "talk",
        lambda word: word.text == "discussed" and _with_party(word),
        fires="Alder discussed trade with Minister Birch.",
        silent="They discussed trade, with Minister Birch stressing that it grows.",
    ),
    Elsewise(
        "talk",
        lambda word: word.text == "welcomed" and _guest(word),
        fires="Alder welcomed Minister Birch of Chile to Oslo.",
        silent="Alder welcomed Minister Birch's decision.",
    ),
    Elsewise(
        "joint",
        _speaks_about,
        fires="The two sides spoke candidly about trade.",
        silent="Alder spoke with Birch about trade.",
    ),
    Elsewise(
        "report",
        lambda word: word.sort == "talk" and word.tokens.texts[word.after] == "that",
        fires="Alder concluded that trade matters.",
        silent="Alder concluded the talks.",
    ),
)


def sort_here(word: Word) -> str:
    """Return what a reporting word does: as the first row says that fits, else as its list."""
    return next((row.sort for row in ELSEWISE if row.fits(word)), word.sort)


def first_named(tokens: Iterable[Token], people: People) -> Mention | None:
    """Return the first mention that begins at one of the tokens."""
    return next((m for t in tokens if (m := people.mention_starting.get(t.start))), None)


def _guest(word: Word) -> bool:
    """Whether a person follows who was welcomed somewhere, and not that person's decision."""
    tokens, i = word.tokens, word.i + 1
    guest = first_named(tokens[i : i + 2], word.people)
    if guest is None:
        return False
    after = [t.text for t in tokens[i : i + 24] if t.start >= guest.end and t.text != ","]
    if after[:1] == ["of"] and (country := COUNTRIES.at([*after, *[""] * 4], 1)):
        after = after[1 + country.length :]
    return after[:1] in (["to"], ["at"], ["in"], ["on"])


def _with_party(word: Word) -> bool:
    """Whether "… with Kosovo's Prime Minister Hashim Thaci" follows."""
    tokens, near = word.tokens, word.behind(16)
    places = (n for n, text in enumerate(near, word.i + 1) if text in ("with", "that"))
    at = next(places, len(tokens))
    if not {"counterpart", "counterparts"}.isdisjoint(tokens.texts[at : at + 5]):
        return True
    party = first_named(tokens[at : at + 5], word.people)
    if party is None:
        return False
    after = next((t.text for t in tokens[at : at + 16] if t.start >= party.end), "")
    return not after.endswith("ing")  # "discussed trade, with Birch stressing that"


def _talk_noun(words: list[str], i: int) -> bool:
    """Whether "(a) phone conversation", "in-depth talks" … begins at word i.

    And not what was talked about ("discussions on trade").
    """
    end = next(
        (k for k in range(i + 1, i + 12) if words[k] in ("", "with", "that", "to", ",")), i + 12
    )
    at = next((k for k in range(i, end) if words[k] in TALK_NOUN), None)
    if at is None or any(w in ("views", "exchanges") for w in words[i:end]):
        return False
    while words[at + 1] in TALK_NOUN:
        at += 1
    if words[at + 1] == "of":
        return not words[at].startswith("discussion")
    return words[at + 1] not in ("on", "about", "regarding") or is_capital(words[at + 2])
