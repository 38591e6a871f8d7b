"""What the measuring scripts measure: made documents like the seeds, and texts that cost much."""

import runpy
from pathlib import Path
from statistics import mean

import pytest

from readoutlib import ReadoutError, parse_readout

HERE = Path(__file__).parent
speed, linear = (runpy.run_path(str(HERE / "bench" / name)) for name in ("speed.py", "linear.py"))
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
