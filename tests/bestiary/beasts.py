"""Broken, hostile and careless inputs, each made by a few lines, with what must come of it.

A beast is made in an empty folder `here`; a command runs on it there. What must come: the exit status, what the
lines on stderr say (regular expressions, each must be found), how many documents come of it, which words must not be
lost, and which files must stay as they were. `python tests/bestiary/beasts.py DIR` writes them all to look at.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

TALK = (
    "Alder Meets Birch\n\n"
    "On May 3, 2021, Minister Ann Alder of Norway met Minister Bo Birch of Finland in Oslo.\n\n"
    "Alder said that trade matters and that the ports stay open.\n\n"
    "Birch stressed that the border is calm.\n"
)
OTHER = TALK.replace("May 3", "June 7").replace("ports", "roads")
REPORT = ("report", "corpus", "--out", "out", "--no-execute")
PARSE = ("parse", "corpus", "--out", "out")
SHOW = ("show", "corpus/a.txt")


@dataclass(frozen=True)
class Beast:
    """One input, the command that meets it, and what must come of it."""

    name: str
    point: str  # of what a user is promised
    make: Callable[[Path], None]
    command: tuple[str, ...] = PARSE
    status: int = 0
    says: tuple[str, ...] = ()  # found on stderr
    shows: tuple[str, ...] = ()  # found on stdout
    hides: tuple[str, ...] = ()  # found nowhere in what is printed
    documents: int | None = None
    words: tuple[str, ...] = ()  # in the text of some document
    kept: tuple[str, ...] = ()  # files that stay as they were made
    then: Callable[[Path], None] | None = field(default=None, compare=False)


BEASTS: list[Beast] = []


def beast(name: str, point: str, **what: object) -> Callable:
    """Register the function that makes a beast."""

    def register(make: Callable[[Path], None]) -> Callable[[Path], None]:
        BEASTS.append(Beast(name, point, make, **what))
        return make

    return register


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def corpus(here: Path, **files: str | bytes) -> None:
    """Write a folder `corpus` with one good readout and other files (two underscores stand for a dot)."""
    write(here / "corpus/a.txt", TALK)
    for name, content in files.items():
        write(here / "corpus" / name.replace("__", "."), content)


def saved(here: Path, name: str = "out") -> Path:
    """Save a corpus of one readout."""
    from readoutlib import load_corpus

    corpus(here)
    load_corpus(here / "corpus").save(here / name)
    return here / name


def tampered(table: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Callable[[Path], None]:
    """Save a corpus and change one of its tables."""

    def make(here: Path) -> None:
        path = saved(here, "corpus2") / f"{table}.parquet"
        change(pd.read_parquet(path)).to_parquet(path, index=False)

    return make


# --- 1. a user's files are his -----------------------------------------------------------------

FOREIGN = r"out: expected .*new or empty folder.*; "


@beast(
    "parse into a folder with a letter",
    "files",
    status=1,
    says=(FOREIGN, "letter.txt"),
    kept=("out/letter.txt",),
)
@beast(
    "report into a folder with a letter",
    "files",
    command=REPORT,
    status=1,
    says=(FOREIGN, "letter.txt"),
    kept=("out/letter.txt",),
)
def _(here):
    corpus(here)
    write(here / "out/letter.txt", "mine")


@beast(
    "parse over a saved corpus with a thesis in it",
    "files",
    status=1,
    says=(FOREIGN, "thesis.docx"),
    kept=("out/thesis.docx",),
)
def _(here):
    write(saved(here) / "thesis.docx", "mine")


@beast(
    "parse over a saved corpus with a folder in it",
    "files",
    status=1,
    says=(FOREIGN, "notes"),
    kept=("out/notes/a.md",),
)
def _(here):
    write(saved(here) / "notes/a.md", "mine")


@beast(
    "parse over a saved corpus with a hidden file of the user's",
    "files",
    status=1,
    says=(FOREIGN, r"\.git"),
    kept=("out/.git/config",),
)
def _(here):
    write(saved(here) / ".git/config", "mine")


@beast("parse over a saved corpus with the system's files", "files")
def _(here):
    folder = saved(here)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        write(folder / name, b"\0")


@beast("parse over a saved corpus", "files")
def _(here):
    saved(here)


def older_report(here: Path) -> Path:
    corpus(here)
    write(here / "out/index.html", '<meta name="generator" content="readoutlib 0.1.0">')
    write(here / "out/01_corpus.html", '<meta name="generator" content="readoutlib 0.1.0">')
    return here / "out"


@beast(
    "report over a report with a page of the user's",
    "files",
    command=REPORT,
    status=1,
    says=(FOREIGN, "essay.html"),
    kept=("out/essay.html",),
)
def _(here):
    write(older_report(here) / "essay.html", "<h1>mine</h1>")


@beast(
    "report over a folder of pages that are not ours",
    "files",
    command=REPORT,
    status=1,
    says=(FOREIGN, "index.html"),
    kept=("out/index.html",),
)
def _(here):
    corpus(here)
    write(here / "out/index.html", "<h1>mine</h1>")


@beast(
    "parse over a report",
    "files",
    status=1,
    says=(r"out: expected", "report"),
    kept=("out/index.html",),
)
def _(here):
    older_report(here)


@beast(
    "report over a saved corpus",
    "files",
    command=REPORT,
    status=1,
    says=(r"out: expected", "corpus"),
    kept=("out/readouts.json",),
)
def _(here):
    saved(here)


def linked_folder(here: Path) -> None:
    corpus(here)
    (here / "real").mkdir()
    (here / "out").symlink_to("real", target_is_directory=True)


def still_linked(here: Path) -> None:
    assert (here / "out").is_symlink() and (here / "real").is_dir()
    assert any((here / "real").iterdir())


@beast("parse into a link to a folder", "files", then=still_linked)
def _(here):
    linked_folder(here)


@beast(
    "parse a table into a link to a file",
    "files",
    command=("parse", "corpus", "--out", "out.csv"),
    then=lambda here: (here / "out.csv").is_symlink() or 1 / 0,
)
def _(here):
    corpus(here)
    write(here / "real.csv", "")
    (here / "out.csv").symlink_to("real.csv")


@beast(
    "parse into a link that leads nowhere",
    "files",
    then=lambda here: (here / "out").is_symlink() or 1 / 0,
)
def _(here):
    corpus(here)
    (here / "out").symlink_to("elsewhere", target_is_directory=True)


@beast(
    "parse into a link to the user's folder",
    "files",
    status=1,
    says=("letter.txt",),
    kept=("real/letter.txt",),
)
def _(here):
    linked_folder(here)
    write(here / "real/letter.txt", "mine")


@beast(
    "parse after a run that was killed",
    "files",
    then=lambda here: sorted(p.name for p in here.iterdir()) == ["corpus", "out"] or 1 / 0,
)
def _(here):
    corpus(here)
    write(here / ".out.readout-k1ll3d/new/part", "half")


def with_output(here: Path, make: Callable[[Path], None]) -> None:
    corpus(here)
    make(here / "corpus")


@beast("a saved corpus inside the corpus", "files", documents=1, says=("saved corpus",))
def _(here):
    saved(here, "other")
    shutil.move(here / "other", here / "corpus/saved")


@beast("a report inside the corpus", "files", documents=1, says=("report",))
def _(here):
    shutil.move(older_report(here), here / "corpus/reports")


@beast("a table of sentences inside the corpus", "files", documents=1, says=("sentences",))
def _(here):
    from readoutlib import load_corpus

    corpus(here)
    load_corpus(here / "corpus").sentences.to_csv(here / "corpus/sentences.csv", index=False)


@beast("sentences in Parquet inside the corpus", "files", documents=1, says=("sentences",))
def _(here):
    from readoutlib import load_corpus

    corpus(here)
    load_corpus(here / "corpus").sentences.to_parquet(here / "corpus/s.parquet", index=False)


@beast("corrections inside the corpus", "files", documents=1, says=("corrections",))
def _(here):
    corpus(here, corrections__csv="doc_id,start,end,speaker,source\na,0,5,Ann Alder,me\n")


# --- 2. one file stops nothing -----------------------------------------------------------------

ONE_LOST = {"documents": 1, "words": ("ports",)}
BOTH = {"documents": 2, "words": ("ports", "roads")}
MARKUP = "---\ntitle: Talk\npublished: {}\n---\n" + OTHER


@beast("a file of digits", "one file", says=(r"b\.txt",), **ONE_LOST)
def _(here):
    corpus(here, b__txt="123 456\n789\n")


@beast("a file of marks", "one file", says=(r"b\.txt",), **ONE_LOST)
def _(here):
    corpus(here, b__txt="*** --- ...\n")


@beast("an empty file", "one file", says=(r"b\.txt",), **ONE_LOST)
def _(here):
    corpus(here, b__txt="")


@beast("bytes that are no text", "one file", says=(r"b\.txt",), **ONE_LOST)
def _(here):
    corpus(here, b__txt=bytes(range(256)) * 4)


for number, value in enumerate(
    (
        "!!timestamp foo",
        '!!float ""',
        "!!binary x",
        "!!int ''",
        "!!python/object:os.system x",
        "[a, b",
    ),
    1,
):

    @beast(
        f"front matter that YAML cannot build ({number})",
        "one file",
        says=(r"b\.md.*front matter",),
        **BOTH,
    )
    def _(here, value=value):
        corpus(here, b__md=MARKUP.format(value))


@beast(
    "front matter whose aliases nest without end",
    "one file",
    says=(r"b\.md.*front matter",),
    **BOTH,
)
def _(here):
    lines = ["a0: &a0 [x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)
    ]
    corpus(here, b__md="---\n" + "\n".join(lines) + "\n---\n" + OTHER)


@beast("front matter of TOML", "one file", **BOTH)
def _(here):
    corpus(here, b__md=f'+++\ntitle = "Talk"\ndate = 2021-06-08\n+++\n\n{OTHER}')


@beast("front matter that holds itself", "one file", **BOTH)
def _(here):
    corpus(here, b__md="---\ntitle: &t [*t]\n---\n" + OTHER)


@beast("front matter of keys that are no text", "one file", **BOTH)
def _(here):
    corpus(here, b__md="---\n1: x\n2021-05-03: y\n[a]: z\n---\n" + OTHER)


@beast("half a surrogate pair in a title", "one file", says=("character",), **BOTH)
def _(here):
    row = f'{{"text": {json.dumps(OTHER)}, "title": "Talk \\ud800 on", "url": "http://x.example/\\udfff"}}'
    corpus(here, b__jsonl=row + "\n")


@beast("half a surrogate pair in a text", "one file", **BOTH)
def _(here):
    corpus(
        here, b__jsonl='{{"text": {}}}\n'.format(json.dumps(OTHER).replace("calm", "calm \\ud83d"))
    )


for number, day in enumerate(("99999-01-01", "0000-00-00", "2021-13-45", "1e400"), 1):

    @beast(
        f"a day of publication that is none ({number})", "one file", says=("date not read",), **BOTH
    )
    def _(here, day=day):
        corpus(here, b__jsonl=json.dumps({"text": OTHER, "published": day}) + "\n")


@beast("a time stamp out of range", "one file", **BOTH)
def _(here):
    corpus(here, b__jsonl=f'{{"text": {json.dumps(OTHER)}, "published": 99999999999999999999}}\n')


@beast("a table without a column of text", "one file", says=(r"b\.csv.*column `text`",), **ONE_LOST)
def _(here):
    corpus(here, b__csv="id,note\n1,two\n")


@beast("rows without a text among good ones", "one file", says=(r"b\.jsonl#2",), **BOTH)
def _(here):
    corpus(here, b__jsonl=json.dumps({"text": OTHER}) + '\n{"title": "x"}\n')


@beast("a row that is no JSON", "one file", says=(r"b\.jsonl#1",), **BOTH)
def _(here):
    corpus(here, b__jsonl='{"text": \n' + json.dumps({"text": OTHER}) + "\n")


@beast("JSON that nests without end", "one file", says=(r"b\.jsonl#1",), **BOTH)
def _(here):
    corpus(here, b__jsonl="[" * 100_000 + "\n" + json.dumps({"text": OTHER}) + "\n")


@beast("damaged Parquet", "one file", says=(r"b\.parquet",), **ONE_LOST)
def _(here):
    corpus(here, b__parquet=b"PAR1" + b"\0" * 40 + b"PAR1")


@beast("Parquet whose texts are numbers", "one file", says=(r"b\.parquet",), **ONE_LOST)
def _(here):
    corpus(here)
    pd.DataFrame({"text": [1, 2]}).to_parquet(here / "corpus/b.parquet")


for name, character in {
    "U+FFFE": "\ufffe",
    "U+FFFF": "\uffff",
    "a bell": "\a",
    "an escape": "\x1b[2J",
    "U+0085": "\x85",
}.items():

    @beast(f"{name} in a text", "one file", says=("character",), **BOTH)
    def _(here, character=character):
        corpus(here, b__txt=OTHER.replace("calm", f"calm{character} now"))


@beast("one undecodable byte in a text", "one file", says=(r"b\.txt",), **BOTH)
def _(here):
    corpus(here, b__txt=OTHER.encode() + b"Caf\x81 \xe2\x80\x9cx\xe2\x80\x9d\n")


@beast("UTF-16 cut in the middle of a letter", "one file", says=(r"b\.txt",), **BOTH)
def _(here):
    corpus(here, b__txt=OTHER.encode("utf-16")[:-1])


@beast("one undecodable byte in one row of a table", "one file", documents=3, says=(r"b\.csv",))
def _(here):
    rows = [f'{n},"{text}"' for n, text in enumerate((OTHER, OTHER.replace("calm", "calm \x00")))]
    corpus(
        here,
        b__csv=("id,text\n" + "\n".join(rows) + "\n").encode().replace(b"\x00", b"\x81\xe2\x80"),
    )


# --- 3. nothing is lost in silence -------------------------------------------------------------


def table(separator: str = ",", quote: str = '"') -> str:
    one = OTHER.replace("\n", " ").strip()
    return f"id{separator}title{separator}text\nb{separator}Talk{separator}{quote}{one}{quote}\n"


@beast("a table with semicolons", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__csv=table(";"))


@beast("a table with tabs", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__csv=table("\t"))


@beast("a table with bars", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__csv=table("|"))


@beast("a table that names its separator", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__csv="sep=;\n" + table(";"))


@beast("a table in Windows-1252", "nothing lost", says=("encoding guessed",), **BOTH)
def _(here):
    corpus(here, b__csv=table().replace("calm", "“calm”").encode("cp1252"))


@beast(
    "a long table with one curly quote in Windows-1252 at its end",
    "nothing lost",
    documents=302,
    says=("encoding guessed",),
)
def _(here):
    rows = "".join(f'{n},"Talk {n} on the roads."\n' for n in range(300))
    corpus(here, b__csv=("id,text\n" + rows + 'z,"“Roads”"\n').encode("cp1252"))


@beast("a table in UTF-16", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__csv=table().encode("utf-16"))


@beast(
    "commas that no quotes hold",
    "nothing lost",
    says=(r"b\.csv.*(comma|cells|columns)",),
    **BOTH,
)
def _(here):
    corpus(here, b__csv=table(quote=""))


@beast("a quote that is never closed", "nothing lost", says=(r"b\.csv.*quot",), documents=4)
def _(here):
    corpus(here, b__csv=f'id,text\nb,"{OTHER}\nc,"{OTHER}"\nd,"{OTHER}"\n')


@beast("more cells than columns", "nothing lost", says=(r"b\.csv.*(cells|columns)",), **BOTH)
def _(here):
    corpus(here, b__csv=table().replace("\nb,", "\nb,x,y,"))


@beast("two columns of one name", "nothing lost", says=(r"b\.csv.*text",))
def _(here):
    corpus(here, b__csv="id,text,text\nb,one about roads,two about roads\n")


@beast("a table whose cells are prose without a head", "nothing lost", says=(r"b\.csv",))
def _(here):
    corpus(here, b__csv="".join(f'"{OTHER}"\n' for _ in range(2)))


@beast("a head with blanks and capitals", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__csv=table().replace("id,title,text", " ID , Title , Text "))


HTML = (
    "<html><head><title>Talk</title></head><body><article><h1>Talk</h1>{}</article></body></html>"
)
PAGE = HTML.format("".join(f"<p>{line}</p>" for line in OTHER.split("\n\n")))


@beast("a web page named .txt", "nothing lost", says=(r"b\.txt.*HTML",), hides=("<p>",), **BOTH)
def _(here):
    corpus(here, b__txt=PAGE)


@beast("RTF named .txt", "nothing lost", says=(r"b\.txt.*RTF",))
def _(here):
    corpus(
        here,
        b__txt=r"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times;}} " + OTHER.replace("\n", r"\par ") + "}",
    )


@beast("JSON named .txt", "nothing lost", says=(r"b\.txt.*JSON",))
def _(here):
    corpus(here, b__txt=json.dumps([{"text": OTHER}]))


@beast("a Word file named .txt", "nothing lost", says=(r"b\.txt",), documents=1)
def _(here):
    corpus(here, b__txt=b"PK\x03\x04" + b"\x00\x01\x02" * 200)


@beast("plain text named .html", "nothing lost", **BOTH)
def _(here):
    corpus(here, b__html=OTHER)


@beast("a list of objects named .jsonl", "nothing lost", says=(r"b\.jsonl",), **BOTH)
def _(here):
    corpus(here, b__jsonl=json.dumps([{"text": OTHER}], indent=1))


@beast("a kind of file that is not read", "nothing lost", says=(r"b\.docx",), **ONE_LOST)
def _(here):
    corpus(here, b__docx=b"PK\x03\x04")


@beast("a folder behind a link", "nothing lost", says=("link",), documents=1)
def _(here):
    corpus(here)
    write(here / "away/b.txt", OTHER)
    (here / "corpus/more").symlink_to(here / "away", target_is_directory=True)


@beast(
    "a folder behind a link that is followed",
    "nothing lost",
    command=("parse", "corpus", "--out", "out", "--follow-links"),
    **BOTH,
)
def _(here):
    corpus(here)
    write(here / "away/b.txt", OTHER)
    (here / "corpus/more").symlink_to(here / "away", target_is_directory=True)


@beast("a file behind a link out of the folder", "nothing lost", says=("link",), documents=1)
def _(here):
    corpus(here)
    write(here / "away/b.txt", OTHER)
    (here / "corpus/b.txt").symlink_to(here / "away/b.txt")


@beast(
    "links in a circle",
    "nothing lost",
    command=("parse", "corpus", "--out", "out", "--follow-links"),
    documents=1,
)
def _(here):
    corpus(here)
    (here / "corpus/round").symlink_to(here / "corpus", target_is_directory=True)


@beast("a link that leads nowhere", "nothing lost", says=(r"b\.txt",), **ONE_LOST)
def _(here):
    corpus(here)
    (here / "corpus/b.txt").symlink_to("gone.txt")


@beast("a pipe among the files", "nothing lost", says=(r"b\.txt",), **ONE_LOST)
def _(here):
    corpus(here)
    os.mkfifo(here / "corpus/b.txt")


# --- 4. bounds ---------------------------------------------------------------------------------

for workers in ("0", "-3", "two"):

    @beast(
        f"{workers} workers",
        "bounds",
        command=(*PARSE, "--workers", workers),
        status=2,
        says=("workers",),
    )
    def _(here):
        corpus(here)


@beast(
    "a thousand workers",
    "bounds",
    command=(*PARSE, "--workers", "1000"),
    says=(r"\d+ (cores|workers)",),
    documents=1,
)
def _(here):
    corpus(here)


SENTENCE = (
    "the two sides agreed to further strengthen the multi-dimensional win-win co-operation on trade and on the peace process of the region "
    * 2
)


@beast(
    "a phrase of forty-eight words",
    "bounds",
    command=("phrase", SENTENCE.strip(), "corpus"),
    says=("variants",),
)
def _(here):
    corpus(here)


@beast("a phrase of many hyphens", "bounds", command=("phrase", "-".join(["win"] * 40), "corpus"))
def _(here):
    corpus(here)


@beast(
    "a bound on variants of the user's",
    "bounds",
    command=("phrase", "strategic coordination", "corpus", "--max-variants", "3"),
    says=("variants",),
)
def _(here):
    corpus(here)


@beast(
    "a phrase without a letter",
    "bounds",
    command=("phrase", "…", "corpus"),
    status=1,
    says=("letter or digit",),
)
def _(here):
    corpus(here)


@beast(
    "a file past the bound",
    "bounds",
    command=(*PARSE, "--max-mb", "1"),
    says=(r"b\.txt.*--max-mb",),
    **ONE_LOST,
)
def _(here):
    corpus(here, b__txt=OTHER * 8000)


@beast(
    "a table past the bound",
    "bounds",
    command=(*PARSE, "--max-rows", "3"),
    says=(r"b\.csv.*--max-rows",),
    documents=4,
)
def _(here):
    corpus(here, b__csv="id,text\n" + "".join(f"{n},Roads {n} stay open.\n" for n in range(9)))


@beast("a page that nests a hundred thousand deep", "bounds", says=(r"b\.html",), documents=1)
def _(here):
    corpus(here, b__html="<div>" * 100_000 + "x" + "</div>" * 100_000)


@beast(
    "a deep page that is read on",
    "bounds",
    command=(*PARSE, "--max-depth", "2048"),
    **BOTH,
)
def _(here):
    corpus(here, b__html=HTML.format("<div>" * 500 + PAGE + "</div>" * 500))


@beast("one line of a million letters", "bounds", documents=2)
def _(here):
    corpus(here, b__txt="a" * 1_000_000)


@beast("a hundred thousand empty lines", "bounds", documents=2)
def _(here):
    corpus(here, b__txt="\n" * 100_000 + OTHER)


# --- 5. what comes from elsewhere is checked ---------------------------------------------------

SAVED = ("parse", "corpus2", "--out", "out")
REFUSED = {"command": SAVED, "status": 1, "says": (r"corpus2.*expected.*found",)}


@beast("a saved corpus without its sentences", "checked", **REFUSED)
def _(here):
    (saved(here, "corpus2") / "sentences.parquet").unlink()


@beast("a saved corpus cut short", "checked", **REFUSED)
def _(here):
    path = saved(here, "corpus2") / "sentences.parquet"
    path.write_bytes(path.read_bytes()[:500])


for number, mark in enumerate(('{"format": 99}', '{"format": "two"}', "{", "[]", "", "{}"), 1):

    @beast(f"a saved corpus of another format ({number})", "checked", **REFUSED)
    def _(here, mark=mark):
        folder = saved(here, "corpus2")
        for name in ("readouts.json", ".readout.json"):
            if (folder / name).exists():
                (folder / name).write_text(mark)


TAMPERED = {
    "a column is missing": ("sentences", lambda t: t.drop(columns="speaker")),
    "a column has another type": ("sentences", lambda t: t.assign(start=t.start.astype(str) + "x")),
    "a span leaves the text": ("sentences", lambda t: t.assign(end=t.end + 10_000)),
    "a span points at another sentence": ("sentences", lambda t: t.assign(start=t.start + 1)),
    "a span runs backwards": ("sentences", lambda t: t.assign(start=t.end, end=t.start)),
    "a counted span leaves its sentence": (
        "sentences",
        lambda t: t.assign(content_spans=[[(0, 10**6)]] * len(t)),
    ),
    "sentences of a document that is not there": ("sentences", lambda t: t.assign(doc_id="ghost")),
    "a document stands twice": ("documents", lambda t: pd.concat([t, t])),
    "a document has no text": ("texts", lambda t: t.iloc[:0]),
    "an unknown mode": ("sentences", lambda t: t.assign(mode="shouted")),
    "a confidence above one": ("sentences", lambda t: t.assign(confidence=7.0)),
    "a cut leaves the text": (
        "cuts",
        lambda t: pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [10**6], "rule": ["x"]}),
    ),
}
for what, (part, change) in TAMPERED.items():
    BEASTS.append(
        Beast(f"a saved corpus in which {what}", "checked", tampered(part, change), **REFUSED)
    )

CORRECT = ("parse", "corpus", "--out", "out", "--corrections", "mine.csv")
for what, rows in {
    "of an unknown document": "doc_id,start,end,speaker,source\nghost,0,5,Ann Alder,me\n",
    "of an unknown span": "doc_id,start,end,speaker,source\na,0,5,Ann Alder,me\n",
    "without a source": "doc_id,start,end,speaker,source\na,0,5,Ann Alder,\n",
    "of other columns": "document,what\na,b\n",
    "with more cells than columns": "doc_id,field,value,source\na,event_start,2021-05-03,me,too\n",
    "of a day that is none": "doc_id,field,value,source\na,event_start,2021-02-31,me\n",
}.items():

    @beast(
        f"corrections {what}",
        "checked",
        command=CORRECT,
        status=1,
        says=(r"mine\.csv, line \d.*expected",),
    )
    def _(here, rows=rows):
        corpus(here)
        write(here / "mine.csv", rows)


@beast(
    "corrections in another encoding",
    "checked",
    command=CORRECT,
    status=1,
    says=(r"mine\.csv.*UTF-8",),
)
def _(here):
    corpus(here)
    write(here / "mine.csv", b"\xff\xfe\x00d")


# --- 6. terminal and tables --------------------------------------------------------------------

ESCAPES = ("\x1b", "\a", "\u202e", "\u2066", "\x9b")
HOSTILE = OTHER.replace("Alder Meets Birch", "Alder \x1b]0;x\a Meets \u202eBirch").replace(
    "calm", "calm \x1b[31m\u2066 red \x9b1m"
)


@beast(
    "escapes in a reading",
    "terminal",
    command=("show", "corpus/b.txt"),
    hides=ESCAPES,
    shows=("Birch",),
)
@beast(
    "escapes in a concordance",
    "terminal",
    command=("phrase", "calm", "corpus"),
    hides=ESCAPES,
    shows=("calm",),
)
@beast("escapes in what parsing prints", "terminal", hides=ESCAPES)
def _(here):
    corpus(here, b__txt=HOSTILE)


@beast("escapes in the name of a file", "terminal", hides=ESCAPES)
def _(here):
    corpus(here)
    write(here / "corpus/b\x1b[2J\u202e.txt", "")


@beast(
    "escapes in a phrase", "terminal", command=("phrase", "ports\x1b[2J", "corpus"), hides=ESCAPES
)
def _(here):
    corpus(here)


FORMULAS = (
    "=1+1 is what they said.",
    "+2 is what they said.",
    "-2+3+cmd|' /C calc'!A0 they said.",
    "@SUM(1) they said.",
    "\t=1 they said.",
)


def safe(here: Path) -> None:
    raw = (here / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    cells = pd.read_csv(here / "out.csv", dtype=str, keep_default_na=False).to_numpy().ravel()
    assert not [
        c
        for c in cells
        if c[:1] in tuple("=+@\t\r") or (c[:1] == "-" and not c[1:].replace(".", "").isdigit())
    ]


@beast(
    "formulas in a table of sentences",
    "terminal",
    command=("parse", "corpus", "--out", "out.csv"),
    then=safe,
)
def _(here):
    corpus(here, b__txt=OTHER + "\n\n".join(FORMULAS))


@beast(
    "formulas kept as they are",
    "terminal",
    command=("parse", "corpus", "--out", "out.csv", "--raw"),
    then=lambda here: (here / "out.csv").read_bytes().startswith(b"doc_id") or 1 / 0,
)
def _(here):
    corpus(here, b__txt=OTHER + "\n\n".join(FORMULAS))


@beast(
    "a number below zero in a table",
    "terminal",
    command=("parse", "corpus", "--out", "out.csv"),
    then=safe,
)
def _(here):
    corpus(here, b__txt=OTHER + "\n\n-2 is what they said.")


@beast(
    "our own table with formulas read again",
    "terminal",
    command=("parse", "corpus", "--out", "out"),
    words=("=1+1",),
)
def _(here):
    corpus(here)
    write(here / "corpus/b.csv", "\ufeffid,text\nb,'=1+1 is what Minister Ann Alder said.\n")


# --- 7. interrupts and mistakes ----------------------------------------------------------------


@beast(
    "a place that is a file",
    "mistakes",
    status=1,
    says=(r"^readout: .*expected.*found",),
    kept=("out",),
)
def _(here):
    corpus(here)
    write(here / "out", "mine")


@beast(
    "a place below a file",
    "mistakes",
    command=("parse", "corpus", "--out", "letter/out"),
    status=1,
    says=(r"^readout: .*expected.*found",),
    kept=("letter",),
)
def _(here):
    corpus(here)
    write(here / "letter", "mine")


@beast(
    "a place that cannot be written",
    "mistakes",
    command=("parse", "corpus", "--out", "/proc/none/out"),
    status=1,
    says=(r"^readout: .*expected.*found",),
)
def _(here):
    corpus(here)


@beast("a corpus that is not there", "mistakes", status=1, says=(r"corpus.*not there",))
def _(here):
    pass


@beast("an empty folder", "mistakes", status=1, says=(r"corpus.*empty folder",))
def _(here):
    (here / "corpus").mkdir()


@beast(
    "a name that no file can have",
    "mistakes",
    command=("parse", "a\0b", "--out", "out"),
    status=1,
    says=("expected",),
)
def _(here):
    pass


@beast(
    "a mistake looked into",
    "mistakes",
    command=("--debug", "parse", "nowhere", "--out", "out"),
    status=1,
    says=("Traceback",),
)
def _(here):
    pass


@beast(
    "another kind of table",
    "mistakes",
    command=("parse", "corpus", "--out", "out.xlsx"),
    status=1,
    says=(r"expected .*\.csv",),
)
def _(here):
    corpus(here)


def make_all(folder: Path) -> None:
    """Write every beast into a folder of its own."""
    for number, one in enumerate(BEASTS, 1):
        here = folder / f"{number:03} {one.name}"
        here.mkdir(parents=True)
        one.make(here)


if __name__ == "__main__":
    make_all(Path(sys.argv[1]))
