"""Content: what a file holds, where the ending of its name says something else."""

import json
import re

from .telling import UnusableError

# What files that are no text begin with, what they are, and what to do with them.
BEGINNINGS = {
    b"PK\x03\x04": ("a Word, Excel or ZIP file", "save its text as .txt, its table as .csv"),
    b"\xd0\xcf\x11\xe0": ("an old Word or Excel file", "save its text as .txt, its table as .csv"),
    b"%PDF-": ("a PDF", "save its text as .txt"),
    b"{\\rtf": ("RTF", "save it as plain text"),
    b"PAR1": ("Parquet", "name it .parquet"),
    b"\x1f\x8b": ("a file packed by gzip", "unpack it"),
}
PAGE = re.compile(
    r"""\s* (?: <\?xml [^>]{0,200} > \s* )?     # what XHTML opens with
    (?: <!--  (?: (?!-->) . ){0,2000} --> \s* )?
    < (?: !doctype \s+ html | html | head | body | title | meta ) \b""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
FRAGMENT = re.compile(
    r"\s*<(p|div|article|main|section|table|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE
)
TAG = re.compile(
    r"</?(?:html|head|body|title|meta|article|main|section|div|p|br|span|h[1-6]|a|b|i|em|strong"
    r"|ul|ol|li|table|tr|td|pre|script|font|center)\b[^<>]*>",
    re.IGNORECASE,
)


def refuse_other_kinds(data: bytes, ending: str) -> None:
    """Raise UnusableError for bytes that begin as a file which is no text and no Parquet."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, (what, hint) in BEGINNINGS.items():
        if start.startswith(beginning):
            raise other_kind(ending, what, hint)


def other_kind(ending: str, what: str, hint: str) -> UnusableError:
    return UnusableError(
        f"{what} named {ending}", expected=f"what {ending} stands for", found=what, hint=hint
    )


def is_page(text: str) -> bool:
    """Whether a text opens as a web page does, or with a piece of one that is closed.

    >>> is_page("<!DOCTYPE html>\\n<html>"), is_page("<p>Talks.</p>"), is_page("<b>Talks</b>")
    (True, True, False)
    """
    if PAGE.match(text):
        return True
    opened = FRAGMENT.match(text)
    return opened is not None and f"</{opened[1]}>".casefold() in text.casefold()


def has_tags(text: str) -> bool:
    """Whether a text holds a tag of a web page."""
    return bool(TAG.search(text))


def is_json(text: str) -> bool:
    """Whether a text, or its first line, is an object or a list of JSON.

    >>> is_json('[{"text": "Talks."}]'), is_json('{"text": "a"}\\n{"text": "b"}'), is_json("[1] So")
    (True, True, False)
    """
    stripped = text.strip()
    if stripped[:1] not in ("{", "["):
        return False
    return any(_holds_json(part) for part in (stripped.split("\n", 1)[0], stripped))


def _holds_json(text: str) -> bool:
    if text[-1:] not in ("}", "]"):
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(v, dict) for v in value)
    )
