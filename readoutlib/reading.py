"""A Readout as annotated reading: the same marks in JupyterLab, in the report and in the terminal.

Who speaks is told by a colour and by a word, the cue is underlined, the attribution frame is grey,
the words of others reported inside are named, what was cut stays readable with its rule, and the
rule behind each sentence is one click away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeAlias

from .palette import GREYS, person_colors
from .terminal import visible

# What parsing returns: it shows itself by this module, so this module imports none of it.
Readout: TypeAlias = Any
Sentence: TypeAlias = Any

STYLE = files(__package__).joinpath("reading.css").read_text(encoding="utf-8").strip()
KEY = (
    "Name and bar: who speaks. <u>Underlined</u>: the words that say so. "
    "<i>Grey</i>: not counted as speech."
)
MARKS = {"cue": "<u>{}</u>", "frame": "<i>{}</i>", "content": "{}"}
HEADINGS = (
    "Sentence",
    "Speaker",
    "Mode · rule · share of right answers on hand-checked texts",
    "Begins",
)
BOLD, DIM, UNDERLINED = "1", "2", "4"  # codes of a terminal
FIRST_COLOR, COLORS = 31, 6  # red and the five after it
FIRST_WORDS = 60  # letters of a cut that a terminal shows


class SpokenBlock(NamedTuple):
    """Sentences of one speaker within a paragraph; `new` where another spoke before."""

    speaker: str
    new: bool
    sentences: list[Sentence]


class Removed(NamedTuple):
    """Touching stretches of the text that one rule took out."""

    start: int
    end: int
    rule: str


# --- HTML ---------------------------------------------------------------------------------------


def as_html(
    readout: Readout,
    *,
    persons: Sequence[str] = (),
    anchors: bool = False,
    styled: bool = True,
) -> str:
    """Return the annotated reading as one HTML fragment without script; every text is escaped.

    `persons` gives the order that colours follow (default: the readout's own participants), so that
    a person keeps a colour over a corpus; `anchors` gives sentence number n the id `sN`, right on a
    page that holds one readout only; without `styled` the page brings `STYLE` itself.
    """
    speakers = (sentence.speaker for sentence in readout.sentences)
    colors = person_colors([*persons, *readout.participants, *speakers])
    out = ["<article class='readout'>", f"<style>{STYLE}</style>" * styled]
    if readout.title:
        out.append(f"<h2>{escape(readout.title)}</h2>")
    out += [f"<p class='facts'>{escape(line)}</p>" for line in _facts(readout)]
    out.append(f"<p class='key'>{KEY}</p>")
    for block in _blocks(readout):
        if isinstance(block, SpokenBlock):
            out.append(_spoken_html(block, colors, anchors))
            continue
        for removed in block:
            words = escape(readout.text[removed.start : removed.end])
            out.append(_folded(f"Cut by rule {escape(removed.rule)}", words))
    if readout.sentences:
        table = _attributions(readout.sentences)
        out.append(_folded("How each sentence was attributed", table))
    return "".join(out) + "</article>"


def _folded(summary: str, html: str) -> str:
    return f"<details><summary>{summary}</summary>{html}</details>"


def _spoken_html(block: SpokenBlock, colors: Mapping[str, str], anchors: bool) -> str:
    """Return a paragraph in the speaker's colour, with the name where another spoke before."""
    kind, label = (
        ("new", f"<b class='who'>{escape(block.speaker)}</b>") if block.new else ("same", "")
    )
    sentences = "".join(_sentence_html(sentence, anchors) for sentence in block.sentences)
    return f"<p class='{kind}' style='--who:{colors[block.speaker]}'>{label}{sentences}</p>"


def _sentence_html(sentence: Sentence, anchors: bool) -> str:
    words = "".join(MARKS[kind].format(escape(text)) for kind, text in _pieces(sentence))
    others = escape(", ".join(sentence.nested))
    nested = f" <i>[words of {others}]</i>" if others else ""
    anchor = f" id='s{sentence.sent}'" if anchors else ""
    return f"<span{anchor} title='{escape(_why(sentence))}'>{words}{nested}</span> "


def _attributions(sentences: Sequence[Sentence]) -> str:
    """Return the table of all sentences, with who speaks and why we think so."""
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    rows = [
        (s.sent + 1, s.speaker, _why(s), f"{' '.join(s.text.split()[:8])} …") for s in sentences
    ]
    lines = ["".join(f"<td>{escape(str(value))}</td>" for value in row) for row in rows]
    return f"<table><tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


# --- terminal -----------------------------------------------------------------------------------


def as_text(readout: Readout, *, color: bool = False) -> str:
    """Return the annotated reading for a terminal.

    Cues stand between underscores, or underlined where `color` is asked for. Characters of the
    source that would steer the terminal are spelled.
    """

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    speakers = (sentence.speaker for sentence in readout.sentences)
    colors = list(person_colors([*readout.participants, *speakers]))
    out = [paint(_plain(readout.title or "(no title)"), BOLD), *map(_plain, _facts(readout))]
    for block in _blocks(readout):
        out.append("")
        if not isinstance(block, SpokenBlock):
            out += [paint(_removed_text(readout, removed), DIM) for removed in block]
            continue
        if block.new:
            hue = FIRST_COLOR + colors.index(block.speaker) % COLORS
            code = DIM if block.speaker in GREYS else str(hue)
            out.append(paint(_plain(block.speaker), f"{BOLD};{code}"))
        for sentence in block.sentences:
            words = "".join(_marked(_plain(text), kind, color) for kind, text in _pieces(sentence))
            others = _plain(", ".join(sentence.nested))
            nested = f" [words of {others}]" if others else ""
            out.append(f"  {words}{nested}  " + paint(f"({_plain(_why(sentence))})", DIM))
    return "\n".join(out) + "\n"


def _removed_text(readout: Readout, removed: Removed) -> str:
    words = _plain(readout.text[removed.start : removed.end])
    more = " …" if len(words) > FIRST_WORDS else ""
    return f"[cut by rule {_plain(removed.rule)}: {words[:FIRST_WORDS]}{more}]"


def _marked(text: str, kind: str, color: bool) -> str:
    """Return words of a sentence, marked by what they are to it."""
    if not color:
        return f"_{text}_" if kind == "cue" else text
    code = {"cue": UNDERLINED, "frame": DIM}.get(kind)
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _plain(text: str) -> str:
    return visible(re.sub(r"\s+", " ", text))


# --- what both say ------------------------------------------------------------------------------


def _why(sentence: Sentence) -> str:
    """Mode, rule, and how often that rule is right on hand-checked texts."""
    return f"{sentence.mode} · {sentence.rule} · {sentence.confidence:.2f}"


def _facts(readout: Readout) -> list[str]:
    """Say in two lines when, what kind, where and who."""
    quoted, rule = readout.event_evidence, readout.event_rule
    evidence = f"evidence: “{quoted}”, rule {rule}" if quoted else None
    published = f"published {readout.published}" if readout.published else None
    kind = None if readout.event_kind == "unknown" else readout.event_kind
    lines = (
        (_when(readout), evidence),
        (kind, readout.event_place, ", ".join(readout.participants), readout.outlet, published),
    )
    return [" · ".join(filter(None, line)) for line in lines if any(line)]


def _when(readout: Readout) -> str:
    first, last = readout.event_start, readout.event_end
    if not (first and last):
        return "date unknown"
    span = f"{first}" if first == last else f"{first} to {last}"
    return f"{span} (known to the {readout.event_precision})"


def _blocks(readout: Readout) -> Iterator[SpokenBlock | list[Removed]]:
    """Yield turns, and between them what was removed; touching cuts of one rule are one."""
    before = None
    parts = sorted([*readout.cuts, *readout.sentences], key=attrgetter("start", "end"))
    for (speaker, _), group in groupby(parts, _speaker_and_paragraph):
        if speaker is None:
            yield _removed(group)
        else:
            yield SpokenBlock(speaker, speaker != before, list(group))
            before = speaker


def _speaker_and_paragraph(part: Any) -> tuple[str | None, int]:
    """Tell turns apart; a cut has no speaker."""
    return (part.speaker, part.paragraph) if hasattr(part, "speaker") else (None, 0)


def _removed(cuts: Iterable[Any]) -> list[Removed]:
    runs = [list(run) for _, run in groupby(cuts, attrgetter("rule"))]
    return [Removed(run[0].start, run[-1].end, run[0].rule) for run in runs]


def _pieces(sentence: Sentence) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) over the whole sentence: content, frame, and the cue inside the frame."""
    kinds = ["frame"] * len(sentence.text)
    spans = [("content", start, end) for start, end in sentence.content_spans]
    if sentence.cue_start is not None and sentence.cue_end is not None:
        spans.append(("cue", sentence.cue_start, sentence.cue_end))
    for kind, start, end in spans:
        kinds[start - sentence.start : end - sentence.start] = [kind] * (end - start)
    for kind, run in groupby(zip(kinds, sentence.text, strict=True), itemgetter(0)):
        yield kind, "".join(character for _, character in run)
