"""The library's data, one TOML file a subject: what is looked for in texts, and what the tables hold."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def read_book(name: str) -> dict:
    """Return the data of `books/NAME.toml`, read once."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
