"""A finding, how several show themselves in a notebook, and how one may be cited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Self

from ..corpus import Corpus
from ..sensitivity import Sensitivity
from .certainty import hedge
from .wording import said

_MOST_OUTLETS = 8


@dataclass(frozen=True)
class Finding:
    """One sentence or some, with what carries them.

    talks: their n. unit, method: what was counted, and how. labels: the range of its number as the
    labels may err. source: whose accounts, which corpus and which version of this library.
    """

    text: str
    talks: int
    unit: str
    method: str
    labels: str = ""
    source: str = ""

    @property
    def note(self) -> str:
        """The number of talks, unit, method, range, and how sure that makes it."""
        return said(
            "note.text",
            n=self.talks,
            unit=self.unit,
            method=self.method,
            labels=said("note.labels", ranges=self.labels) if self.labels else "",
            hedge=hedge(self.talks),
        )

    @property
    def citation(self) -> str:
        """The finding as it may stand in another text, on one line."""
        return said("note.citation", text=self.text, note=self.note, source=self.source)


def finding(
    name: str, talks: int, *sentences: str, labels: str = "", why: str = "", **places: object
) -> Finding:
    """Return the finding of this name with these sentences, its unit and method from the book.

    `why` stands in place of the method where there is nothing to apply it to; `places` are those of
    unit and method.

    >>> print(finding("furniture", 5, "Much was cut.").note)
    n = 5 talks · characters · every cut is listed with its rule · describes these texts only
    """
    unit, method = said(f"{name}.unit", **places), why or said(f"{name}.method", **places)
    return Finding(" ".join(sentences), talks, unit, method, labels)


class Findings(tuple[Finding, ...]):
    """Findings in order, each with its `source`; a list in a notebook.

    `source` tells whose accounts, which texts (`Corpus.fingerprint`) and which version. `moved`
    tells how far labels that may be wrong, and any one talk, move the numbers behind them; None
    where none do.
    """

    source: str
    moved: Sensitivity | None

    def __new__(
        cls, found: Iterable[Finding], corpus: Corpus, moved: Sensitivity | None = None
    ) -> Self:
        source = said(
            "note.source",
            reported_by=reported_by(corpus),
            fingerprint=corpus.fingerprint,
            version=version("readoutlib"),
        )
        self = super().__new__(cls, [replace(f, source=source) for f in found])
        self.source, self.moved = source, moved
        return self

    def _repr_markdown_(self) -> str:
        return "\n".join([*map(_item, self), "", f"*{_without_markup(self.source)}*"])

    def __repr__(self) -> str:
        return "\n".join(f.citation for f in self)


def _item(f: Finding) -> str:
    """Return a finding as an item of a Markdown list."""
    text, note, citation = map(_without_markup, (f.text, f.note, f.citation))
    cite = f"<details><summary>Cite</summary>{citation}</details>"
    # `cite` stands on the note's line, as a tag that begins a line would end the list.
    return f"- **{text}**  \n  *{note}* {cite}"


def _without_markup(text: str) -> str:
    """Text from a corpus is data: neither Markdown, mathematics nor HTML in it may act.

    >>> _without_markup("A & B <i> $x_1$")
    'A \\\\& B \\\\<i\\\\> \\\\$x\\\\_1\\\\$'
    """
    return re.sub(r"([\\`*_\[\]<>&#|~$])", r"\\\1", " ".join(text.split()))


def reported_by(corpus: Corpus) -> str:
    """Return whose accounts these are: outlets by number of documents, then how many name none.

    >>> from readoutlib import load_corpus
    >>> reported_by(load_corpus("seeds"))
    'As reported by Xinhua (2); three documents name no outlet.'
    """
    kept = corpus.documents[corpus.documents.event_kind != "unknown"]
    if kept.empty:
        return said("reported_by.nobody")
    counts = kept.outlet.dropna().value_counts().sort_index()
    counts = counts.sort_values(ascending=False, kind="stable")
    unnamed = int(kept.outlet.isna().sum())
    if counts.empty:
        return said("reported_by.all_unnamed", n=unnamed)
    shown = [
        said("reported_by.outlet", outlet=outlet, documents=n)
        for outlet, n in counts.head(_MOST_OUTLETS).items()
    ]
    others = len(counts) - len(shown)
    return said(
        "reported_by.outlets",
        outlets=", ".join(shown),
        more=said("reported_by.more", outlets=others) if others else "",
        unnamed=said("reported_by.some_unnamed", n=unnamed) if unnamed else "",
    )
