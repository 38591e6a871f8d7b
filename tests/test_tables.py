"""Tables: what stands beside the HTML of pandas says the same, and knows where each row comes from."""

from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from readoutlib import phrases, tables


class Cells(HTMLParser):
    """The cells of the first table of a document, row by row."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.inside = [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


FRAMES = {
    "numbers": pd.DataFrame({"a": [1.5, -0.25], "b": [1e9, np.nan], "c": [True, False]}),
    "texts": pd.DataFrame({"a": ["x\ny ", "<b>"], "b": [None, 3], "c": ["", "–"]}),
    "none": pd.DataFrame({"a": [], "b": []}),
    "long": pd.DataFrame({"a": np.linspace(0, 1, 100), "b": [f"t{n}" for n in range(100)]}),
    "wide": pd.DataFrame(np.arange(60).reshape(2, 30)),
    "both": pd.DataFrame(np.arange(3000).reshape(100, 30)),
    "labels": pd.DataFrame({"n": [1, 2, 3]}, index=pd.Index(["x", "y", "z"], name="word")),
    "days": pd.DataFrame({"d": pd.to_datetime(["2024-01-02", None])}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_the_cells_are_those_that_pandas_writes(name):
    with pd.option_context("display.max_columns", 20, "display.max_rows", 60):
        html = FRAMES[name]._repr_html_()
        data = tables.show(FRAMES[name])._repr_mimebundle_()[tables.TABLE]
    written = Cells(html).rows[-len(data["rows"]) or len(html) :]
    assert [row["cells"] for row in data["rows"]] == written
    assert bool(data["note"]) == ("rows ×" in html) and (data["note"] or "") in html


def test_headings_of_several_levels_are_left_to_pandas():
    frame = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["a"], ["b", "c"]]))
    assert set(tables.show(frame)._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_what_is_shown_is_the_frame_itself(seeds):
    lines = phrases.concordance(seeds, phrases.find(seeds, [phrases.grow("multipolar")]))
    columns = ["talk", "left", "hit", "right"]
    bundle = tables.show(lines, columns)._repr_mimebundle_()
    assert bundle["text/html"] == lines[columns]._repr_html_()
    assert bundle["text/plain"] == repr(lines[columns])
    places = [row["place"] for row in bundle[tables.TABLE]["rows"]]
    assert places == lines[["doc_id", "sent"]].values.tolist() and len(places) == 3
    with pytest.raises(KeyError, match="no such column"):
        tables.show(lines, ["no such column"])


def test_a_row_that_is_left_out_takes_its_place_along():
    frame = pd.DataFrame({"doc_id": [f"d{n}" for n in range(100)], "sent": range(100)})
    frame.loc[0, "sent"] = None
    with pd.option_context("display.max_rows", 60, "display.min_rows", 10):
        rows = tables.show(frame, ["sent"])._repr_mimebundle_()[tables.TABLE]["rows"]
    assert [row["place"] for row in rows] == [
        ["d0", None],
        *([f"d{n}", n] for n in range(1, 5)),
        None,
        *([f"d{n}", n] for n in range(95, 100)),
    ]


@pytest.mark.parametrize(
    "columns, kinds, asks",
    [
        ("talk person n", {}, ["talk", "person", None]),
        ("concept variant", {}, ["family", "variant"]),
        ("concept family", {}, [None, "family"]),
        ("talk year", {}, ["talk", None]),
        ("person difference", {}, [None, None]),
        ("act", {"act": "reporting"}, ["reporting"]),
        ("hit", {}, ["find"]),
    ],
)
def test_a_column_asks_by_its_name(columns, kinds, asks):
    frame = pd.DataFrame({name: ["x"] for name in columns.split()})
    data = tables.show(frame, **kinds)._repr_mimebundle_()[tables.TABLE]
    assert [column["asks"] for column in data["columns"][1:]] == asks


@pytest.mark.parametrize(
    "values, kind",
    [
        ([1, 2], "number"),
        ([1.5, None], "number"),
        ([True, False], "text"),
        ([None, 3], "number"),
        (["1", "2"], "text"),
        (["2024-12-31", "–"], "day"),
        (["2024-13-31", "2024"], "text"),
        (["2024-12-31", "a day of that year"], "text"),
    ],
)
def test_a_column_is_of_numbers_of_days_or_of_text(values, kind):
    data = tables.show(pd.DataFrame({"a": values}, dtype=object))._repr_mimebundle_()[tables.TABLE]
    assert data["columns"][1]["type"] == kind


def test_a_frame_that_ends_a_cell_carries_its_structure(monkeypatch):
    shell = InteractiveShell.instance()
    monkeypatch.setattr(shell.display_formatter.mimebundle_formatter, "type_printers", {})
    frame = pd.DataFrame({"doc_id": ["a"], "sent": [3]})
    show = lambda: shell.display_formatter.format(frame)[0]
    assert tables.TABLE not in show()
    tables._register()
    assert show()[tables.TABLE] == tables.show(frame)._repr_mimebundle_()[tables.TABLE]
    assert show()["text/html"] == frame._repr_html_()
