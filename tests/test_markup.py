"""When a web page says that it came out."""

import pytest

from readoutlib import load_corpus
from readoutlib.corpus.markup import published_in_markup

META = '<meta property="{}" content="{}">'
TOLD = (
    "Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch in Oslo on Monday. "
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Alder Meets Birch</title>{head}</head><body><main><article>'
    "<h1>Alder Meets Birch</h1>{top}<p>"
    + TOLD
    + "</p><p>Alder said that trade between the two countries doubled last year, and that the"
    " ports are open again for ships of all flags.</p><p>Birch stressed that peace in the region matters more than trade.</p>"
    "</article></main><footer><p>{foot}</p></footer></body></html>"
)


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        (META.format("article:published_time", "2023-05-08T09:00Z"), "2023-05-08T09:00Z"),
        ("<meta content='2023-05-08' name='DC.Date.Issued'>", "2023-05-08"),
        (META.format("article:modified_time", "2024-02-01"), None),
        (META.format("og:updated_time", "2024-02-01"), None),
        (
            '<script>{"dateModified": "2024-02-01", "datePublished": "2023-05-08"}</script>',
            "2023-05-08",
        ),
        (
            'Updated <time datetime="2024-02-01">1 February</time>, out <time datetime="2023-05-08" pubdate>8 May</time>',
            "2023-05-08",
        ),
        ('Last updated <time datetime="2024-02-01">1 February 2024</time>', None),
        ("<time>8 May 2023</time>", "8 May 2023"),
        ('<time datetime="2023-05-08">a</time> <time datetime="2023-06-01">b</time>', None),
        ('<footer><time datetime="2023-05-08">a</time></footer>', None),
    ],
)
def test_a_page_states_its_publication_in_marks(markup, day):
    assert published_in_markup(f"<html><head>{markup}</head></html>") == day


@pytest.mark.parametrize(
    ("parts", "published", "event"),
    [
        ({"head": META.format("article:modified_time", "2024-02-01T10:00:00Z")}, None, None),
        (
            {
                "top": '<p>Updated <time datetime="2024-02-01">1 February 2024</time>, first published <time datetime="2023-05-08" pubdate>8 May 2023</time></p>'
            },
            "2023-05-08",
            "2023-05-08",
        ),
        ({"foot": "© 2026 The Daily. Last updated 3 November 2025"}, None, None),
        ({"head": META.format("date", "05/09/2023")}, None, None),
        ({"top": "<time>05/09/2023</time>"}, None, None),
        ({"head": META.format("article:published_time", "2023-05-09")}, "2023-05-09", "2023-05-08"),
    ],
)
def test_no_day_is_taken_from_where_none_of_publication_stands(tmp_path, parts, published, event):
    page = PAGE.format(**({"head": "", "top": "", "foot": ""} | parts))
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    row = load_corpus(tmp_path).documents.iloc[0]
    days = [None if str(d) == "NaT" else str(d)[:10] for d in (row.published, row.event_start)]
    assert days == [published, event]
