"""The `readout` command: report, notebooks, parse, show, phrase, refresh."""

import argparse
import io
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import readoutlib

from . import shipped
from .limits import Limits
from .outputs import SAVED_CORPUS, SENTENCES, refuse_foreign
from .parsing.readout import ReadoutError
from .stopping import Stopped, stoppable
from .terminal import say, visible

if TYPE_CHECKING:
    import pandas as pd

TOO_MANY = (
    "variants: expected at most {0} of the phrase, found more; the {0} with the fewest words "
    "changed are looked for; take a shorter phrase, or raise --max-variants"
)
INTERVAL = "with a 95 % interval over talks"


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status.

    0 is success, 1 a failure told in one line on stderr, 130 and 143 an end by Ctrl-C and SIGTERM;
    wrong usage leaves with status 2.
    """
    args = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks a letter of a name shows its number.
        sys.stdout.reconfigure(errors="backslashreplace")
    with stoppable():
        try:
            args.run(args)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader of our output has gone, as `head` does
            _let_go_of_output()
        except (Exception, KeyboardInterrupt) as error:
            if args.debug:
                say(traceback.format_exc(), file=sys.stderr)
            _let_go_of_output()
            say(visible(f"readout: {_told(error, args)}"), file=sys.stderr)
            return 128 + _signal(error) if isinstance(error, KeyboardInterrupt) else 1
    return 0


# --- how a run ends that does not go well ------------------------------------------------------


def _let_go_of_output() -> None:
    """Let Python not try once more at its end to write what cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _signal(error: KeyboardInterrupt) -> int:
    return error.number if isinstance(error, Stopped) else signal.SIGINT


def _told(error: BaseException, args: argparse.Namespace) -> str:
    """Return in one line what ended a run, and what to do."""
    match error:
        case ReadoutError():
            return str(error)
        case ModuleNotFoundError():
            return (
                f"expected the package {error.name}, found none; the report needs more than the "
                "tables do: pip install 'readoutlib[report]'"
            )
        case OSError():  # what cannot be read is a ReadoutError, so that this comes of writing
            place = getattr(args, "out", None) or error.filename or "standard output"
            return (
                f"{str(place)[:200]}: expected a place that can be written, "
                f"found: {_obstacle(error)}; check it, or name another"
            )
        case KeyboardInterrupt():
            return f"stopped by {signal.Signals(_signal(error)).name}; nothing is left half written"
    said = " ".join("".join(traceback.format_exception_only(error)).split())[:200]
    return f"{said}; this is a mistake of ours, which `readout --debug …` shows; please report it"


def _obstacle(error: OSError) -> str:
    """Return in a few words what keeps a file from being written."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file where a folder should be"
    return " ".join(str(error.strerror or error).split())


# --- what can be asked -------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong with the words it was given as a terminal may show them."""

    def error(self, message: str) -> NoReturn:
        super().error(visible(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="readout",
        description="Who said what, when, with the evidence, from a folder of diplomatic readouts.",
    )
    parser.add_argument("--version", action="version", version=f"readout {version('readoutlib')}")
    parser.add_argument(
        "--debug", action="store_true", help="show where in the code a failure arose"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], None], help: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(run=run)
        return sub

    report = command(
        "report", _report, "Run the notebooks on a corpus and write the offline HTML report."
    )
    _take_corpus(report)
    report.add_argument(
        "--out", default="reports", metavar="DIR", help="folder to write (default: reports)"
    )
    report.add_argument(
        "--notebooks",
        type=Path,
        metavar="DIR",
        help="folder of notebooks to run (default: those that come with the library)",
    )
    report.add_argument(
        "--no-execute",
        action="store_true",
        help="render the outputs stored in the notebooks, without running them",
    )
    _take_corrections(report)

    notebooks = command(
        "notebooks", _notebooks, "Copy the notebooks and the seeds into a folder, to be edited."
    )
    notebooks.add_argument("out", metavar="DIR", help="folder to copy into")

    parse = command("parse", _parse, "Parse a corpus and save it, or its table of sentences alone.")
    parse.add_argument("corpus", metavar="CORPUS", help="file, folder or glob")
    parse.add_argument(
        "--out",
        required=True,
        metavar="DIR|FILE",
        help="folder for a saved corpus, or FILE.csv, .jsonl, .parquet for the sentences",
    )
    parse.add_argument(
        "--raw",
        action="store_true",
        help="write FILE.csv without the marks that keep a spreadsheet from computing its cells",
    )
    parse.add_argument(
        "--workers",
        type=_at_least_one,
        default=1,
        metavar="N",
        help="processes that parse side by side, at most one a core (default: 1)",
    )
    _take_corrections(parse)
    _take_limits(parse)

    show = command("show", _show, "Print one readout with its speakers, cues and cuts marked.")
    show.add_argument("file", metavar="FILE")
    _take_corrections(show)
    _take_limits(show)

    phrase = command(
        "phrase",
        _phrase,
        "Count a phrase with its variants, by year and by speaker, and print its concordance.",
    )
    phrase.add_argument("phrase", metavar="PHRASE")
    phrase.add_argument(
        "--max-variants",
        type=_at_least_one,
        metavar="N",
        help="variants to look for, those with the fewest words changed "
        "(default: 500, fewer of a long phrase)",
    )
    _take_corpus(phrase)
    _take_corrections(phrase)
    _take_limits(phrase)

    command("refresh", _refresh, "Run the notebooks on the seeds and store their outputs in place.")
    return parser


