"""HTML that an output brings along: rebuilt from the tags that can do no harm, its text escaped."""

from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

TEXT = {"b", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}
BLOCKS = {"article", "details", "div", "h2", "h3", "li", "ol", "p", "pre", "summary", "ul"}
TABLES = {"caption", "table", "tbody", "td", "th", "thead", "tr"}
TAGS = TEXT | BLOCKS | TABLES
VOID = {"br"}
SILENT = {"script", "style", "template", "title"}  # what stands in them is no text for a reader
ATTRIBUTES = {"class", "colspan", "rowspan", "title"}
WHO = "--who:"  # the colour of a speaker, as the annotated reading gives it


class _Rebuilder(HTMLParser):
    """Write a document anew: tags of the list, closed in order, and the text between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.silent = 0
        self.says = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        if tag not in TAGS or self.silent:
            return
        if tag == "table":
            self.out.append("<div class='scroll' role='group' tabindex='0' aria-label='Table'>")
        kept = "".join(_attribute(name, value or "") for name, value in attributes)
        self.out.append(f"<{tag}{kept}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.open:
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.out.append(escape(data))
            self.says |= not data.isspace()

    def _close(self) -> str:
        tag = self.open.pop()
        if tag == "th" and self.out[-1].startswith("<th"):  # an empty header names nothing
            self.out[-1:] = [self.out[-1].replace("<th", "<td", 1), "</td>"]
        else:
            self.out.append(f"</{tag}>")
        if tag == "table":
            self.out.append("</div>")
        return tag

    def rebuilt(self, html: str) -> Markup | None:
        """Return a document written anew; None if no text is left."""
        self.feed(f"{html}\n")  # an unfinished tag at the end stays unread
        while self.open:
            self._close()
        return Markup("".join(self.out).strip()) if self.says else None


def _attribute(name: str, value: str) -> str:
    """Return an attribute that says something about the text; none that acts, loads or styles."""
    color = name == "style" and value.startswith(WHO) and value[len(WHO) :].lstrip("#").isalnum()
    return f' {name}="{escape(value)}"' if name in ATTRIBUTES or color else ""


def harmless(html: str) -> Markup | None:
    """Return HTML without anything that acts, loads, styles or leads away; None if no text is left.

    >>> harmless("<b onclick=x>a</b> <img src=y><script>z</script> &lt;b")
    Markup('<b>a</b>  &lt;b')
    >>> harmless("<script>z</script> <b") is None
    True
    """
    return _Rebuilder().rebuilt(html)
