"""The last step of every chart: title, alt text, and what the report needs to know of it."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from .frames import in_order
from .nesting import Some, nestable
from .sayings import in_lines

PLOT = 620  # pixels across, as in the theme
TITLE_LETTER, SUBTITLE_LETTER = 8.9, 5.8  # pixels, about, in the sizes of the theme


def finish(
    chart: Some,
    data: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    names: Mapping[str, str],
    axes: Mapping[str, str],
    width: float = PLOT,
) -> Some:
    """Return the chart with title and subtitle, in lines no wider than its plot, and its alt text.

    `names` are the columns of `data` that the tooltip names, `axes` the columns of names at x and
    y. The report finds both in the specification, under `usermeta`, `readouts`: fields (in pairs,
    as a stored notebook keeps no order of keys), axes, families (the phrase families of the rows)
    and listed (whether lines stand under the chart).
    """
    listed = isinstance(chart, alt.VConcatChart)
    if isinstance(chart, alt.VConcatChart):  # the report shows the upper chart alone
        chart.vconcat[0].description = alt_text
        alt_text += " In JupyterLab a click lists the lines behind a mark."
    heading = alt.TitleParams(
        in_lines(title, width / TITLE_LETTER),
        subtitle=in_lines(subtitle, width / SUBTITLE_LETTER),
    )
    readouts = {
        "fields": [list(field) for field in names.items()],
        "families": families_of(data),
        "axes": dict(axes),
        "listed": listed,
    }
    return nestable(chart).properties(
        title=heading, description=alt_text, usermeta={"readouts": readouts}
    )


def families_of(data: pd.DataFrame) -> list[str]:
    """Return the phrase families that the rows are of, without the person that a row may name.

    >>> families_of(pd.DataFrame({"family": ["win-win · Wang Yi", "win-win · Sergey Lavrov"]}))
    ['win-win']
    """
    if "family" not in data:
        return []
    return in_order(str(row).split(" · ")[0] for row in data["family"].dropna())
