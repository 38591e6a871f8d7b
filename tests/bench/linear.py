"""Measure what parsing costs a byte on long texts and on texts made to provoke regular expressions.

    .venv/bin/python tests/bench/linear.py [--only WORDS] [--size 100000] [--limit 20] [--profile]

The yardstick are documents like the seeds. `cost` is the CPU time a byte as a multiple of what such
a document costs; at most 3 is the aim. `growth` is the exponent of the time between half the size
and the whole: 1 is linear, 2 quadratic. A parse that takes more than --limit CPU seconds is given
up, and the case halved until one ends: `bytes` and `seconds` are then of that smaller text, marked
`<`, and its cost too low. --profile shows where the time of each case goes, instead.
"""

import argparse
import cProfile
import gc
import math
import pstats
import random
import runpy
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from readoutlib.parsing.parse import parse_readout
from readoutlib.parsing.readout import ReadoutError

speed = runpy.run_path(str(Path(__file__).with_name("speed.py")))
documents, name, templates = speed["documents"], speed["name"], speed["templates"]
LEAD = "On May 3, 2021, Minister Ann Alder met "
FRAME = f"A Meets B\n\n{LEAD}Minister Bo Birch in Oslo. Alder said that "
REPEATED = {
    "straight quotes": '"',
    "single quotes": "'",
    "curly quotes": "“",
    "curly quotes, closed": "“”",
    "quotes around words": "“a” ",
    "quotes, said": "“Trade matters,” Alder said. ",
    "open quotes": "“Trade, ",
    "brackets": "(",
    "brackets, closed": "()",
    "square brackets": "[",
    "commas": ",",
    "commas, apart": ", ",
    "full stops": ".",
    "full stops, apart": ". ",
    "dashes": "-",
    "long dashes": "—",
    "front matter": "---\n",
    "newlines": "\n",
    "blank lines": " \n \n",
    "carriage returns": "\r\n",
    "spaces": " ",
    "tabs": "\t",
    "no-break spaces": "\u00a0",
    "digits": "1",
    "years": "2021 ",
    "dates": "May 3, ",
    "days": "May 3, 2021, ",
    "ISO dates": "2021-05-03 ",
    "weekdays": "on Monday ",
    "letters": "a",
    "capitals": "A",
    "A ": "A ",
    "initials": "A. ",
    "initialisms": "U.S. ",
    "capital words": "Xaqu ",
    "hyphens": "a-",
    "apostrophes": "a'",
    "possessives": "Putin's ",
    "said": "said ",
    "said that": "said that ",
    "saying": ", saying ",
    "he said": "he said ",
    "nested saying": "Birch noted that Alder stressed that ",
    "Wang Yi said": "Wang Yi said ",
    "Wang Yi said that": "Wang Yi said that ",
    "Mr.": "Mr. ",
    "President": "President ",
    "President of": "President of ",
    "Minister and": "Minister and ",
    "of the": "of the ",
    "and": "and ",
    "that": "that ",
    "the": "the ",
    "for": "for ",
    "on": "on ",
    "China": "China ",
    "Chinese": "Chinese ",
    "two sides": "the two sides ",
    "both": "Both sides agreed. ",
    "told": "Alder told Birch ",
    "according to": "according to ",
    "URLs": "https://a.b/c ",
    "tags": "<p>",
    "tags, closed": "<b>a</b> ",
    "entities": "&amp;",
    "labels": "Q: ",
    "label lines": "Q: Trade?\n\nA: Yes.\n\n",
    "bullets": "• ",
    "bullet lines": "* Trade.\n",
    "numbered lines": "1. Trade.\n",
    "combining marks": "a\u0301",
    "only marks": "\u0301",
    "emoji": "👩\u200d👩\u200d👧 ",
    "Chinese text": "王毅说",
    "Chinese sentences": "王毅表示，合作。",
    "Cyrillic": "Лавров сказал, что ",
    "Arabic": "قال الوزير ",
    "zero-width": "\u200b",
    "null": "\0",
    "hash": "# ",
    "stars": "*",
    "underscores": "_",
    "pipes": "|",
    "title lines": "Wang Yi Meets Lavrov\n\n",
    "time stamps": "Updated 23:04, 07-Aug-2023\n",
    "YAML keys": "title: a\n",
    "short paragraphs": "Trade matters.\n\n",
    "relative days": "They met on Tuesday, two days earlier. ",
    "one-word lines": "Trade\n",
    "questions": "Why? ",
    "semicolons": "; ",
    "colons": ": ",
    "ellipses": "… ",
    "slashes": "/",
}
NAMED = {  # forename and surname, a person each
    "speakers": "President {0} {1} said that trade matters. ",
    "speakers, by surname": "President {0} {1} met him. {1} said so. ",
    "speakers, told": "President {0} {1} told Minister {1} {0} so. ",
    "spellings of one surname": "{0} Alder said that trade matters. ",
    "delegations": "The {1} delegation said that trade matters. ",
    "countries": "Foreign Minister {0} {1} of {0}land said so. ",
    "sides": "The {1} side stressed that trade matters. ",
    "people without an office": "{0} {1} said that trade matters. ",
}