def _at_least_one(given: str) -> int:
    if not re.fullmatch("0*[1-9][0-9]{0,8}", given):
        raise argparse.ArgumentTypeError(f"expected a number from 1, found {given}")
    return int(given)


def _take_corpus(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "corpus",
        nargs="?",
        default=str(shipped.place("seeds")),
        metavar="CORPUS",
        help="file, folder, glob or saved corpus (default: the five seeds)",
    )


def _take_corrections(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--corrections",
        metavar="FILE",
        help="CSV file of corrections to apply, a row each with its source",
    )


def _take_limits(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--follow-links", action="store_true", help="read what links out of the folder lead to"
    )
    for field in fields(Limits):
        command.add_argument(
            "--" + field.name.replace("_", "-"),
            type=_above_zero,
            default=field.default,
            metavar="N",
            help=f"{field.metadata['of']} (default: {field.default:,})",
        )


def _above_zero(written: str) -> float:
    """Return a number that was typed; argparse tells of another.

    >>> _above_zero("2.5")
    2.5
    """
    try:
        number = float(written)
    except ValueError:
        number = 0
    if not number > 0:
        raise argparse.ArgumentTypeError(f"expected a number above zero, found {written}")
    return number


def _asked(args: argparse.Namespace) -> dict[str, Any]:
    """Return what a user asks of reading, as `load_corpus` takes it."""
    limits = Limits(**{field.name: getattr(args, field.name) for field in fields(Limits)})
    return {
        "corrections": args.corrections,
        "follow_links": args.follow_links,
        "limits": limits,
    }


# --- notebooks and the report ------------------------------------------------------------------


def _report(args: argparse.Namespace) -> None:
    from . import report

    index = report.build(
        args.corpus,
        args.out,
        corrections=args.corrections,
        execute=not args.no_execute,
        notebooks=args.notebooks,
    )
    say(index)


def _notebooks(args: argparse.Namespace) -> None:
    for path in shipped.copy_notebooks(Path(args.out)):
        say(path)


def _refresh(args: argparse.Namespace) -> None:
    if not shipped.in_checkout():
        raise ReadoutError(
            f"{shipped.INSTALLED}: expected a checkout to refresh, found an installed package; "
            "`readout notebooks DIR` copies its notebooks for you to run"
        )
    from . import report

    for path in report.refresh():
        say(path)


# --- parse -------------------------------------------------------------------------------------


