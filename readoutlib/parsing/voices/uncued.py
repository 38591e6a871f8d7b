"""Rules for sentences that report nothing: they tell of the talk, state a position, or go on."""

from __future__ import annotations

import regex

from ...speakers import BOTH_SIDES
from ..clauses.clauses import Clause, any_verb
from ..clauses.subjects import Subject, opening
from ..names.people import Mention
from ..rules import load, word_set
from .context import InContext
from .ends import ENDS, RELATIONS
from .reports import opening_talks
from .rule import Rule, joint_or_explicit, narration
from .turn import Turn, Verdict

POSITIONS, STANCE = word_set("position"), word_set("no position of a country")
POSITION = regex.compile(
    r"""\b(?:
    should | must | needs?[ ]to | ought
    | (?:is|are|stands?)[ ](?:\w+[ ])?(?:ready|willing|prepared|committed)
    | we | our | us
    )\b""",
    regex.I | regex.X,
)
OUGHT = regex.compile(r"\b(?:should|must|ought|needs? to|will)\b", regex.I)
ABOUT_TALK = regex.compile(
    r"""
    (?:(?:in[ ]general|overall|on[ ]the[ ]whole),?[ ])?(?:  # In general, the conversation
    (?:other[ ])?(?:participants|attendees)\b .{0,400} \b(?:included|were)\b
    | (?:the|this|that|his|her|their|my|our|further|today['’]s)\s+     # the second
        (?:[\w-]+\s+){0,2}                                                # round of
        (?:call|conversation|meeting|visit|talks|discussions?|trip|travel|consultations?
        |deliberations|dialogue|delegation|engagement|interaction|session)\b
    | (?:he|she|they|the[ ]\w+(?:[ ]\w+)?)[ ]                     # the minister will also
        (?:will[ ](?:also[ ])?|is[ ](?:also[ ])?(?:expected|scheduled|due|set)[ ]to[ ])
        (?:meet|visit|travel|attend|hold|host|deliver|call)\b
    )
    """,
    regex.I | regex.X,
)
PRESENT = ("accompanied", "joined", "attended", "participated", "took")
BESIDE = regex.compile(
    r"""
    [^.;]{0,60}\b(?:was|were)[ ](?:also[ ])?(?:accompanied|joined|attended)[ ]by\b
    | [^.;]{0,120}\b(?:also[ ])?(?:attended|participated[ ]in|took[ ]part[ ]in)
        [ ](?:the|this)[ ](?:meeting|talks|conversation|discussions?)\b
    """,
    regex.X,
)
DONE = "|".join(map(regex.escape, load("verbs")["passive"]))
PASSIVE = regex.compile(
    rf"""
    \b(?:was|were)\s+ (?:(?:also|then|further|\w+ly)\s+)? (?:{DONE})\b
    | \b(?:discussions?|talks|exchanges?[ ]of[ ]views)[ ](?:also[ ])?
        (?:took[ ]place|(?:was|were)[ ](?:also[ ])?held)[ ](?:on|about|regarding)\b
    """,
    regex.X,
)
# Told with these, even a person's turn is left.
PASSIVE_OF_TALKS = regex.compile(
    r"""
    \bit[ ]was[ ](?:also[ ]|further[ ])?                           # it was agreed that
        (?:agreed|decided|noted|emphasi[sz]ed|stressed|underlined|underscored|confirmed|stated
        |reaffirmed|reiterated|acknowledged|recogni[sz]ed|recalled|concluded|pointed[ ]out)\b
    | \b(?:was|were)\s+ (?:(?:also|then|further|\w+ly)\s+)?         # trade was discussed
        (?:discussed|touched[ ](?:up)?on|reviewed|exchanged)\b
    | \b(?:attention|emphasis|focus|priority)[ ](?:was|were)[ ](?:also[ ])?
        (?:paid|given|devoted|placed|laid|put)\b
    | \b(?:importance|need|necessity|significance|readiness|commitment|interest|concerns?)\b
        [^.,;]{0,90} \b(?:was|were)[ ](?:also[ ])?                 # the need for trade was stressed
        (?:stressed|emphasi[sz]ed|underlined|underscored|noted|highlighted|reaffirmed|confirmed
        |expressed)\b
    """,
    regex.I | regex.X,
)
# What came about between those who talked.
EXISTENTIAL = regex.compile(
    r"""
    (?:there[ ](?:was|were)[ ](?:also[ ])? | (?:in[ ]addition,?|also,?)[ ]there[ ]was[ ])
        (?:an?[ ]|some[ ])? (?:[\w-]+,?[ ](?:and[ ])?){0,4}
        (?:exchanges?|discussions?|agreement|consensus|understanding)\b
    | (?:an?[ ]|the[ ])?(?:[\w-]+[ ]){0,2} (?:agreements?|consensus|understandings?)[ ]
        (?:was|were)[ ](?:also[ ])?reached\b
    """,
    regex.I | regex.X,
)
# The passive tells of another time.
ELSEWHEN = regex.compile(
    r"[ ](?:in[ ](?:\d{4}|\p{Lu})|last|earlier|previously|years?\b|at[ ]the[ ](?:last|previous))"
)
AGENT = regex.compile(r" by (?:the )?")
PAPERS = regex.compile(
    r"\b(?:Memorand\w+|MoUs?|agreements?|instruments|documents|gifts|letters|notes)\b", regex.I
)  # are exchanged, too
RELATIVE = regex.compile(r"\b(?:that|which|who)\b")
PASSIVE_WITHIN = 160  # characters from the start of the sentence
MAX_UNCUED = 4  # sentences that go on with a joint position


