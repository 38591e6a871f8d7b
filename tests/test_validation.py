"""Saved corpora that were tampered with: each is refused in one line that says what and where."""

import re
import shutil
from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from readoutlib import ReadoutError, load_corpus
from readoutlib.corpus.tables import COLUMN_TYPES
from readoutlib.corpus.validation import CHECKS, first_breach

Change = Callable[[pd.DataFrame], pd.DataFrame]
TEXT = """Alder Meets Birch

On May 3, 2021, Minister Ann Alder of Norway met Minister Bo Birch of Chile in Oslo.

Alder said that trade matters, quoting Birch. She added that the ports stay open.

Birch stressed that the border is calm. The two sides agreed to meet again.

Share on Facebook
"""
CORRECTIONS = """doc_id,start,end,speaker,mode,field,value,source
a,{},{},Bo Birch,explicit,,,minutes
a,,,,,event_place,Bergen,minutes
b,,,,,event_date,2020,minutes
b,,,,,event_kind,phone,minutes
b,,,,,participant,Cy Cedar,minutes
b,,,,,outlet,Gazette,minutes
b,,,,,published,2021-05-04,minutes
"""


def set_cell(column: str, value: object, row: int = 0) -> Change:
    """Put another value into one cell."""

    def change(table: pd.DataFrame) -> pd.DataFrame:
        cells = table[column].astype(object).to_list()
        cells[row] = value
        kind = table[column].dtype
        return table.assign(**{column: pd.Series(cells, dtype=kind)})

    return change


def retype(column: str, kind: str) -> Change:
    return lambda table: table.assign(**{column: table[column].astype(kind)})


def every(column: str, value: Callable[[pd.DataFrame], object]) -> Change:
    return lambda table: table.assign(**{column: value(table)})


def like_the_one_before(columns: list[str]) -> Change:
    """Give the second row cells of the first."""

    def change(table: pd.DataFrame) -> pd.DataFrame:
        table.loc[1, columns] = table.loc[0, columns]
        return table

    return change


def one_more(**cells: object) -> Change:
    """Add the first row again, with other cells."""
    return lambda table: pd.concat([table, table.head(1).assign(**cells)], ignore_index=True)


