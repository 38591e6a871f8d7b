"""Where a table's values lead: a line to its place, names and numbers to the sentences behind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from ..corpus import Corpus

LINKED = ("hit", "talk", "doc_id")  # the column that carries a row's link: the first that is there
TYPED = {"find", "word", "variant"}  # kinds that take any words, whatever the index knows

Question = list[tuple[str, str]]  # kind and value; values of one kind add up, kinds narrow down


@dataclass(frozen=True)
class LinkedCell:
    """A cell as the template writes it; `row` says that the whole row asks what it asks."""

    text: str
    kind: str = ""  # number, day, or none of them
    head: bool = False
    span: int = 1
    link: str | None = None
    ask: str | None = None
    row: bool = False


@dataclass(frozen=True)
class LinkedTable:
    """A table as the template writes it."""

    head: list[list[LinkedCell]]
    rows: list[list[LinkedCell]]
    note: str | None = None


@dataclass(frozen=True)
class _Shape:
    """What all rows of a table share."""

    columns: Sequence[Mapping[str, Any]]
    levels: int  # so many columns are row labels
    crossed: bool  # the headings have a name of their own
    linked: int | None  # the column whose cells are links
    headings: Sequence[Question]  # what each heading asks, a column each


class Links:
    """The addresses in a report: of sentences in the annotated readings, and of questions."""

    def __init__(
        self, corpus: Corpus, readings: Mapping[str, str], known: Mapping[str, Collection[str]]
    ):
        """Take the page of each document, and the values that each kind of question knows."""
        self.readings, self.known = readings, known
        first = corpus.speech.drop_duplicates("talk")
        self.accounts = dict(zip(first.talk, first.doc_id, strict=True))

    def table(self, structure: Mapping[str, Any]) -> LinkedTable:
        """Return a table (`tables.structure`) with its links and questions."""
        shape = self._shape(structure)
        rows = structure["rows"]
        spans = _label_spans([row["cells"][: shape.levels] for row in rows])
        return LinkedTable(
            _headings(structure),
            [self._row(row, span, shape) for row, span in zip(rows, spans, strict=True)],
            structure["note"],
        )

    def _shape(self, structure: Mapping[str, Any]) -> _Shape:
        columns, levels, across = (structure[key] for key in ("columns", "levels", "across"))
        names = [column["name"] for column in columns]
        named = names[levels:]
        linked = next((levels + named.index(name) for name in LINKED if name in named), None)
        asked = across and across["asks"]
        headings = [
            self._known([(asked, name)]) if asked and at >= levels else []
            for at, name in enumerate(names)
        ]
        return _Shape(columns, levels, across is not None, linked, headings)

    def _row(self, row: Mapping[str, Any], spans: Sequence[int], shape: _Shape) -> list[LinkedCell]:
        """Return the cells of a row; those that a row label above stands for are left out."""
        texts = row["cells"]
        question = self._question(texts, shape)
        cells = []
        for at, text in enumerate(texts):
            label = at < shape.levels
            cell = LinkedCell(text, _class_of(shape.columns[at]), label, spans[at] if label else 1)
            if at == shape.linked and text:
                cell = replace(cell, link=self._place(row["place"], texts, shape))
            elif at < shape.levels - 1:
                cell = replace(cell, ask=_address(self._question(texts[: at + 1], shape)))
            elif shape.headings[at] and _is_above_zero(text):
                cell = replace(cell, ask=_address([*question, *shape.headings[at]]))
            cells.append(cell)
        bearer = _bearer(cells, question, shape)
        if bearer is not None:
            cells[bearer] = replace(cells[bearer], ask=_address(question), row=not shape.crossed)
        return [cell for cell in cells if cell.span]

    def _question(self, texts: Sequence[str], shape: _Shape) -> Question:
        """Return what a row asks, or the first of its cells: each value that has a kind."""
        asked = zip((column["asks"] for column in shape.columns), texts, strict=False)
        return self._known([(kind, text) for kind, text in asked if kind])

    def _known(self, question: Question) -> Question:
        """Return the parts of a question that the index can answer."""
        return [
            (kind, value)
            for kind, value in question
            if (any(map(str.isalnum, value)) if kind in TYPED else value in self.known[kind])
        ]

    def _place(
        self, place: Sequence[Any] | None, texts: Sequence[str], shape: _Shape
    ) -> str | None:
        """Return the address of a row's sentence, its document or its talk's first account."""
        names = [column["name"] for column in shape.columns]
        if place is None and "talk" in names:
            place = self.accounts.get(texts[names.index("talk")], ""), None
        doc_id, sent = place or ("", None)
        page = self.readings.get(doc_id)
        return page if page is None or sent is None else f"{page}#s{sent}"


def _headings(structure: Mapping[str, Any]) -> list[list[LinkedCell]]:
    """Return the headings as pandas sets them: names of row labels below those of columns."""
    levels, across = structure["levels"], structure["across"]
    labels, values = structure["columns"][:levels], structure["columns"][levels:]
    days = " day" if across and across["asks"] == "talk" else ""
    corner = [""] * (levels - 1) + [across["name"] if across else ""] * (levels > 0)
    first = [
        LinkedCell(name, _class_of(label), True) for name, label in zip(corner, labels, strict=True)
    ]
    first += [
        LinkedCell(value["name"], (_class_of(value) + days).strip(), True) for value in values
    ]
    if not any(label["name"] for label in labels):
        return [first]
    below = [LinkedCell(label["name"] or "", _class_of(label), True) for label in labels]
    return [first, below + [LinkedCell("", head=True)] * len(values)]


def _class_of(column: Mapping[str, Any]) -> str:
    return "" if column["type"] == "text" else str(column["type"])


def _label_spans(labels: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return over how many rows each label stands, 0 where one above stands for it.

    The innermost label stands in each row.

    >>> _label_spans([["a", "x"], ["a", "y"], ["b", "y"]])
    [[2, 1], [0, 1], [1, 1]]
    """
    spans = [[1] * len(row) for row in labels]
    for at in range(len(labels) - 1, 0, -1):
        for level in range(len(labels[at]) - 1):
            if labels[at][: level + 1] == labels[at - 1][: level + 1]:
                spans[at - 1][level] += spans[at][level]
                spans[at][level] = 0
    return spans


def _bearer(cells: Sequence[LinkedCell], question: Question, shape: _Shape) -> int | None:
    """Return the place of the cell that carries the question of its row, if one is free.

    It holds a value that is asked for, rather another than the talk; else it is the first.
    """
    if not question:
        return None
    borne = [at for at, cell in enumerate(cells) if cell.span and cell.ask == _address(question)]
    free = [at for at, cell in enumerate(cells) if cell.text and not (cell.link or cell.ask)]
    asks = {at: shape.columns[at]["asks"] for at in free}
    asking = [at for at in free if (asks[at], cells[at].text) in question]
    names = [at for at in asking if asks[at] != "talk"]
    return next(iter([*borne, *names, *asking, *free]), None)


def _is_above_zero(text: str) -> bool:
    """Return whether a cell is a number above 0.

    >>> [_is_above_zero(text) for text in ("1,200", "0", "–", "2.5")]
    [True, False, False, True]
    """
    digits = text.replace(",", "")
    return digits.replace(".", "", 1).isdecimal() and float(digits) > 0


def _address(question: Question) -> str | None:
    """Return a question as the address of a page names it.

    >>> _address([("person", "Wang Yi"), ("talk", "2024")])
    '#show:person=Wang+Yi&talk=2024'
    """
    return f"#show:{urlencode(question)}" if question else None
