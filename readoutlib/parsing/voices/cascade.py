"""The cascade: all rules in order, of which the first that fits decides a sentence."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from .context import InContext
from .marked import MARKED
from .reports import REPORTS
from .rule import Rule
from .turn import Turn, Verdict
from .uncued import UNCUED

# Marks decide before words: what a quotation says of others is its speaker's. Who reports in a
# sentence decides before what it tells, and before whose turn it stands in.
RULES = (*MARKED, *REPORTS, *UNCUED)
ANY_KIND = ""  # a row without `of` takes what no row beside it does
# Rules that share a function stand together; it is asked once for all of them.
STEPS = [
    (function, {rule.of: rule for rule in rules})
    for function, rules in groupby(RULES, key=attrgetter("function"))
]


def decide(sentence: InContext, turn: Turn) -> tuple[Rule, Verdict]:
    """Return the rule that decides a sentence, and who speaks by it."""
    for function, rules in STEPS:
        verdict = function(sentence, turn)
        if verdict and (rule := rules.get(verdict.of, rules.get(ANY_KIND))):
            return rule, verdict
    raise AssertionError("the last rule decides every sentence")
