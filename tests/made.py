"""Small made-up corpora for tests: talks of given days, sentences of given speakers, an attribution frame before a bar."""

from datetime import date, timedelta

from readoutlib.corpus import assemble
from readoutlib.parsing.readout import BOTH_SIDES, NARRATOR, Participant, Readout, Sentence

MODES = {BOTH_SIDES: "joint", NARRATOR: "narration"}


def made(talks, *, kind="meeting", outlets=None, silent=(), titles=None):
    """Build a corpus of talks, each a list of (speaker, sentence); "Ann said that | trade matters." has a frame that does not count."""
    readouts = []
    for i, lines in enumerate(talks):
        title = titles[i] if titles else f"Account {i}"
        text, sentences = title + "\n\n", []
        for n, (speaker, line) in enumerate(lines):
            frame, bar, rest = line.rpartition("| ")
            start = len(text)
            text += frame + rest
            spans = ((start + len(frame), len(text)),)
            sentences.append(
                Sentence(n, 0, start, len(text), text[start:], speaker, MODES.get(speaker, "explicit"), frame.strip() or None,
                         start if bar else None, start + len(frame) if bar else None, (), "made", 1.0, spans)
            )
            text += " "
        people = dict.fromkeys([*(s for s, _ in lines if s not in MODES), *silent])
        day = date(2015, 1, 5) + timedelta(days=30 * i)
        readouts.append(
            Readout(f"d{i:04}", text, title, 0, len(title), outlets[i] if outlets else None, None, None, day, day, day, "day", "made", "made",
                    kind, None, tuple(Participant(p, None, None, (p,)) for p in people), tuple(sentences), ())
        )
    return assemble(readouts)
