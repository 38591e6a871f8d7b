"""Rules for sentences that report: somebody is the subject of a reporting clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from ...speakers import BOTH_SIDES
from ..clauses.clauses import MERELY_TALK, SAY, Clause, any_verb
from ..clauses.others import STRICT, SUBORDINATORS
from ..clauses.subjects import Subject
from ..rules import word_set
from .context import InContext
from .resolve import PAPERS
from .rule import REPORTING, Rule, explicit, joint_or_explicit, narration, speak_together
from .turn import Turn, Verdict

RELAYS = SAY | {"that", "saying"}
DONE_BY_ALL = MERELY_TALK | {"agreed", "decided"}
SOURCES, WAS = word_set("source"), frozenset(("was", "were", "also"))
RELATIVES = frozenset(("where", "which", "whom", "when"))
OF_THE_TALK = regex.compile(
    r"""(?:the|this|that|their|his|her|it)\s+ (?:was\s+a\s+)? (?:[\w-]+\s+){0,3}
    (?:call|conversation|meeting|visit|talks|discussions?|dialogue|consultations?)\b""",
    regex.I | regex.X,
)
OF_ANOTHER = regex.compile(
    r"\b(?:follow(?:s|ed|ing)?|comes?|came|builds?|since|previous|earlier|last|ago)\b"
)
BEFORE = regex.compile(
    r"""(?:
    Last[ ](?:week|month|year|\p{Lu}\p{Ll}+)                                     # Last April
    | (?:A|Two|Three|Several|Some)[ ](?:day|week|month|year)s?[ ](?:ago|earlier|before)
    | Earlier[ ]this                                                             # month
    | In[ ](?:19|20)\d\d
    )\b""",
    regex.X,
)


SINCE = regex.compile(
    r"""\b(?:have|has)\b [^,.]{0,60} \bsince[ ]
    (?: (?:\w+[ ])?(?:1[5-9]|20)\d\d | (?:the|its|their)[ ](?:establishment|independence) )""",
    regex.X,
)


def parenthetical(sentence: InContext, turn: Turn) -> Verdict | None:
    """A cue after or inside what is said: "Trade matters, Alder said."."""
    cues = [c for c in sentence.clauses if c.place == "parenthetical" and c.sort != "talk"]
    relays = _tells_of_the_talk(sentence, turn)
    found = (
        explicit(cue.subject, cue, sentence, turn)
        for cue in cues
        if not (relays and cue.subject.kind == "country")
    )
    return next(filter(None, found), None)


def _tells_of_the_talk(sentence: InContext, turn: Turn) -> bool:
    """Whether a country is but the source of it: "They held talks on trade, the Kremlin said"."""
    head = sentence.first_clause("initial")
    if head is None:
        return False
    joint = head.sort in REPORTING and speak_together(head.subject, head, sentence, turn)
    return head.sort == "talk" or joint


PARENTHETICALS = (
    Rule(
        "parenthetical name",
        parenthetical,
        of="name",
        fires="Trade matters, Birch said.",
        silent="Trade matters, he said.",
    ),
    Rule(
        "parenthetical names",
        parenthetical,
        of="names",
        fires="Trade matters, Alder and Cedar said.",
        silent="Trade matters, Alder and Birch said.",
    ),
    Rule(
        "parenthetical pronoun",
        parenthetical,
        of="pronoun",
        fires="Birch arrived. Trade matters, he said.",
        silent="Trade matters, it said.",
    ),
    Rule(
        "parenthetical role",
        parenthetical,
        of="role",
        fires="Trade matters, the Trade Minister said.",
        silent="Trade matters, the King said.",
    ),
    Rule(
        "parenthetical country",
        parenthetical,
        of="country",
        fires="Trade matters, the Chilean side said.",
        silent="Trade matters, the Peruvian side said.",
    ),
)


def background(sentence: InContext, turn: Turn) -> Verdict | None:
    """What was done "last April" is no part of this talk, where nobody is speaking."""
    if turn.holds(sentence):
        return None
    since = sentence.has("since") and sentence.search(SINCE)
    return narration() if since or sentence.opens_with(BEFORE) else None


BACKGROUND = Rule(
    "background",
    background,
    fires="Last April Birch said that trade matters.",
    silent="Alder noted that trade matters. Last April Birch said that it does not.",
)


# The first main clause that reports what a party said decides a sentence.


def joint_clause(sentence: InContext, turn: Turn) -> Verdict | None:
    """All of them are its subject: "The two sides agreed"."""
    verdict = _main_clause(sentence, turn)
    return verdict if verdict and verdict.mode == "joint" else None


JOINT_CLAUSES = (
    Rule(
        "joint subject",
        joint_clause,
        of="subject",
        fires="The two sides agreed to meet again.",
        silent="The two presidents from Peru agreed to meet again.",
    ),
    Rule(
        "joint pronoun",
        joint_clause,
        of="pronoun",
        fires="Birch arrived. They discussed trade.",
        silent="The Chilean delegation arrived. They discussed trade.",
    ),
)


def main_clause(sentence: InContext, turn: Turn) -> Verdict | None:
    """One party is its subject: "Alder said"."""
    verdict = _main_clause(sentence, turn)
    return verdict if verdict and not _is_coordinate(verdict) else None


MAIN_CLAUSES = (
    Rule(
        "main clause name",
        main_clause,
        of="name",
        fires="Alder said that trade matters.",
        silent="Dogwood said that trade matters.",
    ),
    Rule(
        "main clause names",
        main_clause,
        of="names",
        fires="Alder and Cedar said that trade matters.",
        silent="Alder and Birch said that trade matters.",
    ),
    Rule(
        "main clause pronoun",
        main_clause,
        of="pronoun",
        fires="Birch arrived. He said that trade matters.",
        silent="It said that trade matters.",
    ),
    Rule(
        "main clause role",
        main_clause,
        of="role",
        fires="The Trade Minister said that trade matters.",
        silent="The King said that trade matters.",
    ),
    Rule(
        "main clause country",
        main_clause,
        of="country",
        fires="Chile reaffirmed its support for trade.",
        silent="Chile has reaffirmed its support for trade.",
    ),
)


def coordinate(sentence: InContext, turn: Turn) -> Verdict | None:
    """Its verb, joined by "and", takes the subject of the clause before it: "met X and said"."""
    verdict = _main_clause(sentence, turn)
    return verdict if verdict and _is_coordinate(verdict) else None


COORDINATES = (
    Rule(
        "coordinate name",
        coordinate,
        of="name",
        fires="Alder met Birch and said that trade matters.",
        silent="Alder met Birch and discussed trade.",
    ),
    Rule(
        "coordinate names",
        coordinate,
        of="names",
        fires="Alder and Cedar met Birch and said that trade matters.",
        silent="Alder and Birch met Dogwood and said that trade matters.",
    ),
    Rule(
        "coordinate pronoun",
        coordinate,
        of="pronoun",
        fires="Cedar arrived. She met Birch and said that trade matters.",
        silent="Cedar arrived. It met Birch and said that trade matters.",
    ),
    Rule(
        "coordinate role",
        coordinate,
        of="role",
        fires="The Trade Minister met Birch and said that trade matters.",
        silent="A minister met Birch and said that trade matters.",
    ),
    Rule(
        "coordinate country",
        coordinate,
        of="country",
        fires="The Chilean side visited Oslo and said that trade matters.",
        silent="The Peruvian side visited Oslo and said that trade matters.",
    ),
)


def _is_coordinate(verdict: Verdict) -> bool:
    return verdict.clause is not None and verdict.clause.subject.kind == "same"


def _main_clause(sentence: InContext, turn: Turn) -> Verdict | None:
    told = False
    for clause, subject in _main_clauses(sentence):
        told = told or (clause.place == "initial" and clause.sort == "talk")
        if clause.sort not in REPORTING:
            continue
        if _is_opening_talks(clause, sentence):
            return None
        if speak_together(subject, clause, sentence, turn):
            of = "pronoun" if subject.kind == "pronoun" else "subject"
            return Verdict(BOTH_SIDES, "joint", of, clause)
        # "met with X and discussed trade" tells of the talk.
        merely = told and clause.subject.kind == "same" and clause.verb in MERELY_TALK
        reports = _reports(clause, subject) and not merely
        if reports and (verdict := explicit(subject, clause, sentence, turn)):
            return verdict
    return None


def _main_clauses(sentence: InContext) -> Iterator[tuple[Clause, Subject]]:
    """Yield the main clauses, each with its subject; that of "and said" is the one before it."""
    subject = None
    for clause in sentence.clauses:
        if clause.place != "embedded":
            if clause.subject.kind != "same":
                subject = clause.subject
            if subject:
                yield clause, subject


def _reports(clause: Clause, subject: Subject) -> bool:
    """Whether the clause is a report: of a country, "has supported" and "supports" state a fact."""
    states = subject.kind == "country" and (clause.perfect or clause.verb.endswith("s"))
    return clause.sort == "report" and not states


def opening_talks(sentence: InContext) -> Subject | None:
    """Return who held the talks where "X and Y held talks on trade" opens the text."""
    clauses = _main_clauses(sentence)
    return next((who for clause, who in clauses if _is_opening_talks(clause, sentence)), None)


def _is_opening_talks(clause: Clause, sentence: InContext) -> bool:
    return sentence.reading.number == 0 and clause.verb == "held" and clause.sort == "joint"


# Somebody who took no part says something: no position of the parties, but it may relay one.


def relayed(sentence: InContext, turn: Turn) -> Verdict | None:
    """A spokesman or a statement relays what a party said: "the ministry said Alder agreed"."""
    head = sentence.first_clause("initial", "parenthetical")
    if head is None:
        open_to_others = not turn.holds(sentence)
    else:
        open_to_others = _is_an_outsiders(head, sentence, turn)
    if not open_to_others:
        return None
    for clause in sentence.clauses:
        if _is_relayed(clause, sentence):
            # who relays is frame, too
            whole = replace(clause, frame=(sentence.reading.tokens[0].start, clause.frame[1]))
            if verdict := joint_or_explicit(clause.subject, whole, sentence, turn):
                return verdict
    return None


RELAYED = (
    Rule(
        "relayed name",
        relayed,
        of="name",
        fires="The spokesman said that Birch noted the growth of trade.",
        silent="The spokesman said that Dogwood noted the growth of trade.",
    ),
    Rule(
        "relayed names",
        relayed,
        of="names",
        fires="The spokesman said that Alder and Cedar noted the growth of trade.",
        silent="The spokesman said that they noted the growth of trade.",
    ),
    Rule(
        "relayed joint",
        relayed,
        of="joint",
        fires="The spokesman said that Alder and Birch agreed to meet again.",
        silent="The spokesman said that they agreed to meet again.",
    ),
)


def _is_relayed(clause: Clause, sentence: InContext) -> bool:
    said = clause.place == "embedded" and sentence.words[clause.subject.first - 1] in RELAYS
    return said and clause.sort in REPORTING and clause.subject.kind in ("person", "joint")


def third_party(sentence: InContext, turn: Turn) -> Verdict | None:
    """Who took no part speaks, and ends a turn."""
    head = sentence.first_clause("initial", "parenthetical")
    if head and _is_an_outsiders(head, sentence, turn) and not _is_source(head, sentence, turn):
        return replace(narration(), outsider=head.verb not in MERELY_TALK)
    return None


def _is_source(head: Clause, sentence: InContext, turn: Turn) -> bool:
    """Whether a paper or an office only passes on what parties did.

    "Birch tabled a plan, the statement said"; "Fish was discussed, the ministry said".
    """
    subject = head.subject
    if head.place != "parenthetical":
        return False
    if subject.noun in PAPERS and not subject.persons:
        return True
    if SOURCES.isdisjoint(map(str.casefold, subject.of)):  # "news agency Elm"
        return False
    document, words = sentence.document, sentence.words
    by_all = any(w in DONE_BY_ALL and was in WAS for was, w in zip(words, words[1:], strict=False))
    done = any_verb(document.text, sentence.reading.tokens, document.people)
    by_party = done is not None and sentence.parties.hold(done.subject, turn)
    return by_party or by_all


def institution(sentence: InContext, turn: Turn) -> Verdict | None:
    """A body that a party heads speaks, or a paper that one issued: "the bank", "its statement"."""
    heads = (c for c in sentence.clauses if c.sort == "other" or c.subject.noun == "it")
    found = (explicit(c.subject, c, sentence, turn) for c in heads if c.place != "embedded")
    return next(filter(None, found), None)


INSTITUTION = Rule(
    "institution",
    institution,
    lead="Norse Fund President Ann Alder met Chilean Foreign Minister Bo Birch in Oslo.",
    fires="A statement by the fund said that trade matters.",
    silent="A statement by the bank said that trade matters.",
)

THIRD_PARTY = Rule(
    "third party",
    third_party,
    fires="French President Carl Dogwood said that Paris will not agree.",
    silent="French President Carl Dogwood met Birch last week.",
)


def _is_an_outsiders(head: Clause, sentence: InContext, turn: Turn) -> bool:
    """Whether somebody named who took no part says something, and not that talks were held."""
    if opening_talks(sentence):
        return False
    subject = head.subject
    if subject.kind == "joint" and (head.verb in MERELY_TALK or _a_party_first(subject, sentence)):
        return False
    if head.sort == "other" or subject.noun == "it":
        says = head.sort == "other" or head.verb in STRICT
        return says and sentence.parties.resolve(subject, turn) is None
    named = subject.kind in ("person", "role", "pronoun") or bool(
        subject.persons or subject.country
    )
    says = head.verb in SAY or _reports(head, subject)
    return says and named and not sentence.parties.hold(subject, turn)


def _a_party_first(subject: Subject, sentence: InContext) -> bool:
    """Whether who opens a joint subject is a party: "The minister and her adviser Dogwood"."""
    first = Subject("role", subject.first, noun=subject.noun.partition(" ")[0])
    named = any(i in sentence.parties.names for i in subject.persons)
    return named or sentence.parties.resolve(first, Turn()) is not None


def participle(sentence: InContext, turn: Turn) -> Verdict | None:
    """ "X held a phone conversation, stressing that …": X reports, whatever the main verb tells."""
    added = next((c for c in sentence.clauses if c.sort == "participle"), None)
    if added is None or opening_talks(sentence):
        return None
    head = added if added.place == "absolute" else sentence.first_clause("initial")
    if head is None:
        return None
    return joint_or_explicit(head.subject, added, sentence, turn)


PARTICIPLES = (
    Rule(
        "participle name",
        participle,
        of="name",
        fires="Birch held a phone conversation with Alder, stressing that trade matters.",
        silent="Birch held a phone conversation with Alder.",
    ),
    Rule(
        "participle names",
        participle,
        of="names",
        fires="Alder and Cedar held talks with Birch, stressing that trade matters.",
        silent="Alder and Birch held talks, stressing that trade matters.",
    ),
    Rule(
        "participle pronoun",
        participle,
        of="pronoun",
        fires="Birch arrived. He held talks with Alder, stressing that trade matters.",
        silent="Birch arrived. He held talks with Alder.",
    ),
    Rule(
        "participle role",
        participle,
        of="role",
        fires="The Trade Minister met Birch, stressing that trade matters.",
        silent="A minister met Birch, stressing that trade matters.",
    ),
    Rule(
        "participle country",
        participle,
        of="country",
        fires="The Chilean side held talks in Oslo, stressing that trade matters.",
        silent="The Peruvian side held talks in Oslo, stressing that trade matters.",
    ),
    Rule(
        "participle joint",
        participle,
        of="joint",
        fires="The meeting was long, with both sides stressing that trade matters.",
        silent="The meeting was long, with nobody stressing that trade matters.",
    ),
)

# A clause beside the main one counts where that tells of the talk, or nothing.


def subordinate(sentence: InContext, turn: Turn) -> Verdict | None:
    """ "Alder received Birch, where she stressed that …", "a meeting in which they agreed"."""
    if opening_talks(sentence) and sentence.reading.number == 0:
        return None
    head = sentence.first_clause("initial", "coordinate")
    tells = head is not None and head.sort == "talk"
    if turn.holds(sentence) and not (tells or sentence.opens_with(OF_THE_TALK)):
        return None
    if sentence.search(OF_ANOTHER):
        return None
    for clause in sentence.clauses:
        merely = tells and clause.verb in MERELY_TALK
        beside = _is_beside(clause, sentence) and not merely
        verdict = joint_or_explicit(clause.subject, clause, sentence, turn) if beside else None
        if verdict:
            return verdict
    return None


def _is_beside(clause: Clause, sentence: InContext) -> bool:
    """Whether a relative word or "while" opens a clause that reports."""
    subject = clause.subject
    before = sentence.words[subject.first - 1] if subject.first else ""
    beside = before in RELATIVES or (subject.first == 1 and before in SUBORDINATORS)
    reports = clause.sort in REPORTING and not clause.perfect
    return clause.place == "embedded" and beside and reports and subject.noun != "we"


SUBORDINATES = (
    Rule(
        "subordinate name",
        subordinate,
        of="name",
        fires="Alder met Birch in the town hall, where Birch noted the growth of trade.",
        silent="Alder met Birch in the town hall, where Dogwood noted the growth of trade.",
    ),
    Rule(
        "subordinate names",
        subordinate,
        of="names",
        fires="Alder met Birch in the town hall, where Alder and Cedar noted the growth of trade.",
        silent="Alder met Birch in the town hall, where Dogwood and Elm noted the growth of it.",
    ),
    Rule(
        "subordinate pronoun",
        subordinate,
        of="pronoun",
        fires="Cedar arrived and met Birch, to whom she expressed her concern.",
        silent="Cedar arrived and met Birch, to whom it expressed no concern.",
    ),
    Rule(
        "subordinate role",
        subordinate,
        of="role",
        fires="The meeting was on fish, which the Trade Minister noted was dear.",
        silent="The meeting was on fish, which the King noted was dear.",
    ),
    Rule(
        "subordinate country",
        subordinate,
        of="country",
        fires="The meeting was on fish, which the Chilean side noted was dear.",
        silent="The meeting was on fish, which the Peruvian side noted was dear.",
    ),
    Rule(
        "subordinate joint",
        subordinate,
        of="joint",
        fires="It was a long meeting in which the two ministers discussed trade.",
        silent="It follows a long meeting in which the two ministers discussed trade.",
    ),
)

REPORTS = (
    *PARENTHETICALS,  # before main clauses: "Birch said that trade matters, Alder noted"
    BACKGROUND,  # before main clauses: "Last April Birch said that trade matters"
    # These three find one clause and differ in its subject: their order is free.
    *JOINT_CLAUSES,
    *MAIN_CLAUSES,
    *COORDINATES,
    *RELAYED,  # before the third party, who relays: "the spokesman said that Birch noted"
    INSTITUTION,  # behind who is relayed: "the statement said that Birch noted"
    THIRD_PARTY,  # before participles: "The spokesman said so, stressing that"
    *PARTICIPLES,
    *SUBORDINATES,  # behind all main clauses and what is added to them
)
