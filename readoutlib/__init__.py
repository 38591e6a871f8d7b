"""Who said what, when, with the evidence: diplomatic readouts parsed, counted and told.

    files ──readers──▶ text ──parsing──▶ Readout ──corpus──▶ Corpus
                                                               │
               phrases · topics · drift · compare ◀── speech ──┘   frames with n, interval, floor
                          │
        findings (sentences) · charts ──▶ notebooks ──report──▶ offline HTML

`load_corpus` opens a folder of readouts, `parse_readout` one text; the modules named above do the
rest. A Corpus has the tables `documents`, `sentences`, `cuts`, `problems`, `people` and
`corrections`, and the `texts`.

A name is loaded when it is first used, so that a worker that parses starts without pandas and a
program that counts without Altair.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what follows below, for those who read types
    from . import (
        charts,
        compare,
        drift,
        findings,
        inference,
        phrases,
        sensitivity,
        tables,
        topics,
    )
    from .corpus import Corpus, corrections, load_corpus
    from .parsing.parse import parse_readout
    from .parsing.readout import Readout, ReadoutError, Sentence
    from .vectorizer import ReadoutVectorizer

__all__ = [
    "Corpus",
    "Readout",
    "ReadoutError",
    "ReadoutVectorizer",
    "Sentence",
    "charts",
    "compare",
    "corrections",
    "drift",
    "findings",
    "inference",
    "load_corpus",
    "parse_readout",
    "phrases",
    "sensitivity",
    "tables",
    "topics",
]
# Where the names stand that are no modules of their own.
_HOME = {
    "load_corpus": "corpus",
    "Corpus": "corpus",
    "corrections": "corpus",
    "parse_readout": "parsing.parse",
    "Readout": "parsing.readout",
    "Sentence": "parsing.readout",
    "ReadoutError": "parsing.readout",
    "ReadoutVectorizer": "vectorizer",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f".{_HOME.get(name, name)}", __name__)
    except ModuleNotFoundError as error:
        error.add_note("pip install 'readoutlib[report]' brings what charts and the report need")
        raise
    return getattr(module, name) if name in _HOME else module


def __dir__() -> list[str]:
    return sorted(__all__)
