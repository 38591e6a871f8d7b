"""Charts that can stand beside others, although only a whole chart may say what ours say."""

from typing import Any, TypeVar

import altair as alt

Some = TypeVar("Some", bound=alt.TopLevelMixin)  # any chart: the same kind goes out as came in


class _Nestable:
    """A chart that leaves its `usermeta` out where it is a part of another one."""

    def to_dict(
        self, *args: Any, context: dict[str, Any] | None = None, **keywords: Any
    ) -> dict[str, Any]:
        chart: Any = self
        if context is not None and not context.get("top_level", True):
            chart = chart.copy(deep=False)
            chart.usermeta = alt.Undefined
        base: Any = super(_Nestable, chart)
        spec: dict[str, Any] = base.to_dict(*args, context=context, **keywords)
        return spec


class _Chart(_Nestable, alt.Chart):
    pass


class _LayerChart(_Nestable, alt.LayerChart):
    pass


class _FacetChart(_Nestable, alt.FacetChart):
    pass


class _VConcatChart(_Nestable, alt.VConcatChart):
    pass


NESTABLE = {kind.__mro__[2]: kind for kind in (_Chart, _LayerChart, _FacetChart, _VConcatChart)}


def nestable(chart: Some) -> Some:
    """Return a copy of the chart that can be a part of another one, whatever its `usermeta`.

    >>> bar = alt.Chart(alt.InlineData(values=[{"n": 1}])).mark_bar().encode(x="n:Q")
    >>> told = nestable(bar).properties(usermeta={"readouts": {}})
    >>> "usermeta" in told.to_dict(), "usermeta" in (told | bar).to_dict()
    (True, False)
    """
    given: Any = chart
    copied = given.copy(deep=False)
    # not by assignment, which Altair takes for a property of the specification
    object.__setattr__(copied, "__class__", NESTABLE[type(copied)])
    part: Some = copied
    return part
