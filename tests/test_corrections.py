"""Corrections written by hand: what they change and what follows, every bad row by its line, the laws, agreement with the rules."""

import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from readoutlib import ReadoutError, corrections, findings, load_corpus, parse_readout
from readoutlib.cli import main
from readoutlib.corpus import assemble

TABLES = ("documents", "sentences", "cuts", "problems", "people", "corrections")
FIELDS = (
    "event_start",
    "event_end",
    "event_precision",
    "event_kind",
    "event_place",
    "title",
    "outlet",
    "published",
)
D2019, D2020, D2021, D2023, D2024 = (
    "001_5abccda487b6ba1f",
    "002_23db68ef30aa797b",
    "000_894007f0d8bd6792",
    "003_5c912a263c3fc82a",
    "004_9b71e89a36108373",
)


def write(path: Path, *rows: dict) -> Path:
    pd.DataFrame(rows).assign(source=[r.get("source", "a calendar") for r in rows]).to_csv(
        path, index=False
    )
    return path


def labels(sentences: pd.DataFrame, columns=("speaker", "mode")) -> list[dict]:
    return sentences[["doc_id", "start", "end", *columns]].to_dict("records")


def field(doc_id: str, field: str, value: str) -> dict:
    return {"doc_id": doc_id, "field": field, "value": value}


def automatic(corpus, doc_id: str) -> list[dict]:
    """Rows that say of a document and its sentences what the corpus has."""
    d = corpus.documents.loc[doc_id]
    known = [
        field(doc_id, f, f"{d[f]:%Y-%m-%d}" if isinstance(d[f], pd.Timestamp) else d[f])
        for f in FIELDS
        if pd.notna(d[f])
    ]
    known += [field(doc_id, f, "unknown") for f in FIELDS if pd.isna(d[f])]
    return (
        known
        + [field(doc_id, "participant", p) for p in d.participants]
        + labels(corpus.sentences[corpus.sentences.doc_id == doc_id])
    )


def same(a, b, *, but=()):
    for table in TABLES:
        assert_frame_equal(
            getattr(a, table).drop(columns=but, errors="ignore"),
            getattr(b, table).drop(columns=but, errors="ignore"),
        )
    assert dict(a.texts) == dict(b.texts)


# --- what a row changes, and what follows ----------------------------------------------------------------------------


def test_a_sentence_gets_its_speaker_person_and_mode(seeds, tmp_path):
    s = seeds.sentences[
        (seeds.sentences.doc_id == D2023) & (seeds.sentences.speaker == "Wang Yi")
    ].iloc[2]
    row = labels(s.to_frame().T, ["text"])[0] | {"speaker": "Sergei Lavrov"}
    corpus = load_corpus("seeds", corrections=write(tmp_path / "c.csv", row))
    new = corpus.sentences.loc[s.name]
    assert (new.speaker, new.person, new["mode"], new.rule, new.confidence) == (
        "Sergei Lavrov",
        "Sergey Lavrov",
        "explicit",
        "correction",
        1.0,
    )
    assert (new.cue, new.content) == (s.cue, s.content)
    assert_frame_equal(corpus.sentences.drop(index=s.name), seeds.sentences.drop(index=s.name))
    assert corpus.speech.loc[
        corpus.speech.start.eq(s.start) & corpus.speech.doc_id.eq(D2023), "person"
    ].tolist() == ["Sergey Lavrov"]
    assert corpus.corrections.fillna(0).values.tolist() == [
        [2, D2023, s.start, s.end, "speaker", "Wang Yi", "Sergei Lavrov", "a calendar"]
    ]


@pytest.mark.parametrize(
    "given, speaker, mode",
    [
        ({"speaker": "Narrator"}, "Narrator", "narration"),
        ({"speaker": "Both sides"}, "Both sides", "joint"),
        ({"mode": "continuation"}, "Wang Yi", "continuation"),
        ({"speaker": "Both sides", "mode": "continuation"}, "Both sides", "continuation"),
    ],
)
def test_a_mode_follows_its_speaker_and_nobody_has_a_frame(seeds, tmp_path, given, speaker, mode):
    s = seeds.sentences[
        (seeds.sentences.doc_id == D2023)
        & seeds.sentences.cue.notna()
        & (seeds.sentences.speaker == "Wang Yi")
    ].iloc[0]
    corpus = load_corpus(
        "seeds", corrections=write(tmp_path / "c.csv", labels(s.to_frame().T, [])[0] | given)
    )
    new = corpus.sentences.loc[s.name]
    assert (new.speaker, new["mode"]) == (speaker, mode)
    whole = mode == "narration"
    assert (
        new.content == (" ".join(s.text.split()) if whole else s.content)
        and pd.isna(new.cue) == whole
    )
    assert set(corpus.corrections.what) == set(given) | {"mode"}


