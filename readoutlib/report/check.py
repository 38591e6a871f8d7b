"""What an executed notebook must be: run in order to the end, no error, no warning, its findings in one tagged cell."""

import json
from collections.abc import Iterator


class Node(dict):
    """A part of a notebook, its keys as attributes: nbformat's own node without nbformat, whose validator takes longer to load than a report to write."""

    __getattr__ = dict.__getitem__


def read(text: str) -> Node:
    """Return the notebook of a file's text, lines joined, as `nbformat.read` does for format 4."""
    notebook = json.loads(text, object_hook=Node)
    for cell in notebook.cells:
        for part in [
            cell,
            *(
                part
                for output in cell.get("outputs", ())
                for part in (output, output.get("data", {}))
            ),
        ]:
            part.update(
                {
                    key: "".join(part[key])
                    for key in part
                    if key.startswith(("source", "text", "image/"))
                }
            )
    return notebook


def tagged(notebook: Node, tag: str) -> list[Node]:
    """Return the cells that carry the tag, in order."""
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


def first_error(name: str, notebook: Node) -> str | None:
    """Return one line that names notebook, cell and error, or None where no cell failed."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return f"{name}.ipynb, cell {number} (`{cell.source.strip().splitlines()[0]}`): {output.ename}: {' '.join(output.evalue.split())}"
    return None


def broken_rules(name: str, notebook: Node) -> Iterator[str]:
    """Yield one line per rule that the notebook breaks; nothing where it is fit to be stored or shown."""
    if error := first_error(name, notebook):
        yield error
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield f"{name}.ipynb: not executed from top to bottom in one go; run `readout refresh`"
    for number, cell in enumerate(notebook.cells, 1):
        if warned := [
            output.text for output in cell.get("outputs", []) if output.get("name") == "stderr"
        ]:
            yield f"{name}.ipynb, cell {number}: writes to stderr; find the cause of the warning: {' '.join(warned[0].split())[:200]}"
    for tag in ("parameters", "findings"):
        if not tagged(notebook, tag):
            yield f"{name}.ipynb: no cell is tagged `{tag}`"
