"""The sentences every analysis starts from, with the talk, the date and the turn of each."""

import pandas as pd

from ..parsing.words.tokens import count_words

DATED = ["event_start", "event_end", "event_precision"]
DAY_FORMS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}  # of a talk's label


def said_in_talks(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of readouts of a talk: the frame `Corpus.speech` describes."""
    accounts = _accounts(documents)
    own = sentences[sentences.doc_id.isin(accounts.index)]
    place = accounts.index.get_indexer(pd.Index(own.doc_id))
    own = own.iloc[place.argsort(kind="stable")]
    account = accounts.loc[own.doc_id]
    told = ("event_id", "talk", *DATED, "outlet")
    own = own.assign(**{column: account[column].array for column in told})
    first, last = own.event_start.dt.year, own.event_end.dt.year
    own["year"] = first.where(first == last).astype("Int64")
    own["turn"] = turns(own)
    own["n_words"] = pd.Series([count_words(c) for c in own.content], own.index, "int64")
    return own


def turns(sentences: pd.DataFrame) -> pd.Series:
    """Return each sentence's turn, from 0 in its document: a new one where the person changes."""
    another_person = sentences.person != sentences.person.shift()
    another_document = sentences.doc_id != sentences.doc_id.shift()
    changed = another_person | another_document
    number: pd.Series = changed.groupby(sentences.doc_id, sort=False).cumsum().astype("int64")
    return number - 1


def _accounts(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the readouts in order of their talks, each talk dated by its most exact account."""
    accounts = documents[documents.event_kind != "unknown"]
    accounts = accounts.assign(width=accounts.event_end - accounts.event_start)
    accounts = accounts.sort_values("width", kind="stable")
    dates = accounts.drop_duplicates("event_id").set_index("event_id")[DATED]
    accounts = accounts[["event_id", "outlet"]].join(dates, on="event_id")
    accounts = accounts.sort_values("event_start", kind="stable")
    labels = accounts.event_id.map(_talk_labels(accounts)).astype("str")
    return accounts.assign(talk=labels)


def _talk_labels(accounts: pd.DataFrame) -> pd.Series:
    """Label each talk by its day, or its month or year; numbers keep talks of one day apart."""
    talks = accounts.drop_duplicates("event_id").set_index("event_id")
    days = zip(talks.event_start, talks.event_precision, strict=True)
    labels = pd.Series([_day_label(*day) for day in days], talks.index, "str")
    number = labels.groupby(labels).cumcount() + 1
    return labels.where(number == 1, labels + " (" + number.astype("str") + ")")


def _day_label(day: pd.Timestamp, precision: str) -> str:
    form = DAY_FORMS.get(precision)
    return day.strftime(form) if form and pd.notna(day) else "undated"