@pytest.mark.parametrize(
    "rows, first, last, precision",
    [
        ([("event_date", "2024-01-10")], "2024-01-10", "2024-01-10", "day"),
        ([("event_date", "2024-02")], "2024-02-01", "2024-02-29", "month"),
        ([("event_date", "2023")], "2023-01-01", "2023-12-31", "year"),
        ([("event_date", "unknown")], None, None, "unknown"),
        (
            [("event_start", "2024-01-10"), ("event_end", "2024-01-10")],
            "2024-01-10",
            "2024-01-10",
            "day",
        ),
        ([("event_end", "2024-01-31")], "2024-01-01", "2024-01-31", "month"),
        ([("event_start", "2023-12-01")], "2023-12-01", "2024-12-31", "unknown"),
        (
            [
                ("event_start", "2024-01-10"),
                ("event_end", "2024-01-11"),
                ("event_precision", "day"),
            ],
            "2024-01-10",
            "2024-01-11",
            "day",
        ),
    ],
)
def test_a_date_has_the_precision_of_its_days(tmp_path, rows, first, last, precision):
    corpus = load_corpus(
        "seeds", corrections=write(tmp_path / "c.csv", *(field(D2024, *r) for r in rows))
    )
    d = corpus.documents.loc[D2024]
    shown = [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in (d.event_start, d.event_end)]
    assert [*shown, d.event_precision, d.event_rule, d.event_evidence] == [
        first,
        last,
        precision,
        "correction",
        "a calendar",
    ]
    assert corpus.documents.event_start.dropna().is_monotonic_increasing and list(
        dict.fromkeys(corpus.sentences.doc_id)
    ) == list(corpus.documents.index)


def test_a_corrected_date_joins_the_accounts_of_a_talk(tmp_path):
    lead = "Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch{}. Alder said that trade matters."
    for name, day in (("a", " on May 3, 2021"), ("b", "")):
        (tmp_path / f"{name}.txt").write_text(f"A Talk\n\n{lead.format(day)} So {name}.\n")
    file = write(tmp_path / "c.csv", field("b", "event_date", "2021-05-03"))
    before, after = (
        load_corpus(str(tmp_path / "*.txt")),
        load_corpus(str(tmp_path / "*.txt"), corrections=file),
    )
    assert before.documents.event_id.nunique() == 2 and after.documents.event_id.to_dict() == {
        "a": "a",
        "b": "a",
    }
    assert set(after.speech.talk) == {"2021-05-03"}


def test_a_participant_can_be_added_and_speak_whatever_the_order_of_rows(seeds, tmp_path):
    s = seeds.sentences[seeds.sentences.doc_id == D2024].iloc[[0]]
    rows = [
        labels(s)[0] | {"speaker": "Ann Alder", "mode": "explicit"},
        field(D2024, "participant", "Ann Alder"),
    ]
    corpus = load_corpus("seeds", corrections=write(tmp_path / "c.csv", *rows))
    assert (
        corpus.documents.participants[D2024] == ("Wang Yi", "Sergei Lavrov", "Ann Alder")
        and corpus.sentences.person[s.index[0]] == "Ann Alder"
    )
    assert corpus.people.query("name == 'Ann Alder'").person.tolist() == ["Ann Alder"]


