"""Run the notebooks in fresh kernels of this very Python, two at a time, and keep their files byte-stable."""

import ast
import asyncio
import os
import re
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .. import shipped
from ..corpus import replacing
from ..parsing.readout import ReadoutError
from .check import Node, broken_rules, first_error, read, tagged

KERNELS = 2
_PARAMETER = re.compile(r"""^(CORPUS|CORRECTIONS) *= *(None\b|r?(["']).*?\3)""", re.MULTILINE)


def find_notebooks(folder: Path) -> dict[str, Node]:
    """Read the notebooks of a folder, by file stem in order of name; ReadoutError without any."""
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise ReadoutError(
            f"{folder}: expected the notebooks (*.ipynb) here, found none; "
            "`readout notebooks DIR` copies those of the library"
        )
    return {path.stem: read(path.read_text("utf-8")) for path in paths}


def notebook_folder(folder: Path | None = None) -> Path:
    """Return this folder, or the one that comes with the library."""
    return (folder or shipped.place("notebooks")).absolute()


def stored(notebook: Node, folder: Path) -> dict[str, Path | None]:
    """Return the files that the notebook itself names in its cell tagged `parameters`, by parameter: CORPUS, CORRECTIONS."""
    found = [m for cell in tagged(notebook, "parameters") for m in _PARAMETER.finditer(cell.source)]
    return {
        m[1]: value and (folder / value).resolve()
        for m in found
        for value in [ast.literal_eval(m[2])]
    }


def run(notebooks: dict[str, Node], folder: Path, **wanted: Path | None) -> None:
    """Execute all in place; the first error stops the others and is raised as ReadoutError naming notebook and cell.

    `wanted` are values of CORPUS and CORRECTIONS, put into the cell tagged `parameters` while the notebook runs; what the
    cell shows afterwards is the file's name, so that no machine's path enters a page.
    """
    import nbformat

    shown = []
    for name, notebook in notebooks.items():
        notebooks[name] = notebook = nbformat.from_dict(notebook)
        own = stored(notebook, folder)
        for lack in [k for k, v in wanted.items() if v and k not in own]:
            raise ReadoutError(
                f'{name}.ipynb: expected a cell tagged `parameters` with a line {lack} = "…", found none'
            )
        for cell in tagged(notebook, "parameters"):
            new = {k: v for k, v in wanted.items() if k in own and own[k] != (v and v.resolve())}
            put = lambda m, shape: (
                f"{m[1]} = {new[m[1]] and shape(new[m[1]])!r}" if m[1] in new else m[0]
            )
            shown.append(
                (
                    cell,
                    _PARAMETER.sub(lambda m: put(m, lambda path: path.resolve().name), cell.source),
                )
            )
            cell.source = _PARAMETER.sub(lambda m: put(m, os.path.abspath), cell.source)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_run_all(notebooks, folder))
    else:  # called from a notebook, whose loop is busy with this very call
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _run_all(notebooks, folder)).result()
    for cell, source in shown:
        cell.source = source


async def _run_all(notebooks: dict[str, Node], folder: Path) -> None:
    """Run all; after an error no further one starts, and those under way end in their own time, as a kernel cut short complains."""
    slots, failed = asyncio.Semaphore(KERNELS), []

    async def one(name: str, notebook: Node) -> None:
        async with slots:
            if not failed:
                try:
                    await _run_one(name, notebook, folder)
                except ReadoutError as error:
                    failed.append(error)

    await asyncio.gather(*(one(name, notebook) for name, notebook in notebooks.items()))
    if failed:
        raise failed[0]


async def _run_one(name: str, notebook: Node, folder: Path) -> None:
    """Run a notebook in the interpreter that runs this code, whatever kernels the machine has registered."""
    from nbclient import NotebookClient

    traits = {
        "timeout": None,
        "startup_timeout": 120,
        "record_timing": False,
        "coalesce_streams": True,
    }
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}}, **traits
    )
    try:
        manager = client.create_kernel_manager()
        with warnings.catch_warnings():
            warnings.filterwarnings(
                "ignore", module="IPython"
            )  # a home that cannot be written is no matter here
            manager.kernel_spec.argv = [
                sys.executable,
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
            ]
        manager.transport_encryption = "auto"  # else the kernel warns on stderr
        await client.async_execute(stderr=subprocess.DEVNULL)
    except Exception as error:  # nbclient's own, a dead kernel, a broken pipe: all end the report
        raise ReadoutError(
            first_error(name, notebook) or f"{name}.ipynb: the kernel stopped: {error}"
        ) from None


def refresh(folder: Path | None = None) -> list[Path]:
    """Re-execute the notebooks in place and return the files that changed; a second call changes none.

    Nothing is written unless all of them run to the end without error and keep the rules of `check`; else ReadoutError.
    """
    import nbformat

    folder = notebook_folder(folder)
    notebooks = find_notebooks(folder)
    run(notebooks, folder)
    if broken := [
        rule for name, notebook in notebooks.items() for rule in broken_rules(name, notebook)
    ]:
        raise ReadoutError("; ".join(broken))
    changed = []
    for name, notebook in notebooks.items():
        path = folder / f"{name}.ipynb"
        text = nbformat.writes(_normal(notebook)) + "\n"
        if text.encode() != path.read_bytes():
            with replacing(path) as new:
                new.write_bytes(text.encode())
            changed.append(path)
    return changed


def _normal(notebook: Node) -> Node:
    """Drop what differs between machines and editors: version numbers, widths, timings; number cells without an id."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    ids = [cell.get("id") for cell in notebook.cells]
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        cell.id = (
            ids[number] if ids[number] and ids.index(ids[number]) == number else f"cell-{number}"
        )
    return notebook
