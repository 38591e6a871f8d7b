"""From files to a corpus: processes, progress, bad input told in one line, texts that tell of no talk."""

import shutil
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from readoutlib import ReadoutError, load_corpus, parse_readout
from readoutlib.limits import Limits

TABLES = ("documents", "sentences", "cuts", "problems")


def same(a, b):
    for table in TABLES:
        assert_frame_equal(getattr(a, table), getattr(b, table))
    assert dict(a.texts) == dict(b.texts)


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr("readoutlib.workers._cores", lambda: 2)


def test_processes_change_nothing(two_cores):
    same(load_corpus("seeds", workers=2), load_corpus("seeds"))


def test_more_processes_than_cores_are_as_many_as_cores_and_said(two_cores, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "readoutlib.corpus.load.side_by_side",
        lambda function, items, processes, _: asked.append(processes) or map(function, items),
    )
    with pytest.warns(UserWarning, match="at most one for each of 2 cores, found 1000; 2 work"):
        many = load_corpus("seeds", workers=1000)
    same(many, load_corpus("seeds"))
    assert asked == [2]


@pytest.mark.parametrize("workers", [0, -3])
def test_fewer_than_one_process_is_one_line(workers):
    with pytest.raises(ReadoutError, match=f"workers: expected 1 or more, found {workers}"):
        load_corpus("seeds", workers=workers)


def test_progress_counts_the_documents():
    seen = []
    load_corpus("seeds", progress=seen.append)
    assert seen == [1, 2, 3, 4, 5]


def test_a_name_too_long_for_a_file_is_one_line():
    with pytest.raises(
        ReadoutError,
        match="^x{200}: expected the name of a file, folder or glob, found: File name too long",
    ):
        load_corpus("x" * 5000)


def test_a_bad_file_beside_good_ones_is_listed_and_stops_nothing(tmp_path):
    shutil.copytree("seeds", tmp_path / "c")
    (tmp_path / "c" / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "c" / "empty.txt").write_text("")
    corpus = load_corpus(tmp_path / "c")
    assert len(corpus.documents) == 5
    assert sorted(Path(p).name for p in corpus.problems.path) == ["binary.txt", "empty.txt"]
    assert corpus.problems[["expected", "found", "hint"]].notna().all(axis=None)


@pytest.mark.parametrize(
    "content", [None, b"", bytes(range(256))], ids=["missing", "empty", "binary"]
)
def test_nothing_readable_is_one_line(tmp_path, content):
    path = tmp_path / "x.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadoutError) as caught:
        load_corpus(path)
    assert (
        str(path) in str(caught.value)
        and "\n" not in str(caught.value)
        and "expected" in str(caught.value)
    )


def test_what_is_no_readout_stays_with_its_reason_and_out_of_the_analyses(tmp_path):
    text = "Minister Alder to Travel to Chile\n\nMay 3, 2021\n\nForeign Minister Ann Alder will travel to Chile on May 10 to meet Foreign Minister Bo Birch."
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert list(corpus.documents.event_kind) == ["unknown"] and corpus.speech.empty
    (problem,) = corpus.problems.itertuples()
    assert problem.doc_id == "note" and problem.problem == "no readout"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_text_on_which_the_rules_fail_is_a_problem_and_stops_nothing(
    tmp_path, monkeypatch, workers
):
    def failing(text, **told):
        if "Cedar" in text:
            raise RecursionError("too deep")
        return parse_readout(text, **told)

    monkeypatch.setattr("readoutlib.corpus.load.parse_readout", failing)
    for name, speaker in (("a", "Alder"), ("b", "Cedar")):
        (tmp_path / f"{name}.txt").write_text(f"{speaker} said that trade matters.")
    corpus = load_corpus(tmp_path, workers=workers)
    assert list(corpus.documents.index) == ["a"]
    told = corpus.problems[corpus.problems.problem == "not parsed"]
    assert told.found.tolist() == ["RecursionError: too deep"]
    assert Path(told.path.item()).name == "b.txt"


def test_links_and_limits_are_passed_on(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "a.txt").write_text("Alder said that trade matters.")
    (tmp_path / "in/b.txt").write_text("Birch said that trade matters.")
    (tmp_path / "in/a.txt").symlink_to(tmp_path / "a.txt")
    assert len(load_corpus(tmp_path / "in").documents) == 1
    assert len(load_corpus(tmp_path / "in", follow_links=True).documents) == 2
    with pytest.raises(ReadoutError, match="b.txt: too large"):
        load_corpus(tmp_path / "in/b.txt", limits=Limits(max_mb=0.00001))
