"""Corrections that an analyst writes by hand: read, checked, put over what was found, counted.

A row of the file corrects the speaker or mode of one sentence (doc_id, start, end, speaker, mode)
or one field of a document (doc_id, field, value), and names its source. Nothing else changes:
sentences that carry on a corrected one need rows of their own.
"""

from .applying import CORRECTABLE, RULE, correct
from .correction import Correction, CorrectionRow
from .file import read_rows
from .reliability import agreement

__all__ = [
    "CORRECTABLE",
    "RULE",
    "Correction",
    "CorrectionRow",
    "agreement",
    "correct",
    "read_rows",
]
