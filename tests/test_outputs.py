"""A user's files are his: only what the library wrote, and as it wrote it, is replaced or passed over."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from readoutlib import ReadoutError, load_corpus, outputs
from readoutlib.cli import main
from readoutlib.outputs import (
    MARKER,
    REPORT,
    SAVED_CORPUS,
    SENTENCES,
    kind_of_table,
    output_in,
    refuse_foreign,
    replacing,
)

TALK = (
    "Alder Meets Birch\n\nOn May 3, 2021, Minister Ann Alder of Norway met Minister Bo Birch of Chile in Oslo.\n\n"
    "Alder said that trade matters.\n"
)


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks/a.txt").write_text(TALK)
    return load_corpus(tmp_path / "talks")


def written(folder, kind=REPORT, **pages):
    """Write an output of a kind; two underscores in a name stand for a slash."""
    with replacing(folder, kind) as new:
        for name, text in (pages or {"index.html": "page"}).items():
            path = new / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder


def contents(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def refused(target, kind, *says):
    """Check that a target is refused, in one line, and that nothing in it changes."""
    before = contents(target) if target.is_dir() else target.read_bytes()
    with pytest.raises(ReadoutError) as told, replacing(target, kind):
        raise AssertionError("not refused")
    assert str(told.value).startswith(f"{target}: expected a new or empty f")
    assert str(told.value).count("\n") == 0 and all(word in str(told.value) for word in says)
    assert (contents(target) if target.is_dir() else target.read_bytes()) == before


# --- folders -------------------------------------------------------------------------------------


def test_the_marker_lists_what_was_written(tmp_path):
    out = written(tmp_path / "out", index="page", readouts__001="reading")
    marker = json.loads((out / MARKER).read_text())
    assert marker["kind"] == "report" and list(marker["files"]) == ["index", "readouts/001"]
    assert output_in(out).files.keys() == {MARKER, "index", "readouts/001"}
    assert output_in(tmp_path) is None


@pytest.mark.parametrize("kind", [REPORT, SAVED_CORPUS])
def test_what_was_written_is_replaced_in_silence(tmp_path, kind, capsys):
    out = written(tmp_path / "out", kind, old="old")
    written(out, kind, new="new")
    assert set(contents(out)) == {"new", MARKER}
    (out / "new").unlink()  # one that is gone is no loss
    written(out, kind, newer="newer")
    assert set(contents(out)) == {"newer", MARKER} and capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["essay.html", "readouts/mine.txt", ".git/config", "notes/"])
@pytest.mark.parametrize("kind", [REPORT, SAVED_CORPUS])
@pytest.mark.parametrize("over", ["nothing", "an output"])
def test_what_came_later_refuses_the_whole(tmp_path, name, kind, over):
    out = tmp_path / "out"
    if over == "an output":
        written(out, kind, readouts__001="reading")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).mkdir() if name.endswith("/") else (out / name).write_text("mine")
    refused(
        out, kind, f"found other files ({Path(name).parts[0]})", "; name another folder, or move"
    )


def test_a_folder_that_cannot_be_looked_into_refuses_the_whole(tmp_path, monkeypatch):
    out = written(tmp_path / "out", readouts__001="reading")
    (out / "notes").mkdir()
    real = os.scandir

    def refuse(path):
        if Path(path).name == "notes":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ReadoutError, match=r"found other files \(notes\)"):
        refuse_foreign(out, REPORT)


def test_no_more_than_three_names_are_told(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    for name in "abcde":
        (out / name).touch()
    refused(out, REPORT, "(a, b and 3 more)")


def test_what_a_user_edited_is_not_replaced(tmp_path):
    out = written(tmp_path / "out", a="page", b="page")
    (out / "a").write_text("edited")
    refused(out, REPORT, "found files changed since the library wrote them (a)")
    (out / "a").unlink()
    (out / "a").symlink_to("b")  # holds the same, and is the user's
    refused(out, REPORT, "changed since")


@pytest.mark.parametrize(
    "name", [".DS_Store", "Thumbs.db", "desktop.ini", "readouts/.DS_Store", "THUMBS.DB", "._a.html"]
)
@pytest.mark.parametrize("over", ["nothing", "an output"])
def test_files_of_the_system_are_no_obstacle(tmp_path, name, over):
    out = tmp_path / "out"
    if over == "an output":
        written(out, readouts__001="reading")
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_bytes(b"\0")
    written(out, new="new")
    assert set(contents(out)) == {"new", MARKER}


def test_one_kind_does_not_replace_another(tmp_path):
    refused(written(tmp_path / "a", REPORT), SAVED_CORPUS, "found a report; name another")
    refused(written(tmp_path / "b", SAVED_CORPUS), REPORT, "found a saved corpus; name another")


def test_an_output_of_a_later_version_is_known_by_its_marker(tmp_path):
    out = written(tmp_path / "out")
    marker = json.loads((out / MARKER).read_text()) | {"kind": "protocol"}
    (out / MARKER).write_text(json.dumps(marker))
    refused(out, REPORT, "found a protocol; name another")


@pytest.mark.parametrize(
    "marker",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"kind": "report"}',
        '{"kind": "\\u001b[2J", "files": {}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_marker_makes_nothing_ours(tmp_path, marker):
    out = written(tmp_path / "out")
    (out / MARKER).write_text(marker)
    refused(out, REPORT, f"found other files ({MARKER}, index.html)")


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "out").write_text("mine")
    refused(tmp_path / "out", REPORT, "found a file; name another")


def test_the_folder_that_one_is_in_is_not_taken_away(tmp_path, monkeypatch):
    (tmp_path / "out/deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "out/deep")
    for target in (Path("."), tmp_path / "out"):
        with pytest.raises(ReadoutError, match="found the folder that you are in; name one inside"):
            refuse_foreign(target, REPORT)
    refuse_foreign(Path("new"), REPORT)


def test_what_comes_while_a_run_works_is_kept(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(ReadoutError, match="letter.txt"), replacing(out, REPORT) as new:
        new.mkdir()
        out.mkdir()
        (out / "letter.txt").write_text("mine")
    assert contents(tmp_path) == {"out/letter.txt": b"mine"}


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed_and_what_it_leads_to_is_judged(tmp_path, there):
    if there:
        (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    written(tmp_path / "out")
    assert (tmp_path / "out").is_symlink() and (tmp_path / "real" / MARKER).is_file()
    (tmp_path / "real/letter.txt").write_text("mine")
    refused(tmp_path / "out", REPORT, "letter.txt")


# --- outputs of earlier versions -----------------------------------------------------------------


def of_an_earlier_version(folder, kind, corpus):
    """Make an output as it was before there were markers."""
    if kind == SAVED_CORPUS:
        corpus.save(folder)
        (folder / MARKER).unlink()
    else:
        for name in ("index.html", "01_corpus.html", "readouts/001.html"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text('<meta name="generator" content="readoutlib 0.1.0">')
    return folder


@pytest.mark.parametrize("kind", [REPORT, SAVED_CORPUS])
def test_an_earlier_output_is_replaced_with_one_line(tmp_path, kind, corpus, capsys):
    out = of_an_earlier_version(tmp_path / "out", kind, corpus)
    written(out, kind, new="new")
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and f"{out}: replaced a {kind.name} of an earlier version" in err
    assert set(contents(out)) == {"new", MARKER}
    written(out, kind, newer="newer")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("kind", [REPORT, SAVED_CORPUS])
@pytest.mark.parametrize(
    "name", ["essay.html", "mine.parquet", "readouts/a.txt", "readouts/a/b.html", "b/index.html"]
)
def test_with_a_file_of_the_user_it_is_refused(tmp_path, kind, name, corpus):
    out = of_an_earlier_version(tmp_path / "out", kind, corpus)
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine")
    refused(out, kind, "found other files")


def test_a_file_of_readouts_in_json_is_no_saved_corpus(tmp_path):
    for content in ("[]", '[{"text": "mine"}]', '{"text": "mine"}', "mine"):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out/readouts.json").write_text(content)
        refused(tmp_path / "out", SAVED_CORPUS, "found other files (readouts.json)")


# --- tables --------------------------------------------------------------------------------------

WRITERS = {
    ".csv": lambda table, path: table.to_csv(path, index=False),
    ".jsonl": lambda table, path: table.to_json(path, orient="records", lines=True),
    ".parquet": lambda table, path: table.to_parquet(path, index=False),
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_of_sentences_is_replaced(tmp_path, suffix, corpus):
    out = tmp_path / f"s{suffix}"
    command = ["parse", str(tmp_path / "talks"), "--out", str(out)]
    out.touch()  # an empty file is nobody's
    assert main(command) == 0 and out.stat().st_size
    first = out.read_bytes()
    assert main(command) == 0 and out.read_bytes() == first
    WRITERS[suffix](corpus.sentences.iloc[:0], out)  # nor is one without rows
    assert main(command) == 0 and out.read_bytes() == first


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_of_the_user_is_kept(tmp_path, suffix, corpus, capsys):
    out = tmp_path / f"s{suffix}"
    command = ["parse", str(tmp_path / "talks"), "--out", str(out)]
    own = pd.DataFrame({"id": ["a"], "text": ["mine"]})
    for table in (own, own.iloc[:, :1], corpus.sentences.assign(note="mine"), corpus.documents):
        WRITERS[suffix](table.astype(str), out)
        before = out.read_bytes()
        assert main(command) == 1 and out.read_bytes() == before
        told = capsys.readouterr().err
        assert told.count("\n") == 1 and f"{out}: expected a new or empty file, or a table" in told
        assert "with other columns (" in told and "; name another, or move it away" in told
    out.write_bytes(b"\x00\xff mine")
    assert main(command) == 1 and out.read_bytes() == b"\x00\xff mine"


def test_a_spreadsheet_may_have_written_the_table_anew(tmp_path, corpus):
    columns = list(corpus.sentences)
    for text in (",".join(columns), ";".join(columns), "\t".join(f'"{c}"' for c in columns)):
        (tmp_path / "s.csv").write_text(f"\ufeff{text}\r\n", encoding="utf-8")
        refuse_foreign(tmp_path / "s.csv", SENTENCES)


def test_corrections_are_known_and_never_replaced(tmp_path):
    for columns in ("doc_id,start,end,speaker,source", "doc_id,field,value,source"):
        (tmp_path / "c.csv").write_text(f"{columns}\n")
        assert kind_of_table(columns.split(",")) == "table of corrections"
        refused(tmp_path / "c.csv", SENTENCES, "a table with other columns")


def test_what_is_no_file_is_never_replaced(tmp_path):
    os.mkfifo(tmp_path / "s.csv")
    with pytest.raises(ReadoutError, match="found something that is no file"):
        refuse_foreign(tmp_path / "s.csv", SENTENCES)


# --- outputs inside a corpus ---------------------------------------------------------------------


def told(corpus):
    """Return the places and kinds of outputs that a corpus tells of."""
    rows = corpus.problems[corpus.problems.problem == "output of the library"]
    return dict(zip([Path(path).name for path in rows.path], rows.found))


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("kind", [REPORT, SAVED_CORPUS])
def test_an_output_inside_a_corpus_is_one_line_and_no_readout(tmp_path, kind, marked, corpus):
    out = of_an_earlier_version(tmp_path / "talks/deep/out", kind, corpus)
    if marked:
        files = {name: raw.decode("latin-1") for name, raw in contents(out).items()}
        shutil.rmtree(out)
        written(out, kind, **files)
    again = load_corpus(tmp_path / "talks")
    assert list(again.documents.index) == ["a"] and told(again) == {"out": f"a {kind.name}"}
    assert len(again.problems) == 1
    (out / "b.txt").write_text(TALK)  # what the user put there is read
    assert len(load_corpus(tmp_path / "talks").documents) == 2


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_of_sentences_inside_a_corpus_is_no_readout(tmp_path, suffix, corpus):
    WRITERS[suffix](corpus.sentences.assign(note="mine"), tmp_path / f"talks/s{suffix}")
    for source in (tmp_path / "talks", str(tmp_path / "talks/*")):
        again = load_corpus(source)
        assert len(again.documents) == 1 and told(again) == {f"s{suffix}": "a table of sentences"}


def test_sentences_to_correct_are_no_readouts(tmp_path, corpus):
    shown = ["doc_id", "start", "end", "speaker", "mode", "text"]
    corpus.sentences[shown].assign(source="me").to_csv(tmp_path / "talks/c.csv", index=False)
    again = load_corpus(tmp_path / "talks")
    assert len(again.documents) == 1 and told(again) == {"c.csv": "a table of corrections"}


def test_a_users_table_of_readouts_is_read(tmp_path, corpus):
    rows = {"id": ["b"], "text": [TALK], "speaker": ["Alder"], "source": ["x"], "start": [1]}
    pd.DataFrame(rows).to_csv(tmp_path / "talks/b.csv", index=False)
    assert len(load_corpus(tmp_path / "talks").documents) == 2


def test_a_page_that_cannot_be_opened_stops_nothing(tmp_path, corpus, monkeypatch):
    (tmp_path / "talks/index.html").write_text("<p>closed</p>")
    real = Path.open

    def refuse(path, *args, **more):
        if path.name == "index.html":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert "a" in load_corpus(tmp_path / "talks").documents.index


def test_a_corpus_of_nothing_but_outputs_is_an_error_that_says_so(tmp_path):
    written(tmp_path / "out", **{"index.html": TALK})
    with pytest.raises(ReadoutError, match=r"out: output of the library: .*found a report; it is"):
        load_corpus(tmp_path / "out")


def test_every_kind_has_a_name_of_its_own_in_one_place():
    names = [kind.name for kind in outputs.FOLDERS]
    assert len(names) == len(set(names)) and all(output.islower() for output in names)
