"""Rows of a CSV file: which separator it has, and what to do where its quotation marks fail."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from ...limits import Limits
from .columns import FIELDS, column_name
from .telling import Told, too_large

SEPARATORS = ",;\t|"
EXCELS_LINE = re.compile(r'sep=(?P<separator>[^"\w ])\s*', re.IGNORECASE)  # above the head
QUOTE = '"'
NEWLINES = ("\r", "\n")
UNCLOSED = Told(
    "quotation mark not closed",
    'each cell between two ", or none',
    "a cell that only opens",
    "see where it ends, and close it there",
)
NOT_DOUBLED = Told(
    "quotation marks inside a cell",
    'each one doubled, ""',
    "single ones",
    "see what was read, and double them",
)


class CsvRow(NamedTuple):
    """The cells of a row, and what is wrong with its quotation marks."""

    cells: list[str]
    told: Told | None = None


def read_rows(file: TextIO, limits: Limits) -> Iterator[CsvRow]:
    """Yield the rows that are not empty, none longer than the head, which comes first.

    >>> rows = read_rows(io.StringIO('id;text\\na;"Trade; ports"\\nb;Trade; ports'), Limits())
    >>> [row.cells for row in rows]
    [['id', 'text'], ['a', 'Trade; ports'], ['b', 'Trade; ports']]
    """
    csv.field_size_limit(min(limits.max_bytes, 2**31 - 1))
    lines = _Lines(file, limits)
    separator = _separator(lines)
    head: list[str] = []
    for row in _rows(lines, separator, limits):
        if head:
            yield _fitted(row, head, separator)
        elif row.cells:
            head = [column_name(cell) for cell in row.cells]
            yield CsvRow(head, row.told)


def _rows(lines: "_Lines", separator: str, limits: Limits) -> Iterator[CsvRow]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    width = 0
    while True:
        lines.taken.clear()
        try:
            row = CsvRow(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise too_large(limits) from None
            row = _Mending(lines, separator, width, limits).row()
        width = width or len(row.cells)
        if row.cells:
            yield row


class _Lines:
    """The lines of a file, which can be given back; `taken` are those of the row that is read."""

    def __init__(self, file: TextIO, limits: Limits):
        self._file = file
        self._limits = limits
        self._given_back: list[str] = []  # the next one last
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._given_back.pop() if self._given_back else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def _read(self) -> str:
        line = self._file.readline(self._limits.max_bytes + 1)
        if len(line) > self._limits.max_bytes:
            raise too_large(self._limits)
        return line

    def give_back(self, text: str) -> None:
        """Let a text be read once more, line by line."""
        self._given_back += reversed(list(io.StringIO(text, newline="")))


def _separator(lines: _Lines) -> str:
    """Return the separator that is named above the head, else that which finds most of our columns.

    What a head is not told by, as prose has commas, is how often a character stands in it.
    """
    first = next(lines, "")
    named = EXCELS_LINE.fullmatch(first)
    if named:
        return named["separator"]
    lines.give_back(first)

    def columns_found(separator: str) -> int:
        cells = next(csv.reader([first], delimiter=separator), [])
        return sum(column_name(cell) in FIELDS for cell in cells)

    return max(SEPARATORS, key=columns_found)


class _Mending:
    """A row whose quotation marks fail, read by what can have been meant.

    A mark that a separator or the line's end follows closes a cell. One that stands where another
    row's cell opens shows that the cell before was never closed. Any other is part of the cell.
    """

    def __init__(self, lines: _Lines, separator: str, width: int, limits: Limits):
        self.lines = lines
        self.ends = (separator, *NEWLINES)
        self.separator = separator
        self.width = width
        self.limits = limits
        self.text = "".join(lines.taken)
        self.at = 0
        self.told = NOT_DOUBLED

    def row(self) -> CsvRow:
        cells = [self._cell()]
        while self.text[self.at : self.at + 1] == self.separator:
            self.at += 1
            cells.append(self._cell())
        rest = self.text[self.at :]
        self.lines.give_back(rest.removeprefix("\r").removeprefix("\n"))
        return CsvRow(cells, self.told)

    def _cell(self) -> str:
        if self.text[self.at : self.at + 1] == QUOTE:
            return self._quoted_cell()
        start, self.at = self.at, self._end_of_plain_cell()
        return self.text[start : self.at]

    def _end_of_plain_cell(self) -> int:
        found = (self.text.find(end, self.at) for end in self.ends)
        return min((place for place in found if place >= 0), default=len(self.text))

    def _quoted_cell(self) -> str:
        start = look = self.at + 1
        while (mark := self._next_mark(look)) is not None:
            after = self.text[mark + 1 : mark + 2]
            if after == QUOTE:
                look = mark + 2
                continue
            if not after or after in self.ends:
                self.at = mark + 1
                return self._undoubled(start, mark)
            last_line = self._last_newline(start, mark)
            if last_line is not None and self.text[mark - 1] in self.ends:
                self.told = UNCLOSED
                self.at = last_line
                return self._undoubled(start, last_line)
            look = mark + 1
        return self._never_closed(start)

    def _never_closed(self, start: int) -> str:
        """Return the cell whose end no mark shows: its line where each line is a row, else all."""
        self.told = UNCLOSED
        first, *others = io.StringIO(self.text[self.at :], newline="")
        if others and all(self._is_a_row(line) for line in others):
            self.at = self._end_of_plain_cell()
        else:
            self.at = len(self.text)
        return self._undoubled(start, self.at)

    def _is_a_row(self, line: str) -> bool:
        return not line.strip() or line.count(self.separator) + 1 == self.width

    def _undoubled(self, start: int, end: int) -> str:
        return self.text[start:end].replace(QUOTE * 2, QUOTE)

    def _last_newline(self, start: int, end: int) -> int | None:
        """Return where the line that holds `end` was broken off from the one before."""
        place = max(self.text.rfind(newline, start, end) for newline in NEWLINES)
        if place < 0:
            return None
        return place - self.text.startswith("\r\n", place - 1)

    def _next_mark(self, start: int) -> int | None:
        """Return where the next mark stands; lines are added until there is one."""
        while (mark := self.text.find(QUOTE, start)) < 0:
            more = self._as_much_again()
            if not more:
                return None
            self.text += more
        return mark

    def _as_much_again(self) -> str:
        """Return further lines, as long together as the text: so that all is copied but twice."""
        lines, length = [], 0
        for line in self.lines:
            lines.append(line)
            length += len(line)
            if length >= len(self.text):
                break
        if length + len(self.text) > self.limits.max_bytes:
            raise too_large(self.limits)
        return "".join(lines)


def _fitted(row: CsvRow, head: Sequence[str], separator: str) -> CsvRow:
    """Return a row with no more cells than the head has columns.

    Cells beyond those are parts of the text that a separator in it has cut: they are joined there.
    """
    cells = list(row.cells)
    while len(cells) > len(head) and not cells[-1].strip():
        cells.pop()
    surplus = len(cells) - len(head)
    if surplus <= 0 or "text" not in head:
        return row._replace(cells=cells)
    place = head.index("text")
    text = separator.join(cells[place : place + surplus + 1])
    told = Told(
        "more cells than columns",
        f"{len(head)} cells, as many as the head has",
        str(len(cells)),
        f"those from the {place + 1}th on are joined in `text`; put the text in quotation marks",
    )
    return CsvRow([*cells[:place], text, *cells[place + surplus + 1 :]], row.told or told)
