"""Reading files and rows: every kind, every encoding, and one clear line for whatever cannot be read."""

import hashlib
import json
import os
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.corpus.readers import FILE_KINDS, read_records
from readoutlib.corpus.records import Problem, Record
from readoutlib.limits import Limits
from readoutlib.parsing.parse import parse_readout
from readoutlib.parsing.readout import ReadoutError

TALK = "Wang Yi said, the talk was useful.\r\n\r\nHe added that “more” would follow.\n"


def write(folder, **files):
    """Write files named by keyword, `_` before the extension standing for the dot; return the folder."""
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(source, **asked):
    """Return all records and all problems of a source."""
    items = list(read_records(source, **asked))
    return [i for i in items if isinstance(i, Record)], [i for i in items if isinstance(i, Problem)]


def refusal(source):
    """Return the one line with which a source is refused."""
    with pytest.raises(ReadoutError) as error:
        read(source)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_text_file_is_read_as_it_stands(tmp_path):
    (record,), problems = read(write(tmp_path, a_txt=TALK) / "a.txt")
    assert (record.doc_id, record.text, dict(record.metadata), problems) == ("a", TALK, {}, [])
    assert record.path == str(tmp_path / "a.txt")
    assert record.sha256 == hashlib.sha256(TALK.encode()).hexdigest()


def test_folder_glob_list_and_single_files_read_the_same(tmp_path):
    folder = write(tmp_path / "in", b_txt=TALK, a_md=TALK)
    write(folder / "sub", c_txt=TALK)
    write(folder / ".hidden", d_txt=TALK)
    whole = read(folder)
    assert [r.doc_id for r in whole[0]] == ["a", "b", "c"] and whole[1] == []
    for source in (
        [folder / "sub" / "c.txt", folder / "b.txt", folder / "a.md"],
        f"{folder}/**/*.*",
        [folder, folder / "b.txt"],
        f"{folder}/../in",
    ):
        assert [(r.doc_id, r.text) for r in read(source)[0]] == [
            (r.doc_id, r.text) for r in whole[0]
        ], source


def test_two_files_of_a_name_go_by_their_path(tmp_path):
    write(tmp_path / "x", a_txt=TALK)
    write(tmp_path / "y", a_txt=TALK, b_txt=TALK)
    records, problems = read(tmp_path)
    assert [r.doc_id for r in records] == ["x/a.txt", "y/a.txt", "b"]
    assert [(p.doc_id, p.problem) for p in problems] == [
        ("x/a.txt", "name shared"),
        ("y/a.txt", "name shared"),
    ]


def test_copies_under_other_names_are_kept(tmp_path):
    records, problems = read(write(tmp_path, a_txt=TALK, b_txt=TALK))
    assert len(records) == 2 and not problems and records[0].sha256 == records[1].sha256


@pytest.mark.parametrize(
    "encoding, guessed",
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("cp1252", True)],
)
def test_encodings(tmp_path, encoding, guessed):
    (record,), problems = read(write(tmp_path, a_txt=TALK.encode(encoding)))
    assert record.text == TALK
    assert [(p.doc_id, p.problem) for p in problems] == [("a", "encoding guessed")] * guessed


def test_front_matter_is_metadata_and_stays_in_the_text(tmp_path):
    text = '---\ntitle: "A\\u2019s call"\ndate: 2021-01-21\ntags: [a, b]\n---\n\nThe body.\n'
    (record,), problems = read(write(tmp_path, a_md=text))
    assert record.text == text and not problems
    assert (
        record.metadata["title"] == "A’s call"
        and record.metadata["date"].isoformat() == "2021-01-21"
    )


@pytest.mark.parametrize(
    "front",
    [
        "title: [",
        "date: 2021-02-31",
        "a: !!python/object/apply:os.getcwd []",
        "a: !!timestamp foo",
        'a: !!float ""',
        "a: !!int ''",
        "a: !!bool x",
        f"a: {'[' * 30}{']' * 30}",
        "a: &a [x]\nb: [" + "*a, " * 11 + "]",
        f"a: {'x' * 70_000}",
        f"0x{'f' * 5000}: a",
    ],
    ids=lambda front: front[:40],
)
def test_broken_front_matter_costs_the_metadata_only(tmp_path, front):
    (record,), (problem,) = read(write(tmp_path, a_md=f"---\n{front}\n---\nThe body.\n"))
    assert dict(record.metadata) == {} and record.text.endswith("The body.\n")
    assert (problem.doc_id, problem.problem) == ("a", "front matter not read")


