"""Markdown of the notebooks as HTML: what people wrote, and what was computed from a corpus."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

import mistune
from markupsafe import Markup
from mistune.core import BlockState
from mistune.toc import add_toc_hook

PLUGINS = ["table", "strikethrough"]
LINKED_LEVELS = 2, 4  # levels that a link can point at
CONTENTS = 2  # the level that the list of contents shows
INSIDE = re.compile(r"[\w./-]*(#[\w-]*)?")  # an address inside the report
FOLDS = {"<details>", "</details>", "<summary>", "</summary>"}

MarkdownToken = dict[str, Any]


class Written(mistune.HTMLRenderer):
    """Markdown that the notebook's author wrote; links between notebooks lead to their pages."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, _page_of(url), title)

    def table(self, text: str) -> str:
        frame = "<div class='scroll' role='group' tabindex='0' aria-label='Table'>"
        return f"{frame}<table>\n{text}</table></div>\n"


class Computed(Written):
    """Markdown computed from a corpus: no HTML but what folds, no picture, links inside only."""

    def inline_html(self, html: str) -> str:
        return html if html in FOLDS else super().inline_html(html)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return mistune.escape(text)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, url, title) if INSIDE.fullmatch(url) else text


def _page_of(url: str) -> str:
    """Return the address of the page that shows a notebook, for the address of the notebook.

    >>> _page_of("./02_b.ipynb#part"), _page_of("https://example.org/a.ipynb")
    ('02_b.html#part', 'https://example.org/a.ipynb')
    """
    address, mark, heading = url.partition("#")
    file = PurePosixPath(address)
    if file.suffix != ".ipynb" or len(file.parts) > 1:
        return url
    return f"{file.with_suffix('.html')}{mark}{heading}"


def computed(text: str) -> Markup:
    """Return Markdown that was computed from a corpus as HTML."""
    return Markup(mistune.create_markdown(renderer=Computed(escape=True), plugins=PLUGINS)(text))


def written(text: str, taken: set[str]) -> tuple[Markup, list[tuple[str, str]]]:
    """Return an author's Markdown as HTML, and its parts for a list of contents: id and heading.

    Headings get ids; `taken` holds those of the page so far, and takes the new ones in.

    >>> written("## A & B\\n\\n### B", set())[1]
    [('a-b', 'A & B')]
    """
    markdown = mistune.create_markdown(renderer=Written(escape=False), plugins=PLUGINS)
    add_toc_hook(
        markdown, *LINKED_LEVELS, heading_id=lambda token, _: _heading_id(token["text"], taken)
    )
    html, state = markdown.parse(text)
    parts = [
        (ident, Markup(words).unescape())
        for level, ident, words in state.env["toc_items"]
        if level == CONTENTS
    ]
    return Markup(html), parts


def _heading_id(heading: str, taken: set[str]) -> str:
    """Return an id made of the letters of a heading, another one than those taken."""
    name = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-") or "part"
    while name in taken:
        name += "-"
    taken.add(name)
    return name


def title_and_scope(text: str) -> tuple[str | None, Markup]:
    """Return the first heading of level one, without marks, and the first paragraph as HTML.

    >>> title_and_scope("# What *is* `this`?\\n\\nScope.")
    ('What is this?', Markup('<p>Scope.</p>\\n'))
    """
    tokens: Any = mistune.create_markdown(renderer=None, plugins=PLUGINS)(text)
    titles = [t for t in tokens if t["type"] == "heading" and t["attrs"]["level"] == 1]
    paragraphs = [t for t in tokens if t["type"] == "paragraph"]
    title = _words_of(titles[0]["children"]) if titles else None
    return title, Markup(Written(escape=False)(paragraphs[:1], BlockState()))


def _words_of(tokens: Iterable[MarkdownToken]) -> str:
    """Return the words of inline tokens.

    >>> _words_of([{"raw": "a "}, {"children": [{"raw": "b"}]}])
    'a b'
    """
    return "".join(token.get("raw") or _words_of(token.get("children", ())) for token in tokens)
