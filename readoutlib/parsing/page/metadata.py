"""Metadata: the front matter above a text, and what the keys of metadata state."""

from __future__ import annotations

from collections.abc import Mapping

import regex

# Keys under which a day of publication may stand, the plainest first.
PUBLISHED = ("published", "published_time", "date", "pubdate")
# A block of YAML, or of TOML between +++, opens the file, and its first line is a key: two rules of
# dashes around prose are none.
FRONT_MATTER = regex.compile(
    r"""\ufeff?
    (?P<fence> --- (?= \s*[\w-]+[ \t]*: ) | \+\+\+ (?= \s*[\w-]+[ \t]*= ) ) [ \t]*\r?\n
    (?= \w )
    (?P<block> (?: [^\n]*+\n )*? )
    (?: (?P=fence) | \.\.\. ) [ \t]* (?: \r?\n | \Z )""",
    regex.X,
)


def stated(metadata: Mapping[str, object], *keys: str) -> str | None:
    """Return what the first key that holds something does."""
    return next((str(metadata[key]) for key in keys if metadata.get(key)), None)
