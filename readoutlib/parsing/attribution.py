"""Who speaks in each sentence: an ordered cascade over reporting clauses, turns and paragraphs; the first rule that fits decides."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from .clauses import SAY, Clause, any_verb, find_clauses
from .parties import LEADING, Parties, Turn
from .people import People
from .quotes import quotations
from .readout import BOTH_SIDES, NARRATOR, Sentence
from .rules import load, word_set
from .subjects import Subject, opening
from .tokens import Token

Span = tuple[int, int]
POSITION = regex.compile(r"\b(?:should|must|needs? to|ought|(?:is|are|stands?) (?:\w+ )?(?:ready|willing|prepared|committed)|we|our|us)\b", regex.I)
OUGHT = regex.compile(r"\b(?:should|must|ought|needs? to|will)\b", regex.I)
ABOUT_TALK = regex.compile(r"^(?:other )?(?:participants|attendees)\b.{0,400}\b(?:included|were)\b|^(?:the|this|that|his|her|their|today['’]s)\s+(?:\w+\s+){0,2}(?:call|conversation|meeting|visit|talks|discussions?|trip|travel|conversation|consultations?|deliberations|dialogue|delegation)\b|^(?:he|she|they|the \w+(?: \w+)?) will (?:also )?(?:meet|visit|travel|attend|hold|host|deliver|call)\b", regex.I)
PASSIVE_TALK = regex.compile(r"\bit was (?:also )?(?:agreed|decided)\b|\b(?:was|were)\s+(?:also\s+|then\s+|further\s+)?(?:discussed|touched upon|reviewed)\b", regex.I)
PASSIVE = regex.compile(
    r"\b(?:was|were)\s+(?:also\s+|then\s+|further\s+|mutually\s+|jointly\s+|\w+ly\s+)?(?:discussed|agreed|exchanged|reviewed|considered|reaffirmed|noted|stressed|"
    r"emphasi[sz]ed|touched|raised|addressed|underscored|underlined|expressed|paid|given|confirmed|examined|reached|highlighted|covered|devoted|placed|voiced|welcomed|condemned|outlined|acknowledged|reiterated|recalled)\b"
    r"|\b(?:discussions?|exchanges? of views) took place\b"
)
PAPERS = regex.compile(r"\b(?:Memorand\w+|MoUs?|agreements?|instruments|documents|gifts|letters|notes)\b", regex.I)  # are exchanged, too
MERE = frozenset(("discussed", "reviewed", "exchanged", "considered"))
BEFORE = regex.compile(r"(?:Last (?:week|month|year|\p{Lu}\p{Ll}+)|(?:A|Two|Three|Several|Some) (?:day|week|month|year)s? (?:ago|earlier|before)|Earlier this|In (?:19|20)\d\d)\b")
MAX_UNCUED = 4  # sentences that go on with a joint position
AGENT = regex.compile(r" by (?:the )?")
RELATIVE = regex.compile(r"\b(?:that|which|who)\b")
FIRST_PERSON = regex.compile(r"\b(?:I|[Ww]e|[Oo]ur|us|[Mm]y|me)\b")
FRONT = regex.compile(r"(?:for (?:his|her|its|their) part|in turn|in response|on (?:his|her) (?:side|part)|meanwhile)\s*,?\s*", regex.I)
FRONT_TALK = regex.compile(r"(?:in|during|at) (?:a|an|the|his|her|their)\b[^.]{0,60}?\b(?:conversation|call|talks|meeting)\b", regex.I)
FRONT_PARTICIPLE = regex.compile(r"(?:noting|stressing|emphasi[sz]ing|pointing out|recalling|stating|underlining|underscoring|saying|adding|reiterating) that\b", regex.I)
LETTER = regex.compile(r"[\p{L}\p{N}]")


@dataclass(frozen=True, slots=True)
class Verdict:
    speaker: str
    mode: str
    rule: str
    clause: Clause | None = None
    subject: Subject | None = None  # of a talk that was told


def reported_subjects(text: str, sentences: list[list[Token]], people: People) -> tuple[list[list[Clause]], Counter]:
    """Return the clauses of each sentence, and how many sentences report each person in a main clause."""
    clauses = [find_clauses(text, tokens, people) for tokens in sentences]
    heads: Counter = Counter()
    for found in clauses:
        final = [c for c in found if c.place == "parenthetical" and c.subject.kind in ("person", "pronoun", "role")]
        main = final or [c for c in found if c.place == "initial" and c.sort == "report"]
        if main and main[0].subject.kind == "person":
            heads[main[0].subject.persons[0]] += 1
    return clauses, heads


class Attribution:
    """Labels the sentences of one document, in order."""

    def __init__(
        self, source: str, text: str, people: People, taking_part: list[int], paragraphs: Sequence[Span], spans: Sequence[Span], clauses: Sequence[Sequence[Clause]],
        labels: Mapping[int, regex.Match], talk: bool = True, language: str | None = None,
    ):
        self.source, self.text, self.people = source, text, people  # `text` is the source with every white space a blank
        self.spans, self.clauses, self.language = spans, clauses, language
        self.labels = labels
        self.quotations = quotations(text, paragraphs)
        self.quote_starts = [a for a, _ in self.quotations]
        self.parties = Parties(people, taking_part, talk)
        self.names = self.parties.names
        self.numbers = {name: i for i, name in reversed(self.names.items())}
        self.turn = Turn()
        self.counts = load("counts")["rule"]
        # Pages that name the speaker in nearly every sentence leave few turns to go on.
        self.cued = sum(any(c.place != "embedded" for c in found) for found in clauses) > 0.7 * len(clauses)

    def sentence(self, number: int, paragraph: int, span: Span, tokens: list[Token], clauses: list[Clause]) -> Sentence:
        """Return the labelled sentence and move the turn on."""
        label_end = self._read_label(paragraph)
        if self.language:
            verdict = Verdict(NARRATOR, "narration", "other language")
        elif self.turn.label is not None:
            verdict = self._labelled(label_end is not None)
        else:
            verdict = self._quoted(number) or self._handed(number, paragraph, clauses) or self._judge(span, paragraph, tokens, clauses)
        nested = self._nested(verdict, tokens, clauses)
        spans = self._content((tokens[0].start if tokens else span[0], span[1]), verdict, clauses, label_end)
        clause = verdict.clause
        cue_start, cue_end = self._cue(clause) if clause else (None, None)
        self._move_on(verdict, paragraph, tokens)
        a, b = span
        right, wrong = self.counts.get(verdict.rule, (0, 0))
        return Sentence(
            number, paragraph, a, b, self.source[a:b], verdict.speaker, verdict.mode, self.source[cue_start:cue_end] if clause else None, cue_start, cue_end,
            nested, verdict.rule, round((right + 1) / (right + wrong + 2), 3), spans,
        )

    # speech that is quoted or announced by a colon

    def _quotation(self, number: int) -> Span | None:
        """Return the quotation that holds the whole sentence."""
        a, b = self.spans[number]
        i = bisect_right(self.quote_starts, a) - 1
        inside = i >= 0 and self.quotations[i][1] > a and not self.text[self.quotations[i][1] : b].strip(".,;!?*_")
        return self.quotations[i] if inside and b - a > 3 else None

    def _quoted(self, number: int) -> Verdict | None:
        """All sentences of a quotation are whose it is: told where it ends, or before it began."""
        quotation = self._quotation(number)
        if quotation is None:
            return None
        last = bisect_left(self.spans, (quotation[1], 0), number) - 1
        after = [c for c in self.clauses[last] if c.cue[0] >= quotation[1] - 1 and c.place == "parenthetical" and c.sort != "talk"] if last > number else []
        told = next((who for c in after if (who := self.parties.resolve(c.subject, self.turn)) is not None), None)
        speaker = self.names[told] if told is not None else self.turn.speaker if not after else None
        if speaker is None or quotation[0] <= self.spans[0][0]:
            return None  # a statement printed as one quotation is read like any text
        if speaker in (NARRATOR, BOTH_SIDES) and self._relayed_names(self.clauses[number]):
            return None  # a statement quoted tells who said what
        if speaker == NARRATOR:
            return Verdict(NARRATOR, "narration", "quotation of no participant")
        return Verdict(speaker, "continuation", "quotation goes on")

    def _relayed_names(self, clauses: Sequence[Clause]) -> bool:
        main = [c.subject for c in clauses if c.place == "initial" and c.sort in ("report", "joint")]
        return any(s.kind == "person" and s.persons[0] in self.names or s.kind == "joint" and self.parties.all_of_them(s, self.turn) for s in main)

    def _handed(self, number: int, paragraph: int, clauses: Sequence[Clause]) -> Verdict | None:
        """What follows "Wang said:" is Wang's, and so is what says "I" and "we" after it."""
        turn = self.turn
        if turn.handed is None or turn.speaker in (None, NARRATOR, BOTH_SIDES) or any(c.place == "parenthetical" for c in clauses):
            return None
        if paragraph == turn.handed or FIRST_PERSON.search(self.text, *self.spans[number]):
            return Verdict(turn.speaker, "continuation", "after a colon")
        return None

    # the cascade

    def _judge(self, span: Span, paragraph: int, tokens: list[Token], clauses: list[Clause]) -> Verdict:
        for rule in (self._parenthetical, self._background, self._main_clause, self._third_party, self._participle, self._told, self._any_verb, self._passive, self._opening):
            verdict = rule(span, paragraph, tokens, clauses)
            if verdict:
                return verdict
        return self._carried(span, paragraph)

    def _parenthetical(self, span, paragraph, tokens, clauses) -> Verdict | None:
        for c in clauses:
            if c.place == "parenthetical" and c.sort != "talk" and (who := self.parties.resolve(c.subject, self.turn)) is not None:
                return Verdict(self.names[who], "explicit", f"parenthetical {_by(c.subject)}", c)
        return None

    def _background(self, span, paragraph, tokens, clauses) -> Verdict | None:
        """What was done "last April" is no part of this talk, where nobody is speaking."""
        if not self._inside_turn(paragraph) and BEFORE.match(self.text, *span):
            return Verdict(NARRATOR, "narration", "background")
        return None

    def _main_clause(self, span, paragraph, tokens, clauses) -> Verdict | None:
        """The first main clause that reports; a verb joined by "and" takes the subject of the clause before it."""
        subject = told = None
        for c in clauses:
            if c.place == "embedded":
                continue
            told = told or (c.place == "initial" and c.sort == "talk")
            subject = subject if c.subject.kind == "same" else c.subject
            if subject is None or c.sort in ("talk", "participle", "nested"):
                continue
            if c.verb == "held" and span == self.spans[0]:
                return Verdict(NARRATOR, "narration", "talk told", subject=subject)  # "X and Y held talks on trade" opens the text
            if self._is_joint(subject, c, paragraph):
                return Verdict(BOTH_SIDES, "joint", "joint pronoun" if subject.kind == "pronoun" else "joint subject", c)
            who = self.parties.resolve(subject, self.turn)
            if c.subject.kind == "same" and c.verb in MERE and told:
                continue  # "met with X and discussed trade" tells of the talk
            if who is not None and c.sort == "report" and not (subject.kind == "country" and (c.perfect or c.verb.endswith("s"))):
                how = "coordinate" if c.subject.kind == "same" else "main clause"
                return Verdict(self.names[who], "explicit", f"{how} {_by(subject)}", c)
        return None

    def _third_party(self, span, paragraph, tokens, clauses) -> Verdict | None:
        """Somebody who took no part says something: no position of the parties, and the end of a turn."""
        head = next((c for c in clauses if c.place in ("initial", "parenthetical")), None)
        if head and head.verb in SAY and not self.parties.hold(head.subject, self.turn):
            if head.subject.kind in ("person", "role") or head.subject.country is not None:
                return self._relayed(tokens, clauses, paragraph) or Verdict(NARRATOR, "narration", "third party")
        return None if head or self._inside_turn(paragraph) else self._relayed(tokens, clauses, paragraph)

    def _relayed(self, tokens: list[Token], clauses: Sequence[Clause], paragraph: int) -> Verdict | None:
        """A spokesman or a statement relays what a party said: "the ministry said Lavrov and Wang agreed"."""
        for c in clauses:
            said = c.place == "embedded" and (tokens[c.subject.first - 1].text in SAY or tokens[c.subject.first - 1].text in ("that", "saying"))
            if said and c.sort in ("report", "joint") and c.subject.kind in ("person", "joint"):
                c = replace(c, frame=(tokens[0].start, c.frame[1]))  # who relays is frame, too
                if self._is_joint(c.subject, c, paragraph):
                    return Verdict(BOTH_SIDES, "joint", "relayed joint", c)
                if (who := self.parties.resolve(c.subject, self.turn)) is not None:
                    return Verdict(self.names[who], "explicit", f"relayed {_by(c.subject)}", c)
        return None

    def _participle(self, span, paragraph, tokens, clauses) -> Verdict | None:
        """"X held a phone conversation …, stressing that …": the person reports, whatever the main verb tells."""
        subject = next((c.subject for c in clauses if c.place == "initial"), None)
        if subject is None:
            return None
        for c in clauses:
            if c.sort == "participle" and (who := self.parties.resolve(subject, self.turn)) is not None:
                return Verdict(self.names[who], "explicit", f"participle {_by(subject)}", c)
            if c.sort == "participle" and self._is_joint(subject, c, paragraph):
                return Verdict(BOTH_SIDES, "joint", "participle joint", c)
        return None

    def _told(self, span, paragraph, tokens, clauses) -> Verdict | None:
        head = next((c for c in clauses if c.place in ("initial", "coordinate")), None)
        outside = not self._inside_turn(paragraph)
        if head and head.sort == "talk" and (head.subject.kind == "same" or self.parties.hold(head.subject, self.turn) or (outside and head.subject.kind in ("country", "role"))):
            return Verdict(NARRATOR, "narration", "talk told", subject=head.subject)
        if ABOUT_TALK.match(self.text[span[0] : span[1]]):
            return Verdict(NARRATOR, "narration", "about the talk")
        return None

    def _any_verb(self, span, paragraph, tokens, clauses) -> Verdict | None:
        """A party as the subject of a verb in the past that no list has."""
        clause = any_verb(self.text, tokens, self.people)
        if clause is None:
            return None
        inside = self._inside_turn(paragraph)
        if self._is_joint(clause.subject, clause, paragraph):
            return None if inside and not self.cued else Verdict(BOTH_SIDES, "joint", "any verb joint", clause)
        who = self.parties.resolve(clause.subject, self.turn)
        if who is None or clause.perfect or clause.subject.kind == "country":
            return None
        return Verdict(self.names[who], "explicit", f"any verb {_by(clause.subject)}", clause)

    def _opening(self, span, paragraph, tokens, clauses) -> Verdict | None:
        """"The two leaders remain committed", "Iraq intends": outside anybody's turn the subject of the sentence speaks."""
        if self._inside_turn(self.turn.paragraph) and (paragraph == self.turn.paragraph or OUGHT.search(self.text, *span)):
            return None
        subject, verb = opening(tokens, self.people)
        if subject is None or verb not in word_set("position"):
            return None
        if self.parties.all_of_them(subject, self.turn):
            return Verdict(BOTH_SIDES, "joint", "joint opening")
        if subject.kind == "country" and (who := self.parties.resolve(subject, self.turn)) is not None:
            return Verdict(self.names[who], "explicit", "country opening")
        return None

    def _passive(self, span, paragraph, tokens, clauses) -> Verdict | None:
        inside = self._inside_turn(paragraph)
        m = PASSIVE.search(self.text, *span)
        by = AGENT.match(self.text, m.end(), span[1]) if m else None
        agent = self.people.mention_starting.get(by.end()) if by else None
        if agent and agent.person in self.names:
            cue = m.start(), agent.end
            clause = Clause(Subject("person", 0, (agent.person,)), m.group(), "report", "parenthetical", cue, cue)
            return Verdict(self.names[agent.person], "explicit", "passive with its agent", clause)
        if inside:  # a person's words, but for what only talks are told with
            m = PASSIVE_TALK.search(self.text, *span)
        free = m and (inside or not RELATIVE.search(self.text, span[0], m.start()))
        if free and m.start() - span[0] < 160 and not PAPERS.search(self.text, span[0], m.start()):
            return Verdict(BOTH_SIDES, "joint", "agentless passive")
        return None

    def _carried(self, span: Span, paragraph: int) -> Verdict:
        """A sentence without a cue goes on with the turn inside its paragraph, and beyond it only as a position."""
        speaker = self.turn.speaker
        if speaker in (None, NARRATOR):
            return Verdict(NARRATOR, "narration", "no cue")
        if speaker == BOTH_SIDES and self.turn.uncued >= MAX_UNCUED:
            return Verdict(NARRATOR, "narration", "no cue")
        if paragraph == self.turn.paragraph:
            return Verdict(speaker, "continuation", "joint goes on" if speaker == BOTH_SIDES else "turn goes on")
        if speaker != BOTH_SIDES and POSITION.search(self.text, *span):
            return Verdict(speaker, "continuation", "turn goes on across paragraphs")
        return Verdict(NARRATOR, "narration", "no cue")

    def _inside_turn(self, paragraph: int) -> bool:
        """Whether a person was speaking up to here in this very paragraph."""
        return paragraph == self.turn.paragraph and self.turn.speaker not in (None, BOTH_SIDES, NARRATOR)

    # transcripts

    def _read_label(self, paragraph: int) -> int | None:
        """Take note of a label that opens a paragraph; return where it ends."""
        label = self.labels.get(paragraph) if paragraph != self.turn.paragraph else None
        if label is None:
            return None
        words = [w.strip(".,()[]").casefold() for w in label["label"].split()]
        known = {i for w in words for i in self.parties.by_word.get(w, ())}
        self.turn.label = self.names[known.pop()] if len(known) == 1 else NARRATOR
        return label.end()

    def _labelled(self, fresh: bool) -> Verdict:
        if self.turn.label == NARRATOR:
            return Verdict(NARRATOR, "narration", "label of no participant")
        return Verdict(self.turn.label, "explicit" if fresh else "continuation", "speaker label" if fresh else "labelled turn goes on")

    def _is_joint(self, subject: Subject, clause: Clause, paragraph: int) -> bool:
        if not self.parties.all_of_them(subject, self.turn) or (subject.persons and self.parties.one_side(subject.persons)):
            return False
        return not (clause.perfect and self._inside_turn(paragraph))

    # what is reported inside, and what is frame

    def _nested(self, verdict: Verdict, tokens: list[Token], clauses: list[Clause]) -> tuple[str, ...]:
        """Other people whose words the sentence reports, in order."""
        if verdict.mode in ("narration", "joint") and verdict.rule != "third party":
            return ()
        out: dict[str, None] = {}
        for c in clauses:
            if c is verdict.clause or c.sort in ("talk", "participle", "joint") and c.subject.kind != "joint":
                continue
            s = c.subject
            if s.kind == "person" and s.persons[0] in range(len(self.people.persons)):
                out[self.people.persons[s.persons[0]].name] = None
            elif s.kind == "joint" and set(s.noun.split()) & LEADING and not self.parties.all_of_them(s, self.turn) and c.sort != "talk":
                out |= dict.fromkeys(self.people.persons[i].name for i in self.turn.leaders)
            elif s.kind == "pronoun" and s.noun == "you" and self._as_you(s, tokens) and len(self.names) == 2 and verdict.speaker in self.names.values():
                out |= dict.fromkeys(n for n in self.names.values() if n != verdict.speaker)
        out.pop(verdict.speaker, None)
        return tuple(out)

    @staticmethod
    def _as_you(subject: Subject, tokens: list[Token]) -> bool:
        return subject.first > 0 and tokens[subject.first - 1].text == "as"

    def _cue(self, clause: Clause) -> Span:
        """The cue without an apposition between subject and verb."""
        start, end = clause.cue
        piece = self.text[start:end]
        if "," in piece.rstrip(",") and clause.subject.kind == "person":
            start += piece.rstrip(",").rindex(",") + 1
            start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return start, end

    def _content(self, span: Span, verdict: Verdict, clauses: list[Clause], label_end: int | None) -> tuple[Span, ...]:
        """Return the sentence without its frames: cue clauses, "For his part,", "adding that", a speaker label."""
        a, b = span
        remove = [(a, label_end)] if label_end else []
        if verdict.clause is not None:
            remove.append(verdict.clause.frame)
            if before := self.text[a : verdict.clause.frame[0]]:
                remove += [(a, a + m.end()) for pattern in (FRONT, FRONT_PARTICIPLE) if (m := pattern.match(before))]
                if FRONT_TALK.match(before):
                    remove.append((a, verdict.clause.frame[0]))
            remove += [c.frame for c in clauses if c.sort == "participle" and c is not verdict.clause]
        out, at = [], a
        for s, e in sorted(remove):
            out.append((at, s))
            at = max(at, e)
        out.append((at, b))
        return tuple(t for s, e in out if (t := _trim(self.text, s, e)))

    def _move_on(self, verdict: Verdict, paragraph: int, tokens: list[Token]) -> None:
        turn = self.turn
        if verdict.mode == "explicit" or verdict.rule == "talk told":
            turn.handed = None
        if tokens and tokens[-1].text == ":":
            turn.handed = paragraph + 1
        turn.paragraph, turn.speaker = paragraph, verdict.speaker
        turn.uncued = 0 if verdict.clause or verdict.mode != "continuation" else turn.uncued + 1
        head = verdict.clause.subject if verdict.clause else verdict.subject
        if head is not None and not (head.kind == "pronoun" and head.noun == "they"):
            plural = head.kind == "country" or head.noun == "delegation" or (head.kind == "joint" and self.parties.one_side(head.persons))
            turn.they = self.parties.resolve(head, self.turn) if plural else None
        if verdict.speaker in self.numbers:
            turn.person = self.numbers[verdict.speaker]
        elif verdict.clause is None and verdict.speaker == NARRATOR:
            inside = [m for m in self.people.between(tokens[0].start, tokens[-1].end) if m.person in self.names]
            told = self.parties.resolve(verdict.subject, turn) if verdict.subject else None
            if told is not None:
                turn.person = told
            elif inside and (verdict.rule == "talk told" or inside[0].start == tokens[0].start):
                turn.person = inside[0].person
        named = [m.person for m in self.people.between(tokens[0].start, tokens[-1].end) if m.person not in self.names]
        if len(dict.fromkeys(named)) > 1:
            turn.leaders = list(dict.fromkeys(named))[:2]


def _by(subject: Subject) -> str:
    return {"person": "name", "joint": "names"}.get(subject.kind, subject.kind)


def _trim(text: str, a: int, b: int) -> Span | None:
    """Drop white space and stranded commas at the ends; None where no word is left."""
    while a < b and (text[a].isspace() or text[a] in ",;:"):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] in ",;:"):
        b -= 1
    return (a, b) if LETTER.search(text, a, b) else None
