"""The `readout` command: report, parse, show, phrase, refresh."""

import argparse
import os
import re
import sys
from pathlib import Path

import readoutlib

from .parsing.readout import ReadoutError

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TABLES = (".csv", ".jsonl", ".parquet")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, or 1 with one line on stderr; wrong usage leaves with status 2."""
    args = _parser().parse_args(argv)
    if hasattr(
        sys.stdout, "reconfigure"
    ):  # a terminal that lacks a letter of a name shows its number
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        args.run(args)
    except ReadoutError as error:
        print(f"readout: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # what cannot be read is a ReadoutError, so that this comes of writing
        blocked = isinstance(error, (FileExistsError, NotADirectoryError))
        found = (
            "a file where a folder should be"
            if blocked
            else " ".join(str(error.strerror or error).split())
        )
        place = str(getattr(args, "out", error.filename))[:200]
        print(
            f"readout: {place}: expected a place that can be written, found: {found}; check it, or name another",
            file=sys.stderr,
        )
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="readout",
        description="Who said what, when, with the evidence, from a folder of diplomatic readouts.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(run=run)
        if run is not _refresh:
            sub.add_argument(
                "--corrections",
                metavar="FILE",
                help="CSV file of corrections to apply, a row each with its source",
            )
        return sub

    corpus = {
        "nargs": "?",
        "default": str(SEEDS),
        "metavar": "CORPUS",
        "help": "file, folder, glob or saved corpus (default: the five seeds)",
    }
    report = command(
        "report", _report, "Run the notebooks on a corpus and write the offline HTML report."
    )
    report.add_argument("corpus", **corpus)
    report.add_argument(
        "--out", default="reports", metavar="DIR", help="folder to write (default: reports)"
    )
    report.add_argument(
        "--no-execute",
        action="store_true",
        help="render the outputs stored in the notebooks, without running them",
    )
    parse = command("parse", _parse, "Parse a corpus and save it, or its table of sentences alone.")
    parse.add_argument("corpus", metavar="CORPUS", help="file, folder or glob")
    parse.add_argument(
        "--out",
        required=True,
        metavar="DIR|FILE",
        help="folder for a saved corpus, or FILE.csv, .jsonl, .parquet for the sentences",
    )
    parse.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="processes that parse side by side (default: 1)",
    )
    command(
        "show", _show, "Print one readout with its speakers, cues and cuts marked."
    ).add_argument("file", metavar="FILE")
    phrase = command(
        "phrase",
        _phrase,
        "Count a phrase with its variants, by year and by speaker, and print its concordance.",
    )
    phrase.add_argument("phrase", metavar="PHRASE")
    phrase.add_argument("corpus", **corpus)
    command("refresh", _refresh, "Run the notebooks on the seeds and store their outputs in place.")
    return parser


def _report(args: argparse.Namespace) -> None:
    from . import report

    print(
        report.build(
            args.corpus, args.out, corrections=args.corrections, execute=not args.no_execute
        )
    )


def _refresh(args: argparse.Namespace) -> None:
    from . import report

    for path in report.refresh():
        print(path)


def _parse(args: argparse.Namespace) -> None:
    from .corpus.records import Problem

    out, folder = Path(args.out), args.out.endswith(("/", os.sep))
    table = not folder and out.suffix.lower() in TABLES
    if not (table or folder or out.is_dir()) and re.fullmatch(
        r"\.[A-Za-z]\w*", out.suffix
    ):  # v1.0 and the like are no kind of file
        kinds = "FILE" + ", FILE".join(TABLES)
        raise ReadoutError(
            f"{out}: expected {kinds} or a folder, found {out.suffix}; to name a folder so, end it with a slash: {out}/"
        )
    corpus = readoutlib.load_corpus(args.corpus, corrections=args.corrections, workers=args.workers)
    if table:
        _write_table(corpus.sentences, out)
    else:
        corpus.save(out)
    for row in corpus.problems.to_dict("records"):
        print(Problem(**row), file=sys.stderr)
    print(
        ", ".join(
            f"{len(getattr(corpus, t)):,} {t}"
            for t in ("documents", "sentences", "problems", "corrections")
        ),
        "→",
        out,
    )


def _write_table(table, out: Path) -> None:
    """Write the sentences as one file; in CSV, lists become text with semicolons."""
    from .corpus import replacing

    with replacing(out) as new:
        if out.suffix.lower() == ".csv":
            spans = ["; ".join(f"{a}-{b}" for a, b in s) for s in table.content_spans]
            table.assign(nested=["; ".join(n) for n in table.nested], content_spans=spans).to_csv(
                new, index=False
            )
        elif out.suffix.lower() == ".jsonl":
            table.to_json(new, orient="records", lines=True, force_ascii=False)
        else:
            table.to_parquet(new, index=False)


def _show(args: argparse.Namespace) -> None:
    from .reading import as_text

    corpus = readoutlib.load_corpus(args.file, corrections=args.corrections)
    for doc_id in corpus.documents.index:
        print(as_text(corpus.readout(doc_id), color=sys.stdout.isatty()))


def _phrase(args: argparse.Namespace) -> None:
    phrases, corpus = (
        readoutlib.phrases,
        readoutlib.load_corpus(args.corpus, corrections=args.corrections),
    )
    family = phrases.grow(args.phrase)
    every = phrases.find(corpus, families := [family, *phrases.outside([family])])
    hits, tried = every[every.family == family.name], phrases.variants(families, every)
    seen = tried.bodies + tried.titles > 0
    found = tried.loc[seen, ["variant", "status", "reason", "bodies", "titles", "talks"]]
    print(f"Variants of “{family.phrase}” in this collection\n{_table(found)}")
    met = seen | (
        tried.variant.str.contains("*", regex=False) & tried.family.isin(tried.family[seen])
    )  # a pattern, in what it found
    groups = tried[~met].groupby(["status", "reason"], sort=False)
    print(
        "Looked for and not found:",
        *[f"{', '.join(why)}: {', '.join(own.variant)}" for why, own in groups] or ["(none)"],
        sep="\n  ",
    )
    for title, by in (("By year", "year"), ("By speaker, as reported", "person")):
        rates = phrases.rates(corpus, hits, by=["family", by], families=[family.name])
        print(
            f"\n{title}: hits in bodies per 1,000 words that count, with a 95 % interval over talks"
        )
        print(_table(rates[[by, "hits", "words", "talks", "rate", "low", "high", "why"]]))
    lines = phrases.concordance(corpus, hits)
    print(f"\nConcordance: {len(lines)} of {len(hits)} hits")
    for line in lines.itertuples():
        print(
            f"{line.talk:<12} {line.person if line.part == 'body' else '(title)':<18} {line.left:>60} [{line.hit}] {line.right}"
        )


def _table(frame) -> str:
    return (
        frame.to_string(index=False, na_rep="–", float_format=lambda x: f"{x:.2f}")
        if len(frame)
        else "(none)"
    )


if __name__ == "__main__":
    sys.exit(main())
