"""A Readout as annotated reading: the same marks in JupyterLab, in the report and in the terminal.

Who speaks is told by a colour and by a word, the cue is underlined, the attribution frame is greyed, the words of others
reported inside are named, what was cut stays readable with its rule, and the rule behind each sentence is one click away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeAlias

from .palette import GREYS, person_colors

# What parsing returns: it shows itself by this module, so this module imports none of it.
Readout: TypeAlias = Any
Sentence: TypeAlias = Any


class Cut(NamedTuple):
    """Touching stretches of the text that one rule took out."""

    start: int
    end: int
    rule: str


STYLE = files(__package__).joinpath("reading.css").read_text(encoding="utf-8").strip()


def as_html(readout: Readout, *, persons: Sequence[str] = (), anchors: bool = False) -> str:
    """Return the annotated reading as one HTML fragment without script; every text is escaped.

    `persons` gives the order that colours follow (default: the readout's own participants), so that a person keeps a
    colour over a corpus; `anchors` gives sentence number n the id `sN`, right where a page holds one readout only.
    """
    colors = person_colors(
        [*persons, *readout.participants, *(s.speaker for s in readout.sentences)]
    )
    out = [f"<article class='readout'><style>{STYLE}</style>"]
    if readout.title:
        out.append(f"<h2>{escape(readout.title)}</h2>")
    out += [f"<p class='facts'>{escape(line)}</p>" for line in _facts(readout)]
    out.append(
        "<p class='key'>Name and bar: who speaks. <u>Underlined</u>: the words that say so. <i>Grey</i>: not counted as speech.</p>"
    )
    for speaker, new, parts in _blocks(readout):
        if speaker is None:
            for cut in parts:
                out.append(
                    f"<details><summary>Cut by rule {escape(cut.rule)}</summary>{escape(readout.text[cut.start : cut.end])}</details>"
                )
            continue
        label = f"<b class='who'>{escape(speaker)}</b>" if new else ""
        out.append(f"<p class='{'new' if new else 'same'}' style='--who:{colors[speaker]}'>{label}")
        for s in parts:
            words = "".join(_MARKS[kind].format(escape(text)) for kind, text in _pieces(s))
            nested = f" <i>[words of {escape(', '.join(s.nested))}]</i>" if s.nested else ""
            anchor = f" id='s{s.sent}'" if anchors else ""
            out.append(f"<span{anchor} title='{escape(_why(s))}'>{words}{nested}</span> ")
        out.append("</p>")
    rows = "".join(
        f"<tr><td>{s.sent + 1}</td><td>{escape(s.speaker)}</td><td>{escape(_why(s))}</td><td>{escape(' '.join(s.text.split()[:8]))} …</td></tr>"
        for s in readout.sentences
    )
    if rows:
        head = "<tr><th>Sentence</th><th>Speaker</th><th>Mode · rule · share of right answers on hand-checked texts</th><th>Begins</th></tr>"
        out.append(
            f"<details><summary>How each sentence was attributed</summary><table>{head}{rows}</table></details>"
        )
    return "".join(out) + "</article>"


_MARKS = {"cue": "<u>{}</u>", "frame": "<i>{}</i>", "content": "{}"}


def as_text(readout: Readout, *, color: bool = False) -> str:
    """Return the annotated reading for a terminal: cues between underscores, or underlined where `color` is asked for.

    Control characters of the source are shown as �, so that a text cannot steer the terminal.
    """

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    marks = {
        "cue": lambda t: paint(t, "4") if color else f"_{t}_",
        "frame": lambda t: paint(t, "2"),
        "content": str,
    }
    colors = list(person_colors([*readout.participants, *(s.speaker for s in readout.sentences)]))
    out = [paint(_plain(readout.title or "(no title)"), "1"), *map(_plain, _facts(readout))]
    for speaker, new, parts in _blocks(readout):
        out.append("")
        if speaker is None:
            for cut in parts:
                words = _plain(readout.text[cut.start : cut.end])
                out.append(
                    paint(
                        f"[cut by rule {cut.rule}: {words[:60]}{' …' if len(words) > 60 else ''}]",
                        "2",
                    )
                )
            continue
        if new:
            code = "2" if speaker in GREYS else str(31 + colors.index(speaker) % 6)
            out.append(paint(_plain(speaker), f"1;{code}"))
        for s in parts:
            words = "".join(marks[kind](_plain(text)) for kind, text in _pieces(s))
            nested = f" [words of {_plain(', '.join(s.nested))}]" if s.nested else ""
            out.append(f"  {words}{nested}  " + paint(f"({_plain(_why(s))})", "2"))
    return "\n".join(out) + "\n"


def _plain(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "�", re.sub(r"\s+", " ", text))


def _why(s: Sentence) -> str:
    """Mode, rule, and how often that rule is right on hand-checked texts."""
    return f"{s.mode} · {s.rule} · {s.confidence:.2f}"


def _facts(r: Readout) -> list[str]:
    """Say in two lines when, what kind, where and who."""
    span = (
        str(r.event_start) if r.event_start == r.event_end else f"{r.event_start} to {r.event_end}"
    )
    when = (
        f"{span} (known to the {r.event_precision})"
        if r.event_start and r.event_end
        else "date unknown"
    )
    evidence = f"evidence: “{r.event_evidence}”, rule {r.event_rule}" if r.event_evidence else None
    published = f"published {r.published}" if r.published else None
    kind = None if r.event_kind == "unknown" else r.event_kind
    lines = (when, evidence), (kind, r.event_place, ", ".join(r.participants), r.outlet, published)
    return [" · ".join(filter(None, line)) for line in lines if any(line)]


def _blocks(r: Readout) -> Iterator[tuple[str | None, bool, list[Cut] | list[Sentence]]]:
    """Yield (speaker, whether another than before, sentences) for each turn within a paragraph, and (None, False, cuts) between them.

    All stand in the order of the text; touching cuts of one rule are one.
    """
    before = None
    parts = sorted([*r.cuts, *r.sentences], key=lambda p: (p.start, p.end))
    for (speaker, _), group in groupby(
        parts, lambda p: (p.speaker, p.paragraph) if hasattr(p, "speaker") else (None, 0)
    ):
        if speaker is None:
            runs = [list(run) for _, run in groupby(group, attrgetter("rule"))]
            yield None, False, [Cut(run[0].start, run[-1].end, run[0].rule) for run in runs]
        else:
            yield speaker, speaker != before, list(group)
            before = speaker


def _pieces(s: Sentence) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) over the whole sentence: content, frame, and the cue inside the frame."""
    kinds = ["frame"] * len(s.text)
    for start, end in s.content_spans:
        kinds[start - s.start : end - s.start] = ["content"] * (end - start)
    if s.cue_start is not None and s.cue_end is not None:
        kinds[s.cue_start - s.start : s.cue_end - s.start] = ["cue"] * (s.cue_end - s.cue_start)
    for kind, run in groupby(zip(kinds, s.text, strict=True), itemgetter(0)):
        yield kind, "".join(character for _, character in run)