def test_a_new_title_leaves_the_old_line_among_the_cuts(seeds, tmp_path):
    corpus = load_corpus(
        "seeds",
        corrections=write(
            tmp_path / "c.csv",
            field(D2019, "title", "Talks in Sochi"),
            field(D2019, "outlet", "Xinhua"),
        ),
    )
    d, old = corpus.documents.loc[D2019], seeds.documents.loc[D2019]
    assert d.title == "Talks in Sochi" and pd.isna(d.title_start) and d.outlet == "Xinhua"
    assert (D2019, old.title_start, old.title_end, "correction") in list(
        corpus.cuts.itertuples(index=False, name=None)
    )
    cuts, sentences = (
        corpus.cuts[corpus.cuts.doc_id == D2019],
        corpus.sentences[corpus.sentences.doc_id == D2019],
    )
    places = [
        n
        for a, b in [*zip(cuts.start, cuts.end), *zip(sentences.start, sentences.end)]
        for n in range(a, b)
        if not corpus.texts[D2019][n].isspace()
    ]
    assert (
        sorted(places) == [n for n, c in enumerate(corpus.texts[D2019]) if not c.isspace()]
        and cuts.start.is_monotonic_increasing
    )


def test_a_text_is_made_a_readout_or_left_out(tmp_path):
    note = "Minister Alder to Travel to Chile\n\nMay 3, 2021\n\nForeign Minister Ann Alder will travel to Chile on May 10."
    (tmp_path / "note.txt").write_text(note)
    made = load_corpus(
        tmp_path / "note.txt",
        corrections=write(tmp_path / "c.csv", field("note", "event_kind", "meeting")),
    )
    assert (
        made.problems.empty
        and len(made.speech)
        and not len(load_corpus(tmp_path / "note.txt").speech)
    )
    left = load_corpus(
        "seeds", corrections=write(tmp_path / "c.csv", field(D2024, "event_kind", "unknown"))
    )
    assert D2024 not in set(left.speech.doc_id) and left.problems[
        ["doc_id", "problem"]
    ].values.tolist() == [[D2024, "no readout"]]


# --- bad rows --------------------------------------------------------------------------------------------------------

SPAN = f"{D2023},288,643"


