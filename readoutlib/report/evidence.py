"""What stands behind the numbers of a page: an index of all sentences for its script, and links from quoted lines to their place."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from html import unescape

import pandas as pd

from .. import compare, phrases, topics
from ..corpus import Corpus
from ..palette import person_colors

_ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"(<t[dh]\b[^>]*>)(.*?)(?=</t[dh]>)", re.DOTALL)


def index(corpus: Corpus, readings: Mapping[str, str], asked: Iterable[str] = ()) -> dict:
    """Return what a page's script needs to find the sentences behind a number, or a phrase that is typed; ready for JSON.

    docs: page, talk, year (or None), title, whose account, precision and evidence of the date. persons: name and colour. modes, rules.
    rows: document, sentence, person, mode, rule (numbers in the lists above), text, and its spans that count, flat, from the start of
    the text (0: all of it); in the order of `speech`. hits: for family, issue, act and reporting act, name → row, matched text, row,
    text …; families are those of the phrase book and those `asked` for. rates: family → hits, words, talks, rate, low, high, per 1,000 words.
    """
    speech = corpus.speech.reset_index(drop=True)
    lists = {c: list(dict.fromkeys(speech[c])) for c in ("doc_id", "person", "mode", "rule")}
    number = {c: {v: n for n, v in enumerate(values)} for c, values in lists.items()}
    rows = [
        (
            number["doc_id"][s.doc_id],
            s.sent,
            *(number[c][getattr(s, c)] for c in ("person", "mode", "rule")),
            s.text,
            spans if spans != [0, len(s.text)] else 0,
        )
        for s in speech.itertuples()
        for spans in [[at - s.start for span in s.content_spans for at in span]]
    ]
    documents = corpus.documents.assign(
        account=(corpus.documents.outlet_guess + " (guess)").fillna("an outlet it does not name")
    ).loc[lists["doc_id"]]
    talk, year = (
        speech.drop_duplicates("doc_id").talk,
        speech.drop_duplicates("doc_id").year.astype(object),
    )
    docs = zip(
        map(readings.get, documents.index),
        talk,
        year.where(year.notna(), None),
        documents.title.fillna("(no title)"),
        documents.outlet.fillna(documents.account),
        documents.event_precision,
        documents.event_evidence.fillna(""),
        strict=True,
    )
    book = phrases.load_book()
    book += [
        phrases.grow(name)
        for name in sorted(set(asked) - {f.name for f in book})
        if re.search(r"\w", name)
    ]
    found, acts = phrases.find(corpus, book), compare.act_matches(corpus)
    tables = {
        "family": found[found.part == "body"],
        "issue": topics.issue_matches(corpus)
        .query("part == 'body'")
        .rename(columns={"issue": "family"}),
    }
    tables |= {
        name: acts[acts.source == source].rename(columns={"act": "family"})
        for name, source in (("act", "content"), ("reporting", "reporting"))
    }
    row = {key: n for n, key in enumerate(zip(speech.doc_id, speech.sent, strict=True))}
    hits: dict[str, dict[str, list]] = {name: {} for name in tables}
    for name, table in tables.items():
        for value, doc_id, sent, text in zip(
            table.family, table.doc_id, table.sent, table.text, strict=True
        ):
            hits[name].setdefault(value, []).extend((row[doc_id, sent], text))
    rates = phrases.rates(corpus, found, by=["family"], families=[f.name for f in book]).query(
        "hits > 0"
    )
    numbers = (
        rates[["hits", "words", "talks", "rate", "low", "high"]]
        .astype(float)
        .round(2)
        .astype(object)
    )
    return {
        "docs": list(docs),
        "persons": list(person_colors(lists["person"]).items()),
        "modes": lists["mode"],
        "rules": lists["rule"],
        "rows": rows,
        "hits": hits,
        "rates": dict(
            zip(rates.family, numbers.where(numbers.notna(), None).values.tolist(), strict=True)
        ),
    }


class Places:
    """Where quoted lines stand in the annotated readings."""

    def __init__(self, corpus: Corpus, readings: Mapping[str, str]):
        self.readings, self.bodies = readings, {}
        self.talks = {
            talk: list(dict.fromkeys(group.doc_id))
            for talk, group in corpus.speech.groupby("talk", sort=False)
        }
        for doc_id, group in corpus.sentences.groupby("doc_id", sort=False):
            texts = ["".join(text.split()) for text in group.text]  # as tables fold white space
            self.bodies[doc_id] = (
                "".join(texts),
                (pd.Series(texts).str.len().cumsum().shift(fill_value=0)).tolist(),
            )

    def of(self, line: str, talk: str | None, skip: int = 0) -> str | None:
        """Return the address of the sentence that holds a line, `skip` letters into it; without one, the talk's first account."""
        key = "".join(line.split())
        for doc_id in self.talks.get(talk, ()) if talk else self.bodies:
            body, starts = self.bodies.get(doc_id, ("", []))
            if key and (at := body.find(key)) >= 0:
                return f"{self.readings[doc_id]}#s{bisect_right(starts, at + skip) - 1}"
        return self.readings[self.talks[talk][0]] if talk in self.talks else None

    def link(self, html: str) -> str:
        """Turn the hit, the talk or the document in each row of an HTML table into a link to its place; other HTML stays."""

        def linked(found: re.Match) -> str:
            cells = [(tag, unescape(text)) for tag, text in _CELL.findall(found[0])]
            own = (
                dict(zip(names, (text for _, text in cells), strict=False))
                if len(cells) == len(names)
                else {}
            )
            line = (
                own.get("left", "") + own["hit"] + own.get("right", "")
                if "hit" in own
                else own.get("sentence") or own.get("text", "")
            )
            place = (
                self.of(line, own.get("talk"), len("".join(own.get("left", "").split())))
                if line or "talk" in own
                else self.readings.get(own.get("doc_id", ""))
            )
            target = next((c for c in ("hit", "talk", "doc_id") if c in own), None)
            if not place or not target or "<" in own[target]:
                return found[0]
            column = iter(names)
            return _CELL.sub(
                lambda m: (
                    f'{m[1]}<a href="{place}">{m[2]}</a>'
                    if next(column) == target and m[2]
                    else m[0]
                ),
                found[0],
            )

        head = _ROW.search(html)
        names = [unescape(text) for _, text in _CELL.findall(head[0])] if head else []
        return (
            html[: head.end()] + _ROW.sub(linked, html[head.end() :])
            if head and len(set(names) & {"hit", "talk", "doc_id"})
            else html
        )


def as_script(value: object) -> str:
    """Return JSON that can stand inside <script>."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
