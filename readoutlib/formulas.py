"""Formulas: cells that a spreadsheet would compute, made plain text and made themselves again."""

import re

FORMULA = re.compile(r"'*\s*[=+\-@]|'*[^\S\t\r]*[\t\r]")
NEGATIVE_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
MARK = "'"  # which a spreadsheet takes for the sign of plain text


def neutralised(cell: str) -> str:
    """Return a cell of text as a spreadsheet shows it and does not compute it.

    A mark goes before what begins, after blanks, with `=`, `+`, `-`, `@`, a tab or a carriage
    return, and before such a mark, so that `restored` takes off exactly what was put on. A plain
    negative number is no formula.

    >>> neutralised("=1+1"), neutralised("-2+3+cmd|"), neutralised("-2.5"), neutralised("'=1")
    ("'=1+1", "'-2+3+cmd|", '-2.5', "''=1")
    """
    return MARK + cell if _is_formula(cell) else cell


def restored(cell: str) -> str:
    """Return the cell that `neutralised` was given; a cell without its mark comes back as it is.

    >>> restored("'=1+1"), restored("'Tis so"), restored("''=1")
    ('=1+1', "'Tis so", "'=1")
    """
    marked = cell.startswith(MARK) and _is_formula(cell[1:])
    return cell[1:] if marked else cell


def _is_formula(cell: str) -> bool:
    return bool(FORMULA.match(cell)) and not NEGATIVE_NUMBER.fullmatch(cell)
