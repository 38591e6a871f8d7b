"""Numbers as sentences: each says how many talks it rests on, how sure it is, and whose account.

What is said stands in `books/sentences.toml`, how sure it may sound in `books/hedges.toml`; here
stands when it is said, and of which numbers. Modules: `wording` (templates and words for numbers),
`certainty` (what may be said of how many talks), `finding` (a finding and how it shows itself),
`numbers` (those that labels can move), and the findings `about_corpus`, `about_drift`,
`about_phrases`, `about_speakers`.
"""

from ..compare import principals
from ..sensitivity import DOUBTFUL
from .about_corpus import of_corpus, of_corrections
from .about_drift import of_drift
from .about_phrases import of_phrases
from .about_speakers import of_speakers
from .certainty import LEVEL, hedge, reported
from .finding import Finding, Findings, finding, reported_by

__all__ = [
    "DOUBTFUL",
    "LEVEL",
    "Finding",
    "Findings",
    "finding",
    "hedge",
    "of_corpus",
    "of_corrections",
    "of_drift",
    "of_phrases",
    "of_speakers",
    "principals",
    "reported",
    "reported_by",
]