def talk_told(sentence: InContext, turn: Turn) -> Verdict | None:
    """The main clause tells that the talk took place, or of what the parties did around it."""
    if held := opening_talks(sentence):
        return narration(told=held)
    head = sentence.first_clause("initial", "coordinate")
    if head and head.sort == "talk" and _may_be_the_parties(head.subject, sentence, turn):
        return narration(told=head.subject)
    return None


TALK_TOLD = Rule(
    "talk told",
    talk_told,
    fires="Alder met Birch in the old town hall.",
    silent="Alder met Birch and said that trade matters.",
)


def _may_be_the_parties(subject: Subject, sentence: InContext, turn: Turn) -> bool:
    """Whether the subject stands for a party, or is one of a kind, where nobody is speaking."""
    of_a_kind = subject.kind in ("country", "role") and not turn.holds(sentence)
    return of_a_kind or subject.kind == "same" or sentence.parties.hold(subject, turn)


def about_the_talk(sentence: InContext, turn: Turn) -> Verdict | None:
    """The sentence opens with the talk, or with who else was there: "The meeting was her first"."""
    beside = sentence.has(*PRESENT) and sentence.opens_with(BESIDE)
    return narration() if beside or sentence.opens_with(ABOUT_TALK) else None


ABOUT_THE_TALK = Rule(
    "about the talk",
    about_the_talk,
    fires="The visit was her first to the region.",
    silent="The region was new to her.",
)


def verb_of_no_list(sentence: InContext, turn: Turn) -> Verdict | None:
    """A party is the subject of whatever verb in the past: "Alder tabled a plan"."""
    document = sentence.document
    clause = any_verb(document.text, sentence.reading.tokens, document.people)
    if clause is None or (sentence.has("diplomatic") and sentence.search(RELATIONS)):
        return None
    verdict = joint_or_explicit(clause.subject, clause, sentence, turn)
    if verdict and verdict.mode == "joint":
        # Pages that name the speaker in nearly every sentence leave few turns to go on.
        return verdict if sentence.many_cues or not turn.holds(sentence) else None
    return None if clause.perfect or clause.subject.kind == "country" else verdict


ANY_VERBS = (
    Rule(
        "any verb name",
        verb_of_no_list,
        of="name",
        fires="Birch tabled a plan.",
        silent="Dogwood tabled a plan.",
    ),
    Rule(
        "any verb names",
        verb_of_no_list,
        of="names",
        fires="Alder and Cedar tabled a plan.",
        silent="Alder and Dogwood tabled a plan.",
    ),
    Rule(
        "any verb pronoun",
        verb_of_no_list,
        of="pronoun",
        fires="Birch arrived. He tabled a plan.",
        silent="Birch arrived. It tabled a plan.",
    ),
    Rule(
        "any verb role",
        verb_of_no_list,
        of="role",
        fires="The Trade Minister tabled a plan.",
        silent="The King tabled a plan.",
    ),
    Rule(
        "any verb joint",
        verb_of_no_list,
        of="joint",
        fires="The two sides tabled a plan.",
        silent="The two sides left Oslo.",
    ),
)


def passive_with_agent(sentence: InContext, turn: Turn) -> Verdict | None:
    """ "Trade was raised by Birch"."""
    done = sentence.search(PASSIVE) if sentence.has("by") else None
    agent = _agent(done, sentence) if done else None
    if done is None or agent is None or agent.person not in sentence.parties.names:
        return None
    cue = done.start(), agent.end
    subject = Subject("person", 0, (agent.person,))
    clause = Clause(subject, done.group(), "report", "parenthetical", cue, cue)
    return Verdict(sentence.parties.names[agent.person], "explicit", clause=clause)


def _agent(done: regex.Match[str], sentence: InContext) -> Mention | None:
    """Return who is named after "by"."""
    document = sentence.document
    by = AGENT.match(document.text, done.end(), sentence.reading.end)
    return document.people.mention_starting.get(by.end()) if by else None


def agentless_passive(sentence: InContext, turn: Turn) -> Verdict | None:
    """ "Trade was discussed": by all who took part."""
    inside = turn.holds(sentence)
    if not sentence.has("was", "were", "took"):
        return None
    done = sentence.search(PASSIVE_OF_TALKS if inside else PASSIVE)
    start = sentence.reading.start
    if done is None or done.start() - start >= PASSIVE_WITHIN:
        return None
    before = sentence.document.text, start, done.start()
    elsewhen = inside and ELSEWHEN.match(sentence.document.text, done.end())
    barred = PAPERS.search(*before) or RELATIVE.search(*before) or elsewhen
    return None if barred else Verdict(BOTH_SIDES, "joint")


