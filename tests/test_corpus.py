"""Many readouts as one corpus: the laws, the same person and talk across documents, save and load, bad input."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from readoutlib import ReadoutError, load_corpus

TABLES = ("documents", "sentences", "cuts", "problems")
TALK = "{title}\n\n{date}\n\n{lead} Alder said that trade matters. Birch agreed.\n"


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return folder


def same(a, b):
    for table in TABLES:
        left, right = getattr(a, table), getattr(b, table)
        assert_frame_equal(left.drop(columns="path", errors="ignore"), right.drop(columns="path", errors="ignore"))
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
    keys = [(order[d], n) for d, n in zip(seeds.sentences.doc_id, seeds.sentences.sent, strict=True)]
    assert keys == sorted(keys)


def test_the_order_of_files_changes_nothing(seeds, tmp_path):
    files = sorted(Path("seeds").glob("*.txt"))
    same(load_corpus(files[::-1]), load_corpus(files))
    same(load_corpus("seeds/*.txt"), seeds)


def test_processes_change_nothing(seeds):
    same(load_corpus("seeds", workers=2), seeds)


def test_progress_counts_the_documents():
    seen = []
    load_corpus("seeds", progress=seen.append)
    assert seen == [1, 2, 3, 4, 5]


def test_a_saved_corpus_opens_as_it_was(seeds, tmp_path):
    seeds.save(tmp_path / "saved")
    again = load_corpus(tmp_path / "saved")
    same(again, seeds)
    assert_frame_equal(again.speech, seeds.speech)
    again.save(tmp_path / "saved")  # over itself
    assert again.readout("004_9b71e89a36108373") == seeds.readout("004_9b71e89a36108373")


def test_saving_never_overwrites_anything_else(seeds, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReadoutError, match="something else"):
        seeds.save(tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_another_format_is_an_error_that_says_what_to_do(seeds, tmp_path):
    seeds.save(tmp_path / "saved")
    (tmp_path / "saved" / "readouts.json").write_text('{"format": 99}')
    with pytest.raises(ReadoutError, match="found format 99; parse the readouts again"):
        load_corpus(tmp_path / "saved")


def test_spellings_and_shorter_forms_are_one_person(seeds):
    assert set(seeds.sentences.speaker) >= {"Sergey Lavrov", "Sergei Lavrov"}
    assert "Sergei Lavrov" not in set(seeds.sentences.person)


def test_different_people_stay_different(tmp_path):
    texts = {
        "a": "A Meets B\n\nOn May 3, 2021, President Joe Biden met President Moon Jae-in. Biden said so.",
        "b": "A Meets B\n\nOn May 4, 2021, First Lady Jill Biden met Minister Moon Geun. Biden said so.",
        "c": "A Meets B\n\nOn May 5, 2021, President Joseph R. Biden, Jr. met President Xi Jinping. Biden said so.",
    }
    corpus = load_corpus(write(tmp_path, **texts))
    said = corpus.sentences[corpus.sentences["mode"] == "explicit"].set_index("doc_id").person
    assert said.to_dict() == {"a": "Joseph R. Biden", "b": "Jill Biden", "c": "Joseph R. Biden"}


def test_two_accounts_of_one_talk_share_its_event(tmp_path):
    lead = "On {} 2021, Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."
    texts = {
        n: TALK.format(title="Alder Meets Birch", date="May 9, 2021", lead=lead.format(day))
        for n, day in (("oslo", "May 3,"), ("santiago", "May 3,"), ("later", "May 5,"))
    }
    events = load_corpus(write(tmp_path, **texts)).documents.event_id
    assert events["oslo"] == events["santiago"] != events["later"]


def test_a_duplicated_corpus_keeps_every_share(seeds, tmp_path):
    for copy in ("one", "two"):
        shutil.copytree("seeds", tmp_path / copy)
    twice = load_corpus(tmp_path)
    assert len(twice.documents) == 10 and twice.documents.event_id.nunique() == seeds.documents.event_id.nunique() + 1  # the undated talk cannot be matched
    words = lambda c: c.speech.groupby("person").n_words.sum() / c.speech.n_words.sum()
    pd.testing.assert_series_equal(words(twice), words(seeds))


def test_a_bad_file_beside_good_ones_is_listed_and_stops_nothing(tmp_path):
    shutil.copytree("seeds", tmp_path / "c")
    (tmp_path / "c" / "binary.txt").write_bytes(bytes(range(256)))
    (tmp_path / "c" / "empty.txt").write_text("")
    corpus = load_corpus(tmp_path / "c")
    assert len(corpus.documents) == 5
    assert sorted(Path(p).name for p in corpus.problems.path) == ["binary.txt", "empty.txt"]
    assert corpus.problems[["expected", "found", "hint"]].notna().all(axis=None)


@pytest.mark.parametrize("content", [None, b"", bytes(range(256))], ids=["missing", "empty", "binary"])
def test_nothing_readable_is_one_line(tmp_path, content):
    path = tmp_path / "x.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadoutError) as caught:
        load_corpus(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value) and "expected" in str(caught.value)


def test_what_is_no_readout_stays_with_its_reason_and_out_of_the_analyses(tmp_path):
    text = "Minister Alder to Travel to Chile\n\nMay 3, 2021\n\nForeign Minister Ann Alder will travel to Chile on May 10 to meet Foreign Minister Bo Birch."
    corpus = load_corpus(write(tmp_path, note=text))
    assert list(corpus.documents.event_kind) == ["unknown"] and corpus.speech.empty
    (problem,) = corpus.problems.itertuples()
    assert problem.doc_id == "note" and problem.problem == "no readout"


def test_a_corpus_of_one_talk_has_its_summary(seeds):
    html = seeds._repr_html_()
    assert "<td>5</td>" in html and "<td>2019-05-13</td>" in html and "78 sentences" in repr(seeds)
