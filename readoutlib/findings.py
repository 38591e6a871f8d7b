"""Numbers as sentences: each finding says how many talks it rests on, its interval, how sure it is, and whose account it is.

The hedge is not a matter of style: `books/hedges.toml` ties it to the number of talks, for every notebook alike.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Self

import pandas as pd

from . import compare, drift, headlines, phrases, topics
from .books import read_book
from .corpus import Corpus
from .corpus.corrections import RULE, agreement
from .phrases import Family
from .sensitivity import DOUBTFUL, Sensitivity, ranges

LEVEL = (
    0.05 / 3
)  # what is said to differ by more than chance: three tests that stand in one report then err in one collection of twenty
SHARES, RATES = (f"95 % interval over talks (quasi-{kind}, t)" for kind in ("binomial", "Poisson"))
TRENDS = "correlation with the date, dates permuted over the talks, one p for the whole list"
PAIRED = "mean difference of rates per talk; sign flips of texts drawn down to one length, one p for the whole list"
NUMBERS = "no one two three four five six seven eight nine ten".split()


def hedge(talks: int) -> str:
    """Return how sure a finding on this many talks may sound.

    >>> hedge(5), hedge(12)[:10]
    ('describes these texts only', 'suggestive')
    """
    return next(h["words"] for h in read_book("hedges")["hedge"] if talks >= h["talks"])


def reported(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a list of tests that are said to differ by more than chance: those whose family-wise p is at most `LEVEL`."""
    return table[table.p_family <= LEVEL]


@dataclass(frozen=True)
class Finding:
    """One sentence with what carries it: number of talks, unit, method, how sure that makes it, and whose account it is."""

    text: str
    talks: int
    unit: str
    method: str
    labels: str = ""  # the range of its number as the labels may err
    source: str = ""  # whose accounts, which corpus and which version of this library

    @property
    def note(self) -> str:
        labels = f" · {self.labels} as labels may err" if self.labels else ""
        return f"n = {self.talks:,} {'talk' if self.talks == 1 else 'talks'} · {self.unit} · {self.method}{labels} · {hedge(self.talks)}"

    @property
    def citation(self) -> str:
        """The finding as it may stand in another text, on one line."""
        return f"{self.text} [{self.note}] {self.source}"


class Findings(tuple[Finding, ...]):
    """Findings in order, each with its `source`: whose accounts, which texts (`Corpus.fingerprint`), which version; a list in a notebook.

    `moved` tells how far labels that may be wrong, and any one talk, move the numbers of `headlines` behind them; None where none do.
    """

    def __new__(
        cls, found: Sequence[Finding], corpus: Corpus, moved: Sensitivity | None = None
    ) -> Self:
        source = f"{reported_by(corpus)} Corpus {corpus.fingerprint}, readoutlib {version('readoutlib')}."
        self = super().__new__(cls, [replace(f, source=source) for f in found])
        self.source, self.moved = source, moved
        return self

    def _repr_markdown_(self) -> str:
        # Of the note's line, as a tag that begins a line would end the list.
        lines = [
            f"- **{_plain(f.text)}**  \n  *{_plain(f.note)}* <details><summary>Cite</summary>{_plain(f.citation)}</details>"
            for f in self
        ]
        return "\n".join([*lines, "", f"*{_plain(self.source)}*"])

    def __repr__(self) -> str:
        return "\n".join(f.citation for f in self)


def _plain(text: str) -> str:
    """Text from a corpus is data: neither Markdown, mathematics nor HTML in it may act.

    >>> _plain("A & B <i> $x_1$")
    'A \\\\& B \\\\<i\\\\> \\\\$x\\\\_1\\\\$'
    """
    return re.sub(r"([\\`*_\[\]<>&#|~$])", r"\\\1", " ".join(text.split()))


