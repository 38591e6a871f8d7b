"""What the measuring scripts measure: made documents and texts that cost much, needless rules, labels that err."""

import json
import runpy
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import mean
from types import SimpleNamespace

import pytest

from readoutlib import ReadoutError, load_corpus, parse_readout
from readoutlib.parsing.voices import cascade
from readoutlib.speakers import BOTH_SIDES, NARRATOR

HERE = Path(__file__).parent
speed, linear, deletions, sieve, label_errors = (
    runpy.run_path(str(HERE / "bench" / f"{name}.py"))
    for name in ("speed", "linear", "deletions", "sieve", "label_errors")
)
made = runpy.run_path(str(HERE / "made.py"))["made"]
CASES = dict(linear["cases"](100_000))
OTHERS = {name: (make, work) for name, make, work in linear["others"](100_000)}


def test_made_documents_are_distinct_and_the_same_each_time():
    texts = list(speed["documents"](300))
    assert (
        texts == list(speed["documents"](300))
        and len({text.split("\n\n", 2)[-1] for text in texts}) == 300
    )
    assert texts[:50] != list(speed["documents"](50, seed=1))
    assert mean(map(len, texts)) == pytest.approx(
        mean(len(p.read_text(encoding="utf-8")) for p in (HERE.parent / "seeds").iterdir()),
        rel=0.15,
    )


def test_made_documents_read_like_readouts():
    readouts = [parse_readout(text) for text in speed["documents"](25)]
    assert all(r.title and r.event_kind != "unknown" and len(r.sentences) >= 8 for r in readouts)
    assert len({p for r in readouts for p in r.participants}) > 25  # people of their own


def test_made_talks_are_between_as_many_people_as_asked():
    named = {
        p for text in speed["documents"](40, people=6) for p in parse_readout(text).participants
    }
    assert 2 < len(named) <= 6


def test_the_yardstick_finds_the_same_words_with_and_without_spans():
    first, second, *_ = speed["tokenizers"]().values()
    text = "Wang Yi said that win-win U.S. plans matter."
    assert (
        first(text)
        == [text[a:b] for a, b in second(text)]
        == ["Wang", "Yi", "said", "that", "win-win", "U.S.", "plans", "matter"]
    )


@pytest.mark.parametrize("case", CASES)
def test_a_costly_text_grows_with_its_scale_and_can_be_parsed(case):
    make = CASES[case]
    assert len(make(0.008)) > len(make(0.004)) > 0
    try:
        readout = parse_readout(make(0.004))
    except ReadoutError as error:
        pytest.fail(f"{case}: {error}")
    assert all(readout.text[s.start : s.end] == s.text for s in readout.sentences)


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_parse_grows_with_its_scale_and_can_be_done(case):
    make, work = OTHERS[case]
    few, more = make(0.02), make(0.05)
    assert linear["length"](more) > linear["length"](few) > 0
    assert work(few) is not None


def test_a_parse_that_takes_too_long_is_given_up(monkeypatch):
    assert linear["cost"]("A Meets B\n\nAlder met Birch.", 5.0) < 5
    endless = linear["cost"].__globals__
    monkeypatch.setitem(endless, "parse_readout", lambda text: [None for _ in iter(int, 1)])
    assert linear["cost"]("", 0.05) == float("inf")


# --- conditions that nothing needs ---------------------------------------------------------------

# Of these, `has_capital(word)` says no more than `word.istitle()`, nobody opines, and nothing asks for the second row.
RULES = r"""
import re
import tomllib
from pathlib import Path

REPORTS = re.compile(r"(?:said|told|opined)\b(?:,)?")
TABLE = tomllib.loads(Path(__file__).with_name("rows.toml").read_text())
PATTERNS = {row["name"]: re.compile(row["pattern"]) for row in TABLE["row"]}


def has_capital(word):
    return word[:1].isupper()


def parse(text, *, name, metadata):
    words = text.split()
    named = [word for word in words if word.istitle() and has_capital(word)]
    kinds = [name for name, pattern in PATTERNS.items() if pattern.search(text)]
    return named, REPORTS.findall(text), kinds
"""
ROWS = """
[[row]]
name = "call"
pattern = "phone"
example = "by phone"

[[row]]
name = "visit"
pattern = "toured"

[[row]]
name = "talks"
pattern = "negotiations"
example = "negotiations"
"""
TESTS = r"""
import pytest

from madelib import rules


def read(text):
    return rules.parse(text, name="", metadata={})


def test_told():
    assert read("Birch told them")[1] == ["told"]


@pytest.mark.parametrize("row", [r for r in rules.TABLE["row"] if "example" in r])
def test_a_row_finds_its_example(row):
    assert read(row["example"])[2] == [row["name"]]
"""
DELETED = {
    "word.istitle()": "text",
    "has_capital(word)": "nothing",
    "said|": "text",
    "|told": "example",
    "|opined": "nothing",
    "(?:,)?": "text",
    "call": "text",
    "visit": "nothing",
    "talks": "example",
}


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """A made package, its tests, and a text."""
    package = tmp_path / "madelib"
    package.mkdir()
    for name, text in {"__init__.py": "", "rules.py": RULES, "rows.toml": ROWS}.items():
        (package / name).write_text(text)
    tests = tmp_path / "test_madelib.py"
    tests.write_text(TESTS)
    monkeypatch.setattr(sys, "path", [*sys.path])
    subject = deletions["Subject"](package, parse="madelib.rules:parse")
    return deletions["Bench"](subject, [("a", "Alder said, by phone, that NATO met", {})], [tests])


