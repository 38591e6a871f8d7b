"""A file of corrections, read and checked row by row."""

import csv
import os
from pathlib import Path

from .correction import CorrectionRow, refusal

FILE_COLUMNS = ("doc_id", "start", "end", "speaker", "mode", "field", "value", "source", "text")
OF_A_SENTENCE = frozenset(("start", "end", "speaker", "mode"))
OF_A_DOCUMENT = frozenset(("field", "value"))


def read_rows(path: str | os.PathLike[str]) -> list[CorrectionRow]:
    """Read a file of corrections.

    CSV in UTF-8 with doc_id, source and any of start, end, speaker, mode, field, value, text. Rows
    come in the order of the file, empty ones are passed over. Raises ReadoutError, naming the line,
    for a file or row of another form.
    """
    place = {"path": str(path)[:200]}  # and the line that is read, once the file is open
    try:
        lines = Path(path).read_bytes().splitlines(keepends=True)
        reader = csv.reader((line.decode("utf-8-sig") for line in lines), strict=True)
        place["line"] = "1"
        header = _header(place, next(reader, []))
        place["line"] = str(reader.line_num + 1)
        rows: list[CorrectionRow] = []
        for cells in reader:
            row = dict.fromkeys(FILE_COLUMNS, "")
            row |= zip(header, map(str.strip, cells), strict=False)
            row |= place
            place["line"] = str(reader.line_num + 1)
            if len(cells) > len(header):
                hint = "put a cell that holds a comma between quotation marks"
                raise refusal(row, f"{len(header)} cells", len(cells), hint)
            if given := {column for column in FILE_COLUMNS if row[column]}:
                _check_given(row, given)
                rows.append(row)
        return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        found = getattr(error, "strerror", None) or error
        hint = "save them so, or mend the name"
        raise refusal(place, "corrections, as CSV in UTF-8", found, hint) from None


def _header(place: CorrectionRow, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    each_once = len(set(header)) == len(header)
    if not ({"doc_id", "source"} <= set(header) <= set(FILE_COLUMNS) and each_once):
        expected = f"doc_id and source, and others of {', '.join(FILE_COLUMNS)}, each once"
        raise refusal(place, expected, ", ".join(header), "put commas between them")
    return header


def _check_given(row: CorrectionRow, given: set[str]) -> None:
    """Raise ReadoutError where a row is neither of a sentence nor of a document."""
    sentence, document = given & OF_A_SENTENCE, given & OF_A_DOCUMENT
    labels_a_sentence = sentence > {"start", "end"} and not document
    fills_a_field = document == OF_A_DOCUMENT and not sentence
    if not (row["source"] and (labels_a_sentence or fills_a_field)):
        expected = (
            "start, end, speaker or mode, source (of a sentence), "
            "or field, value, source (of a document)"
        )
        hint = "fill these in, a row for each"
        raise refusal(row, expected, ", ".join(sorted(given)), hint)
