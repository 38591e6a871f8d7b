"""What a notebook stores of a chart: its specification, a still picture and its words.

Importing this module turns on the Altair renderer.
"""

import base64
from typing import Any

import altair as alt
import numpy as np

from ..mime import VEGA
from ..stills import still_png
from .listing import without_lines

LAB_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
EMBED = {"renderer": "svg", "actions": False}


def _render(spec: dict[str, Any], **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the mime bundle of a chart, and its metadata with the alt text.

    Without vl-convert, which draws the still picture, there are specification and words only.
    """
    usermeta = {**spec.get("usermeta", {}), "embedOptions": EMBED}
    spec = {**spec, "$schema": LAB_SCHEMA, "usermeta": usermeta}
    words = spec.get("description", "")
    bundle: dict[str, Any] = {VEGA: spec}
    metadata: dict[str, Any] = {}
    try:
        picture = still_png(without_lines(spec))  # nobody can click on a picture
    except ModuleNotFoundError:
        pass
    else:
        bundle["image/png"] = base64.b64encode(picture).decode()
        metadata["image/png"] = {"alt": words}
    bundle["text/plain"] = f"{_title(spec)}. {words}"
    return bundle, metadata


def _title(spec: dict[str, Any]) -> str:
    """Return the title of a specification in one line."""
    title = spec.get("title", "Chart")
    lines = title["text"] if isinstance(title, dict) else title
    return " ".join(np.atleast_1d(lines))


alt.renderers.register("readouts", _render)
alt.renderers.enable("readouts")
