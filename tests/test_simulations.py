"""The committed simulations meet their limits, and a few of their cells come out the same again."""

import csv
import runpy
from pathlib import Path

import pytest

BENCH = Path(__file__).with_name("bench")
coverage, power = (runpy.run_path(str(BENCH / f"{name}.py")) for name in ("coverage", "power"))


def table(name):
    with (BENCH / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def beyond(rows, value):
    return [r for r in rows if not float(r["low"]) <= float(r[value]) <= float(r["high"])]


def test_every_cell_of_the_simulation_is_there_and_within_its_limits():
    rows = table("coverage")
    asked = [[f.__name__.replace("_", " "), *map(str, cell)] for f, *cell, _ in coverage["cells"]()]
    assert [[r[c] for c in coverage["COLUMNS"][:5]] for r in rows] == asked
    assert [(float(r["low"]), float(r["high"])) for r in rows] == [
        cell[-1] for cell in coverage["cells"]()
    ]
    assert beyond(rows, "value") == []
    assert len(beyond([r | {"value": "0.5"} for r in rows], "value")) == len(
        rows
    )  # a value that no row allows


def test_the_limits_are_those_asked_for():
    for f, talks, *_, limits in coverage["cells"]():
        covers = f.__name__ in ("rate", "rate_equal", "share", "difference", "slope")
        assert limits == (
            (0.92, 0.99 if talks >= 10 else 1.0)
            if covers
            else (-0.01, 0.01)
            if "excess" in f.__name__
            else (0.0, 0.06)
        )


@pytest.mark.parametrize(
    "wanted",
    [
        ("rate", 10, 1.2, 10),
        ("share", 5, 1.2, 0.1),
        ("difference", 5, 1.2, 10),
        ("slope", 10, 0, 10),
        ("sign flip", 10, 1.2, 10),
    ],
    ids=str,
)
def test_a_cell_comes_out_the_same_again(wanted):
    name, *rest = wanted
    cell = next(
        c
        for c in coverage["cells"]()
        if c[0].__name__ == name.replace(" ", "_") and list(c[1:4]) == rest
    )
    row = coverage["row"](*cell)
    assert row in (BENCH / "coverage.tsv").read_text(encoding="utf-8").splitlines()


def test_what_is_planted_is_found_and_nothing_else():
    rows = table("power")
    assert (
        [r["what"] for r in rows] == power["ROWS"]
        and {r["corpora"] for r in rows} == {"200"}
        and beyond(rows, "share") == []
    )
    assert {(r["low"], r["high"]) for r in rows} == {("0.9", "1"), ("0", "0.06")}


def test_one_planted_corpus_again():
    assert power["outcome"](0) == [True, True, True, False, False, False]


def test_nothing_planted_nothing_reported():
    corpus = power["corpus"](1, planted=False)
    assert power["findings"].reported(power["drift"].trends(corpus)).empty
    assert power["findings"].reported(power["compare"].paired_keyness(corpus, "Ann", "Bo")).empty