@pytest.mark.parametrize(
    "text, line, told",
    [
        ("", 1, "doc_id and source, .*, found nothing"),
        ("doc_id,start\n", 1, "found doc_id, start"),
        ("doc_id,source,colour\n", 1, "found doc_id, source, colour"),
        ("doc_id,source,source\n", 1, "each once"),
        ("doc_id;source;field\n", 1, "commas between"),
        (
            f"doc_id,field,value,source\n{D2023},title,A, b\n{D2023},outlet,A, b,c\n",
            3,
            "expected 4 cells, found 5; put a cell that holds a comma",
        ),
        (
            f"doc_id,field,value,source\n,,,\n\n{D2023},title,A,\n",
            4,
            "source .of a document., found doc_id, field, value",
        ),
        ("doc_id,field,value,source\n003,title,A,x\n", 2, "such as .*, found 003"),
        ("doc_id,field,value,source\n,title,A,x\n", 2, "expected the doc_id of a document"),
        (
            f"doc_id,field,value,source\n{D2023[:-1]},title,A,x\n",
            2,
            f"such as {D2023}, found {D2023[:-1]}",
        ),
        (
            f"doc_id,field,value,source\n{D2023},colour,A,x\n",
            2,
            "one of the fields event_date, .*, found colour",
        ),
        (f"doc_id,field,value,source\n{D2023},title,,x\n", 2, "field, value, source"),
        (f"doc_id,field,value,source\n{D2023},title,–,x\n", 2, "for title words"),
        *(
            (
                f"doc_id,field,value,source\n{D2023},{f},{v},x\n",
                2,
                f"for {f} .*, found {v}; mend the value",
            )
            for f, v in [
                ("event_date", "May 3"),
                ("event_date", "2024-13"),
                ("event_start", "2024"),
                ("event_end", "2023-02-29"),
                ("published", "3.5.2024"),
                ("event_kind", "lunch"),
                ("event_precision", "hour"),
                ("participant", "Narrator"),
                ("participant", "unknown"),
            ]
        ),
        (
            f"doc_id,field,value,source\n{D2023},event_end,2020-01-01,x\n",
            2,
            "in order, found 2023-08-07 to 2020-01-01, unknown; correct event_date",
        ),
        (
            f"doc_id,field,value,source\n{D2024},event_precision,day,x\n",
            2,
            "found 2024-01-01 to 2024-12-31, day",
        ),
        (
            f"doc_id,field,value,source\n{D2023},event_end,unknown,x\n",
            2,
            "in order, found 2023-08-07 to unknown",
        ),
        (
            f"doc_id,field,value,source\n{D2023},event_date,unknown,x\n{D2023},event_precision,day,x\n",
            3,
            "found unknown to unknown, day",
        ),
        (
            f"doc_id,field,value,source\n{D2023},title,A,x\n{D2024},title,A,x\n{D2023},title,B,y\n",
            4,
            "each target once, found title also on line 2",
        ),
        (
            f"doc_id,field,value,source\n{D2023},event_date,2023,x\n{D2023},event_end,2023-08-07,x\n",
            3,
            "found event_end also on line 2",
        ),
        (
            f"doc_id,start,end,speaker,source\n{SPAN},Wang Yi,x\n{SPAN},Wang Yi,x\n",
            3,
            "found speaker also on line 2",
        ),
        (
            f"doc_id,start,end,speaker,source\n{D2023},288,x1,Wang Yi,x\n",
            2,
            "whole numbers as start and end, found 288 and x1",
        ),
        (
            f"doc_id,start,end,speaker,source\n{D2023},287,643,Wang Yi,x\n",
            2,
            "the nearest is 288,643: “.*”., found 287,643; copy start and end",
        ),
        (
            f"doc_id,start,end,speaker,source,text\n{SPAN},Wang Yi,x,Other words\n",
            2,
            "found 288,643 Other words",
        ),
        (
            f"doc_id,start,end,speaker,source\n{D2023},288,,Wang Yi,x\n",
            2,
            "start, end, speaker or mode",
        ),
        (f"doc_id,start,end,speaker,source\n{SPAN},,x\n", 2, "speaker or mode, source"),
        (
            f"doc_id,start,end,speaker,field,value,source\n{SPAN},Wang Yi,title,A,x\n",
            2,
            "fill these in, a row for each",
        ),
        (
            f"doc_id,start,end,speaker,source\n{SPAN},Lavrov,x\n",
            2,
            "a speaker of .*: Wang Yi, Sergei Lavrov, Both sides, Narrator, found Lavrov; .* participant",
        ),
        (f"doc_id,start,end,speaker,source\n{SPAN},wang yi,x\n", 2, "found wang yi"),
        (
            f"doc_id,start,end,mode,source\n{SPAN},said,x\n",
            2,
            "with the speaker Wang Yi the mode explicit or continuation, found said",
        ),
        (
            f"doc_id,start,end,speaker,mode,source\n{SPAN},Narrator,explicit,x\n",
            2,
            "with the speaker Narrator the mode narration, found explicit",
        ),
        (f"doc_id,start,end,mode,source\n{SPAN},joint,x\n", 2, "found joint"),
        (
            f'doc_id,source,field,value\n{D2023},"two\nlines",title,A\n{D2023},x,colour,A\n',
            4,
            "one of the fields",
        ),
        (
            f'doc_id,source,field,value\n{D2023},x,title,A\n{D2023},"x"y,title,A\n',
            3,
            "as CSV in UTF-8, found .*'\"'",
        ),
        (
            f"doc_id,source,field,value\n{D2023},x,title,A\n{D2023},é,title,A\n".encode("latin-1"),
            3,
            "as CSV in UTF-8, found .*0xe9",
        ),
    ],
)
def test_a_bad_row_is_one_line_that_names_it(tmp_path, text, line, told):
    path = tmp_path / "c.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ReadoutError, match=told) as caught:
        load_corpus("seeds", corrections=path)
    assert (
        str(caught.value).startswith(f"{path}, line {line}: expected ")
        and "; " in str(caught.value)
        and "\n" not in str(caught.value)
    )


@pytest.mark.parametrize(
    "row",
    [
        "{doc},9" + "9" * 5000 + ",5,Wang Yi,,,,me",  # more digits than Python makes a number of
        "{doc},,,,,event_date,\x1b[2J\u202e,me",
        "{doc},,,,,event_date," + "a" * 100_000 + ",me",
        "{doc}\x1b,,,,,title,A,me",
    ],
)
def test_whatever_a_row_holds_the_line_is_short_and_steers_nothing(tmp_path, row):
    file = tmp_path / "mine.csv"
    head = "doc_id,start,end,speaker,mode,field,value,source\n"
    file.write_text(head + row.format(doc="000_894007f0d8bd6792") + "\n")
    with pytest.raises(ReadoutError, match=r"mine\.csv, line 2: expected .*, found ") as caught:
        load_corpus("seeds", corrections=file)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 600


