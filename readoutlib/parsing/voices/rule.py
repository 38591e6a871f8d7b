"""A rule: its name, the function that finds who speaks, and an example of either outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass

from ...speakers import BOTH_SIDES, NARRATOR
from ..clauses.clauses import Clause
from ..clauses.subjects import Subject
from .context import InContext
from .turn import Turn, Verdict

LEAD = (
    "On May 3, 2021, Norwegian Foreign Minister Ann Alder and Norwegian Trade Minister Cora Cedar"
    " held talks with Chilean Foreign Minister Bo Birch in Oslo."
)

REPORTING = ("report", "joint")  # sorts of clauses; the others tell of the talk or add to a clause


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; it decides the sentences for which its function returns a verdict `of` its kind.

    The function is pure: it is given the sentence and the turn, and changes neither. `fires` is a
    text whose last sentence the rule decides, `silent` one whose last sentence it leaves to
    another; both follow the paragraph `lead`, written by `author` where "I" is to be somebody.
    """

    name: str
    function: Callable[[InContext, Turn], Verdict | None]
    _: KW_ONLY
    of: str = ""
    fires: str
    silent: str
    lead: str = LEAD
    author: str = ""


KIND_OF_SUBJECT = {"person": "name", "joint": "names"}  # others are called as they are


def narration(told: Subject | None = None) -> Verdict:
    """Nobody's words."""
    return Verdict(NARRATOR, "narration", told=told)


def explicit(
    subject: Subject, clause: Clause | None, sentence: InContext, turn: Turn
) -> Verdict | None:
    """The one party that the subject stands for speaks; None where it stands for nobody."""
    who = sentence.parties.resolve(subject, turn)
    if who is None:
        return None
    kind = KIND_OF_SUBJECT.get(subject.kind, subject.kind)
    return Verdict(sentence.parties.names[who], "explicit", kind, clause)


def joint_or_explicit(
    subject: Subject, clause: Clause, sentence: InContext, turn: Turn
) -> Verdict | None:
    """All speak where the subject stands for all of them, else the one it stands for."""
    if speak_together(subject, clause, sentence, turn):
        return Verdict(BOTH_SIDES, "joint", "joint", clause)
    return explicit(subject, clause, sentence, turn)


def speak_together(subject: Subject, clause: Clause, sentence: InContext, turn: Turn) -> bool:
    """Whether a subject stands for both sides; inside a turn "have agreed" only recalls."""
    recalled = clause.perfect and turn.holds(sentence)
    several = sentence.parties.all_of_them(subject, turn)
    return several and not recalled and not sentence.parties.one_side(subject.persons)
