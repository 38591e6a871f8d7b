"""Outlets: every row of the data is proved, or guessed, by its own example; nothing else is."""

import pytest

from readoutlib.parsing.page.layout import read_layout
from readoutlib.parsing.rules import load

BODY = "Foreign Minister Ann Alder spoke with Foreign Minister Bo Birch on Monday. They discussed trade."


def page(line):
    return read_layout(f"{line}\n\nAlder Speaks with Birch\n\n{BODY}\n", {})


@pytest.mark.parametrize("row", load("outlets")["outlet"], ids=lambda row: row["name"])
def test_an_outlet_is_proved_by_its_example_and_by_its_address(row):
    layout = page(row["example"])
    assert (layout.outlet, layout.home) == (row["name"], row.get("country"))
    for host in row["host"]:
        assert read_layout(BODY, {"url": f"https://www.{host}/a"}).outlet == row["name"]


def test_an_outlet_is_of_a_country_that_the_rules_know():
    countries = {row["country"] for row in load("outlets")["outlet"] if "country" in row}
    assert countries - load("countries").keys() == set()


@pytest.mark.parametrize("row", load("outlets")["layout"], ids=lambda row: row["guess"])
def test_a_layout_makes_the_guess_of_its_example_and_names_nobody(row):
    layout = page(row["example"])
    assert (layout.outlet, layout.outlet_guess) == (None, row["guess"])


def test_a_credit_in_the_text_proves_nothing():
    text = f"Alder Speaks with Birch\n\n{BODY} Xinhua was there."
    assert read_layout(text, {}).outlet is None
