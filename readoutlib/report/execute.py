"""Run the notebooks in fresh kernels of this very Python, and keep their files byte-stable."""

import ast
import asyncio
import atexit
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from .. import shipped
from ..parsing.readout import ReadoutError
from ..swapping import swap_files
from .check import Node, broken_rules, first_error, read, tagged

KERNELS = 2
LAUNCH = ("-m", "ipykernel_launcher", "-f", "{connection_file}")
PARAMETERS = {"CORPUS", "CORRECTIONS"}


def find_notebooks(folder: Path) -> dict[str, Node]:
    """Read the notebooks of a folder, by file stem in order of name; ReadoutError without any."""
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise ReadoutError(
            f"{folder}: expected the notebooks (*.ipynb) here, found none; "
            "`readout notebooks DIR` copies those of the library"
        )
    return {path.stem: read(path.read_text("utf-8")) for path in paths}


def notebook_folder(folder: str | Path | None = None) -> Path:
    """Return this folder, or the one that comes with the library."""
    return Path(folder or shipped.place("notebooks")).absolute()


class Parameter(NamedTuple):
    """A value that a cell gives to a parameter, and where the value stands, in bytes."""

    value: str | None
    start: int
    end: int


def parameters(source: str) -> dict[str, Parameter]:
    """Return what a cell assigns to the parameters: a text or None, nothing that is computed.

    >>> parameters('CORPUS = "a"  # your folder')
    {'CORPUS': Parameter(value='a', start=9, end=12)}
    """
    try:
        lines = ast.parse(source)
    except SyntaxError:  # the kernel says it better
        return {}
    starts = list(accumulate((len(line) + 1 for line in source.encode().split(b"\n")), initial=0))
    found: dict[str, Parameter] = {}
    for line in lines.body:
        if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Constant):
            continue
        start = starts[line.value.lineno - 1] + line.value.col_offset
        end = starts[(line.value.end_lineno or 0) - 1] + (line.value.end_col_offset or 0)
        if isinstance(line.value.value, str | None):
            names = {target.id for target in line.targets if isinstance(target, ast.Name)}
            found |= dict.fromkeys(names & PARAMETERS, Parameter(line.value.value, start, end))
    return found


def replaced(source: str, values: Mapping[str, str | None]) -> str:
    """Return a cell with other values of parameters that it has.

    >>> replaced('CORPUS = "ä"; CORRECTIONS = None  # ä', {"CORPUS": "b", "CORRECTIONS": "c"})
    "CORPUS = 'b'; CORRECTIONS = 'c'  # ä"
    """
    raw, own = source.encode(), parameters(source)
    for name, place in sorted(own.items(), key=lambda item: item[1].start, reverse=True):
        if name in values:
            raw = raw[: place.start] + repr(values[name]).encode() + raw[place.end :]
    return raw.decode()


def stored(notebook: Node, folder: Path) -> dict[str, Path | None]:
    """Return the files that a notebook names in its cell tagged `parameters`, by parameter."""
    return {
        name: (folder / parameter.value).resolve() if parameter.value else None
        for cell in tagged(notebook, "parameters")
        for name, parameter in parameters(cell.source).items()
    }


def run(notebooks: dict[str, Node], folder: Path, **wanted: Path | None) -> None:
    """Execute all in place; the first error stops the others.

    `wanted` are values of CORPUS and CORRECTIONS, put into the cell tagged `parameters` while the
    notebook runs; what the cell shows afterwards is the file's name, so that no machine's path
    enters a page. Raises ReadoutError that names notebook and cell.
    """
    import nbformat

    shown = []
    for name, notebook in notebooks.items():
        notebooks[name] = notebook = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
        paths = _others(name, stored(notebook, folder), wanted)
        given = {key: os.path.abspath(path) if path else None for key, path in paths.items()}
        names = {key: path.resolve().name if path else None for key, path in paths.items()}
        for cell in tagged(notebook, "parameters"):
            shown.append((cell, replaced(cell.source, names)))
            cell["source"] = replaced(cell.source, given)
    _in_a_thread(_run_all(notebooks, folder))
    for cell, source in shown:
        cell["source"] = source


