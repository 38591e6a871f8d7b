"""Many readouts as one Corpus: five tables, the same person and the same talk across documents, save and load."""

from __future__ import annotations

import json
import os
import tempfile
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cached_property
from html import escape
from itertools import chain
from pathlib import Path

import pandas as pd

from .parsing.parse import parse_readout
from .parsing.readout import Cut, Participant, Readout, ReadoutError, Sentence
from .parsing.tokens import count_words
from .readers import Problem, Record, Source, scan

FORMAT = 1
MARK = "readouts.json"  # what tells a saved corpus from a folder of readouts
AGAIN = "parse the readouts again with `readout parse`"
PARTS = ("documents", "sentences", "cuts", "problems", "texts")
STRINGS = [
    "path", "title", "outlet", "outlet_guess", "url", "event_precision", "event_rule", "event_evidence", "event_kind", "event_place",
    "event_id", "sha256",
]
DATES = ["published", "event_start", "event_end"]
DATED = ["event_start", "event_end", "event_precision"]
DOCUMENTS = [
    "doc_id", "path", "title", "outlet", "outlet_guess", "url", "title_start", "title_end", "published", "event_start", "event_end",
    "event_precision", "event_rule", "event_evidence", "event_kind", "event_place", "event_id", "participants", "n_sentences",
    "n_words", "sha256",
]
SENTENCES = [
    "doc_id", "sent", "paragraph", "start", "end", "text", "speaker", "person", "mode", "cue", "nested", "rule", "confidence",
    "content_spans", "content",
]
OFFICES = ("President", "Minister", "Secretary", "King", "Chancellor")  # words that tell apart who bears one surname
CUTS = ["doc_id", "start", "end", "rule"]
PROBLEMS = ["path", "doc_id", "problem", "expected", "found", "hint"]
# Said outright, as a table without rows tells no types.
TYPES = (
    dict.fromkeys(["doc_id", *STRINGS, "text", "speaker", "person", "mode", "cue", "rule", "content", *PROBLEMS], "str")
    | dict.fromkeys(["sent", "paragraph", "start", "end", "n_sentences", "n_words"], "int64")
    | dict.fromkeys(["title_start", "title_end"], "Int64") | dict.fromkeys(DATES, "datetime64[us]")
    | {"confidence": "float64"} | dict.fromkeys(["participants", "nested", "content_spans"], "object")
)


