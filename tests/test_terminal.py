"""What a terminal is shown: nothing that steers it, whatever a corpus, a name or a user's own words hold."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.cli import main
from readoutlib.terminal import say, visible

LIBRARY = Path(__file__).parents[1] / "readoutlib"
PRINTS = ("print", "sys.stdout.write", "sys.stderr.write", "traceback.print_exc")
STEERS = "\x1b[2J \x07 \x9b \x85 \u202e \u2066 \u200b \u200f \u2028 \ufeff \U000e0041"
TALK = "Alder Meets Birch\n\nOn May 3, 2021, Minister Ann Alder of Norway met Minister Bo Birch in Oslo.\n\nAlder said that trade{} matters.\n"


@given(st.text())
def test_what_is_seen_is_on_one_line_and_letters_stay(text):
    shown = visible(text)
    assert not set(shown) & set("\n\r\x1b\x07\x9b\u202e\u2066\u200b\u2028")
    assert visible(shown) == shown


def test_letters_marks_and_emoji_stay():
    assert visible("Škoda 王毅 لافروف a\u0301 ~👩") == "Škoda 王毅 لافروف a\u0301 ~👩"
    assert visible("\U000e0041\udc80") == r"\U000e0041\udc80"


def test_lines_that_are_said_stay_lines(capsys):
    say("one\ntwo\r", "three\x1b")
    assert capsys.readouterr().out == "one\ntwo\\x0d three\\x1b\n"


@pytest.mark.parametrize(
    "command",
    [
        ["show", "{file}"],
        ["phrase", "trade", "{file}"],
        ["phrase", "trade" + STEERS, "{file}"],
        ["parse", "{file}", "--out", "{folder}/out"],
        ["parse", "{file}" + STEERS, "--out", "{folder}/out"],
        ["parse", "{file}", "--out", "{folder}/out.x\u202elsx"],
        ["--debug", "parse", "{file}" + STEERS, "--out", "{folder}/out"],
        ["show", "{file}", "--corrections", "{folder}/mine.csv"],
        ["show", "{file}", "--colour" + STEERS],
        ["sh\x1b\u202eow", "{file}"],
    ],
)
def test_no_command_prints_what_steers_a_terminal(tmp_path, capsys, command):
    file = tmp_path / "a\u202e.txt"
    file.write_text(TALK.format(STEERS))
    (tmp_path / "mine.csv").write_text(f"doc_id,field,value,source\na{STEERS},title,x,me\n")
    try:
        main([word.format(file=file, folder=tmp_path) for word in command])
    except SystemExit as left:
        assert left.code == 2
    printed = "".join(capsys.readouterr())
    assert printed and not set(printed) & (set(STEERS) - set(" [2J"))


def test_everything_is_printed_by_one_function():
    """A reading is painted with codes of its own, after its words were made visible."""
    printing = {
        path.relative_to(LIBRARY).as_posix()
        for path in LIBRARY.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in PRINTS
        and not ast.unparse(node).startswith("print(as_text(")
    }
    assert printing == {"terminal.py"}
