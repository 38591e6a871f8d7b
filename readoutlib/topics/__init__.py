"""What the talks are about: an analyst's issue grid, and topics found in the words.

The grid leads. On a few dozen sentences a topic model is a way to reorder the reading, no finding:
each topic carries what is left of it when a talk is left out.
"""

from .issues import issue_grid, issue_matches, load_issues
from .model import Topics, fit_topics
from .stability import choose_k

__all__ = ["Topics", "choose_k", "fit_topics", "issue_grid", "issue_matches", "load_issues"]