def prose(size: int, seed: int = 1) -> str:
    """Return sentences of the seeds, in paragraphs of five, up to a size: all of two people."""
    rng, seeds = random.Random(seed), templates()
    pool = [s for _, paragraphs, _ in seeds for p in paragraphs for s in p]
    out, length = [seeds[1][0]], 0
    while length < size:
        out.append(" ".join(rng.choices(pool, k=5)))
        length += len(out[-1]) + 2
    return "\n\n".join(out)


def names(number: int, seed: int = 2) -> Iterator[list[str]]:
    """Return forenames and surnames, hardly any twice."""
    rng = random.Random(seed)
    return (
        f"{name(rng)}{name(rng).lower()} {name(rng)}{name(rng).lower()}".split()
        for _ in range(number)
    )


def cases(size: int) -> Iterator[tuple[str, Callable[[float], str]]]:
    """Yield each case: its name, and its text at a scale, 1 for the whole."""
    yield "1 MB of prose", lambda k: prose(int(1e6 * k))
    yield "1 MB of prose in one line", lambda k: " ".join(prose(int(1e6 * k)).split())
    yield (
        "1 MB in one sentence",
        lambda k: FRAME + " ".join(prose(int(1e6 * k)).split()).replace(".", ",") + ".",
    )
    yield "1 MB of documents in a row", lambda k: "\n\n".join(documents(int(256 * k)))
    for label, form in NAMED.items():
        yield (
            label,
            lambda k, form=form: (
                FRAME + "so. " + "".join(form.format(*p) for p in names(int(12_000 * k)))
            ),
        )
    ministers = lambda k: ", ".join(f"Minister {' '.join(p)}" for p in names(int(12_000 * k)))
    yield "speakers in one list", lambda k: f"{FRAME}so. They met {ministers(k)}."
    yield "people in the lead", lambda k: f"{LEAD}{ministers(k)}."
    yield (
        "people in the title",
        lambda k: (
            f"Ann Alder Meets {', '.join(map(' '.join, names(int(12_000 * k))))}\n\n{FRAME}so."
        ),
    )
    yield "leads", lambda k: "A\n\n" + f"{LEAD}Minister Bo Birch in Oslo.\n\n" * int(4_000 * k)
    yield "long title", lambda k: "Alder Meets Birch " * int(10_000 * k) + "\n\n" + FRAME + "so."
    opened, closed = "“Alder said ‘", "’”"
    yield (
        "nested quotes",
        lambda k: f"{FRAME}{opened * int(8_000 * k)}so{closed * int(8_000 * k)}.",
    )
    yield (
        "nested brackets",
        lambda k: FRAME + "(so " * int(20_000 * k) + ")" * int(20_000 * k) + ".",
    )
    yield (
        "nested tags",
        lambda k: "<div>" * int(20_000 * k) + FRAME + "so." + "</div>" * int(20_000 * k),
    )
    yield (
        "front matter without end",
        lambda k: "---\n" + "title: 'a\n" * int(20_000 * k) + FRAME + "so.",
    )
    yield (
        "front matter, many keys",
        lambda k: (
            "---\n"
            + "".join(f"k{i}: v\n" for i in range(int(20_000 * k)))
            + "---\n"
            + FRAME
            + "so."
        ),
    )
    yield (
        "a mixture of all units",
        lambda k: (
            FRAME
            + "".join(random.Random(3).choices(list(REPEATED.values()), k=int(size * k)))
            + " so."
        ),
    )
    for label, unit in REPEATED.items():
        yield label, lambda k, unit=unit: FRAME + unit * int(size * k) + " so."
        if not unit.strip().isalnum() and len(unit) <= 2:
            yield (
                f"{label}, in front",
                lambda k, unit=unit: unit * int(size * k) + "\n\n" + FRAME + "so.",
            )