def test_what_nothing_needs_goes_unnoticed_and_what_a_text_or_an_example_needs_does_not(bench):
    found = deletions["deletions"](bench.subject.package)
    assert {d.what: answer for d, answer in deletions["run"](bench, found)} == DELETED


def test_a_deletion_after_which_nothing_ends_is_noticed(bench):
    endless = "def parse(text, **given):\n    while True:\n        pass\n"
    deletion = deletions["Deletion"]("operand", "rules.py", 1, "", lambda: endless)
    bench.seconds = 0
    assert list(deletions["run"](bench, [deletion])) == [(deletion, "text")]


def test_tests_that_fail_with_nothing_deleted_measure_nothing(bench):
    bench.tests[0].write_text("def test_wrong():\n    assert False")
    with pytest.raises(ValueError, match="though nothing was deleted"):
        list(deletions["run"](bench, []))


def test_deletions_are_counted_by_kind():
    deletion = deletions["Deletion"]("operand", "rules.py", 1, "", str)
    lines = list(deletions["summary"]([(deletion, "nothing"), (deletion, "text")]))
    assert [line.split()[1:] for line in lines[1:]] == [
        ["operand", "1", "0", "1", "50.0%"],
        ["all", "1", "0", "1", "50.0%"],
    ]


def test_the_table_says_what_noticed_a_deletion_from_the_library():
    script = [sys.executable, str(HERE / "bench" / "deletions.py")]
    drawn = ["--sample", "1", "--seed", "1", "--kinds", "row", "--tests"]
    run = subprocess.run([*script, *drawn], capture_output=True, text=True, cwd=HERE.parent)
    head, deletion, drawn, *_ = run.stdout.splitlines()
    assert head.split("\t") == ["kind", "place", "deleted", "noticed by", "reason"]
    kind, place, _, answer, _ = deletion.split("\t")
    assert (kind, answer in deletions["ANSWERS"]) == ("row", True) and ".toml:" in place
    assert drawn.startswith("# 1 of ") and drawn.endswith(" drawn with seed 1, 5 texts")


def test_a_reason_is_for_what_is_there(tmp_path):
    listed = tmp_path / "kept.tsv"
    deletion = deletions["Deletion"]("operand", "rules.py", 1, "words", str)
    assert deletions["reasons"](listed, [deletion]) == {}
    listed.write_text("file\tdeleted\treason\nrules.py\twords\tsaves time\n")
    assert deletions["reasons"](listed, [deletion]) == {("rules.py", "words"): "saves time"}
    with pytest.raises(ValueError, match="not there: .*'words'"):
        deletions["reasons"](listed, [])


def test_confidence_is_no_difference():
    readout = parse_readout("A Meets B\n\nMinister Ann Alder met Minister Bo Birch.")
    surer, renamed = (
        replace(readout, sentences=tuple(replace(s, **changed) for s in readout.sentences))
        for changed in ({"confidence": 0.1}, {"rule": "made"})
    )
    read = [
        deletions["fingerprint"](lambda text, found=found, **given: found, ("", "", {}))
        for found in (readout, surer, renamed)
    ]
    assert read[0] == read[1] != read[2]


def test_every_deletion_from_the_rules_leaves_code_or_a_table():
    deletable = deletions["deletable"]
    subject = deletions["READOUTS"]
    found = deletable["deletions"](subject.package, subject.part)
    assert len(found) > 1000
    for deletion in found[::50]:
        text = deletion.without()
        compile(text, deletion.file, "exec") if deletion.file.endswith(".py") else tomllib.loads(
            text
        )


# --- a naive sieve -------------------------------------------------------------------------------

PEOPLE = {"Ann Alder": {"Ann", "Alder", "Norway"}, "Bo Birch": {"Bo", "Birch", "Chile"}}


def test_the_sieve_reads_names_sides_and_pronouns_and_carries_on():
    told = {
        "Alder met Birch in Oslo.": (NARRATOR, "narration"),
        "Alder said that trade matters.": ("Ann Alder", "explicit"),
        "It has grown.": ("Ann Alder", "continuation"),
        "Chile also noted the growth.": ("Bo Birch", "explicit"),
        "In Oslo, he added that it matters.": ("Bo Birch", "explicit"),
        "The two sides agreed to meet again.": (BOTH_SIDES, "joint"),
        "They are ready.": (BOTH_SIDES, "joint"),
        "Alder and Minister Birch discussed trade.": (BOTH_SIDES, "joint"),
    }
    assert list(sieve["sieve"](list(told), PEOPLE)) == list(told.values())


