"""Saved corpora: opened as they were, never written over anything else, damage told in one line."""

import json

import pytest
from pandas.testing import assert_frame_equal

from readoutlib import ReadoutError, load_corpus

TABLES = ("documents", "sentences", "cuts", "problems", "people", "corrections")


def same(a, b):
    for table in TABLES:
        assert_frame_equal(getattr(a, table), getattr(b, table))
    assert dict(a.texts) == dict(b.texts)


def test_a_saved_corpus_opens_as_it_was(seeds, tmp_path):
    seeds.save(tmp_path / "saved")
    again = load_corpus(tmp_path / "saved")
    same(again, seeds)
    assert_frame_equal(again.speech, seeds.speech)
    again.save(tmp_path / "saved")  # over itself
    assert again.readout("004_9b71e89a36108373") == seeds.readout("004_9b71e89a36108373")


def test_a_document_without_sentences_opens_as_it_was(tmp_path):
    (tmp_path / "empty.jsonl").write_text(
        json.dumps({"title": "A", "text": "Search Trends"}) + "\n"
    )
    empty = load_corpus(tmp_path / "empty.jsonl")
    empty.save(tmp_path / "saved")
    again = load_corpus(tmp_path / "saved")
    same(again, empty)
    assert empty.sentences.empty and empty.sentences.dtypes.equals(
        load_corpus("seeds").sentences.dtypes
    )
    for corpus in (empty, again):
        assert (
            corpus.speech.dtypes.equals(load_corpus("seeds").speech.dtypes)
            and corpus.speech.index.name is None
        )
        assert corpus.speech.groupby("doc_id").size().empty and "<td>0</td>" in corpus._repr_html_()


def test_saving_never_overwrites_anything_else(seeds, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReadoutError, match="found other files"):
        seeds.save(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_another_format_is_an_error_that_says_what_to_do(seeds, tmp_path):
    seeds.save(tmp_path / "saved")
    (tmp_path / "saved" / "readouts.json").write_text('{"format": 99}')
    with pytest.raises(ReadoutError, match="found format 99; parse the readouts again"):
        load_corpus(tmp_path / "saved")


@pytest.mark.parametrize(
    "name, content",
    [
        ("readouts.json", b"{"),
        ("readouts.json", b"[]"),
        ("readouts.json", b"\xff"),
        ("cuts.parquet", None),
        ("texts.parquet", b"PAR1 no more"),
    ],
)
def test_a_damaged_saved_corpus_is_one_line_that_names_the_file(seeds, tmp_path, name, content):
    seeds.save(tmp_path / "saved")
    path = tmp_path / "saved" / name
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(
        ReadoutError, match="expected part of a saved corpus, found .*; parse the readouts again"
    ) as caught:
        load_corpus(tmp_path / "saved")
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        "[Birch](https://example.org/b) said that trade matters.[^1]",
        "Szabo\u0301 said that trade matters.",
        "**Birch** stressed that tra\u00adde matters.",
        "| Birch | said that trade matters. |",
    ],
)
def test_a_text_with_marks_opens_again(tmp_path, said):
    met = "Minister Ann Alder of Norway met Minister Bo Birch of Chile and Minister Szabo\u0301 of Peru."
    (tmp_path / "a.txt").write_text(
        f"Gri\ufb03th Meets [Birch](x)\n\n{met}\n\n{said}\n", encoding="utf-8"
    )
    corpus = load_corpus(tmp_path / "a.txt")
    corpus.save(tmp_path / "saved")
    assert_frame_equal(load_corpus(tmp_path / "saved").sentences, corpus.sentences)
