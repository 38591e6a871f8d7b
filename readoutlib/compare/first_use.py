"""Who used a phrase first in this collection, and who leads more often than chance lets them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..inference import date_draws, observed_against
from ..phrases import spoken
from ..wordcounts import kind_of_voice

_FAMILIES = ["family", "person", "talk", "event_start", "doc_id", "sent", "text", "users", "sure"]
_LEADS = ["person", "words", "led", "expected", "excess", "p", "floor", "p_shown", "why"]


@dataclass(frozen=True, eq=False)
class FirstUse:
    """Who used what first, in this collection.

    families: family, person, talk, event_start, doc_id, sent, text, users (persons who use it),
    sure (no other talk may be as early). leads: person, words, led (families first used; a mean
    where days are drawn), expected, excess, p, floor, p_shown, why.
    """

    families: pd.DataFrame
    leads: pd.DataFrame


def who_first(corpus: Corpus, hits: pd.DataFrame, *, draws: int = 1_999, seed: int = 0) -> FirstUse:
    """Find who used each family first, and whether anyone leads more often than chance lets them.

    Only persons' own words count, in dated talks. Null: inside each talk the turns keep their
    lengths and persons and change their order, so that word shares stay and a person with most of
    the words is first most often. Days known only as an interval are drawn (`date_draws`): `led` is
    the mean over the draws, whole where they put no talk before another that was behind it, and
    `expected`, p (as much `led` or more) and floor are those of this mean under the same orders of
    turns, one test for all draws. `families` are ordered by first possible days, and `sure` is
    False where those of another talk with the family reach as early. No hit: both tables empty of
    families; 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> from readoutlib.phrases import find, grow
    >>> first = who_first(corpus, find(corpus, [grow("multipolar")]))
    >>> first.families[["person", "talk"]].values.tolist()
    [['Sergey Lavrov', '2019-05-13']]
    """
    own = _own_sentences(corpus.speech)
    said = spoken(hits).merge(own[["doc_id", "sent", "middle"]], on=["doc_id", "sent"])
    said = said.sort_values("event_start", kind="stable")
    uses = said.drop_duplicates(["family", "event_id"], ignore_index=True)
    users = said.groupby("family").person.nunique()

    earliest = first_in_draws(corpus.speech, uses, seed=seed)
    days_drawn = earliest.shape[1]
    uses["weight"] = np.bincount(earliest.ravel(), minlength=len(uses))
    led = _led(own, uses[uses.weight > 0], draws, seed) / max(1, days_drawn)
    n_talks = uses.event_id[uses.weight > 0].nunique()
    return FirstUse(_families(uses, users), _leads(own, led, n_talks))


def _own_sentences(speech: pd.DataFrame) -> pd.DataFrame:
    """Return persons' sentences in dated talks, each with the `middle` of its place there.

    The place is counted in persons' words from the beginning of the talk.
    """
    counts = (kind_of_voice(speech) == "person") & speech.event_start.notna() & (speech.n_words > 0)
    own = speech[counts].reset_index(drop=True)
    end = own.groupby("event_id").n_words.cumsum()
    return own.assign(middle=end - own.n_words / 2)


def _families(uses: pd.DataFrame, users: pd.Series) -> pd.DataFrame:
    """Return the table of families, of the first use of each in each talk by first possible day."""
    last_day_of_first = uses.groupby("family").event_end.transform("first")
    as_early = (uses.event_start <= last_day_of_first).groupby(uses.family).sum()
    first = uses.drop_duplicates("family").sort_values(["event_start", "family"])
    only_the_first_itself = first.family.map(as_early) == 1
    first = first.assign(users=first.family.map(users), sure=only_the_first_itself)
    return first[_FAMILIES].reset_index(drop=True)


def _led(own: pd.DataFrame, uses: pd.DataFrame, draws: int, seed: int) -> np.ndarray:
    """Return how many families each person leads: as observed, then in drawn orders of the turns.

    Each use counts with its `weight`, the draws of days in which it is the family's first. Shape
    (draws + 1, persons by name).
    """
    persons = pd.Index(own.person.unique()).sort_values()
    led = np.zeros((draws + 1, len(persons)))
    led[0] = np.bincount(persons.get_indexer(uses.person), uses.weight, len(persons))

    by_turn = own.groupby(["event_id", "doc_id", "turn"], sort=False)
    turns = by_turn.agg(person=("person", "first"), words=("n_words", "sum"))
    speaker, words = persons.get_indexer(turns.person), turns.words.to_numpy()
    turns_of = turns.groupby("event_id").indices

    rng, every_draw = np.random.default_rng(seed), np.arange(draws)
    for event, used in uses.groupby("event_id", sort=True):
        orders = rng.permuted(np.tile(turns_of[event], (draws, 1)), axis=1)
        ends = words[orders].cumsum(axis=1)
        for middle, weight in zip(used.middle, used.weight, strict=True):
            turns_before = (ends < middle).sum(axis=1)
            turn_there = orders[every_draw, turns_before]
            led[every_draw + 1, speaker[turn_there]] += weight
    return led


def _leads(own: pd.DataFrame, led: np.ndarray, n_talks: int) -> pd.DataFrame:
    """Return the table of persons, tested against the orders of the turns; most `led` first."""
    rows = []
    words = own.groupby("person").n_words.sum()
    for (person, n_words), values in zip(words.items(), led.T, strict=True):
        test = observed_against(values, talks=n_talks, method="turns in random order")
        rows.append(
            {
                "person": person,
                "words": n_words,
                "led": test.statistic,
                "expected": test.expected,
                "excess": test.excess,
                "p": test.p,
                "floor": test.floor,
                "p_shown": test.p_shown,
                "why": test.why,
            }
        )
    leads = pd.DataFrame(rows, columns=_LEADS).astype({"p_shown": float})
    return leads.sort_values(["led", "person"], ascending=[False, True], ignore_index=True)


def first_in_draws(speech: pd.DataFrame, hits: pd.DataFrame, *, seed: int = 0) -> np.ndarray:
    """Return which row of dated hits is the first of its family, in each draw of the days of talks.

    Shape (families by name, draws). The draws are those of all dated talks of `speech`; of hits on
    one day the first row.

    >>> talks = pd.DataFrame({"event_id": ["x", "y"], "event_start": ["2020-01-01", "2021-01-01"]})
    >>> talks["event_end"] = talks.event_start
    >>> hits = pd.DataFrame({"event_id": ["y", "x", "y"], "family": ["a", "a", "b"]})
    >>> first_in_draws(talks, hits)
    array([[1],
           [2]])
    """
    talks = speech.drop_duplicates("event_id").set_index("event_id").dropna(subset="event_start")
    days = date_draws(talks.event_start.tolist(), talks.event_end.tolist(), seed=seed)
    days_of_talks = pd.DataFrame(days.T, index=talks.index)
    days_of_hits = days_of_talks.loc[hits.event_id].reset_index(drop=True)
    first = days_of_hits.groupby(hits.family.to_numpy()).idxmin()
    return first.to_numpy(int).reshape(-1, len(days))
