"""The library's data, a TOML file a subject: what is looked for, and what the tables hold."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_book(name: str) -> dict[str, Any]:
    """Return the data of `books/NAME.toml`, read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
