"""The data of the rules, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the table in NAME.toml."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(key: str) -> frozenset[str]:
    """Return a list of words by its key in words.toml or, for verbs, in verbs.toml."""
    found = load("words").get(key) or load("verbs")[key]
    return frozenset(found.split() if isinstance(found, str) else found)


def listed(keys: list[str]) -> list[str]:
    """Return the words of some lists, named "file.key"; of a phrase its first."""
    named = (key.partition(".") for key in keys)
    lists = (load(file)[name] for file, _, name in named)
    return [
        word
        for words in lists
        for word in (words.split() if isinstance(words, str) else (w.split()[0] for w in words))
    ]
