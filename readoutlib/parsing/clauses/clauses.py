"""Reporting clauses: the subject of a reporting word, its place, and what of it is frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

import regex

from ..names.names import COUNTRIES, is_capital
from ..names.people import Mention, People
from ..readout import Span
from ..rules import load, word_set
from ..words.tokens import Phrases, Token, Tokens
from .others import SUBORDINATORS, other_reporter, reporter_according, reporter_after
from .subjects import DETERMINERS, UNNAMED, Subject, is_main, noun_phrase, subject_of

# Of a phrase that is in several lists the last counts.
VERBS = Phrases(
    {
        phrase: sort
        for sort in ("others", "participle", "joint", "nested", "report", "talk")
        for phrase in load("verbs")[sort]
    }
)
SAY, TALK, TALK_LIGHT, TALK_NOUN = (
    word_set("say"),
    word_set("talk"),
    word_set("talk_light"),
    word_set("talk_noun"),
)
SAY_BEFORE = SAY | {"read"}
PAST, NO_ACT = word_set("irregular_past"), word_set("no act")
ADJECTIVES = word_set("adjective")
NO_REPORT = word_set("no report")
ABOUT, WITH = (
    frozenset(("about", "on", "of", "candidly", "frankly")),
    frozenset(("with", "by", "to")),
)
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
    words, verb, at = tokens.texts, tokens.texts[i], tokens[i].start
    if sort == "participle":
        if words[i - 1] not in ("", ",", "by", "and"):
            return None
        end = _cue_end(text, tokens, after)
        # Without "that" it may be no report.
        return Clause(
            Subject("same", i),
            verb,
            sort,
            "coordinate",
            (at, end),
            (at, end if end > tokens[after - 1].end else at),
        )
    if sort == "others":
        return _others_clause(text, tokens, people, i, after)
    if verb in SAY and (clause := _inverted(text, tokens, i, after, people)):
        return clause
    if verb in SAY_BEFORE and (clause := _others_after(text, tokens, people, i)):
        return clause
    near = takewhile(
        lambda t: t.start in people.mention_starting or is_capital(t.text) or t.text in OF_NAMES,
        tokens[after : after + 12],
    )
    told = _first_named(near, people)
    if told and verb == "quoted":  # "it quoted Lavrov as saying"
        return Clause(
            Subject("person", i, (told.person,)),
            verb,
            "report",
            "parenthetical",
            (at, told.end),
            (at, told.end),
        )
    sort = _sort_here(tokens, i, after, sort, told, people)
    subject, perfect = subject_of(tokens, i, people)
    some = subject and subject.noun in UNNAMED and verb == "said"  # "U.S. officials said"
    if (subject is None and sort == "report") or some:
        return _others_clause(text, tokens, people, i, after)
    if subject is None and sort != "talk":
        return None
    subject = subject or Subject("same", i)
    if subject.kind == "same" and verb in ADJECTIVES and words[after] not in DETERMINERS:
        return None  # "acute and shared concerns"
    place = _place(words, subject)
    if place == "embedded" and sort == "report":
        other = other_reporter(tokens, i, people)
        if other and other.first == 0:  # "Unions in both countries warned"
            return _others_clause(text, tokens, people, i, after)
    cue = frame = tokens[subject.first].start, _cue_end(text, tokens, after, sort, verb)
    if (
        place == "initial"
        and words[subject.first - 1] in BEFORE_A_CUE
        and (rest := TIME.match(text, tokens[after - 1].end, tokens[-1].end))
    ):
        place = "parenthetical"
        end = rest.end() if ENDS.match(text, rest.end(), tokens[-1].end) else tokens[after - 1].end
        cue, frame = (cue[0], end), (tokens[subject.first - 1].start, end)
    return Clause(subject, " ".join(words[i:after]), sort, place, cue, frame, perfect)


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
    return Clause(subject, tokens.texts[i], "other", place, cue, cue)


def _others_after(text: str, tokens: Tokens, people: People, i: int) -> Clause | None:
    """Read "…”, said Rosa Elm, an analyst", who is no person of the text."""
    if tokens.texts[i - 1] not in BEFORE_A_CUE:
        return None
    subject = reporter_after(tokens, i, people)
    if subject is None:
        return None
    cue = tokens[i].start, tokens[-1].end
    return Clause(subject, tokens.texts[i], "other", "parenthetical", cue, cue)


def _sort_here(
    tokens: Tokens, i: int, after: int, sort: str, told: Mention | None, people: People
) -> str:
    """Return what a reporting word does in its place.

    Some tell of the talk, or report, by what follows.
    """
    words, verb = tokens.texts, tokens.texts[i]
    if (
        (sort == "joint" and verb in TALK_LIGHT and _talk_noun(words, i + 1))
        or (
            verb == "called" and told and after == i + 2 and "to" not in words[after : after + 8]
        )  # "he called on Prime Minister Lee"
        or (verb == "discussed" and _with_party(tokens, i + 1, people))
        or (verb == "welcomed" and _guest(tokens, i + 1, people))
    ):
        sort = "talk"
    elif (
        sort == "talk"
        and verb in ("spoke", "talked")
        and not ABOUT.isdisjoint(words[i + 1 : i + 4])
        and WITH.isdisjoint(words[i + 1 : i + 4])
    ):
        sort = "joint"  # "spoke candidly about"
    return (
        "report" if sort == "talk" and words[after] == "that" else sort
    )  # "Mr Tang concluded that"


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


def _first_named(tokens: Iterable[Token], people: People) -> Mention | None:
    return next((m for t in tokens if (m := people.mention_starting.get(t.start))), None)


def _guest(tokens: Tokens, i: int, people: People) -> bool:
    """Whether a person follows who was welcomed somewhere, and not that person's decision."""
    guest = _first_named(tokens[i : i + 2], people)
    if guest is None:
        return False
    after = [t.text for t in tokens[i : i + 24] if t.start >= guest.end and t.text != ","]
    if after[:1] == ["of"] and (country := COUNTRIES.at([*after, *[""] * 4], 1)):
        after = after[1 + country.length :]
    return after[:1] in (["to"], ["at"], ["in"], ["on"])


