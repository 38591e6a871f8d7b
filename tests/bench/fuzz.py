"""Fuzz: feed a part of the library with mutations of good input, and hold it to its laws.

    python tests/bench/fuzz.py TARGET [--seconds 120] [--into FOLDER]

TARGET is parsing, readers, front_matter, corrections or phrases. Needs atheris, which is not in the
lock: pip install atheris. Every input that breaks a law once more without instruments is kept as a
file in FOLDER/TARGET. Laws: no exception but ReadoutError; a span holds its text; title, sentences
and cuts cover each character that is no blank once; on inputs above 4 KB a byte costs at most ten
times what it costs in the seeds. What is worth keeping goes, small, into tests/bestiary/found/, which
tests/bestiary/test_found.py replays.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from readoutlib import ReadoutError, load_corpus, parse_readout, phrases
from readoutlib.corpus.corrections import correct, read_rows
from readoutlib.corpus.readers import read_records
from readoutlib.corpus.readers.characters import cleaned
from readoutlib.corpus.readers.front_matter import read_front_matter
from readoutlib.corpus.records import Record
from readoutlib.parsing.readout import Readout

ROOT = Path(__file__).parents[2]
LARGE = 4096  # bytes, from which on the cost counts
DEAREST = 10  # times the cost of the seeds
LONGEST = 20_000
KINDS = (".txt", ".md", ".html", ".csv", ".jsonl", ".parquet")
# A program of its own, in which the library is loaded so that the lines that run are counted.
FEEDER = """
import atheris, runpy, sys
_, script, target, seconds, folder = sys.argv
with atheris.instrument_imports(include=["readoutlib"]):
    feed = runpy.run_path(script)["feed"]
feed(target, int(seconds), folder)
"""
WORDS = """said that;stressed;the two sides;Alder;Birch;Minister;President;On May 3, 2021,;“;”;";(;);
—;- ;# ;> ;* ;1. ;\\x0a\\x0a;---\\x0a;title: ;<p>;</p>;<div>;, ;: ;. ;U.S.;Mr.;said:;he;she;They;
2021-05-03;yesterday;Monday;!!timestamp ;&a ;*a ;{;};[;];\\xef\\xbb\\xbf;\\xff\\xfe;\\x00;,\\x22;\\x22,;
doc_id,start,end,speaker,mode,field,value,source;event_date;id,text;sep=\\x3b"""
TALK = (
    "Alder Meets Birch\n\nOn May 3, 2021, Minister Ann Alder of Norway met Minister Bo Birch of "
    "Chile in Oslo.\n\nAlder said that trade matters.\n\nBirch stressed that the ports stay open.\n"
)


class LawBrokenError(Exception):
    """What came out is not what the library promises."""


def hold(law: str, holds: bool) -> None:
    if not holds:
        raise LawBrokenError(law)


# --- targets -------------------------------------------------------------------------------------


def parsing(data: bytes) -> None:
    """Parse a text."""
    check(data.decode("utf-8", "replace"), {})


def check(text: str, metadata: dict[str, object]) -> None:
    """Parse a text, and hold what comes of it to the laws of spans."""
    try:
        readout = parse_readout(text, metadata=metadata)
    except ReadoutError:
        return
    for sentence in readout.sentences:
        hold("a span holds its text", text[sentence.start : sentence.end] == sentence.text)
        for start, end in sentence.content_spans:
            hold("what counts lies inside", sentence.start <= start <= end <= sentence.end)
    parts = sorted(_parts(readout))
    places = [n for start, end in parts for n in range(start, end) if not text[n].isspace()]
    wanted = [n for n, character in enumerate(text) if not character.isspace()]
    hold("title, sentences and cuts cover the text once", places == wanted)


def _parts(readout: Readout) -> Iterator[tuple[int, int]]:
    if readout.title_start is not None and readout.title_end is not None:
        yield readout.title_start, readout.title_end
    yield from ((part.start, part.end) for part in (*readout.sentences, *readout.cuts))


def readers(data: bytes) -> None:
    """Read a file; its first byte tells the ending of its name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t" + KINDS[data[0] % len(KINDS)] if data else "t.txt")
        path.write_bytes(data[1:])
        try:
            records = [item for item in read_records(path) if isinstance(item, Record)]
        except ReadoutError as error:
            hold("one line", "\n" not in str(error))
            return
    for record in records:
        hold(
            "what is read can be stored",
            bool(record.text.encode()) and bool(record.doc_id.encode()),
        )
        str(dict(record.metadata)).encode()
        hold("it is clean", cleaned(record.text, {})[0] == record.text)


def front_matter(data: bytes) -> None:
    """Read the block above a text."""
    text = data.decode("utf-8", "replace")
    front = read_front_matter(text)
    text, metadata, _ = cleaned(text, front.metadata)
    str(metadata).encode()
    hold("it ends in the text", 0 <= front.end <= len(text))


