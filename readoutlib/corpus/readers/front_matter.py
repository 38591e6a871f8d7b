"""Front matter: the metadata that a block of YAML or TOML above a text states."""

import tomllib
from typing import NamedTuple

import yaml

from ...parsing.page.metadata import FRONT_MATTER
from ..records import short
from .telling import Told, UnusableError

# More than a page states of itself, and little enough to be read at once.
LONGEST = 64_000  # characters
DEEPEST = 20
ALIASES = 10  # each can double what is there


class FrontMatter(NamedTuple):
    """What a block states, where it ends, and why it could not be read."""

    metadata: dict[str, object]
    end: int
    told: Told | None = None


def read_front_matter(text: str) -> FrontMatter:
    """Return the metadata above a text; nothing where there are none, or they cannot be read.

    >>> read_front_matter("---\\ntitle: Talk\\n---\\nThe body.")
    FrontMatter(metadata={'title': 'Talk'}, end=20, told=None)
    """
    block = FRONT_MATTER.match(text)
    if not block:
        return FrontMatter({}, 0)
    try:
        values = (_yaml if block["fence"] == "---" else _toml)(block["block"])
    except UnusableError as error:
        return FrontMatter({}, block.end(), error.told)
    return FrontMatter(values, block.end())


def _yaml(block: str) -> dict[str, object]:
    try:
        _refuse_endless(block)
        values = yaml.safe_load(block)
        return {str(k): v for k, v in values.items()} if isinstance(values, dict) else {}
    except UnusableError:
        raise
    except Exception as error:  # the makers of YAML's values raise whatever they meet
        raise _not_read("YAML between the lines ---", error) from None


def _refuse_endless(block: str) -> None:
    """Raise UnusableError for a block that is long, or that a short text makes long or deep."""
    if len(block) > LONGEST:
        raise _not_read(f"at most {LONGEST:,} characters", f"{len(block):,}")
    depth = aliases = 0
    for event in yaml.parse(block, yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > DEEPEST or aliases > ALIASES:
            found = "values that nest deeper, or repeat others more often"
            raise _not_read(f"YAML of at most {DEEPEST} levels and {ALIASES} aliases", found)


def _toml(block: str) -> dict[str, object]:
    if len(block) > LONGEST:
        raise _not_read(f"at most {LONGEST:,} characters", f"{len(block):,}")
    try:
        return tomllib.loads(block.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise _not_read("TOML between the lines +++", error) from None


def _not_read(expected: str, found: object) -> UnusableError:
    return UnusableError(
        "front matter not read",
        expected=expected,
        found=short(found),
        hint="mend it; the text is used without it",
    )
