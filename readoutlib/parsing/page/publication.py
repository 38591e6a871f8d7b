"""Publication: the day on which a page says that it came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import regex

from .dates import parse_day
from .layout import Layout
from .metadata import PUBLISHED

DATED_RULES = ("date line", "agency dateline")
# "1485-07-08-2023": the day stands in the document's number
DAY_IN_NUMBER = regex.compile(r"-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>(?:19|20)\d\d)\b")


def published(text: str, layout: Layout, metadata: Mapping[str, object]) -> date | None:
    """Return the day of publication that a document carries, or None.

    It stands in its metadata, in a date line or an agency's, or in the document's number; the
    first of these that holds a full date decides.
    """
    return next(filter(None, map(parse_day, _written(text, layout, metadata))), None)


def _written(text: str, layout: Layout, metadata: Mapping[str, object]) -> Iterator[str]:
    other_keys = sorted(key for key in metadata if key.endswith("_date"))
    for key in (*PUBLISHED, *other_keys):
        if metadata.get(key):
            yield str(metadata[key])
    for cut in layout.cuts:
        if cut.rule in DATED_RULES:
            yield text[cut.start : cut.end]
    for cut in layout.cuts:
        numbered = cut.rule == "document number"
        if numbered and (m := DAY_IN_NUMBER.search(text, cut.start, cut.end)):
            yield f"{m['year']}-{m['month']}-{m['day']}"
