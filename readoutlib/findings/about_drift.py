"""Findings about change: what was talked about, what came up once, whether the words changed."""

from collections.abc import Iterator, Sequence
from math import isnan

import pandas as pd

from .. import drift, topics
from ..books import read_book
from ..corpus import Corpus
from ..sensitivity import Sensitivity, ranges
from .certainty import LEVEL, reported
from .finding import Finding, Findings, finding
from .numbers import drift_numbers, told_range
from .wording import said


def of_drift(corpus: Corpus) -> Findings:
    """Return what was talked about, what came up once, and whether words changed beyond chance."""
    matches = topics.issue_matches(corpus)
    raised = _raised(corpus, matches)
    spread = raised.groupby("issue").event_id.nunique().sort_index()  # talks that name it
    hosts = _takes_part(corpus, raised)
    others = spread[~spread.index.isin(hosts)]
    most = others[others == others.max()].index.tolist()
    moved = ranges(corpus, drift_numbers(corpus, matches, most))
    found = [
        *_named_most(corpus, spread, most, hosts, moved),
        *_named_once(corpus, spread, raised, moved),
        *_divergence(corpus, moved),
        *_trends(corpus),
    ]
    return Findings(found, corpus, moved)


def _raised(corpus: Corpus, matches: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of the issue grid in which a person, or both sides, names the issue."""
    grid = topics.issue_grid(corpus, matches=matches)
    return grid[(grid.hits > 0) & (grid.voice != "narration")]


def _takes_part(corpus: Corpus, raised: pd.DataFrame) -> list[str]:
    """Return the issues that are a country which takes part in most of the talks that name it.

    As far as the accounts tell; by name.
    """
    issues = read_book("issues")["issue"]
    country = {issue["name"]: issue["party"] for issue in issues if "party" in issue}
    people = corpus.people[corpus.people.role != "mentioned"]
    events = people.doc_id.map(corpus.documents.event_id)
    present = set(zip(events, people.country, strict=True))

    named = raised[raised.issue.isin(country)].drop_duplicates(["issue", "event_id"])
    pairs = zip(named.event_id, named.issue, strict=True)
    at_home = [(event, country[issue]) in present for event, issue in pairs]
    share = pd.Series(at_home, named.issue, dtype=bool).groupby(level=0).mean()
    return share.index[share > 0.5].tolist()


def _named_most(
    corpus: Corpus,
    spread: pd.Series,
    most: Sequence[str],
    hosts: Sequence[str],
    moved: Sensitivity,
) -> Iterator[Finding]:
    """Where an issue is named in two talks or more: those named in most talks."""
    if not most or spread[most[0]] < 2:
        return
    talks = corpus.speech.event_id.nunique()
    taking_part = [said("named_most.takes_part", issue=h, talks=int(spread[h])) for h in hosts]
    told = said(
        "named_most.text",
        n=len(most),
        issues=most,
        talks=(int(spread[most[0]]), talks),
        taking_part="".join(taking_part),
    )
    labels = [told_range(moved, "talks_naming", issue=issue) for issue in most]
    each_once = dict.fromkeys(labels)
    yield finding("named_most", talks, told, labels=", ".join(each_once))


def _named_once(
    corpus: Corpus, spread: pd.Series, raised: pd.DataFrame, moved: Sensitivity
) -> Iterator[Finding]:
    """Of two talks or more: the issues that are named in one talk only."""
    talks = corpus.speech.event_id.nunique()
    once = raised[raised.issue.isin(spread[spread == 1].index)].drop_duplicates("issue")
    if once.empty or talks < 2:
        return
    by_talk = [
        said("named_once.talk", issues=sorted(own.issue), talk=talk)
        for talk, own in once.groupby("talk", sort=False)
    ]
    told = said("named_once.text", n=len(once), talks=by_talk)
    yield finding("named_once", talks, told, labels=told_range(moved, "issues_named_once"))


def _divergence(corpus: Corpus, moved: Sensitivity) -> Iterator[Finding]:
    """Always: how far earlier and later talks lie apart in words, or why nobody can tell."""
    apart = drift.divergence(corpus, "period")
    test = apart.test
    if isnan(test.statistic):
        talks = corpus.speech.event_id.nunique()
        yield finding("no_divergence", talks, said("no_divergence.text", why=apart.why))
        return
    if test.p_shown is None:
        verdict = said("divergence.too_few", talks=test.n, why=test.why)
    elif test.p_shown <= LEVEL:
        verdict = said("divergence.more", p=test.p_shown, floor=test.floor)
    else:
        verdict = said("divergence.no_more", p=test.p_shown, floor=test.floor)
    told = said("divergence.text", bits=test.statistic, expected=test.expected, verdict=verdict)
    moving = told_range(moved, "divergence")
    labels = said("divergence.labels", bits=apart.bits, range=moving)
    yield finding("divergence", test.n, told, labels=labels)


def _trends(corpus: Corpus) -> Iterator[Finding]:
    """Where the list has a p: the words that rise or fall by more than chance, or none."""
    tried = drift.trends(corpus)
    if tried.p_family.isna().all():
        return
    sure = _longest_runs(reported(tried))
    new = (sure.earlier == 0) & (sure.slope > 0)
    rising, falling = ~new & (sure.slope > 0), sure.slope < 0
    told = []
    if new.any():
        told.append(said("trend.new", words=sure.word[new]))
    if rising.any():
        told.append(said("trend.rising", words=sure.word[rising]))
    if falling.any():
        told.append(said("trend.falling", words=sure.word[falling]))
    talks = corpus.speech.event_id.nunique()
    for sentence in told or [said("trend.nothing")]:
        yield finding("trend", talks, sentence, tried=len(tried))


def _longest_runs(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose words are no part of a longer run of words of another row."""

    def stands_alone(word: str) -> bool:
        return not any(word != other and f" {word} " in f" {other} " for other in table.word)

    alone = [stands_alone(word) for word in table.word]
    return table[pd.Series(alone, table.index, dtype=bool)]
