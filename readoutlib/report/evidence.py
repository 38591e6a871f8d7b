"""The index of all sentences, in which a page's script looks up what stands behind a number."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from .. import compare, phrases, topics
from ..corpus import Corpus
from ..palette import person_colors

LISTED = ("doc_id", "person", "mode", "rule")  # columns of `speech` that rows name by number


def index(corpus: Corpus, readings: Mapping[str, str], asked: Iterable[str] = ()) -> dict[str, Any]:
    """Return what a page's script needs to find the sentences behind a number, ready for JSON.

    docs: page, talk, year (or None), title, whose account, precision and evidence of the date.
    persons: name and colour. modes, rules. rows: document, sentence, person, mode, rule (numbers in
    the lists above), text, and its spans that count, flat, from the start of the text (0: all of
    it); in the order of `speech`. hits: for family, issue, act and reporting act, name → row,
    matched text, row, text …; families are those of the phrase book and those `asked` for. rates:
    family → hits, words, talks, rate, low, high, per 1,000 words.
    """
    speech = corpus.speech.reset_index(drop=True)
    lists = {column: list(dict.fromkeys(speech[column])) for column in LISTED}
    families = _families_to_find(asked)
    found = phrases.find(corpus, families)
    return {
        "docs": _docs(corpus, speech, lists["doc_id"], readings),
        "persons": list(person_colors(lists["person"]).items()),
        "modes": lists["mode"],
        "rules": lists["rule"],
        "rows": _sentences(speech, lists),
        "hits": _hits(speech, _tables(corpus, found)),
        "rates": _rates(corpus, found, families),
    }


def known(index: Mapping[str, Any]) -> dict[str, Collection[str]]:
    """Return for each kind of question the values that an index can answer."""
    return {
        "talk": {talk for _, talk, *_ in index["docs"]},
        "year": {"undated" if year is None else str(year) for _, _, year, *_ in index["docs"]},
        "person": {name for name, _ in index["persons"]},
        "mode": set(index["modes"]),
        "rule": set(index["rules"]),
        **index["hits"],
    }


def _families_to_find(asked: Iterable[str]) -> list[phrases.Family]:
    """Return the families of the phrase book, and those asked for that can be grown."""
    book = phrases.load_book()
    others = set(asked) - {family.name for family in book}
    return book + [phrases.grow(name) for name in sorted(others) if any(map(str.isalnum, name))]


def _docs(
    corpus: Corpus, speech: pd.DataFrame, doc_ids: list[str], readings: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    """Return the documents that have speech, one tuple each."""
    documents = corpus.documents.loc[doc_ids]
    guess = (documents.outlet_guess + " (guess)").fillna("an outlet it does not name")
    first = speech.drop_duplicates("doc_id")
    columns = (
        map(readings.get, documents.index),
        first.talk,
        _none_for_missing(first.year),
        documents.title.fillna("(no title)"),
        documents.outlet.fillna(guess),
        documents.event_precision,
        documents.event_evidence.fillna(""),
    )
    return list(zip(*columns, strict=True))


def _sentences(speech: pd.DataFrame, lists: Mapping[str, list[Any]]) -> list[tuple[Any, ...]]:
    """Return the sentences, one tuple each."""
    number: dict[str, dict[Any, int]] = {
        column: {value: at for at, value in enumerate(values)} for column, values in lists.items()
    }
    return [
        (
            number["doc_id"][s.doc_id],
            s.sent,
            number["person"][s.person],
            number["mode"][s.mode],
            number["rule"][s.rule],
            s.text,
            _counted(s),
        )
        for s in speech.itertuples()
    ]


def _counted(sentence: Any) -> list[int] | int:
    """Return the spans that count, from the start of the sentence, or 0 for all of it."""
    spans = [at - sentence.start for span in sentence.content_spans for at in span]
    return 0 if spans == [0, len(sentence.text)] else spans


def _tables(corpus: Corpus, found: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return by kind of question the matches in bodies: value, doc_id, sent, text."""
    issues, acts = topics.issue_matches(corpus), compare.act_matches(corpus)
    matches = {
        "family": found[found.part == "body"].rename(columns={"family": "value"}),
        "issue": issues[issues.part == "body"].rename(columns={"issue": "value"}),
        "act": acts[acts.source == "content"].rename(columns={"act": "value"}),
        "reporting": acts[acts.source == "reporting"].rename(columns={"act": "value"}),
    }
    return {kind: table[["value", "doc_id", "sent", "text"]] for kind, table in matches.items()}


def _hits(
    speech: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> dict[str, dict[str, list[Any]]]:
    """Return by kind and value the rows that match, each with the words that did, flat."""
    row = {place: at for at, place in enumerate(zip(speech.doc_id, speech.sent, strict=True))}
    hits: dict[str, dict[Any, list[Any]]] = {kind: {} for kind in tables}
    for kind, table in tables.items():
        for match in table.itertuples():
            own = hits[kind].setdefault(match.value, [])
            own.extend((row[match.doc_id, match.sent], match.text))
    return hits


def _rates(
    corpus: Corpus, found: pd.DataFrame, families: Iterable[phrases.Family]
) -> dict[str, list[Any]]:
    """Return for each family that is used its numbers, rounded to two decimals."""
    names = [family.name for family in families]
    rates = phrases.rates(corpus, found, by=["family"], families=names)
    rates = rates[rates.hits > 0]
    numbers = rates[["hits", "words", "talks", "rate", "low", "high"]].astype(float).round(2)
    values = _none_for_missing(numbers).values.tolist()
    return dict(zip(rates.family, values, strict=True))


def _none_for_missing(values: Any) -> Any:
    """Return a series or a frame with None where a value is missing, as JSON needs it."""
    values = values.astype(object)
    return values.where(values.notna(), None)


def as_script(value: object) -> str:
    """Return JSON that can stand inside <script>."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