def test_the_sieve_stands_beside_the_rules():
    scores = dict(sieve["compared"](HERE.parent / "seeds", HERE / "gold"))
    assert scores["rules"]["speaker"] == scores["voices"]["offered"] == 1
    assert 0.5 < scores["sieve"]["speaker"] < 1


def test_a_voice_that_no_participant_has_is_not_offered():
    corpus = made([[("Ann Alder", "Alder said that | trade matters."), (NARRATOR, "It rained.")]])
    assert sieve["offered"](corpus, gold_of(corpus, "Ann Alder", NARRATOR)) == 1
    first, second = corpus.sentences.text.str.len()
    share = second / (first + second)
    assert sieve["offered"](corpus, gold_of(corpus, "Bo Birch", NARRATOR)) == pytest.approx(share)


# --- labels that err -----------------------------------------------------------------------------


def gold_of(corpus, *speakers):
    """The gold of a corpus of one document, with these speakers."""
    file = f"{corpus.documents.index[0]}.txt"
    people = [{"name": name, "variants": []} for name in PEOPLE]
    rows = zip(corpus.sentences.itertuples(), speakers, strict=True)
    return SimpleNamespace(
        documents=[{"file": file, "participants": people}],
        sentences=[
            {"file": file, "start": s.start, "end": s.end, "speaker": speaker}
            for s, speaker in rows
        ],
    )


def erring(corpus, gold):
    """The rows of both tables, as dicts."""
    judged = label_errors["judge"](corpus, gold)
    data = label_errors["tables"](judged, label_errors["features"](corpus), seed=1)
    written = json.loads(label_errors["as_json"](data))
    return {
        name: [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
        for name, table in written.items()
    }


def test_a_label_that_errs_is_written_with_its_rule_and_what_could_tell():
    corpus = made(
        [
            [
                (NARRATOR, "They met in Oslo."),
                ("Ann Alder", "In Oslo, | Alder said that | trade matters."),
                ("Ann Alder", "It has grown."),
                (BOTH_SIDES, "Trade grows."),
            ]
        ]
    )
    gold = gold_of(corpus, NARRATOR, "Ann Alder", "Bo Birch", NARRATOR)
    tables = erring(corpus, gold)
    assert [(s["gold"], s["predicted"], s["right"]) for s in tables["sentences"]] == [
        ("narrator", "narrator", True),
        ("named", "right person", True),
        ("named", "other person", False),
        ("narrator", "joint", False),
    ]
    cued = tables["sentences"][1]
    assert cued == {
        "document": 1,
        "gold": "named",
        "predicted": "right person",
        "right": True,
        "rule": "made",
        "cue": True,
        "words_to_cue": 2,
        "own_subject": True,
        "first_of_paragraph": False,
        "inside_quotation": False,
        "labelled_layout": False,
        "voices": 3,
        "cued_share": 0.25,
    }
    assert [s["own_subject"] for s in tables["sentences"]] == [True, True, False, False]
    counted = Counter((c["gold"], c["predicted"]) for c in tables["counts"])
    assert len(counted) == 4 and sum(c["characters"] for c in tables["counts"]) == sum(
        corpus.sentences.end - corpus.sentences.start
    )


def test_a_labelled_page_and_a_quotation_are_seen(tmp_path):
    text = (
        "Alder Meets Birch\n\nMinister Ann Alder of Norway met Minister Bo Birch of Chile.\n\n"
        "ALDER: Trade matters. “It has grown. It will grow.”\n\nBIRCH: Yes."
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    features = label_errors["features"](corpus)
    assert all(found["labelled_layout"] for found in features.values())
    inside = {text[start:][:12] for (_, start), f in features.items() if f["inside_quotation"]}
    assert inside == {"It will grow"}


def test_a_sentence_that_no_rule_made_is_written_without_features():
    corpus = made([[("Ann Alder", "Trade matters.")]])
    gold = gold_of(corpus, "Ann Alder")
    missing = replace(corpus, sentences=corpus.sentences[:0])
    (row,) = erring(missing, gold)["sentences"]
    assert (row["predicted"], row["right"], row["rule"], row["cue"]) == (
        "no sentence",
        False,
        None,
        None,
    )


def test_no_name_and_no_word_of_the_texts_is_written(tmp_path):
    out = tmp_path / "errors.json"
    sys_argv = ["--docs", HERE.parent / "seeds", "--gold", HERE / "gold", "--out", out]
    label_errors["main"]([str(argument) for argument in sys_argv])
    written = json.loads(out.read_text())
    classes = {"named", "joint", "narrator", "right person", "other person", "no sentence"}
    rules = {rule.name for rule in cascade.RULES}
    for name, table in written.items():
        assert table["rows"], name
        words = {cell for row in table["rows"] for cell in row if isinstance(cell, str)}
        assert words <= classes | rules
