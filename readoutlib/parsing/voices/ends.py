"""Rules for where a turn ends: others are its subject, or the issuer judges and tells by itself."""

from __future__ import annotations

import regex

from ...speakers import BOTH_SIDES
from ..clauses.subjects import opening
from ..names.grammar import COUNTRIES
from .context import InContext
from .rule import Rule, narration
from .turn import Turn, Verdict

# What the issuer judges: this commitment, the agreement.
JUDGED = r"""(?:
    commitment|agreement|accord|deal|visit|meeting|call|talks|conversation|discussions?|dialogue
    |engagement|exchange|initiative|announcement|decision|partnership|step|gesture|move|assistance
    |contribution|pledge|memorandum|document|declaration|event|trip|consultations|interaction
)"""
ASSESSMENT = regex.compile(
    rf"""
    (?:this|these|the|today['’]s)[ ](?:[\w-]+[ ]){{0,3}}            # This
        (?:of[ ]the[ ])?{JUDGED}[ ]                                 # spirit of the talks
        (?:also[ ])? (?:reflect|underscore|underline|demonstrate|mark|represent|highlight|signal
        |symboli[sz]e|follow|build|come|testif(?:y|ie)|pave|exemplif(?:y|ie)|illustrate)(?:s|d|ed)?\b
    | (?:also[ ])?(?:present|in[ ]attendance)[ ](?:at[ ][^.,]{{0,60}}[ ])?(?:was|were)\b
    | (?:for[ ](?:more|further)[ ](?:information|details)\b|see[ ](?:also[ ])?the[ ])
    | neither[ ](?:side|leader|minister|party|president)\b
    | the[ ](?:two[ ]|three[ ])?(?:sides|ministers|leaders|presidents|parties)['’]
    """,
    regex.I | regex.X,
)
WHEREABOUTS = regex.compile(
    r"[^.,]{0,60} (?:is|was) (?:(?:currently|also) )?(?:in|here|on a|visiting|scheduled|due)\b"
)
RELATIONS = regex.compile(r"\bestablished (?:\w+ )?diplomatic relations\b")
WITH_ANOTHER = frozenset(("and", ",", "-", "–", "/"))  # after a country that does not stand alone


def about_another(sentence: InContext, turn: Turn) -> Verdict | None:
    """Another party than who speaks is its subject, and reports nothing: "Birch was late".

    Or it tells where the speaker is: "Alder is in Oslo for the summit".
    """
    if not turn.is_somebodys:
        return None
    subject, _ = opening(sentence.reading.tokens, sentence.document.people)
    if subject is None or subject.kind not in ("person", "role"):
        return None
    who = sentence.parties.resolve(subject, turn)
    if who is None:
        return None
    another = sentence.parties.names[who] != turn.speaker
    return narration() if another or sentence.opens_with(WHEREABOUTS) else None


ABOUT_ANOTHER = Rule(
    "about another party",
    about_another,
    fires="Alder said that trade matters. Birch did not rule it out.",
    silent="Alder said that trade matters. Alder did not rule it out.",
)


def assessment(sentence: InContext, turn: Turn) -> Verdict | None:
    """The issuer judges, or says who was there and what to read: "This step reflects …"."""
    relations = sentence.has("diplomatic") and sentence.search(RELATIONS)
    return narration() if relations or sentence.opens_with(ASSESSMENT) else None


ASSESSED = Rule(
    "assessment",
    assessment,
    fires="Alder said that trade matters. This commitment reflects a shared vision.",
    silent="Alder said that trade matters. This commitment must be kept.",
)


def policy_of_one_side(sentence: InContext, turn: Turn) -> Verdict | None:
    """What one side is or does is no joint position: "Norway will send a ship"."""
    if turn.speaker != BOTH_SIDES or not (_one_country(sentence) or _one_party(sentence)):
        return None
    subject, _ = opening(sentence.reading.tokens, sentence.document.people)
    role = subject is not None and subject.kind == "role"  # "The Norwegian minister"
    return None if role else narration()


def _one_country(sentence: InContext) -> bool:
    """Whether a country that stands alone opens the sentence."""
    words = sentence.words
    first = int(words[0] == "The")
    country = COUNTRIES.at(words, first)
    return country is not None and words[first + country.length] not in WITH_ANOTHER


def _one_party(sentence: InContext) -> bool:
    """Whether a party who stands alone opens the sentence: "Alder's visit in May"."""
    tokens, document = sentence.reading.tokens, sentence.document
    mention = document.people.mention_starting.get(tokens[0].start)
    if mention is None or mention.person not in sentence.parties.names:
        return False
    return next((t.text not in WITH_ANOTHER for t in tokens if t.start >= mention.end), True)


POLICY = Rule(
    "policy of one side",
    policy_of_one_side,
    fires="The two sides agreed to meet. Norway will send a ship.",
    silent="The two sides agreed to meet. Norway and Chile will send a ship.",
)

ENDS = (ABOUT_ANOTHER, ASSESSED, POLICY)  # they look at different sentences: their order is free