def _with_party(tokens: Tokens, i: int, people: People) -> bool:
    """Whether "… with Kosovo's Prime Minister Hashim Thaci" follows."""
    at = next(
        (k for k, w in enumerate(tokens.texts[i : i + 16], i) if w in ("with", "that")), len(tokens)
    )
    near = tokens[at : at + 5]
    if any(t.text in ("counterpart", "counterparts") for t in near):
        return True
    party = _first_named(near, people)
    after = next((t.text for t in tokens[at:] if party and t.start >= party.end), "")
    # "discussed trade, with Birch stressing that" tells of no talk
    return party is not None and not after.endswith("ing")


def _talk_noun(words: list[str], i: int) -> bool:
    """Whether "(a) phone conversation", "in-depth talks" … begins at word i.

    And not what was talked about ("discussions on trade").
    """
    end = next(
        (k for k in range(i + 1, i + 12) if words[k] in ("", "with", "that", "to", ",")), i + 12
    )
    at = next((k for k in range(i, end) if words[k] in TALK_NOUN), None)
    if at is None or any(w in ("views", "exchanges") for w in words[i:end]):
        return False
    while words[at + 1] in TALK_NOUN:
        at += 1
    if words[at + 1] == "of":
        return not words[at].startswith("discussion")
    return words[at + 1] not in ("on", "about", "regarding") or is_capital(words[at + 2])


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
    if words[i - 1] not in BEFORE_A_CUE:
        return None
    until = next((k for k, w in enumerate(words[j : j + 14], j) if w in (",", ".", "that")), j + 14)
    mention = _first_named(tokens[j:until], people)
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
