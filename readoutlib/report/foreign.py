"""HTML that an output brings along: cleaned of all that acts, its tables laid out as ours are."""

import re

import nh3
from markupsafe import Markup

TEXT = {"b", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}
BLOCKS = {"article", "details", "div", "h2", "h3", "li", "ol", "p", "pre", "summary", "ul"}
TABLES = {"caption", "table", "tbody", "td", "th", "thead", "tr"}
SILENT = {"script", "style", "template", "title"}  # what stands in them is no text for a reader
ATTRIBUTES = {"class", "colspan", "rowspan", "title", "style"}
# The colour of a speaker, as the annotated reading gives it; no other style is kept.
WHO = re.compile(r"--who:#?[0-9A-Za-z]+")
# In what nh3 returns every tag is closed, and < and > stand around tags alone.
TABLE = re.compile(r"<table\b[^<>]*>")
FRAME = "<div class='scroll' role='group' tabindex='0' aria-label='Table'>"
EMPTY_HEADER = re.compile(r"<th( [^<>]*)?></th>")  # names nothing


def _kept(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute that says something about the text."""
    return value if name != "style" or WHO.fullmatch(value) else None


CLEANER = nh3.Cleaner(
    tags=TEXT | BLOCKS | TABLES,
    clean_content_tags=SILENT,
    attributes={"*": ATTRIBUTES},
    attribute_filter=_kept,
    generic_attribute_prefixes=set(),
    url_schemes=set(),
    link_rel=None,
)


def harmless(html: str) -> Markup | None:
    """Return HTML without anything that acts, loads, styles or leads away; None if no text is left.

    >>> harmless("<b onclick=x>a</b> <img src=y><script>z</script> &lt;b")
    Markup('<b>a</b>  &lt;b')
    >>> harmless("<script>z</script> <b") is None
    True
    """
    clean = CLEANER.clean(html).strip()
    if not Markup(clean).striptags():
        return None
    named = EMPTY_HEADER.sub(r"<td\1></td>", clean)
    return Markup(TABLE.sub(rf"{FRAME}\g<0>", named).replace("</table>", "</table></div>"))
