"""Measure the seconds of each notebook on thousands of readouts that were parsed before.

    .venv/bin/python tests/bench/large.py [--documents 5000] [--people 500] [--saved FOLDER]
        [--cells 3] [NOTEBOOK ...]

The documents are those of speed.py, told of talks between as many people; `--saved` keeps the
parsed corpus, and opens it again. The aim is under 60 seconds a notebook on two cores. The
yardstick is scikit-learn's CountVectorizer on words and runs of two and three of them, in the same
run.
"""

import argparse
import re
import runpy
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from sklearn.feature_extraction.text import CountVectorizer

from readoutlib import load_corpus

ROOT = Path(__file__).resolve().parents[2]
documents = runpy.run_path(str(Path(__file__).parent / "speed.py"))["documents"]


def saved(options: argparse.Namespace, folder: Path) -> None:
    """Parse the documents and save the corpus."""
    texts = folder.parent / "texts"
    texts.mkdir()
    for n, text in enumerate(documents(options.documents, people=options.people)):
        (texts / f"{n:05}.txt").write_text(text, encoding="utf-8")
    load_corpus(texts, workers=2).save(folder)


def cells(path: Path, corpus: Path) -> list[tuple[float, str]]:
    """Return seconds and first line of each code cell of a notebook, run on a saved corpus."""
    notebook, found = nbformat.read(path, as_version=4), []
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}
    )
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                cell.source = re.sub(
                    r"^CORPUS = .*",
                    lambda _: f"CORPUS = {str(corpus)!r}",
                    cell.source,
                    flags=re.MULTILINE,
                )
                start = time.perf_counter()
                client.execute_cell(cell, number)
                found.append((time.perf_counter() - start, cell.source.splitlines()[0][:90]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--saved", type=Path)
    parser.add_argument(
        "--cells", type=int, default=3, help="how many of the slowest cells to show"
    )
    parser.add_argument(
        "notebooks", nargs="*", type=Path, default=sorted((ROOT / "notebooks").glob("*.ipynb"))
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        corpus = (options.saved or Path(temporary, "saved")).absolute()
        if not corpus.is_dir():
            saved(options, corpus)
        loaded = load_corpus(corpus)
        talks, people = loaded.speech.event_id.nunique(), loaded.sentences.person.nunique()
        start = time.perf_counter()
        CountVectorizer(ngram_range=(1, 3)).fit_transform(loaded.texts.values())
        yardstick = time.perf_counter() - start
        print(
            f"{len(loaded.documents):,} documents, {talks:,} talks, {people:,} voices; "
            f"yardstick {yardstick:.1f} s",
            flush=True,
        )
        for path in options.notebooks:
            times = cells(path, corpus)
            total = sum(t for t, _ in times)
            print(
                f"{path.stem}: {total:.1f} s, {total / yardstick:.2f} times the yardstick",
                flush=True,
            )
            for seconds, line in sorted(times, reverse=True)[: options.cells]:
                print(f"    {seconds:6.1f}  {line}", flush=True)


if __name__ == "__main__":
    main()