def test_front_matter_of_toml_is_metadata(tmp_path):
    text = '+++\ntitle = "A call"\ndate = 2021-01-21\n+++\n\nThe body.\n'
    (record,), problems = read(write(tmp_path, a_md=text))
    assert (record.text, problems) == (text, [])
    assert (record.metadata["title"], str(record.metadata["date"])) == ("A call", "2021-01-21")
    readout = parse_readout(record.text, metadata=record.metadata)
    assert readout.title == "A call" and [s.text for s in readout.sentences] == ["The body."]
    _, (problem,) = read(write(tmp_path, a_md=text.replace('"A', "A")))
    assert problem.problem == "front matter not read"


def test_rules_in_markdown_are_no_front_matter(tmp_path):
    records, problems = read(
        write(tmp_path, a_md="---\nJust words\n---\nmore\n", b_md="Words\n---\nk: v\n---\nmore\n")
    )
    assert [dict(r.metadata) for r in records] == [{}, {}] and not problems


PAGE = """<?xml version="1.0" encoding="{0}"?><html><head><meta http-equiv="Content-Type" content="text/html; charset={0}">
<title>Talks in Sochi</title><meta property="og:site_name" content="The Office"><meta name="publishdate" content="2019-05-14">
</head><body><nav>Home News Contact</nav><article><h1>Talks in Sochi</h1>
<p>On May 13, 2019, Wang Yi held talks with Sergey Lavrov in Sochi – about many things between the two countries.</p>
<p>Wang Yi said that both sides should go on &amp; on, and that the region needs it.</p></article><script>evil()</script></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "gb2312"])
def test_html_gives_its_main_text(tmp_path, encoding):
    page = PAGE.format(encoding).replace("–", "—" if encoding == "gb2312" else "–")
    # Pages that say gb2312 use the larger gbk, whose dash gb2312 does not have.
    (record,), problems = read(
        write(tmp_path, a_html=page.encode("gbk" if encoding == "gb2312" else encoding))
    )
    assert not problems and "Wang Yi said that both sides should go on & on" in record.text
    assert not re.search("evil|Contact|<|�", record.text) and re.search("[–—]", record.text)
    assert (
        record.metadata["title"] == "Talks in Sochi"
        and record.metadata["published"] == "2019-05-14"
    )


def test_html_does_not_take_a_date_from_its_prose(tmp_path):
    page = re.sub('<meta name="publishdate"[^>]*>', "", PAGE.format("utf-8"))
    (record,), _ = read(write(tmp_path, a_htm=page))
    assert "published" not in record.metadata


def rows(kind, path, table):
    """Write a list of dicts as one of the three kinds of table."""
    frame = pd.DataFrame(table)
    if kind == "jsonl":
        path.write_text("".join(json.dumps(r) + "\n\n" for r in table), encoding="utf-8")
    elif kind == "csv":
        frame.to_csv(path, index=False, encoding="utf-8-sig")
    else:
        frame.to_parquet(path)


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_a_table_holds_a_document_a_row(tmp_path, kind):
    rows(
        kind,
        tmp_path / f"t.{kind}",
        [
            {"id": "one", "text": TALK, "title": "T", "published": "2021-01-01", "other": "x"},
            {
                "id": None,
                "text": "Second, “quoted”, Škoda.",
                "title": None,
                "published": None,
                "other": "x",
            },
            {"id": "bad", "text": "  ", "title": "T", "published": None, "other": "x"},
            {"id": "one", "text": "x" * 200_000, "title": "T", "published": None, "other": "x"},
        ],
    )
    records, problems = read(tmp_path)
    assert [r.doc_id for r in records] == ["one", "t#2", f"t.{kind}#4"]
    assert records[0].text == TALK and dict(records[0].metadata) == {
        "title": "T",
        "published": "2021-01-01",
    }
    assert dict(records[1].metadata) == {} and len(records[2].text) == 200_000
    assert records[0].sha256 == hashlib.sha256(TALK.encode()).hexdigest()
    assert [(p.path, p.problem) for p in problems] == [
        (f"{tmp_path / 't'}.{kind}#3", "no text"),
        (f"{tmp_path / 't'}.{kind}", "name shared"),
    ]


def test_broken_rows_do_not_stop_the_others(tmp_path):
    records, problems = read(
        write(
            tmp_path,
            t_jsonl='{"text": "Good."}\n{"text": \n[1]\n{"text": 5}\n{"text": "half \\ud83d"}\n'
            + "[" * 100_000,
        )
    )
    assert [r.doc_id for r in records] == ["t#1", "t#5"] and records[1].text == "half �"
    assert [p.path[-2:] for p in problems] == ["#2", "#3", "#4", "#5", "#6"]
    assert all(len(str(p)) < 400 for p in problems)


@pytest.mark.parametrize(
    "name, content, problem",
    [
        ("a_txt", b"", "empty text"),
        ("a_txt", b" \n\xef\xbb\xbf", "empty text"),
        ("a_md", b"---\ntitle: T\n---\n\n", "empty text"),
        ("a_html", b"<html><body></body></html>", "empty text"),
        ("a_html", b"", "empty text"),
        ("a_txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("a_txt", bytes(range(1, 256)), "binary"),
        ("a_pdf", b"%PDF-1.7", "skipped"),
        ("Makefile_", b"x", "skipped"),
        ("a_csv", b"words,id\nx,1\n", "no text"),
        ("a_csv", b"", "empty table"),
        ("a_csv", b"id,text\n", "empty table"),
        ("a_jsonl", b"\n", "empty table"),
        ("a_parquet", b"no parquet", "damaged"),
    ],
)
def test_a_bad_file_is_refused_alone_and_listed_beside_a_good_one(tmp_path, name, content, problem):
    write(tmp_path, **{name: content})
    line = refusal(tmp_path)
    assert (
        str(tmp_path) in line
        and f": {problem}: expected " in line
        and ", found " in line
        and "; " in line
    )
    records, (listed,) = read(write(tmp_path, good_txt=TALK))
    assert [r.doc_id for r in records] == ["good"] and (listed.problem, listed.doc_id) == (
        problem,
        None,
    )
    assert all((listed.expected, listed.found, listed.hint))


def test_what_is_not_there_is_refused(tmp_path):
    assert refusal(tmp_path).startswith(
        f"{tmp_path}: empty folder: expected readouts ({FILE_KINDS}), found no file; "
    )
    for source in (tmp_path / "no.txt", f"{tmp_path}/*.txt", "", "a\0b", "~nobody/no.txt"):
        assert ": not there: " in refusal(source)
    assert "name a file or a folder" in refusal([])
    assert "first of 2 problems" in refusal(write(tmp_path, a_pdf="x", b_pdf="x"))
    records, (problem,) = read([tmp_path / "no.txt", write(tmp_path, good_txt=TALK) / "good.txt"])
    assert len(records) == 1 and problem.problem == "not there"


def test_special_files_and_names(tmp_path):
    write(tmp_path, good_txt=TALK)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "new\nline.txt").write_text("Words.")
    records, problems = read(tmp_path)
    assert [r.doc_id for r in records] == ["good", "new�line"]
    assert {os.path.basename(p.path): p.problem for p in problems} == {
        "pipe.txt": "skipped",
        "gone.txt": "cannot be opened",
    }


def test_one_document_at_a_time(tmp_path):
    write(tmp_path, **{f"d{n}_txt": TALK for n in range(3)})
    items = read_records(tmp_path)
    assert isinstance(next(items), Record)
    (tmp_path / "d2.txt").unlink()
    assert [type(i) for i in items] == [Record, Problem]


def told(source, **asked):
    """Return the texts that are read, and file and problem of each line that is told."""
    records, problems = read(source, **asked)
    lines = [(os.path.basename(p.path), p.problem) for p in problems]
    return [r.text for r in records], lines


# --- what a file holds, whatever its name says ---------------------------------------------------


ARTICLE = f"<article><h1>Talks in Oslo</h1><p>{TALK * 3}</p><p>{TALK * 2}</p></article>"


@pytest.mark.parametrize(
    "page", [f"<!DOCTYPE html><html><body>{ARTICLE}</body></html>", f"<!-- x --><html>{ARTICLE}"]
)
def test_a_web_page_under_another_name_is_read_as_one(tmp_path, page):
    (text,), lines = told(write(tmp_path, a_txt=page))
    assert "Wang Yi said" in text and "<" not in text and lines == [("a.txt", "HTML named .txt")]


def test_a_page_under_another_name_has_the_encoding_it_states(tmp_path):
    page = f'<html><head><meta charset="gbk"></head><body>{ARTICLE}</body></html>'.replace(
        "Wang Yi", "王毅"
    )
    (text,), _ = told(write(tmp_path, a_txt=page.encode("gbk")))
    assert "王毅" in text


def test_of_a_page_without_a_main_text_all_words_are_read(tmp_path):
    assert told(write(tmp_path, a_html="<div>Alder spoke.</div>")) == (
        ["Alder spoke."],
        [("a.html", "no main text")],
    )


@pytest.mark.parametrize("text", ["1 < 2, and <ann@alder.example> said so.", TALK])
def test_plain_text_named_html_is_kept_whole(tmp_path, text):
    assert told(write(tmp_path, a_html=text)) == ([text], [("a.html", "plain text named .html")])


@pytest.mark.parametrize("text", ["[1] Talks, {so to speak}.", "{Talks}", "<Talks> in Oslo", "[]"])
def test_a_text_with_brackets_is_a_text(tmp_path, text):
    assert told(write(tmp_path, a_txt=text + " Alder")) == ([text + " Alder"], [])


@pytest.mark.parametrize(
    "content, what",
    [
        (b"{\\rtf1 Talks}", "RTF"),
        (b"\xef\xbb\xbf{\\rtf1 Talks}", "RTF"),
        (b"PK\x03\x04Talks", "a Word, Excel or ZIP file"),
        (b"%PDF-1.7 Talks", "a PDF"),
        (b'[{"text": "Talks"}]', "JSON"),
        (b'{"text": "Talks"}\n{"text": "More"}\n', "JSON"),
        (b'{\n "text": "Talks"\n}\n', "JSON"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path, content, what):
    lines = told(write(tmp_path, good_txt=TALK, a_txt=content))
    assert lines == ([TALK], [("a.txt", f"{what} named .txt")])


@pytest.mark.parametrize("name", ["t_csv", "t_jsonl"])
def test_a_workbook_named_as_a_table_is_named(tmp_path, name):
    _, lines = told(write(tmp_path, good_txt=TALK, **{name: b"PK\x03\x04" + bytes(99)}))
    ((_, problem),) = lines
    assert problem.startswith("a Word, Excel or ZIP file")


def test_a_list_of_objects_is_read(tmp_path):
    for indent in (None, 1):
        table = json.dumps([{"text": "One."}, {"Text": "Two."}], indent=indent)
        assert told(write(tmp_path, t_jsonl=table)) == (
            ["One.", "Two."],
            [("t.jsonl", "a list of objects")],
        )
    assert told(write(tmp_path, t_jsonl=json.dumps({"text": "One."}, indent=1)))[0] == ["One."]


# --- characters and bytes ------------------------------------------------------------------------


def test_what_cannot_be_shown_is_replaced_in_texts_and_metadata(tmp_path):
    row = json.dumps({"id": "a\ufffe", "text": "calm\x1b now", "title": "half \ud800"})
    (record,), (problem,) = read(write(tmp_path, t_jsonl=row))
    assert (record.doc_id, record.text) == ("a�", "calm� now")
    assert record.metadata["title"] == "half �"
    assert (problem.doc_id, problem.found) == ("a�", "U+001B, U+D800")


def test_a_form_feed_is_a_blank(tmp_path):
    assert told(write(tmp_path, a_txt="One.\n\fTwo.\vThree.")) == (["One.\n Two. Three."], [])


def test_a_bad_byte_is_told_of_its_row(tmp_path):
    table = "id,text\na,“One”\nb,“Tw\x81o”\n".encode().replace("\x81".encode(), b"\x81")
    records, problems = read(write(tmp_path, t_csv=table))
    assert [r.text for r in records] == ["“One”", "“Tw�o”"]
    assert [(p.doc_id, p.problem) for p in problems] == [("b", "bytes not decoded")]


def test_a_table_of_windows_is_read_to_its_end(tmp_path):
    rows_ = "".join(f"{n},Talk {n}.\n" for n in range(20_000)) + "z,“Roads”\n"
    records, problems = read(write(tmp_path, t_csv=("id,text\n" + rows_).encode("cp1252")))
    assert len(records) == 20_001 and records[-1].text == "“Roads”"
    assert [p.problem for p in problems] == ["encoding guessed"]


def test_parquet_of_bytes_and_of_broken_texts(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    bad = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\4\0\0\0\5\0\0\0"), pa.py_buffer(b"Good\xff")]
    )
    parquet.write_table(pa.table({"text": bad, "title": ["a", "b"]}), tmp_path / "t.parquet")
    parquet.write_table(pa.table({"Text": [b"Caf\xc3\xa9"]}), tmp_path / "u.parquet")
    days = pa.array([10**18], pa.timestamp("us"))
    parquet.write_table(pa.table({"text": ["Day."], "published": days}), tmp_path / "v.parquet")
    texts, lines = told(tmp_path)
    assert texts == ["Good", "Café", "Day."]
    assert lines == [
        ("t.parquet#2", "cell not read"),
        ("t.parquet#2", "no text"),
        ("v.parquet#1", "cell not read"),
    ]


# --- tables --------------------------------------------------------------------------------------


def test_of_two_columns_of_one_name_the_first_is_read_and_named(tmp_path):
    assert told(write(tmp_path, t_csv="id,text,Text\na,One.,Two.\n")) == (
        ["One."],
        [("t.csv", "columns of one name")],
    )


def test_a_cell_made_plain_is_itself_again(tmp_path):
    (record,), problems = read(
        write(tmp_path, t_csv="\ufeffid,text,title\n'=a,'=1+1 is so,'-Talk\n")
    )
    assert (record.doc_id, record.text, record.metadata["title"]) == ("=a", "=1+1 is so", "-Talk")
    assert problems == []


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_a_table_that_the_library_wrote_is_not_read_again(tmp_path, suffix, seeds):
    table = seeds.sentences.head(3)
    match suffix:
        case "csv":
            table.to_csv(tmp_path / "t.csv", index=False)
        case "jsonl":
            table.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
        case _:
            table.to_parquet(tmp_path / "t.parquet")
    _, (problem,) = read(write(tmp_path, good_txt=TALK))
    assert (problem.problem, problem.found) == (
        "output of the library",
        "a table of sentences",
    )


@pytest.mark.parametrize(
    "head",
    [
        "doc_id,start,end,speaker,source",
        "doc_id,field,value,source",
        "doc_id,start,end,speaker,mode,text,source",
    ],
)
def test_corrections_are_no_readouts(tmp_path, head):
    _, (problem,) = read(write(tmp_path, good_txt=TALK, t_csv=head + "\n" + "a," * head.count(",")))
    assert (problem.problem, problem.found) == ("output of the library", "a table of corrections")


def test_a_table_of_readouts_with_sources_is_read(tmp_path):
    assert told(write(tmp_path, t_csv="doc_id,source,text\na,b,Talks.\n")) == (["Talks."], [])


words = st.text(st.characters(categories=["L", "P", "S", "Zs"]), min_size=1)


@given(
    st.lists(words.map("Alder {}".format), min_size=1), st.sampled_from(["csv", "jsonl", "parquet"])
)
def test_every_word_of_a_cell_stands_in_its_document(tmp_path_factory, texts, kind):
    folder = tmp_path_factory.mktemp("t")
    rows(kind, folder / f"t.{kind}", [{"id": str(n), "text": t} for n, t in enumerate(texts)])
    read_, problems = told(folder)
    assert (read_, problems) == (texts, [])


# --- limits --------------------------------------------------------------------------------------


def test_a_document_beyond_the_limit_is_named_with_the_flag(tmp_path):
    write(tmp_path, a_txt=TALK * 100, b_txt=TALK, t_csv=f"text\n{TALK * 100!r}\nb\n")
    write(tmp_path, u_jsonl="\n".join(json.dumps({"text": t}) for t in (TALK * 100, "Talks.")))
    texts, lines = told(tmp_path, limits=Limits(max_mb=0.001))
    assert texts == [TALK, "Talks."]
    assert lines == [("a.txt", "too large"), ("t.csv", "too large"), ("u.jsonl#1", "too large")]
    assert len(told(tmp_path)[0]) == 6


def test_rows_beyond_the_limit_are_named(tmp_path):
    table = "text\n" + "Talks.\n" * 5
    assert told(write(tmp_path, t_csv=table), limits=Limits(max_rows=3)) == (
        ["Talks."] * 3,
        [("t.csv", "too many rows")],
    )
    assert len(told(tmp_path, limits=Limits(max_rows=5))[0]) == 5


def test_a_limit_is_above_zero():
    with pytest.raises(ReadoutError, match="max_rows: expected a number above zero, found 0"):
        Limits(max_rows=0)


def test_what_lies_too_deep_in_a_page_is_named_and_a_limit_raised_reads_it(tmp_path):
    deep = "<div>" * 400 + f"<p>{TALK * 3} The roads stay open.</p>" + "</div>" * 400
    write(
        tmp_path,
        a_html=f"<html><body>{ARTICLE.replace('</article>', deep + '</article>')}</body></html>",
    )
    (text,), lines = told(tmp_path)
    assert "roads" not in text and lines == [("a.html", "nests too deep")]
    (text,), lines = told(tmp_path, limits=Limits(max_depth=2048))
    assert "roads" in text and lines == []


# --- links ---------------------------------------------------------------------------------------


def test_links_out_of_the_folder_are_followed_only_if_asked(tmp_path):
    home = write(tmp_path / "in", a_txt="One.")
    away = write(tmp_path / "away", b_txt="Two.", c_txt="Three.")
    (home / "b.txt").symlink_to(away / "b.txt")
    (home / "more").symlink_to(away, target_is_directory=True)
    for source in (home, f"{home}/*", f"{home}/**"):
        texts, lines = told(source)
        assert texts == ["One."] and {problem for _, problem in lines} == {"link not followed"}
    assert told(home, follow_links=True) == (["One.", "Two.", "Three."], [])
    assert told(home / "more")[0] == ["Two.", "Three."]


def test_links_within_the_folder_bring_nothing_new(tmp_path):
    write(tmp_path / "sub", a_txt="One.")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a.txt").symlink_to(tmp_path / "sub/a.txt")
    for follow_links in (False, True):
        assert told(tmp_path, follow_links=follow_links) == (["One."], [])


# --- anything ------------------------------------------------------------------------------------


SAMPLES = {
    "txt": TALK,
    "md": "---\ntitle: Talk\ndate: 2021-05-03\n---\n" + TALK,
    "html": PAGE.format("utf-8"),
    "csv": f'id,title,text\na,Talk,"{TALK}"\nb,Talk,"{TALK}"\n',
    "jsonl": json.dumps({"id": "a", "text": TALK, "title": "Talk"}) + "\n",
}


@st.composite
def spoilt(draw, sample):
    """A sample in which pieces are cut out, doubled, or replaced by any bytes."""
    data = sample
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        data = (
            data[:start] + draw(st.binary(max_size=4) | st.just(data[start:end] * 2)) + data[end:]
        )
    return data


@pytest.mark.parametrize("kind", ["txt", "md", "html", "csv", "jsonl", "parquet"])
@given(data=st.data())
def test_any_bytes_give_records_or_problems_and_a_corpus(tmp_path_factory, kind, data):
    folder = tmp_path_factory.mktemp("t")
    if kind == "parquet":
        pd.DataFrame({"id": ["a"], "text": [TALK]}).to_parquet(folder / "s")
        sample = (folder / "s").read_bytes()
    else:
        sample = SAMPLES[kind].encode()
    (folder / f"t.{kind}").write_bytes(data.draw(st.binary() | spoilt(sample)))
    records, problems = read(write(folder, good_txt=TALK))
    assert records and all(p.problem and p.expected and p.found and p.hint for p in problems)
    for record in records:
        readout = parse_readout(record.text, name=record.doc_id, metadata=record.metadata)
        assert all(record.text[s.start : s.end] == s.text for s in readout.sentences)