def reported_by(corpus: Corpus) -> str:
    """Return whose accounts these are: outlets by number of documents, then how many name none.

    >>> from readoutlib import load_corpus
    >>> reported_by(load_corpus("seeds"))
    'As reported by Xinhua (2); three documents name no outlet.'
    """
    kept = corpus.documents[corpus.documents.event_kind != "unknown"]
    if kept.empty:
        return "No account of a talk."
    counts = kept.outlet.value_counts()
    named = ", ".join(
        f"{o} ({counts[o]})" for o in sorted(counts.index, key=lambda o: (-counts[o], o))[:8]
    )
    more = f" and {len(counts) - 8} more" if len(counts) > 8 else ""
    missing = int(kept.outlet.isna().sum())
    rest = f"{_count(missing, 'document')} {'names' if missing == 1 else 'name'} no outlet"
    return (
        f"As reported by {named}{more}{f'; {rest}' if missing else ''}."
        if named
        else f"{_cap(rest)}."
    )


def principals(corpus: Corpus, n: int = 2) -> list[str]:
    """Return the persons with the most words that count, most first, then by name; fewer where fewer speak."""
    voices = compare.share_of_voice(corpus)
    return voices[(voices.voice == "person") & (voices.words > 0)].person.head(n).tolist()


def of_corpus(corpus: Corpus) -> Findings:
    """Return what the collection holds, how sure its dates are, how labels were found, and what is missing."""
    speech, documents = corpus.speech, corpus.documents
    kept = speech.drop_duplicates("event_id")
    talks = len(kept)
    left_out = int((documents.event_kind == "unknown").sum())
    extra = (
        f" {_cap(_count(left_out, 'text'))} that {'tells' if left_out == 1 else 'tell'} of no talk {'is' if left_out == 1 else 'are'} left out."
        if left_out
        else ""
    )
    if not talks:
        return Findings(
            [
                Finding(
                    f"The collection holds no account of a talk.{extra}", 0, "documents", "a count"
                )
            ],
            corpus,
        )
    held = f"{_count(len(documents) - left_out, 'account')} of {_count(talks, 'talk')}, {_span(kept)}: {_count(len(speech), 'sentence')}"
    out = [
        Finding(
            f"The collection holds {held}.{_missing_years(kept)}{extra}",
            talks,
            "documents",
            "a count",
        )
    ]
    proved = kept[
        kept.doc_id.map(documents.event_rule).ne(RULE) & kept.event_precision.ne("unknown")
    ]
    vague, none = (
        proved[proved.event_precision != "day"],
        int(kept.event_precision.eq("unknown").sum()),
    )
    others = {
        f"known only to the {_list(sorted(set(vague.event_precision)))}": len(vague),
        "dated by a correction": talks - len(proved) - none,
    }
    rest = "".join(
        f" {_cap(_count(n, 'other'))} {_are(n)} {how}." for how, n in others.items() if n
    )
    rest += f" {_cap(_count(none, 'talk'))} cannot be dated." if none else ""
    text = f"The texts prove the day of {_of(len(proved) - len(vague), talks, 'talk')}.{rest}"
    out.append(Finding(text, talks, "talks", "dates count only with the words that prove them"))
    carried, doubtful = (
        int((speech["mode"] == "continuation").sum()),
        int((speech.confidence < DOUBTFUL).sum()),
    )
    text = f"{_cap(_of(carried, len(speech), 'sentence'))} carry on a speaker without naming one; {_of(doubtful, len(speech), 'sentence')} rest on a rule whose confidence is below {DOUBTFUL:.0%}."
    out.append(
        Finding(
            text,
            talks,
            "sentences",
            "confidence: a cautious estimate of the rule's share of right answers on annotated readouts",
        )
    )
    cut = corpus.cuts[
        corpus.cuts.doc_id.isin(speech.doc_id.unique())
        & ~corpus.cuts.rule.isin(["front matter", RULE])
    ]
    size = sum(len(corpus.texts[d]) for d in speech.doc_id.unique())
    if len(cut):
        text = f"{(cut.end - cut.start).sum() / size:.0%} of the characters are page furniture and were cut, by {_count(cut.rule.nunique(), 'named rule')}."
        out.append(Finding(text, talks, "characters", "every cut is listed with its rule"))
    return Findings([*out, *(of_corrections(corpus) if len(corpus.corrections) else ())], corpus)


