"""Still pictures of charts: the same bytes on every machine, whatever fonts it has.

All letters of a still are DejaVu Sans as matplotlib ships it, so that no still depends on the fonts
of a machine. vl-convert, which draws them, is imported where it draws: without it, only stills
are missing.
"""

import atexit
import io
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

SHIPPED = "DejaVu Sans"
# A machine may have another version of DejaVu Sans, and its own fonts come first: for stills the
# font gets a name that no machine knows. It replaces the other in the file, so it is as long.
OURS = "Stills Sans"
# What follows our own name is for browsers that show the SVG: fonts of the same width come first.
FONT_FAMILY = f"{OURS}, {SHIPPED}, Verdana, sans-serif"
# DejaVu Sans is wider than the fonts of a live chart: letters this much smaller need as much room.
SIZE = 0.9
BOX = "□"  # stands for a letter that the font lacks
UNSEEN = {ord("0"): "\u200b", ord("1"): "\u200c"}  # without width in our font


def still_svg(spec: dict[str, Any]) -> str:
    """Return the SVG of a Vega-Lite specification.

    A letter that the font lacks, such as a Chinese one, stays in the SVG for the browser to draw;
    its width is measured by whatever font this machine has. Raises ModuleNotFoundError where
    vl-convert is not installed.
    """
    svg: str = _converter().vegalite_to_svg(_in_our_font(spec), vl_version="6.4")
    return svg


def still_png(spec: dict[str, Any]) -> bytes:
    """Return a small PNG of a Vega-Lite specification: 64 colours, one and a half times its size.

    A letter that the font lacks, such as a Chinese one, is drawn as a box: no font of the machine
    stands in for ours. Raises ModuleNotFoundError where vl-convert is not installed.
    """
    converter = _converter()
    from PIL import Image  # here: the library imports without it too

    drawable = _with_boxes(_in_our_font(spec))
    large = converter.vegalite_to_png(drawable, vl_version="5.8", scale=1.5)
    small = io.BytesIO()
    with Image.open(io.BytesIO(large)) as picture:
        colors = picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)
        colors.save(small, "PNG", optimize=True)
    return small.getvalue()


# --- the font ----------------------------------------------------------------------------------


@cache
def _converter() -> ModuleType:
    """Return vl-convert, which has been given our font."""
    import vl_convert

    folder = TemporaryDirectory(prefix="readouts-font-")  # read from until this process ends
    atexit.register(folder.cleanup)
    for file in _shipped_files():
        Path(folder.name, file.name).write_bytes(_renamed(file.read_bytes()))
    vl_convert.register_font_directory(folder.name)
    return vl_convert


def _shipped_files() -> list[Path]:
    """Return the files of the font, regular and bold."""
    found = find_spec("matplotlib")  # whose import would take longer than a still
    if found is None or found.origin is None:
        raise ModuleNotFoundError("no matplotlib, whose font stills are drawn in")
    folder = Path(found.origin).with_name("mpl-data") / "fonts/ttf"
    return [folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"]


def _renamed(font: bytes) -> bytes:
    """Return a font file whose table of names, in both of its encodings, calls it by our name."""
    for encoding in ("utf-16-be", "ascii"):
        font = font.replace(SHIPPED.encode(encoding), OURS.encode(encoding))
    return font


@cache
def _letters() -> frozenset[int]:
    """Return the code points of the letters that the font has."""
    from matplotlib.ft2font import FT2Font

    return frozenset.intersection(
        *(frozenset(FT2Font(str(file)).get_charmap()) for file in _shipped_files())
    )


# --- the specification -------------------------------------------------------------------------


def _in_our_font(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification whose letters are all of our font, and of a size to match."""
    smaller: dict[str, Any] = _with_smaller_letters(spec)
    return {**smaller, "config": {**smaller.get("config", {}), "font": FONT_FAMILY}}


def _with_smaller_letters(part: Any) -> Any:
    """Return a part of a specification with each font size given in it made smaller."""
    if isinstance(part, list):
        return [_with_smaller_letters(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    changed = {}
    for key, value in part.items():
        if key in ("data", "datasets"):
            changed[key] = value
        elif key.lower().endswith("fontsize") and isinstance(value, (int, float)):
            changed[key] = round(value * SIZE, 1)
        else:
            changed[key] = _with_smaller_letters(value)
    return changed


def _with_boxes(spec: dict[str, Any]) -> dict[str, Any]:
    """Return a specification in which a box stands for each letter that the font lacks.

    Marks that nobody sees follow each box, other ones for each letter: names that differ stay
    different, or their bars would become one.
    """
    text = json.dumps(spec, ensure_ascii=False)
    lacking = sorted(set(map(ord, text)) - _letters())
    boxes = {letter: BOX + f"{n:b}".translate(UNSEEN) for n, letter in enumerate(lacking)}
    drawable: dict[str, Any] = json.loads(text.translate(boxes))
    return drawable