# What the line names (table, then place), and how the table is changed.
TAMPERED: list[tuple[str, str, Change]] = [
    # the form of each table
    *[
        (name, f"column {list(columns)[-1]}", lambda t: t.iloc[:, :-1])
        for name, columns in COLUMN_TYPES.items()
    ],
    *[
        (name, "column doc_id", lambda t: t.set_index("doc_id"))
        for name in (*COLUMN_TYPES, "texts")
    ],
    ("sentences", "column colour", every("colour", lambda t: "red")),
    ("sentences", r"column col\\x1bour", every("col\x1bour", lambda t: "red")),
    ("texts", "column language", every("language", lambda t: "en")),
    ("sentences", "column start", retype("start", "float64")),
    ("sentences", "column start", retype("start", "str")),
    ("sentences", "column confidence", retype("confidence", "str")),
    ("sentences", "column confidence", retype("confidence", "int64")),
    ("sentences", "column speaker", every("speaker", lambda t: range(len(t)))),
    ("sentences", "column nested", every("nested", lambda t: "Bo Birch")),
    ("sentences", "column content_spans", every("content_spans", lambda t: "0-3")),
    ("documents", "column published", every("published", lambda t: "2021-05-03")),
    ("documents", "column n_words", every("n_words", lambda t: None)),
    ("documents", "column title_start", retype("title_start", "float64")),
    ("texts", "column text", every("text", lambda t: t.text.str.encode("utf-8"))),
    ("documents", "row 1", every("participants", lambda t: [[None]] * len(t))),
    ("people", "row 1", every("variants", lambda t: [[""]] * len(t))),
    ("sentences", "row 1", every("nested", lambda t: [None] * len(t))),
    ("sentences", "row 1", every("content_spans", lambda t: [[[0.0, 3.5]]] * len(t))),
    ("sentences", "row 1", every("content_spans", lambda t: [[[0, 3, 5]]] * len(t))),
    # single cells
    *[
        (table, "row 1", set_cell(column, value))
        for table, column, value in [
            ("documents", "doc_id", None),
            ("documents", "doc_id", "a\nb"),
            ("documents", "doc_id", "a\x1b[2J"),
            ("documents", "event_id", None),
            ("documents", "event_id", "\x85"),
            ("documents", "path", "a\0b"),
            ("documents", "sha256", "none"),
            ("documents", "sha256", "F" * 64),
            ("documents", "event_precision", "hour"),
            ("documents", "event_precision", None),
            ("documents", "event_precision", "unknown day"),
            ("documents", "event_kind", "banquet"),
            ("documents", "event_kind", None),
            ("documents", "event_start", pd.Timestamp("2022-01-01")),
            ("documents", "event_start", pd.NaT),
            ("documents", "event_end", pd.NaT),
            ("documents", "event_end", pd.Timestamp("2019-01-01")),
            ("documents", "event_start", pd.Timestamp("2021-05-03 10:30")),
            ("documents", "event_end", pd.Timestamp("2021-05-03 10:30")),
            ("documents", "published", pd.Timestamp("2021-05-03 10:30")),
            ("documents", "title", "Another title"),
            ("documents", "title", None),
            ("documents", "title_start", None),
            ("documents", "title_start", -1),
            ("documents", "title_end", None),
            ("documents", "title_end", 10**9),
            ("documents", "participants", ("Eve Elm",)),
            ("documents", "n_sentences", 99),
            ("documents", "n_words", 1),
            ("documents", "n_words", -1),
            ("sentences", "doc_id", "ghost"),
            ("sentences", "doc_id", None),
            ("sentences", "sent", 7),
            ("sentences", "sent", -1),
            ("sentences", "paragraph", -1),
            ("sentences", "paragraph", 10**6),
            ("sentences", "start", -1),
            ("sentences", "start", 3),
            ("sentences", "start", 2**62),
            ("sentences", "end", 0),
            ("sentences", "end", 10**9),
            ("sentences", "text", "Another text."),
            ("sentences", "text", None),
            ("sentences", "speaker", "Eve Elm"),
            ("sentences", "speaker", ""),
            ("sentences", "speaker", None),
            ("sentences", "person", "Eve Elm"),
            ("sentences", "person", None),
            ("sentences", "mode", "shouted"),
            ("sentences", "mode", None),
            ("sentences", "mode", "joint"),
            ("sentences", "cue", "shouted"),
            ("sentences", "cue", ""),
            ("sentences", "rule", ""),
            ("sentences", "rule", "a\nrule"),
            ("sentences", "confidence", 7.0),
            ("sentences", "confidence", -0.1),
            ("sentences", "confidence", float("nan")),
            ("sentences", "confidence", float("inf")),
            ("sentences", "content", "Another text."),
            ("sentences", "content", None),
            ("sentences", "content_spans", ((0, 10**6),)),
            ("sentences", "content_spans", ((-5, 3),)),
            ("sentences", "content_spans", ((40, 30),)),
            ("sentences", "content_spans", ((30, 30),)),
            ("sentences", "content_spans", ((40, 50), (30, 35))),
            ("sentences", "content_spans", ()),
            ("cuts", "doc_id", "ghost"),
            ("cuts", "doc_id", ""),
            ("cuts", "start", -4),
            ("cuts", "end", 10**6),
            ("cuts", "rule", None),
            ("cuts", "rule", "a\x07rule"),
            ("problems", "doc_id", "ghost"),
            ("problems", "problem", None),
            ("problems", "expected", ""),
            ("problems", "found", None),
            ("problems", "hint", None),
            ("people", "doc_id", "ghost"),
            ("people", "doc_id", None),
            ("people", "name", None),
            ("people", "person", None),
            ("corrections", "line", 0),
            ("corrections", "doc_id", "ghost"),
            ("corrections", "doc_id", None),
            ("corrections", "start", None),
            ("corrections", "start", 10**6),
            ("corrections", "end", 10**6),
            ("corrections", "end", 1),
            ("corrections", "what", "colour"),
            ("corrections", "what", "title"),
            ("corrections", "after", "Ann Alder"),
            ("corrections", "source", None),
            ("texts", "doc_id", None),
            ("texts", "text", None),
            ("texts", "text", ""),
        ]
    ],
    ("documents", "row 2", set_cell("event_end", pd.Timestamp("2021-12-31"), row=1)),
    ("sentences", "row 2", set_cell("speaker", "Eve Elm", row=1)),
    ("people", "row 2", set_cell("name", "Ann Alder", row=1)),
    # rows
    ("sentences", "row 2", like_the_one_before(["start", "end", "text"])),
    ("documents", "row 3", one_more()),
    ("texts", "row 3", one_more()),
    ("texts", "row 3", one_more(doc_id="ghost")),
    ("people", "row ", one_more()),
    ("documents", "row 1", lambda t: t.iloc[:0]),
    ("documents", "row 2", lambda t: t.iloc[1:]),
    ("documents", "row 1", lambda t: t.iloc[:0]),
    ("texts", "row 1", lambda t: t.iloc[:0]),
    ("sentences", "row 1", lambda t: t.iloc[:0]),
    ("sentences", "row 1", lambda t: t.iloc[1:]),
    ("sentences", "row 1", lambda t: t.iloc[:-1]),
    ("sentences", "row ", lambda t: t.iloc[::-1]),
    ("sentences", "row ", one_more()),
    ("cuts", "row 1", lambda t: t.iloc[:0]),
    ("cuts", "row ", one_more()),
    ("cuts", "row ", lambda t: t.iloc[::-1]),
    ("people", "row ", lambda t: t.iloc[:0]),
    ("people", "row ", lambda t: t.iloc[::-1]),
    ("texts", "row 1", every("text", lambda t: t.text + "!")),
    ("texts", "row 1", every("text", lambda t: " " + t.text)),
    ("sentences", "row ", every("start", lambda t: t.start - 1)),
    ("cuts", "row ", every("start", lambda t: t.start - 9)),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A saved corpus in which every table has rows."""
    home = tmp_path_factory.mktemp("whole")
    (home / "texts").mkdir()
    (home / "texts/a.txt").write_text(TEXT)
    (home / "texts/b.txt").write_text(TEXT.replace("May 3", "June 7").replace("ports", "roads"))
    (home / "texts/c.txt").write_text("")
    rows = load_corpus(home / "texts").sentences
    said = rows[rows.doc_id.eq("a") & rows["mode"].ne("narration")].iloc[0]
    (home / "mine.csv").write_text(CORRECTIONS.format(said.start, said.end))
    load_corpus(home / "texts", corrections=home / "mine.csv").save(home / "saved")
    return home / "saved"


def refusal(whole, home, table, change):
    """Return the line that opening a copy ends with whose table was changed; None where it opens."""
    shutil.copytree(whole, home)
    path = home / f"{table}.parquet"
    change(pd.read_parquet(path)).to_parquet(path)
    try:
        load_corpus(home)
    except ReadoutError as error:
        return str(error)
    return None


def test_the_ways_to_tamper_are_many_and_in_every_table():
    assert len(TAMPERED) > 60 and {t for t, _, _ in TAMPERED} == {*COLUMN_TYPES, "texts"}


@pytest.mark.parametrize("number", range(len(TAMPERED)))
def test_a_corpus_that_was_tampered_with_is_refused_in_one_line(number, whole, tmp_path):
    table, where, change = TAMPERED[number]
    line = refusal(whole, tmp_path / "saved", table, change)
    assert line, f"opened with {table} changed"
    named = r"[a-z]+\.parquet, .*(column|row)"
    assert re.match(rf"\S+saved/{named}.*: expected .+, found .+; parse the readouts", line), line
    assert line.isprintable() and len(line) < 600, line


def test_each_check_is_broken_by_some_change(whole, tmp_path):
    """No check stands that nothing could break."""
    lines = [
        refusal(whole, tmp_path / str(number), table, change) or ""
        for number, (table, _, change) in enumerate(TAMPERED)
    ]
    unbroken = [
        check.name
        for check in CHECKS
        if not any(
            f"{check.table}.parquet" in line
            and f"column {check.column}: expected {check.expected}," in line
            for line in lines
        )
    ]
    assert not unbroken, unbroken


def test_what_is_the_same_in_another_form_opens_as_it_was(whole, tmp_path):
    """Row labels, the order of columns, narrower numbers, and what a user said of documents."""
    shutil.copytree(whole, tmp_path / "saved")
    before = load_corpus(whole)
    path = tmp_path / "saved/sentences.parquet"
    table = pd.read_parquet(path).astype({"start": "int32"}).iloc[:, ::-1]
    table.set_axis(range(5, 5 + len(table))).to_parquet(path)
    documents = tmp_path / "saved/documents.parquet"
    pd.read_parquet(documents).assign(archive="A 7").to_parquet(documents, index=False)
    after = load_corpus(tmp_path / "saved")
    assert_frame_equal(after.sentences, before.sentences)
    assert list(after.documents.pop("archive")) == ["A 7"] * 2
    assert_frame_equal(after.documents, before.documents)


def test_a_folder_named_like_a_partition_adds_no_column(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "year=2021")
    assert len(load_corpus(tmp_path / "year=2021").documents) == 2


def test_what_parsing_makes_passes(seeds):
    tables = {name: getattr(seeds, name) for name in COLUMN_TYPES}
    tables["documents"] = seeds.documents.reset_index()
    texts = {"doc_id": list(seeds.texts), "text": list(seeds.texts.values())}
    assert first_breach(tables | {"texts": pd.DataFrame(texts, dtype="str")}) is None


@pytest.mark.parametrize("stamp", ["[" * 100_000, '{"format": 1}', '{"format": "\\u001b[2J"}'])
def test_a_stamp_that_is_none_is_told_in_one_line(whole, tmp_path, stamp):
    shutil.copytree(whole, tmp_path / "saved")
    (tmp_path / "saved/readouts.json").write_text(stamp)
    with pytest.raises(ReadoutError, match="expected .* found .*; parse the readouts") as caught:
        load_corpus(tmp_path / "saved")
    assert str(caught.value).isprintable()
