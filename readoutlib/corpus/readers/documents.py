"""A document a file: .txt, .md with its front matter, and the main text of web pages."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import regex

from ...limits import Limits
from ..records import Problem, Record, printable
from . import content
from .characters import cleaned
from .decoding import decoded
from .front_matter import read_front_matter
from .telling import Told, UnusableError, too_large

KINDS = (".txt", ".md", ".html", ".htm")
PAGES = (".html", ".htm")
LETTER = regex.compile(r"\p{L}")


class _Body(NamedTuple):
    """The text of a document, where its words begin, its metadata, and what is wrong with it."""

    text: str
    start: int
    metadata: dict[str, object]
    told: list[Told]


def read_document(path: Path, name: str, limits: Limits) -> Iterator[Record | Problem]:
    """Yield the document of a file, and a problem for each thing that was not as it should be.

    The text of .txt and .md is the whole decoded file, newlines untouched.
    """
    data = _bytes(path, limits)
    ending = path.suffix.lower()
    content.refuse_other_kinds(data, ending)
    body = _body(data, ending, limits)
    if not LETTER.search(body.text, body.start):
        for told in body.told:
            yield Problem(printable(path), None, *told)
        raise UnusableError(
            "empty text",
            expected="the text of a readout",
            found=f"no words in {len(data):,} bytes",
            hint="leave it out, or save it again",
        )
    text, metadata, replaced = cleaned(body.text, body.metadata)
    for told in (*body.told, *replaced):
        yield Problem(printable(path), name, *told)
    yield Record(name, printable(path), text, metadata, hashlib.sha256(data).hexdigest())


def _bytes(path: Path, limits: Limits) -> bytes:
    with open(path, "rb") as file:
        data = file.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise too_large(limits)
    return data


def _body(data: bytes, ending: str, limits: Limits) -> _Body:
    text, encoding = decoded(data)
    if ending in PAGES and text.strip() and not content.has_tags(text):
        found = Told("plain text named " + ending, "a web page", "no tag", "name it .txt")
        return _Body(text, 0, {}, [*encoding.told, found])
    if ending in PAGES:
        return _page(data, limits)
    if content.is_page(text):
        page = _page(data, limits)
        found = Told(
            f"HTML named {ending}",
            "plain text",
            "a web page",
            "its main text is read; name it .html",
        )
        return page._replace(told=[*page.told, found])
    if content.is_json(text):
        raise content.other_kind(ending, "JSON", "name it .jsonl: an object with `text` a line")
    if ending == ".md":
        front = read_front_matter(text)
        return _Body(text, front.end, front.metadata, [*encoding.told, *filter(None, [front.told])])
    return _Body(text, 0, {}, encoding.told)


def _page(data: bytes, limits: Limits) -> _Body:
    from .pages import main_text, stated_encoding  # what reads web pages takes long to load

    source, encoding = decoded(data, stated_encoding(data))
    text, metadata, told = main_text(source, limits)
    return _Body(text, 0, metadata, [*encoding.told, *filter(None, [told])])