@dataclass(frozen=True, eq=False)
class Corpus:
    """Readouts as tables: `documents`, `sentences`, `cuts`, `problems`, and `texts`, in which all offsets count."""

    documents: pd.DataFrame
    sentences: pd.DataFrame
    cuts: pd.DataFrame
    problems: pd.DataFrame
    texts: Mapping[str, str]

    @cached_property
    def speech(self) -> pd.DataFrame:
        """Return the sentences every analysis starts from: those of readouts, with talk, date, outlet and word count.

        Documents of unknown kind (announcements, briefings) are left out. Columns: those of `sentences`, and event_id, talk (a short label,
        unique to the talk: its day, or its year), event_start, event_end, event_precision (the talk's: those of its most exactly dated
        account), outlet (NA where unknown), year (Int64, NA where the dates span years), turn (number from 0 within the document, a new
        one when the person changes), n_words (of `content`). Sorted by the talk's date, then its accounts, the most exact first.
        """
        kept = self.documents[self.documents.event_kind != "unknown"]
        kept = kept.assign(width=kept.event_end - kept.event_start).sort_values("width", kind="stable")
        talks = kept.drop_duplicates("event_id").set_index("event_id")[DATED]
        kept = kept[["event_id", "outlet"]].join(talks, on="event_id").sort_values("event_start", kind="stable")
        kept.insert(1, "talk", kept.event_id.map(_talk_labels(kept)).astype("str"))
        place = {doc_id: n for n, doc_id in enumerate(kept.index)}
        out = self.sentences[self.sentences.doc_id.isin(place)].sort_values("doc_id", key=lambda d: d.map(place), kind="stable")
        out = out.assign(**{c: kept.loc[out.doc_id, c].array for c in ("event_id", "talk", *DATED, "outlet")})
        start, end = out.event_start.dt.year, out.event_end.dt.year
        out["year"] = start.where(start == end).astype("Int64")
        changed = (out.person != out.person.shift()) | (out.doc_id != out.doc_id.shift())
        out["turn"] = changed.groupby(out.doc_id, sort=False).cumsum().astype("int64") - 1
        out["n_words"] = pd.Series([count_words(c) for c in out.content], out.index, "int64")
        return out

    def readout(self, doc_id: str) -> Readout:
        """Return one document as a Readout, as these tables have it; KeyError where there is no such document."""
        d = self.documents.loc[doc_id]
        own = self.sentences[self.sentences.doc_id == doc_id]
        text = self.texts[doc_id]
        sentences = []
        for s in own.itertuples():
            cue = _known(s.cue)
            sentences.append(Sentence(
                s.sent, s.paragraph, s.start, s.end, s.text, s.speaker, s.mode, cue, *_cue_span(text, cue, s), s.nested, s.rule,
                s.confidence, s.content_spans,
            ))
        cuts = tuple(Cut(c.start, c.end, c.rule) for c in self.cuts[self.cuts.doc_id == doc_id].itertuples())
        day = {k: d[k].date() if pd.notna(d[k]) else None for k in DATES}
        value = {k: _known(d[k]) for k in (*STRINGS, "title_start", "title_end")}
        people = tuple(Participant(name, None, None, ()) for name in d.participants)
        return Readout(
            doc_id, text, value["title"], value["title_start"], value["title_end"], value["outlet"], value["outlet_guess"], value["url"],
            day["published"], day["event_start"], day["event_end"], value["event_precision"], value["event_rule"], value["event_evidence"],
            value["event_kind"], value["event_place"], people, tuple(sentences), cuts,
        )

    def save(self, folder: str | os.PathLike) -> None:
        """Write the tables as Parquet, with a format version, into a new folder or over a saved corpus; `load_corpus` opens it again.

        Raises ReadoutError where the folder holds anything else.
        """
        folder = Path(folder)
        if folder.exists() and not (folder / MARK).is_file() and any(folder.iterdir() if folder.is_dir() else [folder]):
            raise ReadoutError(f"{folder}: expected a new folder or a saved corpus to write over, found something else; name another")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as temporary:
            new = Path(temporary) / "new"
            new.mkdir()
            texts = pd.DataFrame(self.texts.items(), columns=["doc_id", "text"])
            for part, table in zip(PARTS, (self.documents.reset_index(), self.sentences, self.cuts, self.problems, texts), strict=True):
                table.to_parquet(new / f"{part}.parquet", index=False)
            (new / MARK).write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")
            if folder.exists():
                os.replace(folder, Path(temporary) / "old")
            os.replace(new, folder)

    def __repr__(self) -> str:
        return f"Corpus of {len(self.documents):,} documents, {len(self.sentences):,} sentences, {len(self.problems):,} problems"

    def _repr_html_(self) -> str:
        dated = self.documents.event_start.dropna()
        rows = {
            "documents": len(self.documents), "readouts of a talk": int((self.documents.event_kind != "unknown").sum()),
            "talks": int(self.documents.event_id[self.documents.event_kind != "unknown"].nunique()), "sentences": len(self.sentences),
            "words": int(self.documents.n_words.sum()), "from": f"{dated.min():%Y-%m-%d}" if len(dated) else "unknown",
            "to": f"{self.documents.event_end.max():%Y-%m-%d}" if len(dated) else "unknown", "problems": len(self.problems),
        }
        shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in rows.items()}
        head, row = ("".join(f"<{tag}>{escape(v)}</{tag}>" for v in values) for tag, values in (("th", shown), ("td", shown.values())))
        return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"


def _known(value: object):
    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def _cue_span(text: str, cue: str | None, sentence) -> tuple[int, int] | tuple[None, None]:
    """Return where a sentence's cue stands: outside its content if it is found there, as what is reported may hold the same words."""
    edges = [sentence.start, *chain(*sentence.content_spans), sentence.end]
    for a, b in (*zip(edges[::2], edges[1::2], strict=True), (sentence.start, sentence.end)):
        if cue and (at := text.find(cue, a, b)) >= 0:
            return at, at + len(cue)
    return None, None


def _talk_labels(accounts: pd.DataFrame) -> dict[str, str]:
    """Label each talk by its day, or by its month or year when no day is known; numbers keep talks of one day apart."""
    labels: dict[str, str] = {}
    taken: Counter = Counter()
    for d in accounts.drop_duplicates("event_id").itertuples():
        form = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}.get(d.event_precision)
        label = d.event_start.strftime(form) if form and pd.notna(d.event_start) else "undated"
        taken[label] += 1
        labels[d.event_id] = label if taken[label] == 1 else f"{label} ({taken[label]})"
    return labels


