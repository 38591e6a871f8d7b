"""Outlets: who published a page, named only where its address or its furniture proves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import regex

from ..readout import Cut
from ..rules import load

# Rules whose lines carry the credit of an outlet.
CREDIT_LINES = (
    "date line",
    "agency dateline",
    "source credit",
    "release line",
    "header line",
    "copyright",
)
HOST = regex.compile(r"^\w+://([^/:]+)")
OUTLETS = load("outlets")["outlet"]
CREDITS = {o["name"]: regex.compile(o["credit"], regex.I | regex.M) for o in OUTLETS}
GUESSES = {g["guess"]: regex.compile(g["pattern"], regex.I) for g in load("outlets")["layout"]}
HOMES = {o["name"]: o.get("country") for o in OUTLETS}


class Publisher(NamedTuple):
    """The outlet's name, or a guess of it, and the country whose people it names without theirs."""

    outlet: str | None = None
    guess: str | None = None
    home: str | None = None


def publisher(text: str, cuts: Sequence[Cut], url: str | None, name: object) -> Publisher:
    """Return who published a page: the outlet that metadata name, else that the page proves.

    `cuts` are its furniture, `url` is its own address. A layout alone makes a guess.
    """
    outlet = str(name) if name else _proved(text, cuts, url or "")
    if outlet:
        return Publisher(outlet, home=HOMES.get(outlet))
    furniture = "\n".join(text[cut.start : cut.end] for cut in cuts)
    fitting = (guess for guess, pattern in GUESSES.items() if pattern.search(furniture))
    return Publisher(guess=next(fitting, None))


def _proved(text: str, cuts: Sequence[Cut], url: str) -> str | None:
    """Return the outlet whose host the address has, or that a line of the page credits."""
    named = HOST.match(url)
    host = "." + (named[1] if named else url)
    credits = "\n".join(text[cut.start : cut.end] for cut in cuts if cut.rule in CREDIT_LINES)
    for outlet in OUTLETS:
        own_address = any(host.endswith(f".{end}") for end in outlet["host"])
        if own_address or CREDITS[outlet["name"]].search(credits):
            proved: str = outlet["name"]
            return proved
    return None
