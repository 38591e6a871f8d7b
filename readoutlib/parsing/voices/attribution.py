"""Who speaks in each sentence: an ordered cascade over reporting clauses, turns and paragraphs; the first rule that fits decides."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from operator import attrgetter

import regex

from ...speakers import BOTH_SIDES, NARRATOR
from ..clauses.clauses import SAY, Clause, Reading, any_verb
from ..clauses.subjects import Subject, opening
from ..readout import Sentence
from ..rules import load, word_set
from .parties import LEADING, Parties

Span = tuple[int, int]
NAMED = {"person": "name", "joint": "names"}  # in the rules' names
POSITIONS, RELAYS = word_set("position"), SAY | {"that", "saying"}
POSITION = regex.compile(
    r"\b(?:should|must|needs? to|ought|(?:is|are|stands?) (?:\w+ )?(?:ready|willing|prepared|committed)|we|our|us)\b",
    regex.I,
)
OUGHT = regex.compile(r"\b(?:should|must|ought|needs? to|will)\b", regex.I)
ABOUT_TALK = regex.compile(
    r"^(?:other )?(?:participants|attendees)\b.{0,400}\b(?:included|were)\b|^(?:the|this|that|his|her|their|my|our|further|today['’]s)\s+(?:\w+\s+){0,2}(?:call|conversation|meeting|visit|talks|discussions?|trip|travel|consultations?|deliberations|dialogue|delegation|engagement|interaction|session)\b|^(?:he|she|they|the \w+(?: \w+)?) will (?:also )?(?:meet|visit|travel|attend|hold|host|deliver|call)\b",
    regex.I,
)
PASSIVE_TALK = regex.compile(
    r"\bit was (?:also )?(?:agreed|decided)\b|\b(?:was|were)\s+(?:also\s+|then\s+|further\s+)?(?:discussed|touched upon|reviewed)\b",
    regex.I,
)
DONE = "|".join(load("verbs")["passive"])
PASSIVE = regex.compile(
    rf"\b(?:was|were)\s+(?:(?:also|then|further|\w+ly)\s+)?(?:{DONE})\b|\b(?:discussions?|exchanges? of views) (?:also )?(?:took place|(?:was|were) held (?:on|about|regarding))\b"
)
PAPERS = regex.compile(
    r"\b(?:Memorand\w+|MoUs?|agreements?|instruments|documents|gifts|letters|notes)\b", regex.I
)  # are exchanged, too
NO_PASSIVE = regex.compile(rf"(?i:{PAPERS.pattern})|\b(?:that|which|who)\b")
MERE = frozenset(("discussed", "reviewed", "exchanged", "considered"))
BEFORE = regex.compile(
    r"(?:Last (?:week|month|year|\p{Lu}\p{Ll}+)|(?:A|Two|Three|Several|Some) (?:day|week|month|year)s? (?:ago|earlier|before)|Earlier this|In (?:19|20)\d\d)\b"
)
MAX_UNCUED = 4  # sentences that go on with a joint position
AGENT = regex.compile(r" by (?:the )?")
FIRST_PERSON = regex.compile(r"\b(?:I|[Ww]e|[Oo]ur|us|[Mm]y|me)\b")
FRONT = regex.compile(
    r"(?:for (?:his|her|its|their) part|in turn|in response|on (?:his|her) (?:side|part)|meanwhile)\s*,?\s*",
    regex.I,
)
FRONT_TALK = regex.compile(
    r"(?:in|during|at) (?:a|an|the|his|her|their)\b[^.]{0,60}?\b(?:conversation|call|talks|meeting)\b",
    regex.I,
)
FRONT_PARTICIPLE = regex.compile(
    r"(?:noting|stressing|emphasi[sz]ing|pointing out|recalling|stating|underlining|underscoring|saying|adding|reiterating) that\b",
    regex.I,
)
LETTER = regex.compile(r"[\p{L}\p{N}]")
TRIMMED = regex.compile(r"[^\s\x1c-\x1f,;:](?:.*[^\s\x1c-\x1f,;:])?", regex.S)


@dataclass(frozen=True, slots=True)
class Verdict:
    speaker: str
    mode: str
    rule: str
    clause: Clause | None = None
    subject: Subject | None = None  # of a talk that was told


def _narration(rule: str, subject: Subject | None = None) -> Verdict:
    return Verdict(NARRATOR, "narration", rule, subject=subject)


class Attribution:
    """Labels the sentences of one document, in order; in `text` every white space is a blank, `labels` stand by paragraph."""

    def __init__(
        self,
        text: str,
        parties: Parties,
        readings: list[Reading],
        quotations: list[Span],
        labels: dict[int, regex.Match],
        foreign: bool,
    ):
        self.text, self.parties, self.readings, self.quotations, self.labels, self.foreign = (
            text,
            parties,
            readings,
            quotations,
            labels,
            foreign,
        )
        self.people, self.names, self.turn = parties.people, parties.names, parties.turn
        self.numbers = {name: i for i, name in reversed(self.names.items())}
        self.counts = load("counts")["rule"]
        # Pages that name the speaker in nearly every sentence leave few turns to go on.
        self.cued = sum(
            any(c.place != "embedded" for c in r.clauses) for r in readings
        ) > 0.7 * len(readings)

    def sentence(self, r: Reading) -> Sentence:
        """Return the labelled sentence and move the turn on."""
        verdict = next(filter(None, (rule(self, r) for rule in self.CASCADE)))
        nested, spans, (start, end) = (
            self._nested(verdict, r),
            self._content(r, verdict),
            self._cue(verdict.clause),
        )
        cue = None if start is None else r.text[start - r.start : end - r.start]
        self._move_on(verdict, r)
        right, wrong = self.counts.get(verdict.rule, (0, 0))
        share = round((right + 1) / (right + wrong + 2), 3)
        return Sentence(
            *r[:5],
            verdict.speaker,
            verdict.mode,
            cue,
            start,
            end,
            nested,
            verdict.rule,
            share,
            spans,
        )

    def _foreign(self, r: Reading) -> Verdict | None:
        return _narration("other language") if self.foreign else None

    # speech that is labelled, quoted or announced by a colon

    def _label(self, r: Reading) -> regex.Match | None:
        """Return the label with which the sentence opens its paragraph."""
        return self.labels.get(r.paragraph) if r.paragraph != self.turn.paragraph else None

    def _labelled(self, r: Reading) -> Verdict | None:
        """In a transcript all sentences from one label to the next are whose name the label has."""
        turn, label = self.turn, self._label(r)
        if label:
            known = {
                i for w in label["label"].split() for i in self.parties.named(w.strip(".,()[]"))
            }
            turn.label = self.names[known.pop()] if len(known) == 1 else NARRATOR
        if turn.label in (None, NARRATOR):
            return turn.label and _narration("label of no participant")
        return (
            Verdict(turn.label, "explicit", "speaker label")
            if label
            else Verdict(turn.label, "continuation", "labelled turn goes on")
        )

    def _quotation(self, r: Reading) -> Span | None:
        """Return the quotation that holds the whole sentence."""
        i = bisect_left(self.quotations, (r.start + 1,)) - 1
        if i < 0 or r.end - r.start <= 3:
            return None
        end = self.quotations[i][1]
        return (
            self.quotations[i]
            if end > r.start and not self.text[end : r.end].strip(".,;!?*_")
            else None
        )

    def _quoted(self, r: Reading) -> Verdict | None:
        """All sentences of a quotation are whose it is: told where it ends, or before it began."""
        quotation = self._quotation(r)
        if quotation is None or quotation[0] <= self.readings[0].start:
            return None  # a statement printed as one quotation is read like any text
        last = bisect_left(self.readings, quotation[1], r.number, key=attrgetter("start")) - 1
        tells = self.readings[last].clauses if last > r.number else ()
        after = [
            c
            for c in tells
            if c.cue[0] >= quotation[1] - 1 and c.place == "parenthetical" and c.sort != "talk"
        ]
        told = next(
            (who for c in after if (who := self.parties.resolve(c.subject)) is not None), None
        )
        speaker = self.names[told] if told is not None else None if after else self.turn.speaker
        if speaker is None or speaker in (NARRATOR, BOTH_SIDES) and self._names_speakers(r):
            return None  # a statement quoted tells who said what
        return (
            _narration("quotation of no participant")
            if speaker == NARRATOR
            else Verdict(speaker, "continuation", "quotation goes on")
        )

    def _names_speakers(self, r: Reading) -> bool:
        main = [
            c.subject for c in r.clauses if c.place == "initial" and c.sort in ("report", "joint")
        ]
        return any(
            s.kind == "person"
            and s.persons[0] in self.names
            or s.kind == "joint"
            and self.parties.all_of_them(s)
            for s in main
        )

    def _handed(self, r: Reading) -> Verdict | None:
        """What follows "Wang said:" is Wang's, and so is what says "I" and "we" after it."""
        turn = self.turn
        handed = (
            turn.handed is not None
            and turn.speaker not in (NARRATOR, BOTH_SIDES)
            and not any(c.place == "parenthetical" for c in r.clauses)
        )
        own = handed and (r.paragraph == turn.handed or self._in_first_person(r))
        return Verdict(turn.speaker, "continuation", "after a colon") if own else None

    def _in_first_person(self, r: Reading) -> bool:
        """Whether the sentence, or the next after some without a cue, is in the first person."""
        ahead = (
            s
            for s in self.readings[r.number : r.number + 8]
            if s.clauses or FIRST_PERSON.search(s.text)
        )
        return bool(FIRST_PERSON.search(next(ahead, r).text))

    # what the sentence tells

    def _parenthetical(self, r: Reading) -> Verdict | None:
        """ "…, Wang said.\""""
        told = (c for c in r.clauses if c.place == "parenthetical" and c.sort != "talk")
        return next(
            filter(None, (self._explicit("parenthetical", c.subject, c) for c in told)), None
        )

    def _background(self, r: Reading) -> Verdict | None:
        """What was done "last April" is no part of this talk, where nobody is speaking."""
        return (
            _narration("background")
            if not self._inside_turn(r) and BEFORE.match(self.text, r.start, r.end)
            else None
        )

    def _main_clause(self, r: Reading) -> Verdict | None:
        """The first main clause that reports; a verb joined by "and" takes the subject of the clause before it."""
        subject = told = None
        for c in (c for c in r.clauses if c.place != "embedded"):
            same = c.subject.kind == "same"
            told = told or (c.place == "initial" and c.sort == "talk")
            subject = subject if same else c.subject
            if subject is None or c.sort in ("talk", "participle", "nested"):
                continue
            if c.verb == "held" and r.number == 0:
                return _narration(
                    "talk told", subject
                )  # "X and Y held talks on trade" opens the text
            if self._is_joint(subject, c, r):
                return Verdict(
                    BOTH_SIDES,
                    "joint",
                    "joint pronoun" if subject.kind == "pronoun" else "joint subject",
                    c,
                )
            if same and c.verb in MERE and told:
                continue  # "met with X and discussed trade" tells of the talk
            if c.sort == "report" and not (
                subject.kind == "country" and (c.perfect or c.verb.endswith("s"))
            ):
                if verdict := self._explicit("coordinate" if same else "main clause", subject, c):
                    return verdict
        return None

    def _third_party(self, r: Reading) -> Verdict | None:
        """Somebody who took no part says something: no position of the parties, and the end of a turn."""
        head = next((c for c in r.clauses if c.place in ("initial", "parenthetical")), None)
        if head is None:
            return None if self._inside_turn(r) else self._relayed(r)
        named = head.subject.kind in ("person", "role") or head.subject.country is not None
        if head.verb in SAY and named and not self.parties.hold(head.subject):
            return self._relayed(r) or _narration("third party")
        return None

    def _relayed(self, r: Reading) -> Verdict | None:
        """A spokesman or a statement relays what a party said: "the ministry said Lavrov and Wang agreed"."""
        for c in r.clauses:
            said = c.place == "embedded" and r.tokens.texts[c.subject.first - 1] in RELAYS
            if said and c.sort in ("report", "joint") and c.subject.kind in ("person", "joint"):
                c = replace(c, frame=(r.tokens[0].start, c.frame[1]))  # who relays is frame, too
                if verdict := self._of_subject("relayed", c.subject, c, r):
                    return verdict
        return None

    def _participle(self, r: Reading) -> Verdict | None:
        """ "X held a phone conversation …, stressing that …": the person reports, whatever the main verb tells."""
        added = next((c for c in r.clauses if c.sort == "participle"), None)
        head = (
            added
            if added and added.place == "absolute"
            else next((c for c in r.clauses if c.place == "initial"), None)
        )
        return self._of_subject("participle", head.subject, added, r) if head and added else None

    def _told(self, r: Reading) -> Verdict | None:
        head = next((c for c in r.clauses if c.place in ("initial", "coordinate")), None)
        if head and head.sort == "talk":
            outside = not self._inside_turn(r) and head.subject.kind in ("country", "role")
            if outside or head.subject.kind == "same" or self.parties.hold(head.subject):
                return _narration("talk told", head.subject)
        return (
            _narration("about the talk") if ABOUT_TALK.match(self.text[r.start : r.end]) else None
        )

    def _any_verb(self, r: Reading) -> Verdict | None:
        """A party as the subject of a verb in the past that no list has."""
        clause = any_verb(self.text, r.tokens, self.people)
        verdict = self._of_subject("any verb", clause.subject, clause, r) if clause else None
        if verdict and verdict.mode == "joint":
            return None if self._inside_turn(r) and not self.cued else verdict
        return (
            verdict if verdict and not clause.perfect and clause.subject.kind != "country" else None
        )

    def _opening(self, r: Reading) -> Verdict | None:
        """ "The two leaders remain committed", "Iraq intends": outside anybody's turn the subject of the sentence speaks."""
        turn, own = self.turn, r.tokens.texts[0] == "I"
        if (
            not own
            and turn.speaker not in (BOTH_SIDES, NARRATOR)
            and (r.paragraph == turn.paragraph or OUGHT.search(self.text, r.start, r.end))
        ):
            return None
        subject, verb = opening(r.tokens, self.people)
        if subject is None or verb not in POSITIONS:
            return None
        if self.parties.all_of_them(subject):
            return Verdict(BOTH_SIDES, "joint", "joint opening")
        who = self.parties.resolve(subject) if own or subject.kind == "country" else None
        return (
            None
            if who is None
            else Verdict(
                self.names[who], "explicit", "author opening" if own else "country opening"
            )
        )

    def _passive(self, r: Reading) -> Verdict | None:
        """ "Trade was discussed", or "was raised by Wang"; a person's turn takes in all but what only talks are told with."""
        m = PASSIVE.search(self.text, r.start, r.end)
        by = AGENT.match(self.text, m.end(), r.end) if m else None
        agent = self.people.mention_starting.get(by.end()) if by else None
        if agent and agent.person in self.names:
            cue = m.start(), agent.end
            clause = Clause(
                Subject("person", 0, (agent.person,)),
                m.group(),
                "report",
                "parenthetical",
                cue,
                cue,
            )
            return Verdict(self.names[agent.person], "explicit", "passive with its agent", clause)
        inside = self._inside_turn(r)
        m = PASSIVE_TALK.search(self.text, r.start, r.end) if inside else m
        barred = PAPERS if inside else NO_PASSIVE
        free = m and m.start() - r.start < 160 and not barred.search(self.text, r.start, m.start())
        return Verdict(BOTH_SIDES, "joint", "agentless passive") if free else None

    def _carried(self, r: Reading) -> Verdict:
        """A sentence without a cue goes on with the turn inside its paragraph, and beyond it only as a position."""
        speaker, joint = self.turn.speaker, self.turn.speaker == BOTH_SIDES
        if speaker != NARRATOR and not (joint and self.turn.uncued >= MAX_UNCUED):
            if r.paragraph == self.turn.paragraph:
                return Verdict(
                    speaker, "continuation", "joint goes on" if joint else "turn goes on"
                )
            if not joint and POSITION.search(self.text, r.start, r.end):
                return Verdict(speaker, "continuation", "turn goes on across paragraphs")
        return _narration("no cue")

    CASCADE = (
        _foreign,
        _labelled,
        _quoted,
        _handed,
        _parenthetical,
        _background,
        _main_clause,
        _third_party,
        _participle,
        _told,
        _any_verb,
        _passive,
        _opening,
        _carried,
    )

    def _inside_turn(self, r: Reading) -> bool:
        """Whether a person was speaking up to here in this very paragraph."""
        return r.paragraph == self.turn.paragraph and self.turn.speaker not in (
            BOTH_SIDES,
            NARRATOR,
        )

    def _explicit(self, how: str, subject: Subject, clause: Clause) -> Verdict | None:
        who = self.parties.resolve(subject)
        return (
            None
            if who is None
            else Verdict(
                self.names[who],
                "explicit",
                f"{how} {NAMED.get(subject.kind, subject.kind)}",
                clause,
            )
        )

    def _of_subject(self, how: str, subject: Subject, clause: Clause, r: Reading) -> Verdict | None:
        return (
            Verdict(BOTH_SIDES, "joint", f"{how} joint", clause)
            if self._is_joint(subject, clause, r)
            else self._explicit(how, subject, clause)
        )

    def _is_joint(self, subject: Subject, clause: Clause, r: Reading) -> bool:
        return (
            self.parties.all_of_them(subject)
            and not self.parties.one_side(subject.persons)
            and not (clause.perfect and self._inside_turn(r))
        )

    # what is reported inside, and what is frame

    def _nested(self, verdict: Verdict, r: Reading) -> tuple[str, ...]:
        """Other people whose words the sentence reports, in order."""
        out: list[str] = []
        for c in (
            r.clauses
            if verdict.mode in ("explicit", "continuation") or verdict.rule == "third party"
            else ()
        ):
            s = c.subject
            if (
                c is verdict.clause
                or c.sort in ("talk", "participle", "joint")
                and s.kind != "joint"
            ):
                continue
            if s.kind == "person":
                out.append(self.people.persons[s.persons[0]].name)
            elif (
                s.kind == "joint"
                and c.sort != "talk"
                and not LEADING.isdisjoint(s.noun.split())
                and not self.parties.all_of_them(s)
            ):
                out += [self.people.persons[i].name for i in self.turn.leaders]
            elif (
                s.noun == "you"
                and r.tokens.texts[s.first - 1] == "as"
                and len(self.names) == 2
                and verdict.speaker in self.numbers
            ):
                out += self.names.values()
        return tuple(n for n in dict.fromkeys(out) if n != verdict.speaker)

    def _cue(self, clause: Clause | None) -> Span | tuple[None, None]:
        """The cue without an apposition between subject and verb."""
        if clause is None or clause.subject.kind != "person":
            return clause.cue if clause else (None, None)
        start, end = clause.cue
        piece = self.text[start:end]
        return end - len(piece[piece.rstrip(",").rfind(",") + 1 :].lstrip()), end

    def _content(self, r: Reading, verdict: Verdict) -> tuple[Span, ...]:
        """Return the sentence without its frames: cue clauses, "For his part,", "adding that", a speaker label."""
        a = r.tokens[0].start
        label = self._label(r)
        remove = [(a, label.end())] if label else []
        if verdict.clause is not None:
            frame = verdict.clause.frame
            before = self.text[a : frame[0]]
            remove += [
                frame,
                *(c.frame for c in r.clauses if c.sort == "participle" and c is not verdict.clause),
            ]
            remove += [
                (a, a + m.end())
                for pattern in (FRONT, FRONT_PARTICIPLE)
                if (m := pattern.match(before))
            ]
            if FRONT_TALK.match(before):
                remove.append((a, frame[0]))
        out, at = [], a
        for start, end in sorted(remove):
            out.append(_trim(self.text, at, start))
            at = max(at, end)
        return tuple(filter(None, [*out, _trim(self.text, at, r.end)]))

    def _move_on(self, verdict: Verdict, r: Reading) -> None:
        turn, clause = self.turn, verdict.clause
        if verdict.mode == "explicit" or verdict.rule == "talk told":
            turn.handed = None
        if r.tokens[-1].text == ":":
            turn.handed = r.paragraph + 1
        turn.paragraph, turn.speaker = r.paragraph, verdict.speaker
        turn.uncued = 0 if clause or verdict.mode != "continuation" else turn.uncued + 1
        head = clause.subject if clause else verdict.subject
        if head is not None and (head.kind, head.noun) != ("pronoun", "they"):
            plural = (
                head.kind == "country"
                or head.noun == "delegation"
                or self.parties.one_side(head.persons)
            )
            turn.they = self.parties.resolve(head) if plural else None
        mentions = self.people.between(r.tokens[0].start, r.tokens[-1].end)
        if verdict.speaker in self.numbers:
            turn.person = self.numbers[verdict.speaker]
        elif clause is None and verdict.speaker == NARRATOR:
            told = self.parties.resolve(verdict.subject) if verdict.subject else None
            inside = next((m for m in mentions if m.person in self.names), None)
            if told is not None:
                turn.person = told
            elif inside and (verdict.rule == "talk told" or inside.start == r.tokens[0].start):
                turn.person = inside.person
        others = list(dict.fromkeys(m.person for m in mentions if m.person not in self.names))
        turn.leaders = others[:2] if len(others) > 1 else turn.leaders


def _trim(text: str, a: int, b: int) -> Span | None:
    """Drop white space and stranded commas at the ends; None where no word is left."""
    m = TRIMMED.search(text, a, b)
    return m.span() if m and LETTER.search(text, *m.span()) else None