def corrections(data: bytes) -> None:
    """Put a file of corrections over one readout."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mine.csv")
        path.write_bytes(data)
        try:
            correct([parse_readout(TALK, name="a")], read_rows(path))
        except ReadoutError as error:
            hold("one line", "\n" not in str(error))


def phrase(data: bytes) -> None:
    """Grow a phrase and look for it."""
    try:
        family = phrases.grow(data.decode("utf-8", "replace"))
        hits = phrases.find(_corpus(), [family])
    except ReadoutError as error:
        hold("one line", "\n" not in str(error))
        return
    body = hits[hits.part == "body"]
    texts = _corpus().texts
    spans = zip(body.doc_id, body.start, body.end, body.text, strict=True)
    hold("a hit is its text", all(texts[d][int(a) : int(b)] == text for d, a, b, text in spans))


def _corpus(made: list = []) -> object:  # noqa: B006  made once
    if not made:
        made.append(load_corpus(ROOT / "seeds"))
    return made[0]


TARGETS: dict[str, Callable[[bytes], None]] = {
    "parsing": parsing,
    "readers": readers,
    "front_matter": front_matter,
    "corrections": corrections,
    "phrases": phrase,
}


def starts(target: str) -> list[bytes]:
    """Return good inputs, which are mutated."""
    texts = [path.read_bytes() for path in sorted((ROOT / "seeds").iterdir())]
    head = b"---\ntitle: Talk\ndate: 2021-05-03\ntags: [a, &b b, *b]\n---\n"
    row = json.dumps({"id": "a", "text": TALK, "title": "Talk", "published": "2021-05-03"})
    page = "".join(f"<p>{line}</p>" for line in TALK.split("\n\n"))
    files = [
        TALK,
        head.decode() + TALK,
        f"<html><head><title>Talk</title></head><body><article>{page}</article></body></html>",
        f'id,title,text\na,Talk,"{TALK}"\nb,"Talk, too","{TALK}"\n',
        f"{row}\n{row}\n",
    ]
    lines = (
        "doc_id,start,end,speaker,mode,field,value,source\n"
        "a,102,132,Bo Birch,explicit,,,me\na,,,,,event_date,2021-05,me\na,,,,,participant,Cy Cedar,me\n"
    )
    return {
        "parsing": [*texts, TALK.encode()],
        "readers": [bytes([n]) + text.encode() for n, text in enumerate(files)],
        "front_matter": [head + TALK.encode(), b'+++\ntitle = "Talk"\ndate = 2021-05-03\n+++\n'],
        "corrections": [lines.encode()],
        "phrases": [b"strategic coordination", b"win-win", b"multipol*", b"Ukraine's"],
    }[target]


# --- the run -------------------------------------------------------------------------------------


def cost(target: str, data: bytes) -> float:
    """Return the CPU seconds a byte that an input takes, of two runs the cheaper."""
    times = []
    for _ in range(2):
        before = time.process_time()
        TARGETS[target](data)
        times.append(time.process_time() - before)
    return min(times) / max(len(data), 1)


def usual_cost(target: str) -> float:
    return max(cost(target, data) for data in starts(target))


def complaint(target: str, data: bytes, usual: float) -> str | None:
    """Return what law an input breaks, with the line that broke it, or None."""
    try:
        found = cost(target, data)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return f"{type(error).__name__}: {' '.join(str(error).split())[:100]} ({where})"
    if len(data) > LARGE and found > DEAREST * usual:
        return f"{found / usual:.0f} times the cost of the seeds, {len(data):,} bytes"
    return None


def feed(target: str, seconds: int, folder: str) -> None:
    """Feed a target in this process, which ends with it; write the first input of each complaint."""
    import atheris

    usual = usual_cost(target)
    seen: set[str] = set()

    def take(data: bytes) -> None:
        before = time.process_time()
        try:
            TARGETS[target](data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            kind = f"{type(error).__name__} {place.filename} {place.lineno}"
        else:
            spent = (time.process_time() - before) / max(len(data), 1)
            kind = f"dear {int(spent / usual / DEAREST)}"
            if len(data) <= LARGE or spent < DEAREST * usual:
                return
        if kind not in seen:
            seen.add(kind)
            Path(folder, hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)

    begin = Path(tempfile.mkdtemp())
    for number, data in enumerate(starts(target)):
        (begin / str(number)).write_bytes(data)
    words = begin.with_suffix(".words")
    words.write_text("".join(f'"{word}"\n' for word in _escaped_words()))
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-dict={words}", "-seed=1"]
    quiet = ["-verbosity=0", "-print_final_stats=1", "-rss_limit_mb=4000", "-timeout=120"]
    atheris.Setup([sys.argv[0], *options, *quiet, str(begin)], take)
    atheris.Fuzz()


def _escaped_words() -> list[str]:
    """Return the words as libFuzzer reads them: bytes beyond ASCII by their number."""
    words = filter(None, WORDS.replace("\n", "").split(";"))
    return ["".join(map(_escaped, word.encode())) for word in words]


def _escaped(byte: int) -> str:
    plain = 32 <= byte < 127 and byte != ord('"')
    return chr(byte) if plain else f"\\x{byte:02x}"


def main() -> int:
    """Run one target and return 1 if it broke a law."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--into", type=Path, default=Path("fuzz"), metavar="FOLDER")
    args = parser.parse_args()
    folder = args.into / args.target
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("expected atheris, found none; pip install atheris brings it", file=sys.stderr)
        return 1
    command = [sys.executable, "-c", FEEDER, __file__, args.target, str(args.seconds), str(folder)]
    subprocess.run(command, check=False)
    usual, broken = usual_cost(args.target), 0
    for path in sorted(folder.iterdir()):
        found = complaint(args.target, path.read_bytes(), usual)
        if found:
            broken += 1
            print(f"{path}: {found}")
        else:
            path.unlink()
    print(f"{args.target}: {broken} inputs break a law")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
