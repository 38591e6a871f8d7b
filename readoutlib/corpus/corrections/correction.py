"""A correction, and what is told of a row of an analyst's file that makes none."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...parsing.readout import ReadoutError, Span
from ...terminal import visible

LABEL_COLUMNS = ("speaker", "mode")  # of sentences; other corrections are of documents
MOST_SHOWN = 200  # letters of what was found

CorrectionRow = Mapping[str, str]  # the cells of one row by column, and its `path` and `line`


@dataclass(frozen=True, slots=True)
class Correction:
    """One value put in the place of another: a row of `corpus.corrections`.

    `what` is a column of sentences, then `start` and `end` are the sentence's, or of documents.
    """

    line: int
    doc_id: str
    start: int | None
    end: int | None
    what: str
    before: str | None
    after: str | None
    source: str

    @property
    def target(self) -> tuple[str, int | None, int | None, str, str | None]:
        """What can be corrected once; a document has many participants."""
        participant = self.after if self.what == "participant" else None
        return self.doc_id, self.start, self.end, self.what, participant


def correction_of(
    row: CorrectionRow, what: str, before: object, after: object, span: Span | None = None
) -> Correction:
    start, end = span or (None, None)
    return Correction(
        line=int(row["line"]),
        doc_id=row["doc_id"],
        start=start,
        end=end,
        what=what,
        before=None if before is None else str(before),
        after=None if after is None else str(after),
        source=row["source"],
    )


def refusal(row: CorrectionRow, expected: str, found: object, hint: str) -> ReadoutError:
    """Return what is wrong with a row, in one line that names the row's."""
    line = f", line {row['line']}" if "line" in row else ""
    shown = " ".join(str(found).split())
    more = "…" if len(shown) > MOST_SHOWN else ""
    told = f"expected {expected}, found {shown[:MOST_SHOWN] + more or 'nothing'}; {hint}"
    return ReadoutError(visible(f"{row['path']}{line}: {told}"))
