"""Many readouts as one corpus: the laws, the same person and talk across documents, save and load, bad input."""

import json
import shutil
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from readoutlib import ReadoutError, load_corpus, parse_readout
from readoutlib.corpus import assemble

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
    with pytest.raises(ReadoutError, match="something else"):
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


def test_a_name_too_long_for_a_file_is_one_line():
    with pytest.raises(
        ReadoutError,
        match="^x{200}: expected the name of a file, folder or glob, found: File name too long",
    ):
        load_corpus("x" * 5000)


def test_a_cue_is_found_outside_the_words_it_reports(seeds, tmp_path):
    text = f"A Talk\n\n{LEAD} Alder opened the talks. What he said earlier still holds, he said.\n"
    corpus = load_corpus(write(tmp_path, a=text))
    cues = [(s.cue, s.cue_start) for s in corpus.readout("a").sentences]
    assert cues[-1] == ("he said", text.rindex("he said"))
    assert cues == [(s.cue, s.cue_start) for s in parse_readout(text).sentences]
    for d in seeds.documents.index:
        assert seeds.readout(d).sentences == parse_readout(seeds.texts[d]).sentences


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


LEAD = "Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."
DAY, OTHER_DAY, MONTH, YEAR, NEXT_YEAR, NEVER = (
    "2021-05-03",
    "2021-05-05",
    "2021-05",
    "2021",
    "2022",
    None,
)


def told(*dates, kinds=()):
    """Return the corpus of accounts a, b, c … of talks of the same two people that are dated so."""
    accounts = []
    for name, when, kind in zip_longest("abcd"[: len(dates)], dates, kinds, fillvalue="meeting"):
        r = parse_readout(
            f"A Talk\n\n{LEAD} Alder said that trade matters in {name.upper()}. Birch agreed.\n",
            name=name,
        )
        period = pd.Period(when) if when else None
        days = (
            {"event_start": period.start_time.date(), "event_end": period.end_time.date()}
            if when
            else {}
        )
        precision = {10: "day", 7: "month", 4: "year"}[len(when)] if when else "unknown"
        accounts.append(replace(r, **days, event_precision=precision, event_kind=kind))
    return assemble(accounts)


@pytest.mark.parametrize(
    "dates, talks",
    [
        ((YEAR, DAY), "aa"),
        ((YEAR, MONTH, DAY), "aaa"),
        ((DAY, YEAR, OTHER_DAY), "abc"),
        ((DAY, MONTH, OTHER_DAY, YEAR), "abcd"),
        ((YEAR, YEAR), "aa"),
        ((DAY, NEVER), "ab"),
        ((NEVER, NEVER), "ab"),
        ((DAY, NEXT_YEAR), "ab"),
        ((DAY, DAY, OTHER_DAY, OTHER_DAY), "aabb"),
    ],
)
def test_accounts_are_one_talk_where_their_dates_overlap_that_of_one_only(dates, talks):
    events = told(*dates).documents.event_id.sort_index()
    assert list(pd.factorize(events)[0]) == list(pd.factorize(pd.Series(list(talks)))[0])


def test_a_call_and_a_meeting_are_two_talks():
    assert told(
        DAY, DAY, YEAR, kinds=["meeting", "phone", "video"]
    ).documents.event_id.to_dict() == {"a": "a", "b": "b", "c": "b"}


def test_a_talk_has_the_date_of_its_most_exact_account():
    speech = told(YEAR, DAY, "2021-03-01", kinds=["talks", "talks", "phone"]).speech
    assert list(dict.fromkeys(zip(speech.doc_id, speech.talk, strict=True))) == [
        ("c", "2021-03-01"),
        ("b", DAY),
        ("a", DAY),
    ]
    dates = speech[speech.talk == DAY][
        ["event_start", "event_end", "event_precision", "year"]
    ].drop_duplicates()
    assert list(dates.itertuples(index=False, name=None)) == [
        (pd.Timestamp(DAY), pd.Timestamp(DAY), "day", 2021)
    ]


def test_copies_of_an_undated_text_are_one_talk(tmp_path):
    for copy in ("one", "two"):
        write(
            tmp_path / copy,
            a=f"A Talk\n\n{LEAD} Alder said that trade matters.",
            b=f"A Talk\n\n{LEAD} Alder said that peace matters.",
        )
    events = load_corpus(tmp_path).documents.event_id
    assert events["one/a.txt"] == events["two/a.txt"] != events["one/b.txt"] == events["two/b.txt"]


def test_a_duplicated_corpus_has_the_same_talks_and_shares(seeds, tmp_path):
    for copy in ("one", "two"):
        shutil.copytree("seeds", tmp_path / copy)
    twice = load_corpus(tmp_path)
    assert (
        len(twice.documents) == 10
        and twice.documents.event_id.nunique() == seeds.documents.event_id.nunique() == 5
    )
    assert set(twice.speech.talk) == set(seeds.speech.talk)
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
    corpus = load_corpus(write(tmp_path, note=text))
    assert list(corpus.documents.event_kind) == ["unknown"] and corpus.speech.empty
    (problem,) = corpus.problems.itertuples()
    assert problem.doc_id == "note" and problem.problem == "no readout"


def test_a_corpus_of_one_talk_has_its_summary(seeds):
    html = seeds._repr_html_()
    assert "<td>5</td>" in html and "<td>2019-05-13</td>" in html and "78 sentences" in repr(seeds)
