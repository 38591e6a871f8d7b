"""Many readouts as one Corpus: its tables, the same person and the same talk across documents, save and load."""

import json
import os
import tempfile
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cached_property
from hashlib import sha256
from html import escape
from itertools import chain
from operator import attrgetter, itemgetter
from pathlib import Path

import pandas as pd

from .books import read_book
from .corrections import Row, correct, read_rows
from .parsing.parse import parse_readout
from .parsing.readout import Cut, Participant, Readout, ReadoutError, Sentence
from .parsing.words.tokens import count_words
from .readers import Problem, Record, Source, scan

FORMAT = 2
MARK = "readouts.json"  # what tells a saved corpus from a folder of readouts
AGAIN = "parse the readouts again with `readout parse`"
TABLES = read_book("tables")
DATED = ["event_start", "event_end", "event_precision"]
OFFICES = (
    "President",
    "Minister",
    "Secretary",
    "King",
    "Chancellor",
)  # words that tell apart who bears one surname


@dataclass(frozen=True, eq=False)
class Corpus:
    """Readouts as tables: `documents`, `sentences`, `cuts`, `problems`, `people`, `corrections`, and `texts`, in which all offsets count."""

    documents: pd.DataFrame
    sentences: pd.DataFrame
    cuts: pd.DataFrame
    problems: pd.DataFrame
    people: pd.DataFrame
    corrections: pd.DataFrame
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
        kept = kept.assign(width=kept.event_end - kept.event_start).sort_values(
            "width", kind="stable"
        )
        talks = kept.drop_duplicates("event_id").set_index("event_id")[DATED]
        kept = (
            kept[["event_id", "outlet"]]
            .join(talks, on="event_id")
            .sort_values("event_start", kind="stable")
        )
        kept.insert(1, "talk", kept.event_id.map(_talk_labels(kept)).astype("str"))
        out = self.sentences[self.sentences.doc_id.isin(kept.index)].sort_values(
            "doc_id", key=kept.index.get_indexer, kind="stable"
        )
        out = out.assign(
            **{c: kept.loc[out.doc_id, c].array for c in ("event_id", "talk", *DATED, "outlet")}
        )
        start, end = out.event_start.dt.year, out.event_end.dt.year
        out["year"] = start.where(start == end).astype("Int64")
        out["turn"] = turns(out)
        out["n_words"] = pd.Series([count_words(c) for c in out.content], out.index, "int64")
        return out

    @cached_property
    def fingerprint(self) -> str:
        """Return twelve hexadecimal digits that change with any text, its title, outlet and day of publication, and any correction, to cite by."""
        told = self.documents.sort_index()[["title", "outlet", "published", "url"]]
        return digest(
            *(self.texts[d] for d in told.index),
            told.to_csv(),
            self.corrections.to_csv(index=False),
        )

    @cached_property
    def _places(self) -> dict[str, Mapping]:
        return {
            part: getattr(self, part).groupby("doc_id").indices
            for part in ("sentences", "cuts", "people", "problems")
        }

    def readout(self, doc_id: str) -> Readout:
        """Return one document as a Readout, as these tables have it; KeyError where there is no such document."""
        own, cuts, people, problems = (
            getattr(self, part).take(at.get(doc_id, [])).itertuples()
            for part, at in self._places.items()
        )
        text, sentences = self.texts[doc_id], []
        for s in own:
            value = {k: _known(v) for k, v in s._asdict().items() if k in Sentence.__slots__}
            value["cue_start"], value["cue_end"] = _cue_span(text, value["cue"], s)
            sentences.append(Sentence(**value))
        return Readout(
            doc_id,
            text,
            people=tuple(
                Participant(p.name, _known(p.country), _known(p.office), p.variants) for p in people
            ),
            sentences=tuple(sentences),
            cuts=tuple(Cut(c.start, c.end, c.rule) for c in cuts),
            problems=tuple((p.problem, p.expected, p.found, p.hint) for p in problems),
            **{
                k: _known(v)
                for k, v in self.documents.loc[doc_id].items()
                if k in Readout.__slots__
            },
        )

    def save(self, folder: str | os.PathLike) -> None:
        """Write the tables as Parquet, with a format version, into a new folder or over a saved corpus; `load_corpus` opens it again.

        Raises ReadoutError where the folder holds anything else.
        """
        folder = Path(folder)
        if (
            folder.exists()
            and not (folder / MARK).is_file()
            and any(folder.iterdir() if folder.is_dir() else [folder])
        ):
            raise ReadoutError(
                f"{folder}: expected a new folder or a saved corpus to write over, found something else; name another"
            )
        with replacing(folder) as new:
            new.mkdir()
            texts = pd.DataFrame(self.texts.items(), columns=["doc_id", "text"])
            for part, table in (
                {p: getattr(self, p) for p in TABLES}
                | {"documents": self.documents.reset_index(), "texts": texts}
            ).items():
                table.to_parquet(new / f"{part}.parquet", index=False)
            (new / MARK).write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")

    def __repr__(self) -> str:
        return f"Corpus of {len(self.documents):,} documents, {len(self.sentences):,} sentences, {len(self.problems):,} problems"

    def _repr_html_(self) -> str:
        d, talks = self.documents, self.documents.event_id[self.documents.event_kind != "unknown"]
        first, last = (
            "unknown" if pd.isna(day) else f"{day:%Y-%m-%d}"
            for day in (d.event_start.min(), d.event_end.max())
        )
        rows = {
            "documents": len(d),
            "readouts of a talk": len(talks),
            "talks": talks.nunique(),
            "sentences": len(self.sentences),
            "words": int(d.n_words.sum()),
            "from": first,
            "to": last,
            "problems": len(self.problems),
            "corrections": len(self.corrections),
        }
        shown = {k: f"{v:,}" if isinstance(v, int) else v for k, v in rows.items()}
        head, row = (
            "".join(f"<{tag}>{escape(v)}</{tag}>" for v in values)
            for tag, values in (("th", shown), ("td", shown.values()))
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{row}</tr></tbody></table>"


def digest(*texts: str) -> str:
    """Return twelve hexadecimal digits that change with any of the texts and with their order.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    return sha256("".join(sha256(t.encode()).hexdigest() for t in texts).encode()).hexdigest()[:12]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a place for a new file or folder, which takes the place of `path`, and of what is there, once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".readout-") as temporary:
        yield (new := Path(temporary, "new"))
        if new.is_dir() and path.exists():  # a file takes the place of a file alone
            os.replace(path, Path(temporary, "old"))
        os.replace(new, path)


def turns(sentences: pd.DataFrame) -> pd.Series:
    """Return the number of each sentence's turn, from 0 within its document: a new one where the person changes."""
    changed = (sentences.person != sentences.person.shift()) | (
        sentences.doc_id != sentences.doc_id.shift()
    )
    return changed.groupby(sentences.doc_id, sort=False).cumsum().astype("int64") - 1


def _known(value: object):
    if value is None or value is pd.NA or value != value:
        return None
    return (
        value.date()
        if isinstance(value, pd.Timestamp)
        else value.item()
        if hasattr(value, "item")
        else value
    )


def _cue_span(text: str, cue: str | None, sentence) -> tuple[int, int] | tuple[None, None]:
    """Return where a sentence's cue stands: outside its content if it is found there, as what is reported may hold the same words."""
    edges = [sentence.start, *chain(*sentence.content_spans), sentence.end]
    for a, b in (*zip(edges[::2], edges[1::2], strict=True), (sentence.start, sentence.end)):
        if cue and (at := text.find(cue, a, b)) >= 0:
            return at, at + len(cue)
    return None, None


def _talk_labels(accounts: pd.DataFrame) -> pd.Series:
    """Label each talk by its day, or by its month or year when no day is known; numbers keep talks of one day apart."""
    talks = accounts.drop_duplicates("event_id").set_index("event_id")
    form = talks.event_precision.map({"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}).where(
        talks.event_start.notna()
    )
    labels = [
        day.strftime(f) if isinstance(f, str) else "undated"
        for day, f in zip(talks.event_start, form, strict=True)
    ]
    number = pd.Series(labels, talks.index, "str").groupby(labels).cumcount() + 1
    return pd.Series(
        [label if n == 1 else f"{label} ({n})" for label, n in zip(labels, number, strict=True)],
        talks.index,
        "str",
    )


def load_corpus(
    source: Source,
    *,
    corrections: str | Path | None = None,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Corpus:
    """Read and parse a file, a folder with its subfolders, a glob, a list of those, or a saved corpus.

    A file that cannot be read is a row of `problems` and stops nothing; ReadoutError is raised only where nothing at all could be read.
    `corrections` is a CSV file of an analyst's (see `readoutlib.corrections`), put over what was parsed or saved; a row that cannot be used
    raises ReadoutError with its line. `workers` processes parse side by side; `progress` is called with the number of documents parsed so far.

    >>> corpus = load_corpus("seeds")
    >>> len(corpus.documents), sorted(corpus.sentences.person.unique())
    (5, ['Both sides', 'Narrator', 'Sergey Lavrov', 'Wang Yi'])
    """
    rows = [] if corrections is None else read_rows(corrections)
    if isinstance(source, (str, os.PathLike)) and os.path.isfile(Path(source) / MARK):
        saved = _open(Path(source))
        return _corrected(saved, rows) if rows else saved
    problems, records, readouts = [], {}, []
    try:
        with ProcessPoolExecutor(workers) if workers > 1 else nullcontext() as pool:
            good = _records(scan(source), records, problems)
            for readout in pool.map(_parse, good, chunksize=16) if pool else map(_parse, good):
                readouts.append(readout)
                if progress:
                    progress(len(readouts))
    except OSError as error:  # a name that no file can have
        name, found = str(source)[:200], error.strerror or error
        raise ReadoutError(
            f"{name}: expected the name of a file, folder or glob, found: {found}; check the spelling"
        ) from None
    return assemble(*correct(readouts, rows), records, problems)


def _corrected(saved: Corpus, rows: list[Row]) -> Corpus:
    """Take a saved corpus apart into readouts again, and put corrections over them and those it has."""
    records = {
        d.Index: Record(d.Index, d.path, "", {}, d.sha256) for d in saved.documents.itertuples()
    }
    problems = [
        Problem(*p) for p in saved.problems[saved.problems.doc_id.isna()].itertuples(index=False)
    ]
    earlier = [tuple(map(_known, entry)) for entry in saved.corrections.itertuples(index=False)]
    return assemble(
        *correct(map(saved.readout, saved.documents.index), rows, earlier), records, problems
    )


def _records(
    items: Iterable[Record | Problem], records: dict[str, Record], problems: list[Problem]
) -> Iterator[Record]:
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
            tables = {}
            for part in (*TABLES, "texts"):
                path = folder / f"{part}.parquet"
                tables[part] = pd.read_parquet(path)
            path, texts, sentences = folder, tables.pop("texts"), tables["sentences"]
            for part, column in (
                ("documents", "participants"),
                ("sentences", "nested"),
                ("people", "variants"),
            ):
                tables[part][column] = _tuples(tables[part][column])
            sentences["content_spans"] = _tuples(
                tuple((int(a), int(b)) for a, b in spans) for spans in sentences.content_spans
            )
            tables["documents"] = tables["documents"].set_index("doc_id")
            return Corpus(**tables, texts=dict(zip(texts.doc_id, texts.text, strict=True)))
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ) as error:
        what = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise ReadoutError(
            f"{path}: expected part of a saved corpus, found it damaged or missing ({what}); {AGAIN}"
        ) from None
    raise ReadoutError(
        f"{folder}: expected a corpus saved in format {FORMAT}, found format {found}; {AGAIN}"
    )


def _tuples(values: Iterable) -> pd.Series:
    return pd.Series(list(map(tuple, values)), dtype="object")


def assemble(
    readouts: Iterable[Readout],
    log: Iterable[tuple] = (),
    records: Mapping[str, Record] = {},
    problems: Iterable[Problem] = (),
) -> Corpus:
    """Join parsed readouts into a Corpus: the same person and the same talk found across documents, tables sorted by date, then name.

    `log` is what `correct` tells of corrections that were put over them before.
    """
    readouts = sorted(readouts, key=lambda r: (r.event_start or date.max, r.name))
    place = {r.name: n for n, r in enumerate(readouts)}
    person = _persons(readouts)
    events = _events(readouts, person)
    rows = []
    for r in readouts:
        record = records.get(r.name)
        own = {
            "doc_id": r.name,
            "path": record and record.path,
            "sha256": record and record.sha256,
            "event_id": events[r.name],
        }
        own |= {
            "n_sentences": len(r.sentences),
            "n_words": sum(count_words(s.text) for s in r.sentences),
        }
        rows.append(tuple(own[c] if c in own else getattr(r, c) for c in TABLES["documents"]))
    columns = list(TABLES["sentences"])
    first, rest = (
        attrgetter(*columns[1:7]),
        attrgetter(*columns[8:]),
    )  # between them stands the person
    said = [
        (r.name, *first(s), person.get((r.name, s.speaker), s.speaker), *rest(s))
        for r in readouts
        for s in r.sentences
    ]
    cut = [(r.name, c.start, c.end, c.rule) for r in readouts for c in r.cuts]
    told = [(p.path, p.doc_id, p.problem, p.expected, p.found, p.hint) for p in problems]
    told += [
        (records[r.name].path if r.name in records else None, r.name, *p)
        for r in readouts
        for p in r.problems
    ]
    told.sort(key=lambda row: place.get(row[1], -1))
    people = [
        (r.name, p.name, person[r.name, p.name], p.country, p.office, p.variants)
        for r in readouts
        for p in r.people
    ]
    filled = zip(TABLES.values(), (rows, said, cut, told, people, list(log)), strict=True)
    documents, *others = (
        pd.DataFrame(own, columns=list(types)).astype(types) for types, own in filled
    )
    return Corpus(documents.set_index("doc_id"), *others, {r.name: r.text for r in readouts})


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
    offices = {
        n: {w for _, p in seen[n] for w in (p.office or "").split() if w in OFFICES} for n in names
    }
    nations = {n: {p.country for _, p in seen[n] if p.country} for n in names}
    groups: list[list[str]] = []
    by_sound: dict[str, set[int]] = defaultdict(set)
    for name in names:
        sounds = {_sound(w) for w in _name_words(name)}
        nearby = sorted({g for sound in sounds for g in by_sound[sound]})
        fits = [
            g
            for g in nearby
            if any(_one_person(name, other, offices, nations) for other in groups[g])
        ]
        if len(fits) != 1:
            fits = [len(groups)]
            groups.append([])
        groups[fits[0]].append(name)
        for sound in sounds:
            by_sound[sound].add(fits[0])
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
        return (
            len(short) > 1
            or len(long) == 1
            or bool(offices[a] & offices[b])
            or not (offices[a] and offices[b])
        )
    return _alike(x[-1], y[-1]) and bool(offices[a] & offices[b]) and x[0][0] == y[0][0]


def _alike(a: str, b: str) -> bool:
    return a == b or (
        min(len(a), len(b)) > 4 and a[0] == b[0] and SequenceMatcher(None, a, b).ratio() >= 0.8
    )


# The same talk across documents


def _events(readouts: list[Readout], person: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Return doc_id → event_id: one for the copies of a text, and for accounts of the same people, in person or not, whose dates overlap.

    The most exactly dated come first: each later account joins the one talk that its dates overlap, and stays on its own where they
    overlap two (a year in which these people met twice).
    """
    width = lambda r: (
        (r.event_end - r.event_start, r.event_start)
        if r.event_start and r.event_end
        else (timedelta.max, date.max)
    )
    first: dict[str, str] = {}  # text → the document that stands for its copies
    event: dict[str, str] = {}
    talks: dict[tuple, list[tuple]] = defaultdict(
        list
    )  # first day, last day and event_id, in order of time; none overlap
    for r in sorted(readouts, key=lambda r: (width(r), r.name)):
        if first.setdefault(r.text, r.name) != r.name:
            continue
        event[r.name] = r.name
        if r.event_start and r.event_end and len(r.people) > 1:
            people = frozenset(person[r.name, p] for p in r.participants)
            held = talks[people, r.event_kind in ("phone", "video")]
            i, n = (
                bisect_left(held, r.event_start, key=itemgetter(1)),
                bisect_right(held, r.event_end, key=itemgetter(0)),
            )
            if n - i == 1:
                event[r.name] = held[i][2]
            elif n == i:
                held.insert(i, (r.event_start, r.event_end, r.name))
    return {r.name: event[first[r.text]] for r in readouts}