def of_corrections(corpus: Corpus) -> Findings:
    """Return what the corrections of an analyst changed and how far they agree with the automatic labels, or that there are none."""
    rows, talks = (
        corpus.corrections,
        corpus.documents.event_id[corpus.documents.event_kind != "unknown"],
    )
    if rows.empty:
        text = "Nothing was corrected by hand: labels, dates and fields are those that the rules found."
        return Findings([Finding(text, talks.nunique(), "corrections", "a count")], corpus)
    table = agreement(rows)
    text = f"{_cap(_of(int(table.changed.sum()), len(rows), 'value'))} given by hand {'changes' if table.changed.sum() == 1 else 'change'} what the rules found."
    for t in table[table.what.isin(["speaker", "mode"])].itertuples():
        text += f" Rules and analyst agree on the {t.what} of {_of(t.confirmed, t.rows, 'sentence')} (kappa {f'{t.kappa:.2f}' if t.kappa == t.kappa else 'undefined'})."
    labelled = (
        rows.dropna(subset="start").drop_duplicates(["doc_id", "start"]).groupby("doc_id").size()
    )
    if len(labelled) and (labelled < corpus.documents.n_sentences[labelled.index]).any():
        text += " Sentences that an analyst picked are no random sample: their agreement says nothing of the others."
    return Findings(
        [
            Finding(
                text,
                talks.reindex(rows.doc_id).nunique(),
                "values given",
                "Cohen's kappa; every row with its source",
            )
        ],
        corpus,
    )


