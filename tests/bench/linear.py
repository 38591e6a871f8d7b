"""Measure what a byte costs on long texts, on texts made to provoke regular expressions, and on much of anything else.

    .venv/bin/python tests/bench/linear.py [--only WORDS] [--size 100000] [--limit 20] [--profile]

The yardstick are documents like the seeds. `cost` is the CPU time a byte as a multiple of what such
a document costs; at most 3 is the aim for a parse. `growth` is the exponent of the time between half the size
and the whole: 1 is linear, 2 quadratic; the double of an input may cost three times as much, 1.58. Cases that begin
with another word than a text's are no parse: names, phrases, readers, tables. A parse that takes more than --limit CPU seconds is given
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
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from readoutlib import load_corpus
from readoutlib.corpus.corrections import read_rows
from readoutlib.corpus.export import write_table
from readoutlib.corpus.identity import same_persons
from readoutlib.corpus.readers import read_records
from readoutlib.parsing.parse import parse_readout
from readoutlib.parsing.readout import Participant, ReadoutError
from readoutlib.phrases import grow
from readoutlib.terminal import visible

Work = Callable[[Any], object]
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
    yield (
        "labels, one turn each",
        lambda k: (
            FRAME
            + "so.\n\n"
            + "\n\n".join(f"{a} {b}: Trade matters." for a, b in names(int(4_000 * k)))
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


# --- what is no parse ----------------------------------------------------------------------------


def vowels(number: int, seed: int = 4) -> list[str]:
    """Return names of one sound that are no spellings of each other."""
    rng = random.Random(seed)
    return ["B" + "".join(rng.choices("aeiou", k=9)) + "n" for _ in range(number)]


def identified(people: list[str]) -> object:
    """Find out who is who among people who took part in a talk each."""
    talk = parse_readout(FRAME + "so.")
    return same_persons(
        [
            replace(talk, name=str(n), people=(Participant(name, None, None, ()),))
            for n, name in enumerate(people)
        ]
    )


def grown(phrase: str) -> object:
    """Grow a phrase and make the pattern that finds it."""
    return grow(phrase).pattern


def in_a_file(name: str, work: Work) -> Work:
    """Return what writes text or a table into a file of this name and works on it."""

    def run(content: str | pd.DataFrame) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            if isinstance(content, str):
                path.write_text(content, encoding="utf-8", newline="")
            else:
                content.to_parquet(path)
            return list(work(path))

    return run


def opened(texts: list[str]) -> object:
    """Parse, save and open a corpus: what comes from elsewhere is checked."""
    with tempfile.TemporaryDirectory() as folder:
        rows = pd.DataFrame({"text": texts})
        rows.to_parquet(Path(folder, "texts.parquet"))
        load_corpus(Path(folder, "texts.parquet")).save(Path(folder, "saved"))
        again = load_corpus(Path(folder, "saved"))
        write_table(again.sentences, Path(folder, "sentences.csv"))
        return again


def read(path: Path) -> object:
    return read_records(path)


def others(size: int) -> Iterator[tuple[str, Callable[[float], Any], Work]]:
    """Yield each case that is no parse: its name, its input at a scale, and what is done with it."""
    number = lambda k: int(size * k / 25)
    for form in ("{} Alder", "Ann {}", "{0} {0}", "{}", "A. {} Elm"):
        label = form.format("…", "…")
        yield (
            f"names of one sound, {label}",
            lambda k, form=form: [form.format(name) for name in vowels(number(k))],
            identified,
        )
    yield "names of all sounds", lambda k: [" ".join(n) for n in names(number(k))], identified
    words = lambda k: prose(int(size * k / 25))[: int(size * k / 25)].replace("\n", " ")
    yield "phrase, a pasted page", words, grown
    yield "phrase of hyphens", lambda k: "-".join(["win"] * number(k)), grown
    yield (
        "phrase of regions",
        lambda k: "the region of " * int(size * k / 100) + "the region",
        grown,
    )
    paragraphs = lambda k: prose(int(5 * size * k)).split("\n\n")
    page = "<html><body><article>{}</article></body></html>"
    for name, content in {
        "a.txt": lambda k: "\n\n".join(paragraphs(k)),
        "a.md": lambda k: "---\ntitle: Talk\n---\n" + "\n\n".join(paragraphs(k)),
        "a.html": lambda k: page.format("".join(f"<p>{p}</p>" for p in paragraphs(k))),
        "a.jsonl": lambda k: pd.DataFrame({"text": paragraphs(k)}).to_json(
            orient="records", lines=True
        ),
        "a.csv": lambda k: pd.DataFrame({"text": paragraphs(k)}).to_csv(index=False),
        "a.parquet": lambda k: pd.DataFrame({"text": paragraphs(k)}),
    }.items():
        yield f"reader, {name[1:]}", content, in_a_file(name, read)
    rows = lambda k: "doc_id,field,value,source\n" + "a,title,Talk,me\n" * int(size * k)
    yield "reader, corrections", rows, in_a_file("mine.csv", read_rows)
    yield "tables, saved and opened", lambda k: list(documents(int(size * k / 500))), opened
    yield "terminal, escapes", lambda k: "\x1b[31mred\u202e " * int(size * k), visible


def cost(made: Any, limit: float, work: Work | None = None) -> float:
    """Return the CPU seconds of one parse, or of other work; infinite where it was given up."""
    gc.collect()

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    start = time.process_time()
    try:
        try:
            (work or parse_readout)(made)
        except ReadoutError:
            pass
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TimeoutError:  # which may come as late as the line above
        return math.inf
    return time.process_time() - start


def length(made: Any) -> int:
    """Return how many bytes of text an input has."""
    if isinstance(made, pd.DataFrame):
        return length(made.text.tolist())
    return sum(map(length, made)) if isinstance(made, list) else len(made.encode())


def measure(
    make: Callable[[float], Any], limit: float, work: Work | None = None
) -> tuple[int, float, float, bool]:
    """Return bytes, CPU seconds, growth, and whether these are of the whole text."""
    scale, seconds = 1.0, cost(make(1.0), limit, work)
    while seconds == math.inf:
        scale /= 2
        seconds = cost(make(scale), limit, work)
    few = cost(make(scale / 2), limit, work)
    growth = (
        math.log2(seconds / few) if min(few, seconds) > 0.01 else math.nan
    )  # below that the clock is too coarse
    return length(make(scale)), seconds, growth, scale == 1


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
    every = [(label, make, None) for label, make in cases(options.size)] + [*others(options.size)]
    chosen = [case for case in every if options.only in case[0]]
    if options.profile:
        for label, make, work in chosen:
            print(f"{label}: {length(make(1)):,} bytes")
            profile = cProfile.Profile()
            profile.runcall(cost, make(1), options.limit, work)
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
    for label, make, work in chosen:
        size, seconds, growth, whole = measure(make, options.limit, work)
        rows.append((seconds / size / normal, label, size, seconds, growth, whole))
    rows.sort(reverse=True)
    above = sum(row[0] > 3 for row in rows)
    steep = sum(row[4] > math.log2(3) for row in rows)
    print(
        f"600 documents like the seeds: {normal * 1e6:.2f} CPU seconds a MB. "
        f"{above} of {len(rows)} cases cost more than 3 times that a byte; "
        f"the double costs more than 3 times as much in {steep}.\n"
    )
    print(f"{'case':34}{'bytes':>11}{'seconds':>10}{'cost':>9}{'growth':>8}")
    for times, label, size, seconds, growth, whole in rows:
        shown = "" if math.isnan(growth) else f"{growth:.2f}"
        print(f"{label:34}{' ' if whole else '<'}{size:10,}{seconds:10.3f}{times:9.2f}{shown:>8}")


if __name__ == "__main__":
    main()