def test_a_speaker_without_a_mode_is_refused_where_it_cannot_follow(seeds, tmp_path):
    joint = seeds.sentences[seeds.sentences["mode"] == "joint"].iloc[[0]]
    with pytest.raises(
        ReadoutError,
        match="line 2: expected with the speaker Wang Yi the mode explicit or continuation, found joint",
    ):
        load_corpus(
            "seeds",
            corrections=write(tmp_path / "c.csv", labels(joint, [])[0] | {"speaker": "Wang Yi"}),
        )


@pytest.mark.parametrize(
    "command",
    [
        ["parse", "seeds", "--out", "{}/out"],
        ["show", "seeds"],
        ["phrase", "trade"],
        ["report", "--out", "{}/out"],
    ],
)
def test_every_command_applies_them_or_says_why_not(tmp_path, capsys, command):
    command = [c.format(tmp_path) for c in command]
    assert main([*command, "--corrections", str(tmp_path / "none.csv")]) == 1
    out, err = capsys.readouterr()
    assert (
        out == ""
        and err.count("\n") == 1
        and "none.csv: expected corrections, as CSV in UTF-8, found No such file" in err
    )
    if command[0] in ("show", "phrase"):
        file = write(tmp_path / "c.csv", field(D2024, "event_date", "2031-05-03"))
        assert (
            main([*command, "--corrections", str(file)]) == 0 and "2031" in capsys.readouterr().out
        )


# --- laws ------------------------------------------------------------------------------------------------------------


@given(data=st.data())
def test_corrections_equal_to_the_labels_change_only_rule_and_confidence(
    seeds, tmp_path_factory, data
):
    rows = data.draw(
        st.lists(
            st.sampled_from([r for d in seeds.documents.index for r in automatic(seeds, d)]),
            min_size=1,
            unique_by=str,
        )
    )
    corpus = load_corpus("seeds", corrections=write(tmp_path_factory.mktemp("c") / "c.csv", *rows))
    for table in TABLES[:-1]:
        but = {
            "sentences": ["rule", "confidence"],
            "documents": ["path", "event_rule", "event_evidence"],
        }.get(table, [])
        assert_frame_equal(
            getattr(corpus, table).drop(columns=but), getattr(seeds, table).drop(columns=but)
        )
    assert (corpus.corrections.before.fillna("") == corpus.corrections.after.fillna("")).all()
    assert len(corpus.corrections) == sum(2 if "start" in r else 1 for r in rows)


@pytest.fixture
def file(seeds, tmp_path):
    """Corrections of all kinds, some of which confirm."""
    s = labels(seeds.sentences[seeds.sentences.doc_id == D2023])
    s[1] |= {"speaker": "Narrator", "mode": "narration"}
    s[2] |= {"speaker": "Ann Alder"}
    more = [
        ("participant", "Ann Alder"),
        ("title", "A Talk"),
        ("event_place", "Beijing"),
        ("event_date", "2018-05"),
        ("published", "unknown"),
    ]
    return write(
        tmp_path / "c.csv",
        *s,
        *(field(D2023, *m) for m in more),
        field(D2024, "event_kind", "unknown"),
        field(D2019, "event_kind", "meeting"),
    )


def test_to_apply_them_again_changes_nothing_and_a_saved_corpus_keeps_them(seeds, file, tmp_path):
    once = load_corpus("seeds", corrections=file)
    assert set(once.corrections.what) == {
        "speaker",
        "mode",
        "participant",
        "title",
        "event_place",
        "event_start",
        "event_end",
        "published",
        "event_kind",
    }
    once.save(tmp_path / "corrected")
    seeds.save(tmp_path / "plain")
    same(load_corpus(tmp_path / "corrected"), once)
    same(load_corpus(tmp_path / "corrected", corrections=file), once)
    same(load_corpus(tmp_path / "plain", corrections=file), once, but="path")
    back = write(
        tmp_path / "back.csv", *automatic(seeds, D2019)
    )  # another opinion: what stood before stays what the rules found
    again = load_corpus(tmp_path / "corrected", corrections=back).corrections
    kind = again[(again.doc_id == D2019) & (again.what == "event_kind")]
    assert kind[["before", "after"]].values.tolist() == [["talks", "talks"]] and len(again) > len(
        once.corrections
    )