def of_drift(corpus: Corpus) -> Findings:
    """Return what was talked about, what came up once, and whether the words changed by more than chance."""
    matches = topics.issue_matches(corpus)
    grid = topics.issue_grid(corpus, matches=matches)
    talks = corpus.speech.event_id.nunique()
    raised = grid[(grid.hits > 0) & (grid.voice != "narration")]
    spread = (
        raised.groupby("issue")
        .event_id.nunique()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    listed = "a dictionary of issues, every match listed"
    hosts = _parties(corpus, raised)
    out, others = [], spread[~spread.index.isin(hosts)]
    most = others[others == others.max()].index.tolist()
    moved = ranges(corpus, headlines.of_drift(corpus, matches, most))
    if len(most) and others.iloc[0] > 1:
        text = f"Named in the largest number of talks: {_quoted(most)}, {'each in ' if len(most) > 1 else 'in '}{_of(int(others.iloc[0]), talks, 'talk')}"
        text += (
            "".join(
                f"; “{h}”, in {_number(int(spread[h]))}, takes part in most of those itself"
                for h in hosts
            )
            + "."
        )
        labels = ", ".join(
            dict.fromkeys(_range(moved, f"talks that name “{i}”", ".0f") for i in most)
        )
        out.append(Finding(text, talks, "talks in which an issue is named", listed, labels))
    lone = raised[raised.issue.isin(spread[spread == 1].index)].drop_duplicates("issue")
    if len(lone) and talks > 1:
        parts = [
            f"{_quoted(sorted(own.issue))} ({talk})"
            for talk, own in lone.groupby("talk", sort=False)
        ]
        text = f"{_cap(_count(len(lone), 'issue'))} {'appears' if len(lone) == 1 else 'appear'} in one talk only: {'; '.join(parts[:6])}{'; …' if len(parts) > 6 else '.'}"
        labels = _range(moved, "issues named in one talk only", ".0f")
        out.append(Finding(text, talks, "talks in which an issue is named", listed, labels))
    apart = drift.divergence(corpus, "period")
    t = apart.test
    if t.statistic != t.statistic:
        out.append(
            Finding(
                f"Whether the words changed over time cannot be said: {apart.why}.",
                talks,
                "words",
                "Jensen–Shannon divergence",
            )
        )
    else:
        verdict = f"{_count(t.n, 'talk')} {_are(t.n)} too few to tell that from chance ({t.why})"
        if t.p_shown is not None:
            verdict = f"{'more than' if t.p_shown <= LEVEL else 'no more than'} chance gives (p = {t.p_shown:.2g}, at best {t.floor:.2g})"
        text = (
            f"Between the earlier and the later talks the words differ by {t.statistic:.2f} bits, "
        )
        text += f"where shuffled talks give {t.expected:.2f}: {verdict}."
        unit = "talks, drawn down to one length and shuffled between the periods"
        labels = f"{apart.bits:.2f} with all words, {_range(moved, 'bits between earlier and later talks, all words', '.2f')}"
        out.append(
            Finding(text, t.n, unit, "Jensen–Shannon divergence and its permutation mean", labels)
        )
    tried = drift.trends(corpus)
    if tried.p_family.notna().any():
        sure = reported(tried)
        whole = sure[
            sure.word.map(
                lambda w: not any(w != v and f" {w} " in f" {v} " for v in sure.word)
            ).astype(bool)
        ]
        new = (whole.earlier == 0) & (whole.slope > 0)
        kinds = {
            "new: none in the earlier half of the talks": new,
            "rising": ~new & (whole.slope > 0),
            "falling": whole.slope < 0,
        }
        told = [
            f"Over the years by more than chance {kind}: {_quoted(whole.word[own])}."
            for kind, own in kinds.items()
            if own.any()
        ]
        for text in told or [
            "No word or run of words rises or falls over the years by more than chance gives."
        ]:
            out.append(
                Finding(text, talks, f"{_count(len(tried), 'word')} and runs of words", TRENDS)
            )
    return Findings(out, corpus, moved)


def _parties(corpus: Corpus, raised: pd.DataFrame) -> list[str]:
    """Return the issues that are a country which, as far as the accounts tell, takes part in most of the talks that name it."""
    country = {i["name"]: i["party"] for i in read_book("issues")["issue"] if "party" in i}
    present = set(
        zip(corpus.people.doc_id.map(corpus.documents.event_id), corpus.people.country, strict=True)
    )
    named = raised[raised.issue.isin(country)].drop_duplicates(["issue", "event_id"])
    at_home = pd.Series(
        [(e, country[i]) in present for e, i in zip(named.event_id, named.issue, strict=True)],
        named.issue,
        dtype=bool,
    )
    share = at_home.groupby(level=0).mean()
    return share.index[share > 0.5].tolist()


def of_phrases(corpus: Corpus, families: Sequence[Family]) -> Findings:
    """Return how often each family stands in bodies and titles, since when, how sure its speakers are, and what stands where it is absent."""
    families = list({f.name: f for f in families}.values())
    hits = phrases.find(corpus, families)
    table = phrases.rates(
        corpus, hits, by=["family"], families=[f.name for f in families]
    ).set_index("family")
    ends = phrases.first_last(hits).set_index("family")
    beside = phrases.find(corpus, [*families, *phrases.renderings(families)]).query(
        "part == 'body' and status != 'counted'"
    )
    out, persons = [], principals(corpus)
    moved = ranges(corpus, headlines.of_phrases(corpus, families, persons))
    for f in (f for f in families if f.name in table.index):
        r, own = table.loc[f.name], hits[hits.family == f.name]
        in_titles = int((own.part == "title").sum())
        titles = f", and {_times(in_titles)} in titles" if in_titles else ""
        if r.hits:
            text = f"“{f.phrase}” and its variants stand {_times(int(r.hits))} in {_of(int(r.talks_with), int(r.talks), 'talk')}{titles}: {r.rate:.1f} in 1,000 words"
            text += f" (between {r.low:.1f} and {r.high:.1f})." if r.low == r.low else "."
        else:
            room = (
                f"; up to {r.high:.1f} in 1,000 words cannot be ruled out"
                if r.high == r.high
                else ""
            )
            text = f"“{f.phrase}” stands nowhere in the words that count of {_count(int(r.talks), 'talk')}{titles}{room}. Tried: {_quoted([*f.variants, *f.exact])}."
        if f.name in ends.index and pd.notna(ends.loc[f.name].first_talk):
            e = ends.loc[f.name]
            first, last = (
                f"{e[w + '_person']}{'' if e[w + '_sure'] else ', as far as the dates allow to tell,'}"
                for w in ("first", "last")
            )
            text += f" In this collection {first} has it first ({e.first_talk}) and {last} last ({e.last_talk})."
        if doubtful := int((own[own.in_content].confidence < DOUBTFUL).sum()):
            text += f" The speaker of {_of(doubtful, int(r.hits), 'hit')} is doubtful."
        labels = ", ".join(
            f"{p} {_range(moved, f'“{f.name}”, {p}, in 1,000 words', '.1f')}"
            for p in persons
            if r.hits
        )
        labels = f"in 1,000 of a speaker's own words {labels}" if labels else ""
        out.append(
            Finding(
                text, int(r.talks), "words that count", RATES if r.low == r.low else r.why, labels
            )
        )
        said = beside[(beside.concept == f.name) & ~beside.talk.isin(own[own.part == "body"].talk)]
        if len(said):
            wordings = said.assign(
                text=said.text.str.split().str.join(" "),
                surely=said.status.map({"certain": "", "uncertain": "less surely "}),
            )
            parts = [
                f"{talk} says {' and '.join(s + _quoted(x.unique()) for s, x in g.groupby('surely').text)}"
                for talk, g in wordings.groupby("talk", sort=False)
            ]
            text = f"Where “{f.phrase}” is absent, other renderings stand: {'; '.join(parts[:4])}{'; …' if len(parts) > 4 else '.'} The absence may be a matter of wording, or of translation, and not of policy."
            out.append(
                Finding(
                    text,
                    int(said.event_id.nunique()),
                    "accounts without the phrase",
                    "renderings from the concept table, listed beside the family, never added to it",
                )
            )
    return Findings(out, corpus, moved)


def of_speakers(corpus: Corpus) -> Findings:
    """Return who has how many of the words, what is agreed language, what sets the two main speakers apart, and who said it first."""
    talks = corpus.speech.event_id.nunique()
    voices = compare.share_of_voice(corpus)
    named = voices[(voices.voice == "person") & (voices.words > 0)]
    if named.empty:
        return Findings(
            [
                Finding(
                    "No sentence is labelled with a speaker's name.", talks, "sentences", "a count"
                )
            ],
            corpus,
            ranges(corpus, lambda _: {}),
        )
    top, out = named.iloc[0], []
    a, b = pair = compare.main_pair(corpus)
    key = compare.paired_keyness(corpus, a, b)
    moved = ranges(corpus, headlines.of_speakers(corpus, pair, key.word[0] if len(key) else ""))
    room = (
        ": the accounts give speakers unequal room, so only rates compare"
        if 0.6 < top.share < 1
        else ""
    )
    text = f"{top.person} has {top.share:.0%}{_bounds(top)} of all speakers’ words in {_count(int(top.talks), 'talk')}{room}."
    out.append(
        Finding(
            text,
            int(top.talks),
            "words that count",
            top.why or SHARES,
            _range(moved, f"share of {top.person}", ".0%"),
        )
    )
    for j in voices[voices.voice == "joint"].itertuples():
        text = (
            f"Agreed language (“the two sides …”) makes up {j.share:.0%}{_bounds(j)} of all words."
        )
        out.append(
            Finding(
                text,
                int(j.talks),
                "words that count",
                j.why or SHARES,
                _range(moved, "share of agreed language", ".0%"),
            )
        )
    if len(key):
        shared = (
            corpus.speech[corpus.speech.person.isin(pair)]
            .groupby("event_id")
            .person.nunique()
            .eq(2)
            .sum()
        )
        best, sure = key.iloc[0], reported(key)
        verdict = f"{best.why}, so no word is called typical"
        if key.p_family.notna().any():
            verdict = f"of {_count(len(key), 'word')} {'differs' if len(sure) < 2 else 'differ'} by more than chance {_quoted(sure.word) or 'none'}"
        text = f"Compared inside the same talks, “{best.word}” differs most: {abs(best.difference):.0f} more in 1,000 words for "
        text += f"{a if best.difference > 0 else b}; {verdict}."
        labels = _range(
            moved, f"“{best.word}”, {a} less {b}, in 1,000 words", ".0f", turned=best.difference < 0
        )
        out.append(Finding(text, int(shared), "talks in which both speak", PAIRED, labels))
    if a and b:
        first = compare.who_first(corpus, phrases.find(corpus, phrases.load_book()))
        for x in (
            first.leads[first.leads.person == top.person].itertuples()
            if len(first.families)
            else ()
        ):
            text = f"Of {_count(len(first.families), 'phrase')} of the book, {top.person} has {_number(int(x.led)) if x.led % 1 == 0 else f'{x.led:.1f} (a mean over the days that the dates allow)'} first; "
            text += f"with that share of the words chance alone gives {x.expected:.1f}."
            unit, labels = (
                "phrases by first use in this collection",
                _range(moved, f"phrases that {top.person} has first", ".3g"),
            )
            out.append(
                Finding(text, talks, unit, "turns in random order inside their talk", labels)
            )
    return Findings(out, corpus, moved)


# Words for numbers


def _range(moved: Sensitivity, number: str, form: str, *, turned: bool = False) -> str:
    """From where to where labels that err as often as their rules move a number, or its negative; nothing where there is no such number."""
    own = moved.table.loc[moved.table.number == number, ["low", "high"]].to_numpy()
    ends = [
        [f"{round(x, 9) + 0.0:{form}}".replace("-", "−") for x in (-row[::-1] if turned else row)]
        for row in own
    ]
    return "".join(f"still {low}" if low == high else f"{low} to {high}" for low, high in ends)


def _count(n: int, noun: str) -> str:
    """A number with its noun: words up to ten, figures above."""
    return f"{_number(n)} {noun if n == 1 else noun + 's'}"


def _number(n: int) -> str:
    return NUMBERS[n] if n < len(NUMBERS) else f"{n:,}"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n) or f"{_number(n)} times"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _of(part: int, whole: int, noun: str) -> str:
    """A part of a number of things: "four of five talks", "all five talks", "the only talk", "none of 12 talks".

    >>> _of(4, 5, "talk"), _of(1, 1, "talk"), _of(0, 12, "talk"), _of(25, 78, "sentence")
    ('four of five talks', 'the only talk', 'none of 12 talks', '25 of 78 sentences')
    """
    if part == whole:
        return f"the only {noun}" if whole == 1 else f"all {_number(whole)} {noun}s"
    if part == 0:
        return f"none of {_count(whole, noun)}"
    return f"{_number(part) if whole < len(NUMBERS) else f'{part:,}'} of {_count(whole, noun)}"


def _quoted(items: Iterable[str], most: int = 6) -> str:
    items = list(items)
    more = f" and {len(items) - most} more" if len(items) > most else ""
    shown = [f"“{i}”" for i in items[:most]]
    return ", ".join(shown) + more if more else _list(shown)


def _list(items: Sequence[str]) -> str:
    return (
        items[0]
        if len(items) == 1
        else ", ".join(items[:-1]) + " and " + items[-1]
        if items
        else ""
    )


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bounds(row) -> str:
    return f" (between {row.low:.0%} and {row.high:.0%})" if row.low == row.low else ""


def _span(kept: pd.DataFrame) -> str:
    first, last = kept.event_start.min(), kept.event_end.max()
    if pd.isna(first):
        return "none of them dated"
    return f"{first.year}" if first.year == last.year else f"{first.year} to {last.year}"


def _missing_years(kept: pd.DataFrame) -> str:
    dated = kept[kept.event_start.notna()]
    covered = {
        y
        for a, b in zip(dated.event_start, dated.event_end, strict=True)
        for y in range(a.year, b.year + 1)
    }
    missing = [
        str(y) for y in range(min(covered, default=0), max(covered, default=0)) if y not in covered
    ]
    return f" No account is from {_list(missing)}." if missing else ""