def _parse(args: argparse.Namespace) -> None:
    from .corpus.export import write_table
    from .corpus.records import Problem
    from .workers import within_cores

    table = _is_table(args.out)
    out = Path(args.out)
    refuse_foreign(out, SENTENCES if table else SAVED_CORPUS)
    workers, fewer = within_cores(args.workers)
    if fewer:
        say(fewer, file=sys.stderr)
    corpus = readoutlib.load_corpus(args.corpus, workers=workers, **_asked(args))
    if table:
        write_table(corpus.sentences, out, raw=args.raw)
    else:
        corpus.save(out)
    for row in corpus.problems.to_dict("records"):
        say(visible(Problem(**{str(k): v for k, v in row.items()})), file=sys.stderr)
    counted = ("documents", "sentences", "problems", "corrections")
    counts = ", ".join(f"{len(getattr(corpus, name)):,} {name}" for name in counted)
    say(counts, "→", out)


def _is_table(out: str) -> bool:
    """Return whether a place to write names one file of sentences, and not a folder.

    An ending that looks like another kind of file is a ReadoutError; that of v1.0 does not.
    """
    from .corpus.export import TABLE_SUFFIXES

    path = Path(out)
    if out.endswith(("/", os.sep)):
        return False
    if path.suffix.lower() in TABLE_SUFFIXES:
        return True
    if re.fullmatch(r"\.[A-Za-z]\w*", path.suffix) and not path.is_dir():
        kinds = ", ".join(f"FILE{suffix}" for suffix in TABLE_SUFFIXES)
        raise ReadoutError(
            f"{path}: expected {kinds} or a folder, found {path.suffix}; "
            f"to name a folder so, end it with a slash: {path}/"
        )
    return False


# --- show and phrase ---------------------------------------------------------------------------


def _show(args: argparse.Namespace) -> None:
    from .reading import as_text

    corpus = readoutlib.load_corpus(args.file, **_asked(args))
    for doc_id in corpus.documents.index:
        print(as_text(corpus.readout(doc_id), color=sys.stdout.isatty()))


def _phrase(args: argparse.Namespace) -> None:
    phrases = readoutlib.phrases
    corpus = readoutlib.load_corpus(args.corpus, **_asked(args))
    family = phrases.grow(args.phrase, max_variants=args.max_variants)
    if family.bounded:
        say(TOO_MANY.format(len(family.variants)), file=sys.stderr)
    families = [family, *phrases.outside([family])]
    found = phrases.find(corpus, families)
    hits = found[found.family == family.name]

    say(f"Variants of “{visible(family.phrase)}” in this collection")
    _print_variants(phrases.variants(families, found))
    for title, by in (("By year", "year"), ("By speaker, as reported", "person")):
        rates = phrases.rates(corpus, hits, by=["family", by], families=[family.name])
        shown = rates[[by, "hits", "words", "talks", "rate", "low", "high", "why"]]
        say(f"\n{title}: hits in bodies per 1,000 words that count,", INTERVAL)
        say(_as_text(shown))
    lines = phrases.concordance(corpus, hits)
    say(f"\nConcordance: {len(lines)} of {len(hits)} hits")
    for line in lines.to_dict("records"):
        voice = line["person"] if line["part"] == "body" else "(title)"
        words = f"{line['left']:>60} [{line['hit']}] {line['right']}"
        say(f"{line['talk']:<12} {voice:<18} {words}")


def _print_variants(tried: "pd.DataFrame") -> None:
    """Print the variants that stand in the texts, then the others by the reason they were tried."""
    seen = tried.bodies + tried.titles > 0
    shown = ["variant", "status", "reason", "bodies", "titles", "talks"]
    say(_as_text(tried.loc[seen, shown]))

    pattern = tried.variant.str.contains("*", regex=False)
    met = pattern & tried.family.isin(tried.family[seen])  # in the variants that it found
    say("Looked for and not found:")
    missed = tried[~(seen | met)]
    for (status, reason), own in missed.groupby(["status", "reason"], sort=False):
        say(f"  {status}, {reason}: {', '.join(own.variant)}")
    if missed.empty:
        say("  (none)")


def _as_text(frame: "pd.DataFrame") -> str:
    if frame.empty:
        return "(none)"
    return frame.to_string(index=False, na_rep="–", float_format="{:.2f}".format)


if __name__ == "__main__":
    sys.exit(main())
