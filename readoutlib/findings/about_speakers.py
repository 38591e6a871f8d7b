"""Findings about speakers: whose the words are, what is agreed, what sets two apart, who leads."""

from collections.abc import Iterator

import pandas as pd

from .. import compare, phrases
from ..corpus import Corpus
from ..sensitivity import Sensitivity, ranges
from .certainty import reported
from .finding import Finding, Findings, finding
from .numbers import speaker_numbers, told_range
from .wording import said

_UNEQUAL = 0.6  # from this share on, one speaker's rates say more than the counts


def of_speakers(corpus: Corpus) -> Findings:
    """Return who has how many of the words, what is agreed, what differs, and who said it first."""
    voices = compare.share_of_voice(corpus)
    named = voices[(voices.voice == "person") & (voices.words > 0)]
    if named.empty:
        return Findings(_nobody_named(corpus), corpus, ranges(corpus, lambda _: {}))
    top = named.iloc[0]
    pair = compare.main_pair(corpus)
    key = compare.paired_keyness(corpus, *pair)
    word = key.word[0] if len(key) else ""
    moved = ranges(corpus, speaker_numbers(corpus, pair, word))
    found = [
        *_share(top, moved),
        *_joint_share(voices, moved),
        *_keyness(corpus, pair, key, moved),
        *_first_use(corpus, pair, top.person, moved),
    ]
    return Findings(found, corpus, moved)


def _nobody_named(corpus: Corpus) -> Iterator[Finding]:
    """Where no person speaks: that nobody does."""
    talks = corpus.speech.event_id.nunique()
    yield finding("nobody_named", talks, said("nobody_named.text"))


def _share(top: pd.Series, moved: Sensitivity) -> Iterator[Finding]:
    """Always: the share of the person with most words."""
    unequal = _UNEQUAL < top.share < 1
    told = said(
        "share.text",
        person=top.person,
        share=top.share,
        bounds=_bounds(top.low, top.high),
        talks=int(top.talks),
        room=said("share.unequal_room") if unequal else "",
    )
    labels = told_range(moved, "share", person=top.person)
    yield finding("share", int(top.talks), told, labels=labels, why=top.why)


def _joint_share(voices: pd.DataFrame, moved: Sensitivity) -> Iterator[Finding]:
    """Where both sides speak together: the share of that."""
    for _, joint in voices[voices.voice == "joint"].iterrows():
        bounds = _bounds(joint.low, joint.high)
        told = said("joint_share.text", share=joint.share, bounds=bounds)
        labels = told_range(moved, "joint_share")
        yield finding("joint_share", int(joint.talks), told, labels=labels, why=joint.why)


def _bounds(low: float, high: float) -> str:
    """Say between which shares it lies, where there are bounds."""
    return said("share.bounds", low=low, high=high) if pd.notna(low) else ""


def _keyness(
    corpus: Corpus, pair: tuple[str | None, str | None], key: pd.DataFrame, moved: Sensitivity
) -> Iterator[Finding]:
    """Where two persons share a talk: the word that differs most, and what is reported."""
    if key.empty:
        return
    a, b = pair
    best, sure = key.iloc[0], reported(key)
    if key.p_family.isna().all():
        verdict = said("keyness.no_test", why=best.why)
    else:
        verdict = said("keyness.reported", n=len(sure), tried=len(key), words=sure.word)
    told = said(
        "keyness.text",
        word=best.word,
        difference=abs(best.difference),
        person=a if best.difference > 0 else b,
        verdict=verdict,
    )
    turned = best.difference < 0  # what is told is b less a
    labels = told_range(moved, "word_difference", turned=turned, word=best.word, a=a, b=b)
    own = corpus.speech[corpus.speech.person.isin(pair)]
    persons_in_talk = own.groupby("event_id").person.nunique()
    yield finding("keyness", int((persons_in_talk == 2).sum()), told, labels=labels)


def _first_use(
    corpus: Corpus, pair: tuple[str | None, str | None], person: str, moved: Sensitivity
) -> Iterator[Finding]:
    """Of a pair, where they use phrases of the book: how many the person has first."""
    if None in pair:
        return
    first = compare.who_first(corpus, phrases.find(corpus, phrases.load_book()))
    if first.families.empty:
        return
    for _, lead in first.leads[first.leads.person == person].iterrows():
        if lead.led % 1 == 0:
            led = said("first_use.whole", led=int(lead.led))
        else:
            led = said("first_use.mean", led=lead.led)
        told = said(
            "first_use.text",
            phrases=len(first.families),
            person=person,
            led=led,
            expected=lead.expected,
        )
        talks = corpus.speech.event_id.nunique()
        labels = told_range(moved, "led", person=person)
        yield finding("first_use", talks, told, labels=labels)