def came_about(sentence: InContext, turn: Turn) -> Verdict | None:
    """ "There was an exchange of views": between all who took part."""
    told = sentence.parties.told and sentence.opens_with(EXISTENTIAL)
    return Verdict(BOTH_SIDES, "joint") if told else None


PASSIVES = (
    Rule(
        "passive with its agent",
        passive_with_agent,
        fires="Trade was raised by Birch.",
        silent="Trade was raised by Dogwood.",
    ),
    Rule(
        "agentless passive",
        agentless_passive,
        fires="Views were exchanged on trade.",
        silent="Letters were exchanged on trade.",
    ),
    Rule(
        "came about",
        came_about,
        fires="There was a frank exchange of views on trade.",
        silent="There was a frank smell of fish.",
    ),
)


def states_a_position(sentence: InContext, turn: Turn) -> Verdict | None:
    """ "The two leaders remain committed", "Chile intends": the subject states its position."""
    own = sentence.words[0] == "I"
    if not own and _goes_on(sentence, turn):
        return None
    subject, verb = opening(sentence.reading.tokens, sentence.document.people)
    if subject is None or verb not in POSITIONS:
        return None
    if sentence.parties.all_of_them(subject, turn):
        return Verdict(BOTH_SIDES, "joint", "joint")
    speaks = own or (subject.kind == "country" and verb not in STANCE)
    who = sentence.parties.resolve(subject, turn) if speaks else None
    if who is None:
        return None
    return Verdict(sentence.parties.names[who], "explicit", "author" if own else "country")


def _goes_on(sentence: InContext, turn: Turn) -> bool:
    """Whether a party's turn takes in such a sentence, in its paragraph or by what ought to be."""
    return turn.holds(sentence) or (turn.is_somebodys and bool(sentence.search(OUGHT)))


POSITIONS_STATED = (
    Rule(
        "joint opening",
        states_a_position,
        of="joint",
        fires="The two sides remain committed to trade.",
        silent="The two sides like trade.",
    ),
    Rule(
        "country opening",
        states_a_position,
        of="country",
        fires="Chile intends to trade more.",
        silent="Peru intends to trade more.",
    ),
    Rule(
        "author opening",
        states_a_position,
        of="author",
        lead="I met Foreign Minister Bo Birch of Chile today.",
        author="Ann Alder",
        fires="I hope that trade grows.",
        silent="I met him again.",
    ),
)


# A sentence without a cue goes on with the turn inside its paragraph, beyond it only as a position.


def joint_goes_on(sentence: InContext, turn: Turn) -> Verdict | None:
    """Both sides spoke in this paragraph, up to a few sentences ago."""
    joint = turn.speaker == BOTH_SIDES and turn.uncued < MAX_UNCUED
    same = joint and sentence.paragraph == turn.paragraph
    return Verdict(turn.speaker, "continuation") if same else None


def turn_goes_on(sentence: InContext, turn: Turn) -> Verdict | None:
    """One party spoke in this paragraph."""
    return Verdict(turn.speaker, "continuation") if turn.holds(sentence) else None


def turn_goes_on_across_paragraphs(sentence: InContext, turn: Turn) -> Verdict | None:
    """One party spoke in an earlier paragraph, and this is a position."""
    position = turn.is_somebodys and sentence.search(POSITION)
    return Verdict(turn.speaker, "continuation") if position else None


def no_cue(sentence: InContext, turn: Turn) -> Verdict | None:
    """Nothing tells who speaks."""
    return narration()


CARRIED = (
    Rule(
        "joint goes on",
        joint_goes_on,
        fires="The two sides agreed to meet. Trade was growing.",
        silent="The two sides agreed to meet.\n\nTrade was growing.",
    ),
    Rule(
        "turn goes on",
        turn_goes_on,
        fires="Alder said that trade matters. It was growing.",
        silent="Alder said that trade matters.\n\nIt was growing.",
    ),
    Rule(
        "turn goes on across paragraphs",
        turn_goes_on_across_paragraphs,
        fires="Alder said that trade matters.\n\nIt should grow.",
        silent="Alder said that trade matters.\n\nIt was growing.",
    ),
    Rule(
        "no cue",
        no_cue,
        fires="The weather was fine.",
        silent="Alder said that trade matters. The weather was fine.",
    ),
)

UNCUED = (
    TALK_TOLD,  # before other verbs: "Alder met Birch and tabled a plan" tells of the talk
    ABOUT_THE_TALK,  # before passives: "The talks were long and trade was discussed"
    *ANY_VERBS,
    *PASSIVES,
    *POSITIONS_STATED,
    *ENDS,  # behind positions: "Birch is ready" is one
    *CARRIED,  # behind all that look into the sentence; the last of them takes what is left
)