def test_the_order_of_rows_matters_to_nothing_but_their_lines(file, tmp_path):
    rows = pd.read_csv(file, dtype=str)
    rows[::-1].to_csv(tmp_path / "turned.csv", index=False)
    a, b = (
        load_corpus("seeds", corrections=file),
        load_corpus("seeds", corrections=tmp_path / "turned.csv"),
    )
    for table in TABLES[:-1]:
        assert_frame_equal(getattr(a, table), getattr(b, table))
    keys = ["doc_id", "start", "what", "after"]
    assert_frame_equal(
        *(c.corrections.drop(columns="line").sort_values(keys, ignore_index=True) for c in (a, b))
    )


def test_none_is_no_correction(seeds, tmp_path):
    (tmp_path / "c.csv").write_bytes(b"\xef\xbb\xbfdoc_id,field,value,source\r\n,,,\r\n")
    same(load_corpus("seeds", corrections=tmp_path / "c.csv"), load_corpus("seeds"))
    assert (
        seeds.corrections.empty
        and corrections.agreement(seeds.corrections).empty
        and "by hand" not in repr(findings.of_corpus(seeds))
    )
    assert [f.text for f in findings.of_corrections(seeds)] == [
        "Nothing was corrected by hand: labels, dates and fields are those that the rules found."
    ]


def test_a_readout_comes_back_whole_with_its_people_and_problems(tmp_path):
    text = "A Meets B\n\nOn May 3, 2021, Minister Ann Alder met Minister Bo Birch. Alder said that trade matters."
    r = parse_readout(text, name="a", metadata={"published": "last week"})
    assert r.problems and assemble([r]).readout("a") == r


# --- agreement -------------------------------------------------------------------------------------------------------


def kappa(pairs):
    """Cohen's kappa from its definition: observed and expected agreement of two raters."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[x] * second[x] for x in first) / n**2
    return math.nan if expected == 1 else (observed - expected) / (1 - expected)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_agreement_is_that_of_the_definition(pairs):
    table = pd.DataFrame(pairs, columns=["before", "after"]).assign(what="speaker")
    (row,) = corrections.agreement(table).itertuples()
    same = sum(a == b for a, b in pairs)
    assert (row.rows, row.changed, row.confirmed) == (
        len(pairs),
        len(pairs) - same,
        same,
    ) and row.agreement == same / len(pairs)
    assert row.kappa == pytest.approx(kappa(pairs), nan_ok=True)


def test_agreement_is_told_with_what_it_cannot_say(seeds, file, tmp_path):
    corpus = load_corpus("seeds", corrections=file)
    table = corrections.agreement(corpus.corrections)
    assert (
        table.what.tolist()[:2] == ["speaker", "mode"]
        and table.what[2:].is_monotonic_increasing
        and table.kappa[2:].isna().all()
    )
    own = corpus.corrections[corpus.corrections.what == "speaker"]
    assert (
        table.kappa[0] == pytest.approx(kappa([*zip(own.before, own.after)]))
        and table.changed[0] == 2
    )
    (finding,) = findings.of_corrections(corpus)
    assert (
        "agree on the speaker of seven of nine sentences (kappa " in finding.text
        and "sample" not in finding.text
    )  # the document is labelled whole
    assert (
        finding.text in [f.text for f in findings.of_corpus(corpus)]
        and f"<td>{len(corpus.corrections)}</td>" in corpus._repr_html_()
    )
    part = load_corpus(
        "seeds", corrections=write(tmp_path / "part.csv", *labels(seeds.sentences[:2]))
    )
    assert "no random sample" in findings.of_corrections(part)[0].text
    one = load_corpus(
        "seeds", corrections=write(tmp_path / "one.csv", *labels(seeds.sentences[:1]))
    )
    assert "(kappa undefined)" in findings.of_corrections(one)[0].text


def test_a_date_from_elsewhere_is_not_proved_by_the_texts(tmp_path):
    corpus = load_corpus(
        "seeds", corrections=write(tmp_path / "c.csv", field(D2024, "event_date", "2024-01-10"))
    )
    assert (
        "prove the day of four of five talks. One other is dated by a correction."
        in findings.of_corpus(corpus)[1].text
    )
