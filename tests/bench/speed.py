"""Measure the speed of parsing on one core, beside that of compiled tokenizers in the same run.

    .venv/bin/python tests/bench/speed.py [--documents 10000] [--rounds 20] [--profile]

The documents are made from the annotated sentences of the seeds: furniture, title and first
sentences of one seed, paragraphs as long as its own, their sentences drawn from all seeds, and
people, countries and days of their own, so that no two are the same and no cache helps. The
yardstick is the project's own word pattern run by `regex`, compiled code; spaCy and Hugging Face
tokenizers are timed too where they can be imported. The ratio is speed of parsing by speed of
tokenizing, a round each; above 0.1 is the aim.
"""

import argparse
import cProfile
import gc
import itertools
import json
import pstats
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import regex

from readoutlib.parsing.parse import parse_readout
from readoutlib.parsing.words.tokens import WORD

ROOT = Path(__file__).resolve().parents[2]
COUNTRIES = (
    "China Chinese, Russia Russian, Japan Japanese, Brazil Brazilian, Egypt Egyptian, "
    "India Indian, Germany German, Mexico Mexican, Kenya Kenyan, Indonesia Indonesian, "
    "Canada Canadian, Italy Italian, Peru Peruvian, Norway Norwegian, Turkey Turkish, "
    "Poland Polish, Chile Chilean"
)
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
VARIED = regex.compile(
    r"""(?x)  # what a made document has of its own
    \b(?:
        Wang\sYi | Wang | Serge[iy]\sLavrov | Lavrov  # people
      | China | Chinese | Russia | Russian  # countries
      | \d{4}-\d\d-\d\d  # a day in figures
      | \p{Lu}\p{Ll}+[ ]\d\d?,[ ]\d{4}  # a day in words
    )\b
    """
)


def name(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize()


def templates() -> list[tuple[str, list[list[str]], str]]:
    """Return the parts of each seed.

    The text up to the end of its third sentence, the other sentences by paragraph, and the text
    after the last.
    """
    found = []
    sentences = [
        json.loads(line)
        for line in (ROOT / "tests/gold/sentences.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for file, group in itertools.groupby(sentences, key=lambda s: s["file"]):
        text, (_, _, lead, *rest) = (ROOT / "seeds" / file).read_bytes().decode(), group
        paragraphs, end = [], lead["end"]
        for s in rest:
            if "\n" in text[end : s["start"]] or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(text[s["start"] : s["end"]])
            end = s["end"]
        found.append((text[: lead["end"]], paragraphs, text[end:]))
    return found


def documents(number: int, seed: int = 20190513, people: int = 0) -> Iterator[str]:
    """Yield distinct documents of the seeds' sizes, the same for the same arguments.

    They tell of talks between so many people, else of people of their own.
    """
    rng, seeds = random.Random(seed), templates()
    cast = [(rng.choice(COUNTRIES.split(", ")), name(rng), name(rng)) for _ in range(people)]
    pool = [s for _, paragraphs, _ in seeds for p in paragraphs for s in p]
    for n in range(number):
        head, paragraphs, tail = seeds[n % len(seeds)]
        body = "".join("\n\n" + " ".join(rng.choices(pool, k=len(p))) for p in paragraphs)
        pair = (
            rng.sample(cast, 2)
            if cast
            else [(c, name(rng), name(rng)) for c in rng.sample(COUNTRIES.split(", "), 2)]
        )
        (home, native, first, host), (other, foreign, second, guest) = (
            (*country.split(), *names) for country, *names in pair
        )
        day = date(2000, 1, 1) + timedelta(rng.randrange(9000))
        change = {
            "China": home,
            "Chinese": native,
            "Russia": other,
            "Russian": foreign,
            "Wang": host,
            "Lavrov": guest,
        }
        change |= {
            "Wang Yi": f"{first} {host}",
            "Sergey Lavrov": f"{second} {guest}",
            "Sergei Lavrov": f"{second} {guest}",
        }
        stated = f"{day:%B} {day.day}, {day.year}"
        yield VARIED.sub(
            lambda m: (
                change.get(" ".join(m[0].split())) or (str(day) if m[0][0].isdigit() else stated)
            ),
            head + body + tail,
        )


def tokenizers() -> dict[str, Callable[[str], object]]:
    """Return the compiled tokenizers at hand; the first is always there."""
    found = {
        "regex, the project's words": WORD.findall,
        "regex, words with spans": lambda text: [m.span() for m in WORD.finditer(text)],
    }
    try:
        from tokenizers.pre_tokenizers import Whitespace

        found["Hugging Face Whitespace"] = Whitespace().pre_tokenize_str
    except ImportError:
        pass
    try:
        import spacy

        found["spaCy blank English"] = spacy.blank("en")
    except ImportError:
        pass
    return found


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU seconds that work on all texts takes."""
    gc.collect()
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument(
        "--rounds",
        type=int,
        default=20,
        help="the documents are dealt to so many rounds; each times everything",
    )
    parser.add_argument("--profile", action="store_true", help="show where the time goes, instead")
    options = parser.parse_args()
    texts = list(documents(options.documents))
    assert len(set(texts)) == len(texts)
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(seconds, parse_readout, texts)
        pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(25)
        return
    size = sum(len(t.encode()) for t in texts)
    print(
        f"{len(texts):,} distinct documents, {size / 1e6:.1f} MB, "
        f"{size / len(texts):,.0f} bytes each; {options.rounds} rounds"
    )
    work = {"parse_readout": parse_readout} | tokenizers()
    times = {label: [] for label in work}
    for f in work.values():
        seconds(f, texts[:20])  # patterns and tables are made at the first call
    for i in range(options.rounds):
        order = list(work) if i % 2 else list(work)[::-1]
        for label in order:
            times[label].append(seconds(work[label], texts[i :: options.rounds]))
    print(f"\n{'':28}{'documents/s':>12}{'MB/s':>8}   parsing by it: min  median     max")
    for label, t in times.items():
        ratio = [b / a for a, b in zip(times["parse_readout"], t, strict=True)]
        shown = (
            f"{min(ratio):18.3f}{statistics.median(ratio):8.3f}{max(ratio):8.3f}"
            if label != "parse_readout"
            else ""
        )
        print(f"{label:28}{len(texts) / sum(t):12,.0f}{size / 1e6 / sum(t):8.2f}{shown}")


if __name__ == "__main__":
    main()
