"""Findings about phrases: how often, since when, how sure, and what stands where one is absent."""

from collections.abc import Hashable, Iterator, Sequence

import pandas as pd

from .. import phrases
from ..compare import principals
from ..corpus import Corpus
from ..phrases import Family
from ..sensitivity import DOUBTFUL, Sensitivity, ranges
from .finding import Finding, Findings, finding
from .numbers import phrase_numbers, told_range
from .wording import said


def of_phrases(corpus: Corpus, families: Sequence[Family]) -> Findings:
    """Return how often each family stands in bodies and titles, since when, and how surely.

    Then what stands where it is absent. Families of one name count once.
    """
    families = list({family.name: family for family in families}.values())
    persons = principals(corpus)
    hits = phrases.find(corpus, families)
    names = [family.name for family in families]
    rates = _by_family(phrases.rates(corpus, hits, by=["family"], families=names))
    ends = _by_family(phrases.first_last(hits))
    beside = phrases.find(corpus, [*families, *phrases.renderings(families)])
    beside = beside[(beside.part == "body") & (beside.status != "counted")]
    moved = ranges(corpus, phrase_numbers(corpus, families, persons))

    found: list[Finding] = []
    for family in families:
        if family.name not in rates:
            continue
        rate, own = rates[family.name], hits[hits.family == family.name]
        labels = _labels(family, persons, moved) if rate.hits else ""
        found += _phrase_use(family, rate, own, ends.get(family.name), labels)
        found += _renderings(family, own, beside[beside.concept == family.name])
    return Findings(found, corpus, moved)


def _by_family(table: pd.DataFrame) -> dict[Hashable, pd.Series]:
    """Return the rows of a table by the name of their family."""
    return dict(table.set_index("family").iterrows())


def _labels(family: Family, persons: Sequence[str], moved: Sensitivity) -> str:
    """Say how far labels that err move the rate of each of these persons."""
    moving = [
        said(
            "phrase_use.range",
            person=person,
            range=told_range(moved, "phrase_rate", phrase=family.name, person=person),
        )
        for person in persons
    ]
    return said("phrase_use.labels", ranges=", ".join(moving)) if moving else ""


def _phrase_use(
    family: Family, rate: pd.Series, own: pd.DataFrame, ends: pd.Series | None, labels: str
) -> Iterator[Finding]:
    """Always: how often, in how many talks, who is first and last, how sure the labels are."""
    in_titles = int((own.part == "title").sum())
    titles = said("phrase_use.titles", hits=in_titles) if in_titles else ""
    told = [_found(family, rate, titles) if rate.hits else _not_found(family, rate, titles)]
    if ends is not None and pd.notna(ends.first_talk):
        told.append(_first_and_last(ends))
    doubtful = int((own[own.in_content].confidence < DOUBTFUL).sum())
    if doubtful:
        told.append(said("phrase_use.doubtful", hits=(doubtful, int(rate.hits))))
    why = rate.why if pd.isna(rate.low) else ""
    yield finding("phrase_use", int(rate.talks), *told, labels=labels, why=why)


def _found(family: Family, rate: pd.Series, titles: str) -> str:
    """Say how often a family stands in the words that count, with bounds where there are some."""
    bounded = pd.notna(rate.low)
    return said(
        "phrase_use.found",
        phrase=family.phrase,
        hits=int(rate.hits),
        talks=(int(rate.talks_with), int(rate.talks)),
        titles=titles,
        rate=rate.rate,
        bounds=said("phrase_use.bounds", low=rate.low, high=rate.high) if bounded else "",
    )


def _not_found(family: Family, rate: pd.Series, titles: str) -> str:
    """Say that a family stands nowhere in the words that count, what was tried, and what may be."""
    bounded = pd.notna(rate.high)
    return said(
        "phrase_use.not_found",
        phrase=family.phrase,
        talks=int(rate.talks),
        titles=titles,
        room=said("phrase_use.room", high=rate.high) if bounded else "",
        tried=[*family.variants, *family.exact],
    )


def _first_and_last(ends: pd.Series) -> str:
    """Say in whose words a family comes first and last, and how sure the days are."""
    first, last = ends.first_person, ends.last_person
    return said(
        "phrase_use.first_last",
        first=first if ends.first_sure else said("phrase_use.not_sure", person=first),
        first_talk=ends.first_talk,
        last=last if ends.last_sure else said("phrase_use.not_sure", person=last),
        last_talk=ends.last_talk,
    )


def _renderings(family: Family, own: pd.DataFrame, beside: pd.DataFrame) -> Iterator[Finding]:
    """Where talks without the phrase have a rendering of its concept: which."""
    with_phrase = own[own.part == "body"].talk
    instead = beside[~beside.talk.isin(with_phrase)]
    if instead.empty:
        return
    talks = [
        said("renderings.talk", talk=talk, wordings=_wordings(hits))
        for talk, hits in instead.groupby("talk", sort=False)
    ]
    told = said("renderings.text", phrase=family.phrase, talks=talks)
    yield finding("renderings", int(instead.event_id.nunique()), told)


def _wordings(hits: pd.DataFrame) -> str:
    """Say which renderings one talk has, those that surely are some before the others."""
    words = hits.text.str.split().str.join(" ")
    certain = words[hits.status == "certain"].unique()
    uncertain = words[hits.status == "uncertain"].unique()
    told = []
    if len(certain):
        told.append(said("renderings.certain", words=certain))
    if len(uncertain):
        told.append(said("renderings.uncertain", words=uncertain))
    return " and ".join(told)