def cost(text: str, limit: float) -> float:
    """Return the CPU seconds of one parse, infinite where it was given up."""
    gc.collect()

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    start = time.process_time()
    try:
        try:
            parse_readout(text)
        except ReadoutError:
            pass
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TimeoutError:  # which may come as late as the line above
        return math.inf
    return time.process_time() - start


def measure(make: Callable[[float], str], limit: float) -> tuple[int, float, float, bool]:
    """Return bytes, CPU seconds, growth, and whether these are of the whole text."""
    scale, seconds = 1.0, cost(make(1.0), limit)
    while seconds == math.inf:
        scale /= 2
        seconds = cost(make(scale), limit)
    few = cost(make(scale / 2), limit)
    growth = (
        math.log2(seconds / few) if min(few, seconds) > 0.01 else math.nan
    )  # below that the clock is too coarse
    return len(make(scale).encode()), seconds, growth, scale == 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="cases whose name holds these words")
    parser.add_argument("--size", type=int, default=100_000, help="repeats of one unit in a case")
    parser.add_argument(
        "--limit", type=float, default=20.0, help="CPU seconds after which a parse is given up"
    )
    parser.add_argument(
        "--profile", action="store_true", help="show where the time of each case goes, instead"
    )
    options = parser.parse_args()
    chosen = [(label, make) for label, make in cases(options.size) if options.only in label]
    if options.profile:
        for label, make in chosen:
            print(f"{label}: {len(make(1).encode()):,} bytes")
            profile = cProfile.Profile()
            profile.runcall(cost, make(1), options.limit)
            pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(10)
        return
    texts = list(documents(600))
    for text in texts[:20]:
        parse_readout(text)  # patterns and tables are made at the first call
    parts = [texts[i::3] for i in range(3)]
    normal = statistics.median(
        sum(cost(t, options.limit) for t in part) / sum(len(t.encode()) for t in part)
        for part in parts
    )
    rows = []
    for label, make in chosen:
        size, seconds, growth, whole = measure(make, options.limit)
        rows.append((seconds / size / normal, label, size, seconds, growth, whole))
    rows.sort(reverse=True)
    above = sum(row[0] > 3 for row in rows)
    print(
        f"600 documents like the seeds: {normal * 1e6:.2f} CPU seconds a MB. "
        f"{above} of {len(rows)} cases cost more than 3 times that a byte.\n"
    )
    print(f"{'case':34}{'bytes':>11}{'seconds':>10}{'cost':>9}{'growth':>8}")
    for times, label, size, seconds, growth, whole in rows:
        shown = "" if math.isnan(growth) else f"{growth:.2f}"
        print(f"{label:34}{' ' if whole else '<'}{size:10,}{seconds:10.3f}{times:9.2f}{shown:>8}")


if __name__ == "__main__":
    main()