def _in_a_thread(work: Coroutine[None, None, None]) -> None:
    """Run a coroutine in a loop of its own; where the caller is stopped it is cancelled.

    The loop of the thread that calls may be busy with this very call, as in a notebook; and in the
    main thread nbclient would answer the signals itself.
    """
    begun: Future[Callable[[], object]] = Future()

    async def cancellable() -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task
        begun.set_result(lambda: loop.call_soon_threadsafe(task.cancel))
        await work

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(asyncio.run, cancellable())
        try:
            running.result()
        except KeyboardInterrupt:
            with suppress(RuntimeError):  # it has come to its end
                begun.result()()
            raise


def _others(
    name: str, own: Mapping[str, Path | None], wanted: Mapping[str, Path | None]
) -> dict[str, Path | None]:
    """Return the files wanted that are not the notebook's own; raise if it has no place for one."""
    for parameter, path in wanted.items():
        if path and parameter not in own:
            raise ReadoutError(
                f"{name}.ipynb: expected a cell tagged `parameters` with a line "
                f'{parameter} = "…", found none'
            )
    return {
        parameter: path
        for parameter, path in wanted.items()
        if parameter in own and own[parameter] != (path and path.resolve())
    }


async def _run_all(notebooks: dict[str, Node], folder: Path) -> None:
    """Run all; after an error no further one starts.

    Those under way end in their own time, as a kernel cut short complains.
    """
    slots, failed = asyncio.Semaphore(KERNELS), list[ReadoutError]()

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


async def _run_one(name: str, notebook: Any, folder: Path) -> None:
    """Run a notebook in the interpreter that runs this code, whatever kernels are registered.

    Its kernel ends with this call, however that ends.
    """
    from nbclient import NotebookClient

    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        timeout=None,
        startup_timeout=120,
        record_timing=False,
        coalesce_streams=True,
    )
    client.shutdown_kernel = "immediate"
    manager: Any = client.create_kernel_manager()
    try:
        with warnings.catch_warnings():
            # a home that cannot be written is no matter here
            warnings.filterwarnings("ignore", module="IPython")
            manager.kernel_spec.argv = [sys.executable, *LAUNCH]
        manager.transport_encryption = "auto"  # else the kernel warns on stderr
        await client.async_execute(stderr=subprocess.DEVNULL)
    except Exception as error:  # nbclient's own, a dead kernel, a broken pipe: all end the report
        stopped = f"{name}.ipynb: the kernel stopped: {error}"
        raise ReadoutError(first_error(name, notebook) or stopped) from None
    finally:
        # What nbclient leaves to do at exit where it is stopped.
        atexit.unregister(client._cleanup_kernel)
        if manager.has_kernel:
            await manager.shutdown_kernel(now=True)


def refresh(folder: str | Path | None = None) -> list[Path]:
    """Re-execute the notebooks in place and return the files that changed; a second call: none.

    Nothing is written unless all of them run to the end without error and keep the rules of
    `check`, and nobody wrote to one meanwhile; else ReadoutError.
    """
    folder = notebook_folder(folder)
    notebooks = find_notebooks(folder)
    paths = {name: folder / f"{name}.ipynb" for name in notebooks}
    before = {name: path.read_bytes() for name, path in paths.items()}
    run(notebooks, folder)
    broken = [rule for name, notebook in notebooks.items() for rule in broken_rules(name, notebook)]
    if broken:
        raise ReadoutError("; ".join(broken))
    for name, path in paths.items():
        if path.read_bytes() != before[name]:
            raise ReadoutError(
                f"{path}: expected the notebook that was run, found it changed meanwhile; "
                "run it again"
            )
    return swap_files({paths[name]: _as_file(notebook) for name, notebook in notebooks.items()})


def _as_file(notebook: Any) -> bytes:
    import nbformat

    text: str = nbformat.writes(_normal(notebook))  # type: ignore[no-untyped-call]
    return text.encode() + b"\n"


def _normal(notebook: Any) -> Any:
    """Drop what differs between machines: versions, widths, timings; number cells without an id."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    notebook.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        own = cell.get("id")
        cell.id = own if own and own not in taken else f"cell-{number}"
        taken.add(cell.id)
    return notebook
