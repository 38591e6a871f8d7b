"""Reporting clauses: the subject of a reporting word, its place, and what of it is frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

import regex

from ..names.names import is_capital
from ..names.people import People
from ..readout import Span
from ..rules import load, word_set
from ..words.tokens import Phrases, Token, Tokens
from .others import SUBORDINATORS, other_reporter, reporter_according, reporter_after
from .sorts import Word, first_named, sort_here
from .subjects import (
    COUNT_WORDS,
    DETERMINERS,
    UNNAMED,
    Subject,
    is_adverb,
    is_main,
    noun_phrase,
    subject_of,
)

# Of a phrase that is in several lists the last counts.
VERBS = Phrases(
    {
        phrase: sort
        for sort in ("others", "participle", "joint", "nested", "report", "talk")
        for phrase in load("verbs")[sort]
    }
)
OBJECTS = {"him": "he", "her": "she"}  # pronouns after "according to"
SAY, TALK = word_set("say"), word_set("talk")
SAY_BEFORE = SAY | {"read"}
MERELY_TALK = frozenset(("discussed", "reviewed", "exchanged", "considered"))
WHO_MET = frozenset(("officials", "the group", "the team"))  # where they discussed something
COUNTS = [[word] for word in sorted(COUNT_WORDS)]
PAST, NO_ACT = word_set("irregular_past"), word_set("no act")
ADJECTIVES = word_set("adjective")
NO_REPORT = word_set("no report")
OF_NAMES = ("the", "(", ")", "and", "for", "of")  # stand before a name, in its office
AFTER_JOINT = regex.compile(
    r"""\s+ (?:
    # "exchanged in-depth views on", "reached a broad and firm consensus"
    (?: [\p{L}-]+,? \s+ (?:and\s+)? ){0,4}
        (?: views? | exchanges? | discussions? | talks | conversations? | opinions | consensus
            | agreement )
        (?: \s+ (?:on|about|regarding|over) )?
    # "agreed to", "agreed that"
    | to | on | that | about
    )\b""",
    regex.X,
)
TIME = regex.compile(
    r"""(?: \s+ (?:on|in|at|late|early|here|during|after|to|by)\b [^,.]{0,60} )?
    \s* (?= [.,”"!?] | \Z )""",
    regex.X,
)
ENDS = regex.compile(r"\s*[.”\"]*\s*\Z")
BEFORE_A_CUE = frozenset(",”\"“’'»")
GOES_ON = regex.compile(r",\s*(?:adding|saying|noting|stressing|and)\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """A subject with its reporting word; the characters of the cue, and of the `frame`.

    What is frame is no content. `perfect`: the verb is in the perfect tense.
    """

    subject: Subject
    verb: str
    sort: str  # report, joint, talk, participle, nested, any, other
    place: str  # initial, parenthetical, embedded, coordinate
    cue: Span
    frame: Span
    perfect: bool = False


class Reading(NamedTuple):
    """One sentence as the rules read it, with its number in the document and its paragraph's."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    tokens: Tokens
    clauses: list[Clause]


def find_clauses(text: str, tokens: Tokens, people: People) -> list[Clause]:
    """Return the reporting clauses of one sentence, in order of their verbs."""
    out, words, done = list(_without_verb(text, tokens, people)), tokens.texts, 0
    for i in dict.fromkeys((0, *tokens.places(VERBS.openers))):
        found = VERBS.at(words, i, None if i else words[0].casefold()) if i >= done else None
        if found:
            done = i + found.length
            if clause := _clause(text, tokens, people, i, done, found.value):
                out.append(clause)
    return out


def _clause(
    text: str, tokens: Tokens, people: People, i: int, after: int, sort: str
) -> Clause | None:
    """Read the clause of the reporting words from token i up to `after`."""
    if sort == "participle":
        return _participle(text, tokens, i, after)
    if sort == "others":
        return _others_clause(text, tokens, people, i, after)
    if tokens.texts[i] in SAY_BEFORE and tokens.texts[i - 1] in BEFORE_A_CUE:
        told = _inverted(text, tokens, i, after, people) or _others_after(tokens, people, i)
        if told:
            return told
    named = first_named(_office_and_name(tokens, after, people), people)
    by_person = tokens.texts[i - 1] in ("he", "He", "she", "She")
    if named and tokens.texts[i] == "quoted" and not by_person:  # "it quoted Lavrov as saying"
        span = tokens[i].start, named.end
        subject = Subject("person", i, (named.person,))
        return Clause(subject, tokens.texts[i], "report", "parenthetical", span, span)
    word = Word(tokens, people, i, after, sort, named)
    return _with_subject_before(text, word, sort_here(word))


def _office_and_name(tokens: Tokens, after: int, people: People) -> Iterator[Token]:
    """Yield the tokens behind a verb that can belong to an office and a name."""
    return takewhile(
        lambda t: t.start in people.mention_starting or is_capital(t.text) or t.text in OF_NAMES,
        tokens[after : after + 12],
    )


def _participle(text: str, tokens: Tokens, i: int, after: int) -> Clause | None:
    """Read "…, stressing that"; without "that" it may be no report, and is no frame."""
    if tokens.texts[i - 1] not in ("", ",", "by", "and"):
        return None
    start, end = tokens[i].start, _cue_end(text, tokens, after)
    frame = start, end if end > tokens[after - 1].end else start
    subject = Subject("same", i)
    return Clause(subject, tokens.texts[i], "participle", "coordinate", (start, end), frame)


def _with_subject_before(text: str, word: Word, sort: str) -> Clause | None:
    """Read the clause of a word whose subject stands before it."""
    tokens, people, i, after = word.tokens, word.people, word.i, word.after
    subject, perfect = subject_of(tokens, i, people)
    if sort == "report" and _is_others(word, subject):
        return _others_clause(text, tokens, people, i, after)
    if subject is None and sort != "talk":
        return None
    subject = subject or Subject("same", i)
    if subject.kind == "same" and _is_adjective(word):
        return None
    verb = " ".join(tokens.texts[i:after])
    place = _place(tokens.texts, subject)
    start, end = tokens[subject.first].start, _cue_end(text, tokens, after, sort, word.text)
    closing = _closing(text, word, subject) if place == "initial" else None
    if closing is None:
        return Clause(subject, verb, sort, place, (start, end), (start, end), perfect)
    frame = tokens[subject.first - 1].start, closing
    return Clause(subject, verb, sort, "parenthetical", (start, closing), frame, perfect)


def _is_others(word: Word, subject: Subject | None) -> bool:
    """Whether somebody reports whom no subject stands for: "U.S. officials said"."""
    if subject is None:
        return True
    if subject.noun in UNNAMED and word.text == "said":
        return True
    apposed = subject.kind == "same" and word.tokens.texts[word.i - 1] == ","
    if not apposed and _place(word.tokens.texts, subject) != "embedded":
        return False
    other = other_reporter(word.tokens, word.i, word.people)
    return other is not None and other.first == 0  # "Unions in both countries warned"


def _is_adjective(word: Word) -> bool:
    """ "Acute and shared concerns"."""
    return word.text in ADJECTIVES and word.tokens.texts[word.after] not in DETERMINERS


def _closing(text: str, word: Word, subject: Subject) -> int | None:
    """Return where a cue ends that closes what is said: "Trade matters, Alder said on Monday"."""
    tokens, said = word.tokens, word.tokens[word.after - 1].end
    if tokens.texts[subject.first - 1] not in BEFORE_A_CUE:
        return None
    rest = TIME.match(text, said, tokens[-1].end)
    if rest is None:
        return None
    return rest.end() if ENDS.match(text, rest.end(), tokens[-1].end) else said


def _place(words: list[str], subject: Subject) -> str:
    """Return where the clause of a subject stands in its sentence."""
    if subject.kind == "same":
        return "coordinate"
    subordinate = subject.first == 1 and words[0] in SUBORDINATORS
    return "initial" if is_main(words, subject.first) and not subordinate else "embedded"


def _others_clause(text: str, tokens: Tokens, people: People, i: int, after: int) -> Clause | None:
    """Read the clause of somebody who is no person, role or side of the text."""
    closing = TIME.match(text, tokens[after - 1].end, tokens[-1].end)
    subject = other_reporter(tokens, i, people, bool(closing))
    if subject is None:
        return None
    place = "initial" if subject.first == 0 else "parenthetical"
    cue = tokens[subject.first].start, tokens[after - 1].end
    if _are_those_who_met(tokens.texts, i, subject):
        both = Subject("joint", subject.first, noun=subject.noun)
        return Clause(both, tokens.texts[i], "report", place, cue, cue)
    return Clause(subject, tokens.texts[i], "other", place, cue, cue)


def _are_those_who_met(words: list[str], i: int, subject: Subject) -> bool:
    """Whether it is "officials discussed", "the group reviewed", "The four democracies noted"."""
    said = [low for word in words[subject.first : i] if not is_adverb(low := word.casefold())]
    met = " ".join(said) in WHO_MET and words[i] in MERELY_TALK
    counted = subject.first == 0 and said[0] == "the" and said[1:2] in COUNTS
    return met or (counted and not subject.persons)


def _others_after(tokens: Tokens, people: People, i: int) -> Clause | None:
    """Read "…”, said Rosa Elm, an analyst", who is no person of the text."""
    subject = reporter_after(tokens, i, people)
    if subject is None:
        return None
    cue = tokens[i].start, tokens[-1].end
    return Clause(subject, tokens.texts[i], "other", "parenthetical", cue, cue)


def _without_verb(text: str, tokens: Tokens, people: People) -> Iterator[Clause]:
    """Read "According to the President, …" and "…, with both sides reaffirming …"."""
    words, at = tokens.texts, text.rfind(", with ", tokens[0].start, tokens[-1].end) + 2
    for j in range(2, min(12, len(tokens) - 1)) if words[:2] == ["According", "to"] else ():
        subject = noun_phrase(tokens, j, people) if words[j + 1] == "," else None
        if subject and subject.first == 2:
            start = tokens[0].start
            yield Clause(
                subject,
                "according to",
                "report",
                "parenthetical",
                (start, tokens[j].end),
                (start, tokens[j + 1].end),
            )
            break
    else:
        if comma := reporter_according(tokens):
            span = tokens[0].start, tokens[comma].end
            if noun := OBJECTS.get(words[2] if comma == 3 else ""):
                him = Subject("pronoun", 2, noun=noun)
                yield Clause(him, "according to", "report", "parenthetical", span, span)
            else:
                yield Clause(Subject("other", 2), "according to", "other", "initial", span, span)
    for i in (i for i, t in enumerate(tokens) if t.start == at) if at > 1 else ():
        k = next(
            (
                k
                for k, w in enumerate(words[i : i + 14], i)
                if w.endswith("ing") and w not in NO_REPORT
            ),
            0,
        )
        subject = noun_phrase(tokens, k - 1, people) if k else None
        if subject and subject.first == i + 1:
            cue = tokens[i + 1].start, tokens[k].end
            yield Clause(
                subject, words[k], "participle", "absolute", cue, (tokens[i].start, cue[1])
            )


def _cue_end(text: str, tokens: Tokens, k: int, sort: str = "report", verb: str = "") -> int:
    """Return where the cue ends: after its verb, the person told, and "that"."""
    end = tokens[k - 1].end
    if verb in ("told", "informed", "assured", "reminded", "briefed", "reassured"):
        that = next((t for t in tokens[k : k + 8] if t.text in ("that", ",")), None)
        return that.end if that and that.text == "that" else end
    if sort == "joint" or verb == "agreed":
        m = AFTER_JOINT.match(text, end, tokens[-1].end)
        return m.end() if m else end
    return tokens[k].end if tokens.texts[k] in ("that", "how") else end


def _inverted(text: str, tokens: Tokens, i: int, j: int, people: People) -> Clause | None:
    """Read "…, said Wang, also a member of …" with what is said of him as frame."""
    words = tokens.texts
    until = next((k for k, w in enumerate(words[j : j + 14], j) if w in (",", ".", "that")), j + 14)
    mention = first_named(tokens[j:until], people)
    if mention and (
        tokens[j].start == mention.start or words[j] in ("the", "Mr", "Ms") or is_capital(words[j])
    ):
        subject, end = Subject("person", i, (mention.person,)), mention.end
    elif words[j].casefold() in ("the", "he", "she"):
        k = next((k for k, w in enumerate(words[j : j + 5], j) if w in ("", ",", ".")), j + 5)
        found = noun_phrase(tokens, k - 1, people)
        if found is None or found.first != j:
            return None
        subject, end = (
            Subject(found.kind, i, found.persons, found.noun, found.country),
            tokens[k - 1].end,
        )
    else:
        return None
    last = tokens[-1].end if not GOES_ON.search(text, end, min(end + 300, tokens[-1].end)) else end
    return Clause(
        subject,
        words[i],
        "report",
        "parenthetical",
        (tokens[i].start, end),
        (tokens[i - 1].start, last),
    )


def any_verb(text: str, tokens: Tokens, people: People) -> Clause | None:
    """Return the first main clause with whatever verb in the past.

    Readouts tell what the parties did with words.
    """
    for i, word in enumerate(tokens.texts[1:60], 1):
        past = word in PAST or word.endswith("ed") and len(word) > 3 and word.islower()
        if past and word not in TALK and word not in NO_ACT:
            subject, perfect = subject_of(tokens, i, people)
            if subject and subject.kind != "same" and is_main(tokens.texts, subject.first):
                cue = tokens[subject.first].start, _cue_end(text, tokens, i + 1)
                return Clause(subject, word, "any", "initial", cue, cue, perfect)
    return None
