"""What an executed notebook must be: run in order, no error, no warning, its cells tagged."""

import json
from collections.abc import Iterator
from typing import Any


class Node(dict[str, Any]):
    """A part of a notebook, its keys as attributes: nbformat's own node without nbformat.

    The validator of nbformat takes longer to load than a report to write.
    """

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def read(text: str) -> Node:
    """Return the notebook of a file's text, lines joined, as `nbformat.read` does for format 4."""
    notebook: Node = json.loads(text, object_hook=Node)
    for cell in notebook.cells:
        outputs = cell.get("outputs", ())
        for part in (cell, *outputs, *(output.get("data", {}) for output in outputs)):
            lines = [key for key in part if key.startswith(("source", "text", "image/"))]
            part.update({key: "".join(part[key]) for key in lines})
    return notebook


def tagged(notebook: Node, tag: str) -> list[Node]:
    """Return the cells that carry the tag, in order."""
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def first_error(name: str, notebook: Node) -> str | None:
    """Return one line that names notebook, cell and error, or None where no cell failed."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                line, said = cell.source.strip().splitlines()[0], " ".join(output.evalue.split())
                return f"{name}.ipynb, cell {number} (`{line}`): {output.ename}: {said}"
    return None


def broken_rules(name: str, notebook: Node) -> Iterator[str]:
    """Yield a line for each rule that the notebook breaks; none where it may be stored or shown."""
    if error := first_error(name, notebook):
        yield error
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield f"{name}.ipynb: not executed from top to bottom in one go; run `readout refresh`"
    for number, cell in enumerate(notebook.cells, 1):
        outputs = cell.get("outputs", [])
        for warned in [output.text for output in outputs if output.get("name") == "stderr"][:1]:
            said = " ".join(warned.split())[:200]
            place = f"{name}.ipynb, cell {number}"
            yield f"{place}: writes to stderr; find the cause of the warning: {said}"
    for tag in ("parameters", "findings"):
        if not tagged(notebook, tag):
            yield f"{name}.ipynb: no cell is tagged `{tag}`"
