"""Publication in markup: the day on which a web page says in its marks that it came out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
META = re.compile(r"<meta\b[^>]{0,2000}>", re.I)
NAME = re.compile(rf"\b(?:property|name|itemprop){_VALUE}", re.I)
CONTENT = re.compile(rf"\bcontent{_VALUE}", re.I)
LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
TIME = re.compile(r"<time\b([^>]{0,600})>([^<]{0,80})", re.I)
DATETIME = re.compile(rf"\bdatetime{_VALUE}", re.I)
TAG = re.compile(r"<[^>]{0,2000}>")
# Names under which a page states its publication; none of them is of a change.
PUBLISHED = frozenset(
    """
    article:published_time og:published_time og:article:published_time datepublished date pubdate
    publishdate publish_date publish-date publication_date dc.date dc.date.issued dc.issued
    dcterms.date dcterms.issued dcterms.available citation_date citation_publication_date
    parsely-pub-date sailthru.date article.published cxenseparse:recs:publishtime release_date
    """.split()
)
STATES_IT = re.compile(r"\bpubdate\b|datepublished|\bpublish", re.I)
OF_A_CHANGE = re.compile(r"updat|modif|revis|review|chang", re.I)
BODY_ENDS = re.compile(r"<footer\b", re.I)
BEFORE = 300  # characters of markup before a <time> in which a word says what it is of
NEAR = 40  # and of its text


def published_in_markup(page: str) -> str | None:
    """Return the day of publication as a page's marks write it; None where they state none.

    It stands in `meta`, in linked data, or in a `time` element that is said to be of publication;
    else in the one `time` above the foot that is of no change.

    >>> published_in_markup('<meta property="article:published_time" content="2023-05-08T09:00Z">')
    '2023-05-08T09:00Z'
    >>> published_in_markup('<meta property="article:modified_time" content="2024-02-01">')
    """
    in_data = (m[1] for m in LINKED_DATA.finditer(page))
    return next(
        (day for found in (_in_meta(page), in_data, _in_times(page)) for day in found), None
    )


def _in_meta(page: str) -> Iterator[str]:
    for m in META.finditer(page):
        name, content = NAME.search(m[0]), CONTENT.search(m[0])
        if name and content and _value(name).strip().lower() in PUBLISHED and _value(content):
            yield _value(content).strip()


def _in_times(page: str) -> Iterator[str]:
    foot = BODY_ENDS.search(page)
    end = foot.start() if foot else len(page)
    others: dict[str, None] = {}
    for m in TIME.finditer(page, 0, end):
        stated = DATETIME.search(m[1])
        day = (_value(stated) if stated else m[2]).strip()
        before = TAG.sub(" ", page[max(0, m.start() - BEFORE) : m.start()])[-NEAR:]
        of_a_change = OF_A_CHANGE.search(m[1]) or OF_A_CHANGE.search(before)
        if day and STATES_IT.search(m[1]):
            yield day
        elif day and not of_a_change:
            others[day] = None
    if len({day[:10] for day in others}) == 1:
        yield next(iter(others))


def _value(m: re.Match[str]) -> str:
    return next((group for group in m.groups() if group is not None), "")