def load_corpus(source: Source, *, workers: int = 1, progress: Callable[[int], None] | None = None) -> Corpus:
    """Read and parse a file, a folder with its subfolders, a glob, a list of those, or a saved corpus.

    A file that cannot be read is a row of `problems` and stops nothing; ReadoutError is raised only where nothing at all could be read.
    `workers` processes parse side by side; `progress` is called with the number of documents parsed so far.

    >>> corpus = load_corpus("seeds")
    >>> len(corpus.documents), sorted(corpus.sentences.person.unique())
    (5, ['Both sides', 'Narrator', 'Sergey Lavrov', 'Wang Yi'])
    """
    if isinstance(source, (str, os.PathLike)) and os.path.isfile(Path(source) / MARK):
        return _open(Path(source))
    problems: list[Problem] = []
    records: dict[str, Record] = {}
    readouts: list[Readout] = []
    pool = ProcessPoolExecutor(workers) if workers > 1 else None
    try:
        good = _records(scan(source), records, problems)
        for readout in pool.map(_parse, good, chunksize=16) if pool else map(_parse, good):
            readouts.append(readout)
            if progress:
                progress(len(readouts))
    except OSError as error:  # a name that no file can have
        name, found = str(source)[:200], error.strerror or error
        raise ReadoutError(f"{name}: expected the name of a file, folder or glob, found: {found}; check the spelling") from None
    finally:
        if pool:
            pool.shutdown()
    return assemble(readouts, records, problems)


def _records(items: Iterable[Record | Problem], records: dict[str, Record], problems: list[Problem]) -> Iterator[Record]:
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            records[item.doc_id] = item
            yield item


def _parse(record: Record) -> Readout:
    return parse_readout(record.text, name=record.doc_id, metadata=record.metadata)


def _open(folder: Path) -> Corpus:
    path = folder / MARK
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["format"]
        if found == FORMAT:
            tables = []
            for path in [folder / f"{part}.parquet" for part in PARTS]:
                tables.append(pd.read_parquet(path))
            documents, sentences, cuts, problems, texts = tables
            path = folder
            documents["participants"] = _tuples(documents.participants)
            sentences["nested"] = _tuples(sentences.nested)
            sentences["content_spans"] = _tuples(tuple((int(a), int(b)) for a, b in spans) for spans in sentences.content_spans)
            return Corpus(documents.set_index("doc_id"), sentences, cuts, problems, dict(zip(texts.doc_id, texts.text, strict=True)))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError) as error:
        what = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise ReadoutError(f"{path}: expected part of a saved corpus, found it damaged or missing ({what}); {AGAIN}") from None
    raise ReadoutError(f"{folder}: expected a corpus saved in format {FORMAT}, found format {found}; {AGAIN}")


def _tuples(values: Iterable) -> pd.Series:
    return pd.Series(list(map(tuple, values)), dtype="object")


def assemble(readouts: Iterable[Readout], records: Mapping[str, Record] | None = None, problems: Iterable[Problem] = ()) -> Corpus:
    """Join parsed readouts into a Corpus: the same person and the same talk found across documents, tables sorted by date, then name."""
    readouts, records = sorted(readouts, key=lambda r: r.name), records or {}
    person = _persons(readouts)
    events = _events(readouts, person)
    rows = []
    for r in readouts:
        record = records.get(r.name)
        rows.append((
            r.name, record.path if record else None, r.title, r.outlet, r.outlet_guess, r.url, r.title_start, r.title_end, r.published,
            r.event_start, r.event_end, r.event_precision, r.event_rule, r.event_evidence, r.event_kind, r.event_place, events[r.name],
            r.participants, len(r.sentences), sum(count_words(s.text) for s in r.sentences), record.sha256 if record else None,
        ))
    documents = _table(rows, DOCUMENTS).sort_values(["event_start", "doc_id"], na_position="last").set_index("doc_id")
    by_name = {r.name: r for r in readouts}
    ordered = [by_name[d] for d in documents.index]
    said = [
        (r.name, s.sent, s.paragraph, s.start, s.end, s.text, s.speaker, person.get((r.name, s.speaker), s.speaker), s.mode, s.cue,
         s.nested, s.rule, s.confidence, s.content_spans, s.content)
        for r in ordered for s in r.sentences
    ]
    cut = [(r.name, c.start, c.end, c.rule) for r in ordered for c in r.cuts]
    told = [(p.path, p.doc_id, p.problem, p.expected, p.found, p.hint) for p in problems]
    told += [(records[r.name].path if r.name in records else None, r.name, *p) for r in ordered for p in r.problems]
    texts = {d: by_name[d].text for d in documents.index}
    return Corpus(documents, _table(said, SENTENCES), _table(cut, CUTS), _table(told, PROBLEMS), texts)


