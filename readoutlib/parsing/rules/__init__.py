"""The data of the rules, read once."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def load(name: str) -> dict:
    """Return the table in NAME.toml."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
