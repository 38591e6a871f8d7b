"""The library's data, a file a subject: what is looked for, what tables hold, how it looks."""

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_book(name: str) -> dict[str, Any]:
    """Return the data of `books/NAME.toml`, read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def read_theme() -> dict[str, Any]:
    """Return the data of `books/theme.json`, read once.

    config: the theme of Vega-Lite. columns: what readers call each column, and how its numbers are
    written. night: each colour of the charts, with the one that stands for it in the dark.
    """
    theme: dict[str, Any] = json.loads(files(__name__).joinpath("theme.json").read_text("utf-8"))
    return theme
