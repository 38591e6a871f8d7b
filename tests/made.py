"""Small made-up corpora for tests: talks of given days, sentences of given speakers, an attribution frame before a bar."""

from datetime import date, timedelta

from readoutlib.corpus import assemble
from readoutlib.parsing.readout import Participant, Readout, Sentence
from readoutlib.speakers import BOTH_SIDES, NARRATOR

MODES = {BOTH_SIDES: "joint", NARRATOR: "narration"}


def made(talks, *, kind="meeting", outlets=None, silent=(), titles=None, days=()):
    """Build a corpus of talks, each a list of (speaker, sentence).

    "Ann said that | trade matters." has a frame that does not count, "Trade, | Ann said, | matters." one in its middle. Talks lie 30 days
    apart; `days` gives others: "2020-03-01", or "2020" for a talk known to the year.
    """
    readouts = []
    for i, lines in enumerate(talks):
        title = titles[i] if titles else f"Account {i}"
        text, sentences = title + "\n\n", []
        for n, (speaker, line) in enumerate(lines):
            before, frame, rest = ["", "", *line.split("| ")][-3:]
            start = len(text)
            text += before + frame + rest
            cue, end = start + len(before), start + len(before + frame)
            spans = (*([(start, cue)] if before else []), (end, len(text)))
            sentences.append(
                Sentence(
                    sent=n,
                    paragraph=0,
                    start=start,
                    end=len(text),
                    text=text[start:],
                    speaker=speaker,
                    mode=MODES.get(speaker, "explicit"),
                    cue=frame.strip() or None,
                    cue_start=cue if frame else None,
                    cue_end=end if frame else None,
                    nested=(),
                    rule="made",
                    confidence=1.0,
                    content_spans=spans,
                )
            )
            text += " "
        people = dict.fromkeys([*(s for s, _ in lines if s not in MODES), *silent])
        first = last = date(2015, 1, 5) + timedelta(days=30 * i)
        if days:
            first, last = (
                date.fromisoformat(days[i] + (end if len(days[i]) == 4 else ""))
                for end in ("-01-01", "-12-31")
            )
        precision = "year" if first < last else "day"
        readouts.append(
            Readout(
                name=f"d{i:04}",
                text=text,
                title=title,
                title_start=0,
                title_end=len(title),
                outlet=outlets[i] if outlets else None,
                outlet_guess=None,
                url=None,
                published=first,
                event_start=first,
                event_end=last,
                event_precision=precision,
                event_rule="made",
                event_evidence="made",
                event_kind=kind,
                event_place=None,
                people=tuple(Participant(p, None, None, (p,)) for p in people),
                sentences=tuple(sentences),
                cuts=(),
            )
        )
    return assemble(readouts)