def _table(rows: list[tuple], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns).astype({c: TYPES[c] for c in columns})


# The same person across documents


def _persons(readouts: list[Readout]) -> dict[tuple[str, str], str]:
    """Return (doc_id, name in the document) → the name that stands for this person in the whole collection.

    Names are one person if their words are the same but for spelling (Sergey, Sergei), or one form is a part of the other
    (Biden, Joseph R. Biden), or surname and office agree; a bare name that fits two people stays its own.
    """
    seen: dict[str, list[tuple[str, Participant]]] = defaultdict(list)
    for r in readouts:
        for p in r.people:
            seen[p.name].append((r.name, p))
    names = sorted(seen, key=lambda n: (-len(n.split()), n))
    offices = {n: {w for _, p in seen[n] if p.office for w in p.office.split() if w in OFFICES} for n in names}
    nations = {n: {p.country for _, p in seen[n] if p.country} for n in names}
    groups: list[list[str]] = []
    by_word: dict[str, list[int]] = defaultdict(list)
    for name in names:
        words = _name_words(name)
        nearby = sorted({g for w in words for g in by_word[_sound(w)]})
        fits = [g for g in nearby if any(_one_person(name, other, offices, nations) for other in groups[g])]
        if len(fits) != 1:
            groups.append([])
            fits = [len(groups) - 1]
        groups[fits[0]].append(name)
        for w in words:
            if fits[0] not in by_word[_sound(w)]:
                by_word[_sound(w)].append(fits[0])
    out = {}
    for group in groups:
        best = min(group, key=lambda n: (-len(n.split()), -len(seen[n]), n))
        out |= {(doc, name): best for name in group for doc, _ in seen[name]}
    return out


def _name_words(name: str) -> list[str]:
    return [w.casefold() for w in name.split() if len(w.rstrip(".")) > 1]


def _sound(word: str) -> str:
    """A spelling-blind key: transliterations differ in vowels and doubled letters, seldom in their first consonants."""
    return "".join(dict.fromkeys(c for c in word if c not in "aeiouyh'’-"))[:3] or word[:1]


def _one_person(a: str, b: str, offices: Mapping[str, set], nations: Mapping[str, set]) -> bool:
    x, y = _name_words(a), _name_words(b)
    if not x or not y or (nations[a] and nations[b] and not nations[a] & nations[b]):
        return False
    short, long = sorted((x, y), key=len)
    if all(any(_alike(w, v) for v in long) for w in short):
        return len(short) > 1 or len(long) == 1 or bool(offices[a] & offices[b]) or not (offices[a] and offices[b])
    return _alike(x[-1], y[-1]) and bool(offices[a] & offices[b]) and x[0][0] == y[0][0]


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 4 and a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= 0.8)


# The same talk across documents


def _events(readouts: list[Readout], person: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return doc_id → event_id: one for the copies of a text, and for accounts of the same people, in person or not, whose dates overlap.

    The most exactly dated come first: each later account joins the one talk that its dates overlap, and stays on its own where they
    overlap two (a year in which these people met twice).
    """

    def exactness(r: Readout) -> tuple:
        return (r.event_end - r.event_start, r.event_start, r.name) if r.event_start and r.event_end else (timedelta.max, date.max, r.name)

    first: dict[str, str] = {}  # text → the document that stands for its copies
    event: dict[str, str] = {}
    talks: dict[tuple, tuple[list, list, list]] = defaultdict(lambda: ([], [], []))  # first and last days and event_ids, in order of time
    for r in sorted(readouts, key=exactness):
        if first.setdefault(r.text, r.name) != r.name:
            continue
        event[r.name] = r.name
        if r.event_start and r.event_end and len(r.people) > 1:
            people = frozenset(person[r.name, p] for p in r.participants)
            starts, ends, ids = talks[people, r.event_kind in ("phone", "video")]
            i, n = bisect_left(ends, r.event_start), bisect_right(starts, r.event_end)
            if n - i == 1:
                event[r.name] = ids[i]
            elif n == i:  # talks in these lists never overlap
                for held, value in zip((starts, ends, ids), (r.event_start, r.event_end, r.name), strict=True):
                    held.insert(i, value)
    return {r.name: event[first[r.text]] for r in readouts}
