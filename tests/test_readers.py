"""Reading files and rows: every kind, every encoding, and one clear line for whatever cannot be read."""

import hashlib
import json
import os
import re

import pandas as pd
import pytest

from readoutlib.corpus.readers import FILE_KINDS, read_records
from readoutlib.corpus.records import Problem, Record
from readoutlib.parsing.readout import ReadoutError

TALK = "Wang Yi said, the talk was useful.\r\n\r\nHe added that “more” would follow.\n"


def write(folder, **files):
    """Write files named by keyword, `_` before the extension standing for the dot; return the folder."""
    for name, content in files.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(source):
    """Return all records and all problems of a source."""
    items = list(read_records(source))
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
    "front", ["title: [", "date: 2021-02-31", "a: !!python/object/apply:os.getcwd []"]
)
def test_broken_front_matter_costs_the_metadata_only(tmp_path, front):
    (record,), (problem,) = read(write(tmp_path, a_md=f"---\n{front}\n---\nThe body.\n"))
    assert dict(record.metadata) == {} and record.text.endswith("The body.\n")
    assert (problem.doc_id, problem.problem) == ("a", "front matter not read")


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
