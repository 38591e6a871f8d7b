"""Who said what, when, with the evidence: diplomatic readouts parsed, counted and told.

    files ──readers──▶ text ──parsing──▶ Readout ──corpus──▶ Corpus: documents, sentences, cuts, problems, people, corrections, texts
                                                               │
               phrases · topics · drift · compare ◀── speech ──┘   frames with n, interval, floor
                          │
        findings (sentences) · charts ──▶ notebooks ──report──▶ offline HTML

`load_corpus` opens a folder of readouts, `parse_readout` one text; the modules named above do the rest.
"""

from importlib import import_module

_HOME = {
    "load_corpus": "corpus",
    "Corpus": "corpus",
    "parse_readout": "parsing.parse",
    "Readout": "parsing.readout",
    "Sentence": "parsing.readout",
    "ReadoutError": "parsing.readout",
    "ReadoutVectorizer": "vectorizer",
}
_MODULES = (
    "charts",
    "compare",
    "corrections",
    "drift",
    "findings",
    "inference",
    "phrases",
    "sensitivity",
    "tables",
    "topics",
)
__all__ = [*_HOME, *_MODULES]


def __getattr__(name: str):
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
