"""The report: run the notebooks on a corpus, check what came out, write pages for offline use."""

from .execute import refresh
from .render import build

__all__ = ["build", "refresh"]
