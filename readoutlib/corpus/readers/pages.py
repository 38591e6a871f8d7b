"""Web pages: their main text without menus and advertisements, and what their markup states."""

import re
from typing import Any, NamedTuple

import trafilatura
from lxml.etree import LxmlError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ...limits import Limits
from .telling import Told

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
HEAD = 4096  # bytes in which a page names its encoding
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
DEPTH, GREATEST_DEPTH = 256, 2048  # at which the parser stops, and stops if it is let go on
# max_date: the default is today, and what a file says must not depend on the clock.
DATES = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}


class Page(NamedTuple):
    """The main text of a page, its metadata, and what of it was not read."""

    text: str
    metadata: dict[str, object]
    told: Told | None


def stated_encoding(page: bytes) -> str | None:
    """Return the encoding that a page names in its head."""
    stated = CHARSET.search(page[:HEAD])
    return stated[1].decode().lower() if stated else None


def main_text(page: str, limits: Limits) -> Page:
    """Return what a page says; its metadata are those its markup states, no date from its prose."""
    # A stated encoding is void in text that is decoded already, and lxml refuses it.
    page = XML_DECLARATION.sub("", page)
    deep, told = _deep_tree(page, limits)
    found: Any = trafilatura.bare_extraction(
        page if deep is None else deep,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=DATES,
    )
    if found is None or not found.text:
        return _all_of(page, told)
    stated = {
        "title": found.title,
        "outlet": found.sitename,
        "published": found.date,
        "url": found.url,
    }
    return Page(found.text, {key: value for key, value in stated.items() if value}, told)


def _all_of(page: str, told: Told | None) -> Page:
    """Return all words of a page in which no main text is found."""
    tree, _ = _parsed(page, huge_tree=False)
    text = "" if tree is None else trafilatura.html2txt(tree)
    no_main_text = Told(
        "no main text",
        "a page with a text of some length",
        "none",
        "all its words are read, with its menus; save the text itself as .txt",
    )
    return Page(text, {}, told or (no_main_text if text else None))


def _deep_tree(page: str, limits: Limits) -> tuple[HtmlElement | None, Told | None]:
    """Return the tree of a page that is deeper than others, and what of it lies too deep."""
    tree, too_deep = _parsed(page, huge_tree=False)
    if not too_deep:
        return None, None
    deepest = DEPTH
    if limits.max_depth > DEPTH:
        deepest = GREATEST_DEPTH
        tree, too_deep = _parsed(page, huge_tree=True)
    told = Told(
        "nests too deep",
        f"at most {deepest:,} elements inside each other",
        "more",
        f"what lies deeper is not read; --max-depth {GREATEST_DEPTH} reads on",
    )
    return tree, told if too_deep else None


def _parsed(page: str, *, huge_tree: bool) -> tuple[HtmlElement | None, bool]:
    """Return the tree of a page, and whether it goes deeper than the parser does."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge_tree
    )
    try:
        tree = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except LxmlError:  # an empty page
        tree = None
    return tree, any("Excessive depth" in error.message for error in parser.error_log)
