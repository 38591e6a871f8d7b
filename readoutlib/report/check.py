"""What an executed notebook must be: run in order to the end, no error, no warning, its findings in one tagged cell."""

from __future__ import annotations

from collections.abc import Iterator

from nbformat import NotebookNode


def tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    """Return the cells that carry the tag, in order."""
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def first_error(name: str, notebook: NotebookNode) -> str | None:
    """Return one line that names notebook, cell and error, or None where no cell failed."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                line = cell.source.strip().splitlines()[0]
                return f"{name}.ipynb, cell {number} (`{line}`): {output.ename}: {' '.join(output.evalue.split())}"
    return None


def broken_rules(name: str, notebook: NotebookNode) -> Iterator[str]:
    """Yield one line per rule that the notebook breaks; nothing where it is fit to be stored or shown."""
    if error := first_error(name, notebook):
        yield error
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield f"{name}.ipynb: not executed from top to bottom in one go; run `readout refresh`"
    for number, cell in enumerate(notebook.cells, 1):
        if warned := [output.text for output in cell.get("outputs", []) if output.get("name") == "stderr"]:
            yield f"{name}.ipynb, cell {number}: writes to stderr; find the cause of the warning: {' '.join(warned[0].split())[:200]}"
    for tag in ("parameters", "findings"):
        if not tagged(notebook, tag):
            yield f"{name}.ipynb: no cell is tagged `{tag}`"
