"""The numbers that findings state and labels can move, as functions of altered collections.

For `sensitivity.ranges`. Each function here searches and counts the texts once and returns another,
which only reads who is said to speak. The numbers' names stand in `books/sentences.toml`.
"""

from collections.abc import Sequence
from math import nan

import pandas as pd

from .. import compare, drift, phrases
from ..books import read_book
from ..corpus import Corpus
from ..phrases import Family
from ..sensitivity import Numbers, Sensitivity
from ..speakers import BOTH_SIDES, NARRATOR
from ..wordcounts import add_up, count, kind_of_voice
from .wording import said


def told_range(moved: Sensitivity, number: str, *, turned: bool = False, **places: object) -> str:
    """Say from where to where labels that err as often as their rules move a number of the book.

    `places` are those of its name; `turned` is for its negative. Nothing where there is no such
    number.
    """
    entry = read_book("sentences")["numbers"][number]
    name = said(f"numbers.{number}.name", **places)
    own = moved.table[moved.table.number == name]
    if own.empty:
        return ""
    low, high = own.low.iloc[0], own.high.iloc[0]
    if turned:
        low, high = -high, -low
    first, last = (_figures(value, entry["form"]) for value in (low, high))
    if first == last:
        return said("range.still", low=first)
    return said("range.from_to", low=first, high=last)


def _figures(value: float, form: str) -> str:
    """Return a number in figures, with a minus sign, and no minus before a zero.

    >>> _figures(-1e-12, ".0f"), _figures(-3.2, ".0f")
    ('0', '−3')
    """
    return format(round(value, 9) + 0.0, form).replace("-", "−")


def drift_numbers(corpus: Corpus, matches: pd.DataFrame, issues: Sequence[str] = ()) -> Numbers:
    """Return in how many talks each of these issues is named, and how far the periods lie apart.

    That is: talks for each issue, issues named in one talk only, and the bits between earlier and
    later talks. `matches` are those of `issue_matches`.

    >>> from readoutlib import load_corpus, topics
    >>> corpus = load_corpus("seeds")
    >>> numbers = drift_numbers(corpus, topics.issue_matches(corpus), ["Ukraine"])
    >>> numbers(corpus)["talks that name “Ukraine”"].item()
    1
    """
    matches = _placed(corpus, matches)
    counts, _ = count(corpus.sentences.content)

    def numbers(altered: Corpus) -> dict[str, float]:
        named = _said_in(altered, matches)
        talks = named[named.person != NARRATOR].groupby("issue").event_id.nunique()
        out: dict[str, float] = {}
        for issue in issues:
            out[said("numbers.talks_naming.name", issue=issue)] = talks.get(issue, 0)
        out[said("numbers.issues_named_once.name")] = (talks == 1).sum()
        out[said("numbers.divergence.name")] = bits(altered.speech)
        return out

    def bits(speech: pd.DataFrame) -> float:
        persons = speech[kind_of_voice(speech) == "person"]
        period = drift.period(persons, speech).dropna()
        if period.nunique() != 2:
            return nan
        rows = counts[corpus.sentences.index.get_indexer(period.index)]
        by_period = add_up(rows, pd.factorize(period)[0], 2)
        return float(drift.jensen_shannon(by_period.toarray()))

    return numbers


def phrase_numbers(corpus: Corpus, families: Sequence[Family], persons: Sequence[str]) -> Numbers:
    """Return how often these persons use each family in 1,000 of their own words.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> numbers = phrase_numbers(corpus, [phrases.grow("multipolar")], ["Wang Yi"])
    >>> {name: round(value.item(), 2) for name, value in numbers(corpus).items()}
    {'“multipolar”, Wang Yi, in 1,000 words': 1.25}
    """
    hits = _placed(corpus, phrases.find(corpus, families))

    def numbers(altered: Corpus) -> dict[str, float]:
        words = altered.speech.groupby("person").n_words.sum()
        uses = _said_in(altered, hits).groupby(["family", "person"]).size()
        out: dict[str, float] = {}
        for family in families:
            for person in persons:
                name = said("numbers.phrase_rate.name", phrase=family.name, person=person)
                own_words = words.get(person, 0) or nan
                out[name] = 1000 * uses.get((family.name, person), 0) / own_words
        return out

    return numbers


def speaker_numbers(corpus: Corpus, pair: tuple[str | None, str | None], word: str = "") -> Numbers:
    """Return the first person's share and that of agreed language, and how the two differ.

    That is: both shares, the difference of a word where one is given, and how many phrases of the
    book the first person has first.
    """
    a, b = pair
    hits = _placed(corpus, phrases.find(corpus, [phrases.literal(word)] if word else []))
    book = _placed(corpus, phrases.find(corpus, phrases.load_book()))
    dated = book.dropna(subset="event_start").sort_values("event_start", kind="stable")

    voices = [name for name in (a, BOTH_SIDES) if name is not None]

    def numbers(altered: Corpus) -> dict[str, float]:
        shares = compare.share_of_voice(altered, voices).set_index("person").share
        out: dict[str, float] = {}
        out[said("numbers.share.name", person=a)] = shares.get(a, nan)
        out[said("numbers.joint_share.name")] = shares.get(BOTH_SIDES, nan)
        if word:
            out[said("numbers.word_difference.name", word=word, a=a, b=b)] = difference(altered)
        out[said("numbers.led.name", person=a)] = led(altered)
        return out

    def difference(altered: Corpus) -> float:
        by_talk = ["event_id", "person"]
        words = altered.speech.groupby(by_talk).n_words.sum().unstack().reindex(columns=pair)
        uses = _said_in(altered, hits).groupby(by_talk).size().unstack()
        uses = uses.reindex(index=words.index, columns=words.columns)
        rates = 1000 * uses.fillna(0) / words.where(words > 0)
        return float((rates[a] - rates[b]).mean())

    def led(altered: Corpus) -> float:
        uses = _said_in(altered, dated)
        uses = uses[kind_of_voice(uses) == "person"]
        if uses.empty:
            return 0.0
        first = compare.first_in_draws(corpus.speech, uses)
        persons = uses.person.to_numpy()[first]
        return float((persons == a).mean(axis=1).sum())

    return numbers


def _placed(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits in bodies, in the words that count, by the row of their sentence."""
    rows = corpus.sentences[["doc_id", "sent"]].reset_index(names="at")
    return phrases.spoken(hits).merge(rows, on=["doc_id", "sent"]).set_index("at")


def _said_in(altered: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits whose sentence an altered collection still has, with the person it names."""
    own = hits[hits.index.isin(altered.speech.index)]
    # Of these rows, as pandas would give a frame without rows all of the speech's.
    return own.assign(person=altered.speech.person.reindex(own.index))
