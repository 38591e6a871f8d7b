"""Findings about a collection: what it holds, how its dates and labels were found, what is cut."""

from collections.abc import Iterator
from math import isnan

import pandas as pd

from ..corpus import Corpus
from ..corpus.corrections import RULE, agreement
from ..parsing.talk.day import DAY_OF_PUBLICATION
from ..sensitivity import DOUBTFUL
from .finding import Finding, Findings, finding
from .wording import said


def of_corpus(corpus: Corpus) -> Findings:
    """Return what the collection holds, how sure its dates and labels are, and what is missing."""
    if corpus.speech.empty:
        return Findings(_nothing_held(corpus), corpus)
    found = [
        *_held(corpus),
        *_days(corpus),
        *_attribution(corpus),
        *_furniture(corpus),
    ]
    if len(corpus.corrections):
        found += of_corrections(corpus)
    return Findings(found, corpus)


def of_corrections(corpus: Corpus) -> Findings:
    """Return what an analyst's corrections changed and how far they agree with the labels.

    Or that there are none.
    """
    if corpus.corrections.empty:
        return Findings(_nothing_corrected(corpus), corpus)
    return Findings(_corrections_made(corpus), corpus)


def _one_row_a_talk(corpus: Corpus) -> pd.DataFrame:
    """Return a row of the speech for each talk."""
    return corpus.speech.drop_duplicates("event_id")


def _nothing_held(corpus: Corpus) -> Iterator[Finding]:
    """Without a talk: that there is none."""
    yield finding("nothing_held", 0, said("nothing_held.text"), *_left_out(corpus))


def _held(corpus: Corpus) -> Iterator[Finding]:
    """Always: how much of what, from when to when, and what is missing."""
    talks = _one_row_a_talk(corpus)
    accounts = int((corpus.documents.event_kind != "unknown").sum())
    held = said(
        "held.text",
        accounts=accounts,
        talks=len(talks),
        span=_span(talks),
        sentences=len(corpus.speech),
    )
    yield finding("held", len(talks), held, *_missing_years(talks), *_left_out(corpus))


def _left_out(corpus: Corpus) -> Iterator[str]:
    """Say how many texts tell of no talk, where some do."""
    left_out = int((corpus.documents.event_kind == "unknown").sum())
    if left_out:
        yield said("held.left_out", n=left_out)


def _span(talks: pd.DataFrame) -> str:
    """Say from when to when the talks are."""
    first, last = talks.event_start.min(), talks.event_end.max()
    if pd.isna(first):
        return said("held.undated")
    if first.year == last.year:
        return said("held.one_year", year=first.year)
    return said("held.years", first=first.year, last=last.year)


def _missing_years(talks: pd.DataFrame) -> Iterator[str]:
    """Say which years between the first and the last no talk can be from, where there are some."""
    dated = talks[talks.event_start.notna()]
    possible = zip(dated.event_start.dt.year, dated.event_end.dt.year, strict=True)
    covered = {year for first, last in possible for year in range(first, last + 1)}
    span = range(min(covered, default=0), max(covered, default=0))
    missing = [year for year in span if year not in covered]
    if missing:
        yield said("held.missing_years", years=missing)


def _days(corpus: Corpus) -> Iterator[Finding]:
    """Always: of how many talks the texts prove the day, and what is known of the others."""
    talks = _one_row_a_talk(corpus)
    rules = talks.doc_id.map(corpus.documents.event_rule)
    dated = talks.event_precision.ne("unknown")
    corrected = int((dated & rules.eq(RULE)).sum())
    as_published = int((dated & rules.eq(DAY_OF_PUBLICATION)).sum())
    proved = talks[dated & ~rules.isin([RULE, DAY_OF_PUBLICATION])]
    vague = proved[proved.event_precision != "day"]
    undated = int((~dated).sum())

    told = [said("days.text", talks=(len(proved) - len(vague), len(talks)))]
    if len(vague):
        precisions = sorted(set(vague.event_precision))
        told.append(said("days.vague", n=len(vague), precisions=precisions))
    if as_published:
        told.append(said("days.as_published", n=as_published))
    if corrected:
        told.append(said("days.corrected", n=corrected))
    if undated:
        told.append(said("days.undated", talks=undated))
    yield finding("days", len(talks), *told)


def _attribution(corpus: Corpus) -> Iterator[Finding]:
    """Always: how many labels rest on the sentences before, or on a doubtful rule."""
    speech = corpus.speech
    carried = int((speech["mode"] == "continuation").sum())
    doubtful = int((speech.confidence < DOUBTFUL).sum())
    told = said(
        "attribution.text",
        carried=(carried, len(speech)),
        doubtful=(doubtful, len(speech)),
        doubt=DOUBTFUL,
    )
    yield finding("attribution", len(_one_row_a_talk(corpus)), told)


def _furniture(corpus: Corpus) -> Iterator[Finding]:
    """Where anything was cut: how much of the texts, by how many rules."""
    accounts = corpus.speech.doc_id.unique()
    cuts = corpus.cuts[corpus.cuts.doc_id.isin(accounts)]
    cuts = cuts[~cuts.rule.isin(["front matter", RULE])]
    if cuts.empty:
        return
    cut = (cuts.end - cuts.start).sum()
    characters = sum(len(corpus.texts[doc_id]) for doc_id in accounts)
    told = said("furniture.text", share=cut / characters, rules=cuts.rule.nunique())
    yield finding("furniture", len(_one_row_a_talk(corpus)), told)


def _nothing_corrected(corpus: Corpus) -> Iterator[Finding]:
    """Without corrections: that there are none."""
    talks = corpus.documents.event_id[corpus.documents.event_kind != "unknown"].nunique()
    yield finding("nothing_corrected", talks, said("nothing_corrected.text"))


def _corrections_made(corpus: Corpus) -> Iterator[Finding]:
    """With corrections: what they changed, and how far the rules agree with them."""
    rows = corpus.corrections
    table = agreement(rows)
    changed = int(table.changed.sum())
    told = [said("corrections_made.changed", n=changed, values=(changed, len(rows)))]
    for _, label in table[table.what.isin(["speaker", "mode"])].iterrows():
        told.append(_agreement(label.what, (label.confirmed, label.rows), label.kappa))
    if _some_sentences_only(corpus):
        told.append(said("corrections_made.no_sample"))
    event_of = corpus.documents.event_id[corpus.documents.event_kind != "unknown"]
    yield finding("corrections_made", event_of.reindex(rows.doc_id).nunique(), *told)


def _agreement(what: str, sentences: tuple[int, int], kappa: float) -> str:
    """Say on how many of the sentences with a correction the rules had the same label."""
    if isnan(kappa):
        return said("corrections_made.agreement_without_kappa", what=what, sentences=sentences)
    return said("corrections_made.agreement", what=what, sentences=sentences, kappa=kappa)


def _some_sentences_only(corpus: Corpus) -> bool:
    """Tell whether any document has sentences with a correction beside others without."""
    of_sentences = corpus.corrections.dropna(subset="start").drop_duplicates(["doc_id", "start"])
    labelled = of_sentences.groupby("doc_id").size()
    return bool((labelled < corpus.documents.n_sentences[labelled.index]).any())
