"""Assembly: the laws of the tables, and that their rows are made and joined by name."""

from dataclasses import asdict

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from readoutlib import load_corpus, parse_readout
from readoutlib.corpus import assemble
from readoutlib.corpus.corrections import Correction
from readoutlib.corpus.tables import COLUMN_TYPES, as_rows, as_table

PARTS = ("documents", "sentences", "cuts", "problems", "people", "corrections")


def same(a, b):
    for table in PARTS:
        left, right = getattr(a, table), getattr(b, table)
        assert_frame_equal(
            left.drop(columns="path", errors="ignore"), right.drop(columns="path", errors="ignore")
        )
    assert dict(a.texts) == dict(b.texts)


def test_every_span_indexes_its_text(seeds):
    for s in seeds.sentences.itertuples():
        assert seeds.texts[s.doc_id][s.start : s.end] == s.text
        assert all(s.start <= a < b <= s.end for a, b in s.content_spans)
    for d in seeds.documents.itertuples():
        assert " ".join(seeds.texts[d.Index][d.title_start : d.title_end].split()) == d.title


def test_documents_are_sorted_by_date_and_sentences_as_documents(seeds):
    assert seeds.documents.event_start.is_monotonic_increasing
    order = {d: i for i, d in enumerate(seeds.documents.index)}
    keys = [
        (order[d], n) for d, n in zip(seeds.sentences.doc_id, seeds.sentences.sent, strict=True)
    ]
    assert keys == sorted(keys)


def test_the_order_of_documents_changes_nothing(seeds):
    readouts = [parse_readout(text, name=name) for name, text in seeds.texts.items()]
    same(assemble(readouts[::-1]), assemble(readouts))
    same(assemble(readouts[2:] + readouts[:2]), assemble(readouts))
    same(load_corpus("seeds/*.txt"), seeds)


# --- rows by name ----------------------------------------------------------------------------------------------------


@pytest.fixture
def reordered():
    """The data file of the tables with its tables, and the columns of each, in reverse order."""
    kept = dict(COLUMN_TYPES)
    COLUMN_TYPES.clear()
    COLUMN_TYPES.update({name: dict(reversed(kept[name].items())) for name in reversed(kept)})
    yield
    COLUMN_TYPES.clear()
    COLUMN_TYPES.update(kept)


def corrected(tmp_path):
    """Return the seeds with a correction, as assembled, as saved and opened, as corrected again."""
    documents = load_corpus("seeds").documents.index
    files = []
    for number, (field, value) in enumerate([("outlet", "Xinhua"), ("event_place", "Sochi")]):
        row = {"doc_id": documents[number], "field": field, "value": value, "source": "a calendar"}
        files.append(tmp_path / f"{number}.csv")
        pd.DataFrame([row]).to_csv(files[-1], index=False)
    made = load_corpus("seeds", corrections=files[0])
    made.save(tmp_path / "saved")
    again = load_corpus(tmp_path / "saved", corrections=files[1])
    return made, load_corpus(tmp_path / "saved"), again


def test_moving_the_rows_of_the_data_file_moves_columns_and_nothing_else(tmp_path, reordered):
    moved = corrected(tmp_path)
    names = {name: list(columns) for name, columns in COLUMN_TYPES.items()}
    assert names["people"] == [
        "variants",
        "role",
        "office",
        "country",
        "person",
        "name",
        "doc_id",
    ]
    for corpus in moved:
        for name in PARTS:
            table = getattr(corpus, name)
            index = ["doc_id"] if name == "documents" else []
            assert [c for c in names[name] if c not in index] == list(table.columns)
    COLUMN_TYPES.update(
        {name: dict(reversed(columns.items())) for name, columns in COLUMN_TYPES.items()}
    )
    for plain, corpus in zip(corrected(tmp_path), moved):
        for name in PARTS:
            table = getattr(plain, name)
            assert_frame_equal(getattr(corpus, name)[list(table.columns)], table)
        pd.testing.assert_frame_equal(corpus.speech[plain.speech.columns], plain.speech)
        assert [corpus.readout(d) for d in corpus.documents.index] == [
            plain.readout(d) for d in plain.documents.index
        ]
    assert moved[2].corrections.what.tolist() == ["outlet", "event_place"]


def test_a_row_that_lacks_a_column_says_which():
    with pytest.raises(KeyError, match="rule"):
        as_table("cuts", [{"doc_id": "a", "start": 0, "end": 1}])


def test_rows_come_back_as_they_went_in():
    correction = Correction(2, "a", None, None, "title", None, "A Talk", "a calendar")
    (row,) = as_rows(as_table("corrections", [asdict(correction)]))
    assert Correction(**row) == correction
