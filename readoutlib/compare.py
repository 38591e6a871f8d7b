"""Who speaks how much, does what with words, says what the other does not, and said it first: compared inside the same talk.

A person in an account is that account's paraphrase of the person. Tests pair the persons inside each talk; columns that count words as if
they were independent are named `token_…` and describe only.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import xlogy

from .books import read_book
from .corpus import Corpus
from .inference import date_draws, observed_against, paired_bounds, paired_tests, share_interval
from .parsing.readout import ReadoutError
from .phrases import Family, literal, scan, spoken
from .speakers import OTHERS
from .wordcounts import add_up, count, kind_of_voice, spread, units

_KEYNESS = """word difference low high p floor p_shown p_adjusted p_family why talks hits_a hits_b rate_a rate_b
    house_style token_g2 token_log_ratio token_delta token_zeta""".split()
_NO = {"no", "not", "never"}  # in the open place of a form they undo the act
PRIOR = (
    50.0  # words; the weight of the pooled rates in Fightin' Words, small because the corpora are
)


def pool(corpus: Corpus, sides: Mapping[str, Sequence[str]]) -> Corpus:
    """Return the corpus with the persons of each side as one, for every analysis: {"China": ["Wang Yi", "Xi Jinping"]}.

    Others stay themselves. Raises ReadoutError for a person who does not speak, or stands on two sides.

    >>> from readoutlib import load_corpus
    >>> share_of_voice(pool(load_corpus("seeds"), {"ministers": ["Wang Yi", "Sergey Lavrov"]})).share[0].item()
    1.0
    """
    side = {p: name for name, persons in sides.items() for p in persons}
    unknown = sorted(set(side) - set(corpus.sentences.person))
    if unknown or len(side) < sum(map(len, sides.values())):
        raise ReadoutError(
            f"pool: expected persons who speak here, each on one side; found {', '.join(unknown) or 'one on two sides'}."
        )
    pooled = (
        t.assign(person=t.person.map(side).fillna(t.person))
        for t in (corpus.sentences, corpus.people)
    )
    return replace(corpus, **dict(zip(("sentences", "people"), pooled, strict=True)))


def main_pair(corpus: Corpus) -> tuple[str | None, str | None]:
    """Return the two persons who speak in most talks together, then with most words, then by name; None where nobody speaks.

    The one with more words comes first. Of people who never share a talk, the two with most words.
    """
    speech = corpus.speech[kind_of_voice(corpus.speech) == "person"]
    words = speech[speech.n_words > 0].groupby("person").n_words.sum().to_dict()
    order = lambda person: (-words[person], person)
    present = speech[speech.person.isin(words)].groupby("event_id").person.agg(set)
    together = Counter(pair for own in present for pair in combinations(sorted(own, key=order), 2))
    alone = (*sorted(words, key=order), None, None)[:2]
    return min(
        together,
        key=lambda pair: (-together[pair], -words[pair[0]] - words[pair[1]], pair),
        default=alone,
    )


def words_by_talk(corpus: Corpus, persons: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the words that count by talk and person: event_id, talk, event_start, person, voice (`person`, `joint`, `narration`),
    sentences, words.

    Participants who say nothing in a talk stand with 0 words. With `persons`, all other persons are pooled as `others`. In the order of the
    talks, then by person. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> words_by_talk(corpus).person.unique().tolist()
    ['Both sides', 'Narrator', 'Sergey Lavrov', 'Wang Yi']
    """
    speech = corpus.speech.assign(voice=kind_of_voice(corpus.speech))
    talks = speech.drop_duplicates("event_id")[["event_id", "talk", "event_start"]]
    told = (
        speech.groupby(["event_id", "person", "voice"], sort=False)
        .agg(sentences=("sent", "size"), words=("n_words", "sum"))
        .reset_index()
    )
    present = corpus.people[corpus.people.doc_id.isin(speech.doc_id.unique())]
    listed = zip(present.doc_id.map(corpus.documents.event_id), present.person, strict=True)
    silent = sorted(set(listed) - set(zip(told.event_id, told.person, strict=True)))
    extra = pd.DataFrame([(e, p, "person", 0, 0) for e, p in silent], columns=told.columns).astype(
        told.dtypes.to_dict()
    )
    out = talks.merge(pd.concat([told, extra]), on="event_id")
    if persons is not None:
        out["person"] = out.person.where(out.person.isin(persons) | (out.voice != "person"), OTHERS)
        out = (
            out.groupby(
                ["event_id", "talk", "event_start", "person", "voice"], sort=False, dropna=False
            )
            .sum()
            .reset_index()
        )
    return (
        out.assign(place=pd.factorize(out.event_id)[0])
        .sort_values(["place", "person"], ignore_index=True)
        .drop(columns="place")
    )


def share_of_voice(corpus: Corpus, voices: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the share of the words of each voice, or of these `voices`, with an interval over talks (`share_interval`).

    Columns: person, voice, words, of (the words it is a share of), talks, share, low, high, why. For a person: of all persons' words in
    the talks that list or quote the person; joint and narrated words stand apart and are shares of all words. Persons first, most words
    first, then by name. 1 talk: bounds NaN, with `why`; 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> share_of_voice(corpus)[["person", "voice", "talks"]].values.tolist()[0]
    ['Wang Yi', 'person', 5]
    """
    table, rows = words_by_talk(corpus), []
    everyone = table.groupby("event_id").words.sum()
    table["whole"] = (
        table.words.where(table.voice == "person", 0).groupby(table.event_id).transform("sum")
    )
    for (person, kind), own in table[
        table.person.isin(table.person if voices is None else voices)
    ].groupby(["person", "voice"]):
        part, whole = own.words, own.whole
        if kind != "person":
            part, whole = (
                own.set_index("event_id").words.reindex(everyone.index, fill_value=0),
                everyone,
            )
        r = share_interval(part, whole)
        rows.append(
            (person, kind, int(part.sum()), int(whole.sum()), r.n, r.estimate, r.low, r.high, r.why)
        )
    rows.sort(key=lambda row: (row[1] != "person", -row[2], row[0]))
    return pd.DataFrame(
        rows, columns=["person", "voice", "words", "of", "talks", "share", "low", "high", "why"]
    )


def act_matches(corpus: Corpus) -> pd.DataFrame:
    """Return the evidence for speech acts, one row a match: source, act, verb, text, person, voice, event_id, talk, doc_id, sent,
    outlet, sentence.

    source `reporting`: the verb in the reporting words of a sentence, as `act` and `verb`. source `content`: words that perform an act
    in what is said (`books/acts.toml`), never across a removed frame. Sorted as the documents, reporting words first. 0 talks: no row.
    """
    sentence = corpus.speech.text.str.split().str.join(" ").astype("str")
    speech = corpus.speech.assign(voice=kind_of_voice(corpus.speech), sentence=sentence).reset_index(
        drop=True
    )
    cues = speech.cue.astype(object).where(speech.cue.notna(), "").map(lambda cue: [cue])
    frames = []
    for order, (source, key, lists) in enumerate(
        [("reporting", "reporting", cues), ("content", "acts", speech.content.str.split("\n"))]
    ):
        parts = lists.explode()
        hits = scan(parts.tolist(), _acts(key)).rename(
            columns={"family": "act", "variant": "verb", "row": "part"}
        )
        hits = hits[np.array([_NO.isdisjoint(v.split()) for v in hits.verb], dtype=bool)]
        frames.append(hits.assign(source=source, order=order, row=parts.index[hits.part]))
    out = pd.concat(frames).sort_values(
        ["row", "order", "part", "start", "act"], kind="stable", ignore_index=True
    )
    kept = ["person", "voice", "event_id", "talk", "doc_id", "sent", "outlet", "sentence"]
    return out.join(speech[kept], on="row")[["source", "act", "verb", "text", *kept]]


def speech_acts(corpus: Corpus, *, by_outlet: bool = False) -> pd.DataFrame:
    """Count speech acts by voice: source, act, person, voice, n, sentences, talks, of (all the voice's sentences), per_100 (sentences with
    the act for 100 of these); with `by_outlet` by outlet too (`unknown` where none is named), after voice.

    Counts of one account's words for what was said, with no test; the evidence is `act_matches`. Most frequent first, then by name. 0
    talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> acts = speech_acts(corpus)
    >>> acts[acts.source == "reporting"][["act", "person"]].values.tolist()[0]
    ['say', 'Wang Yi']
    """
    own = ["person", "outlet"] if by_outlet else ["person"]
    matches, speech = (
        t.assign(outlet=t.outlet.fillna("unknown")) for t in (act_matches(corpus), corpus.speech)
    )
    found = matches.assign(at=matches.groupby(["doc_id", "sent"]).ngroup()).groupby(
        ["source", "act", "person", "voice", *own[1:]]
    )
    out = found.agg(
        n=("at", "size"), sentences=("at", "nunique"), talks=("event_id", "nunique")
    ).reset_index()
    out = out.join(speech.groupby(own).size().rename("of"), on=own)
    out = out.assign(per_100=100 * out.sentences / out.of)
    return out.sort_values(
        ["source", "n", "act", *own],
        ascending=[False, False, True, *[True] * len(own)],
        ignore_index=True,
    )


def paired_keyness(
    corpus: Corpus, a: str | None, b: str | None, *, min_talks: int = 2, phrases: Sequence[str] = ()
) -> pd.DataFrame:
    """Compare two persons' words inside the talks in which both speak.

    Columns: word, difference (mean over talks of a's rate less b's, per 1,000 words), low, high (t interval over talks), p (two-sided
    sign flip of texts of equal length: `paired_tests`), floor, p_shown (NaN for 5 talks or fewer), p_adjusted, p_family, why, talks
    (range), hits_a, hits_b, rate_a, rate_b (pooled), house_style, and, describing only: token_g2 (Dunning 1993, four cells),
    token_log_ratio (Hardie 2014, with 1/2 added), token_delta and token_zeta (Monroe, Colaresi and Quinn 2008, eqs. 16 and 22, prior of 50
    words spread as the pooled rates). Rates are for 1,000 of all the words that count, as everywhere; stop words have no row. Words in fewer
    than `min_talks` of these talks are left out; `phrases` count as single words. Largest difference first, equal ones by word. 0 shared
    talks: no row; 1: bounds NaN. Of many such intervals one in twenty misses 0 by chance: they show sizes, they are no tests.
    Raises ReadoutError for a person who does not speak, or for the same person twice.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = paired_keyness(corpus, "Wang Yi", "Sergey Lavrov")
    >>> table.word[0], table.floor[0].item(), bool(table.p_shown.isna().all())
    ('cooperation', 0.0625, True)
    """
    tables, sizes, wide = _pair(corpus, a, b, phrases, shared=True)
    if not tables:
        return pd.DataFrame(columns=_KEYNESS)
    wide = pd.concat(
        [
            wide,
            _token_columns(
                wide.hits_a.to_numpy(), wide.hits_b.to_numpy(), *(s.sum() for s in sizes)
            ),
        ],
        axis=1,
    )
    keep = np.flatnonzero(wide.talks >= min_talks)
    d = sparse.csc_matrix(
        sum(
            sparse.diags(side / size) @ t
            for side, t, size in zip((1000, -1000), tables, sizes, strict=True)
        )
    )[:, keep]
    mean, low, high = paired_bounds(d)
    tests = paired_tests(*(t[:, keep] for t in tables), *sizes)
    out = pd.concat(
        [wide.iloc[keep].reset_index(drop=True).assign(difference=mean, low=low, high=high), tests],
        axis=1,
    )
    return out.loc[np.lexsort((out.word, -out.difference.abs().round(9))), _KEYNESS].reset_index(
        drop=True
    )


def vocabulary(corpus: Corpus, a: str | None, b: str | None) -> pd.DataFrame:
    """Return the words of two persons: word, used_by (`both`, a's name, b's name), hits_a, hits_b, talks_a, talks_b, talks, house_style.

    house_style: the word lives in one talk, or in one known outlet, so the page's wording is the first suspect; rare words are
    exclusive by chance. Shared words first, then those of one; most talks first, then most hits, then by word. Raises ReadoutError as
    `paired_keyness`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> vocabulary(corpus, "Wang Yi", "Sergey Lavrov").used_by.unique().tolist()
    ['both', 'Wang Yi', 'Sergey Lavrov']
    """
    tables, _, out = _pair(corpus, a, b, shared=False)
    columns = ["word", "used_by", "hits_a", "hits_b", "talks_a", "talks_b", "talks", "house_style"]
    if not tables:
        return pd.DataFrame(columns=columns)
    out["talks_a"], out["talks_b"] = ((t > 0).sum(axis=0).A1 for t in tables)
    out["used_by"] = np.where(out.hits_b == 0, a, np.where(out.hits_a == 0, b, "both"))
    out = out.assign(own=out.used_by != "both", t=-out.talks, h=-out.hits_a - out.hits_b)
    return out.sort_values(["own", "t", "h", "word"], ignore_index=True)[columns]


@dataclass(frozen=True, eq=False)
class FirstUse:
    """Who used what first, in this collection.

    families: family, person, talk, event_start, doc_id, sent, text, users (persons who use it), sure (no other talk may be as early).
    leads: person, words, led (families first used; a mean where days are drawn), expected, excess, p, floor, p_shown, why.
    """

    families: pd.DataFrame
    leads: pd.DataFrame


def who_first(corpus: Corpus, hits: pd.DataFrame, *, draws: int = 1_999, seed: int = 0) -> FirstUse:
    """Find who used each family first, and whether anyone leads more often than turns in a random order would let them.

    Only persons' own words count, in dated talks. Null: inside each talk the turns keep their lengths and persons and change their order,
    so that word shares stay and a person with most of the words is first most often. Days known only as an interval are drawn (`date_draws`):
    `led` is the mean over the draws, whole where they put no talk before another that was behind it, and `expected`, p (as much `led` or
    more) and floor are those of this mean under the same orders of turns, one test for all draws. `families` are ordered by first possible
    days, and `sure` is False where those of another talk with the family reach as early. No hit: both tables empty of families; 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> from readoutlib.phrases import find, grow
    >>> who_first(corpus, find(corpus, [grow("multipolar")])).families[["person", "talk"]].values.tolist()
    [['Sergey Lavrov', '2019-05-13']]
    """
    speech = corpus.speech
    turns = speech[
        (kind_of_voice(speech) == "person") & speech.event_start.notna() & (speech.n_words > 0)
    ].reset_index(drop=True)
    turns["middle"] = turns.groupby("event_id").n_words.cumsum() - turns.n_words / 2
    said = spoken(hits).merge(turns[["doc_id", "sent", "middle"]], on=["doc_id", "sent"])
    uses = said.sort_values("event_start", kind="stable").drop_duplicates(
        ["family", "event_id"], ignore_index=True
    )
    first = uses.drop_duplicates("family").sort_values(["event_start", "family"])
    users = said.groupby("family").person.nunique()
    early = (
        (uses.event_start <= uses.groupby("family").event_end.transform("first"))
        .groupby(uses.family)
        .sum()
    )  # talks, the first included
    columns = ["family", "person", "talk", "event_start", "doc_id", "sent", "text", "users", "sure"]
    families = first.assign(users=first.family.map(users), sure=first.family.map(early) == 1)[
        columns
    ].reset_index(drop=True)
    earliest = first_in_draws(speech, uses, seed=seed)
    weight = np.bincount(
        earliest.ravel(), minlength=len(uses)
    )  # draws in which the family is first in this talk
    uses = uses.assign(weight=weight)[weight > 0]
    words = turns.groupby("person").n_words.sum()
    people = words.index.tolist()
    led = np.zeros((draws + 1, len(people)))
    np.add.at(led[0], np.searchsorted(people, uses.person), uses.weight)
    parts = turns.groupby(["event_id", "doc_id", "turn"], sort=False).agg(
        person=("person", "first"), words=("n_words", "sum")
    )
    code, size, places = (
        np.searchsorted(people, parts.person),
        parts.words.to_numpy(),
        parts.groupby("event_id").indices,
    )
    rng, every = np.random.default_rng(seed), np.arange(draws)
    for event, own in uses.groupby("event_id", sort=True):
        order = rng.permuted(np.tile(places[event], (draws, 1)), axis=1)
        last = size[order].cumsum(axis=1)
        for middle, weight in zip(own.middle, own.weight, strict=True):
            led[every + 1, code[order[every, (last < middle).sum(axis=1)]]] += weight
    tests = [
        observed_against(column, talks=uses.event_id.nunique(), method="turns in random order")
        for column in led.T / max(1, earliest.shape[1])
    ]
    rows = [
        (p, n, t.statistic, t.expected, t.excess, t.p, t.floor, t.p_shown, t.why)
        for (p, n), t in zip(words.items(), tests, strict=True)
    ]
    leads = pd.DataFrame(
        rows,
        columns=["person", "words", "led", "expected", "excess", "p", "floor", "p_shown", "why"],
    ).astype({"p_shown": float})
    return FirstUse(
        families, leads.sort_values(["led", "person"], ascending=[False, True], ignore_index=True)
    )


def first_in_draws(speech: pd.DataFrame, hits: pd.DataFrame, *, seed: int = 0) -> np.ndarray:
    """Return which row of dated hits is the first of its family, in each draw of the days of the talks: shape (families by name, draws).

    The draws are those of all dated talks of `speech`; of hits on one day the first row.

    >>> talks = pd.DataFrame({"event_id": ["x", "y"], "event_start": ["2020-01-01", "2021-01-01"], "event_end": ["2020-01-01", "2021-01-01"]})
    >>> first_in_draws(talks, pd.DataFrame({"event_id": ["y", "x", "y"], "family": ["a", "a", "b"]}))
    array([[1],
           [2]])
    """
    talks = speech.drop_duplicates("event_id").set_index("event_id").dropna(subset="event_start")
    days = date_draws(talks.event_start, talks.event_end, seed=seed)[
        :, talks.index.get_indexer(hits.event_id)
    ]
    return (
        pd.DataFrame(days.T)
        .groupby(hits.family.to_numpy())
        .idxmin()
        .to_numpy(int)
        .reshape(-1, len(days))
    )


def _acts(key: str) -> list[Family]:
    """Return the acts of one part of the book; inside each form an adverb in -ly may stand ("ready jointly to")."""
    families = []
    for name, forms in read_book("acts")[key].items():
        tried = [
            " ".join([*w[:i], *["*ly"] * (i > 0), *w[i:]])
            for w in map(str.split, forms)
            for i in range(len(w))
        ]
        families.append(
            Family(name, name, {v: name for t in tried for v in literal(t).variants}, concept=name)
        )
    return families


def _pair(
    corpus: Corpus, a: str | None, b: str | None, phrases: Sequence[str] = (), *, shared: bool
) -> tuple[list, list, pd.DataFrame]:
    """Count two persons' words by talk: for each a table of counts and the words that count, and a frame with a row for each word."""
    if a is None or b is None:
        return [], [], pd.DataFrame()
    turns = units(corpus, "turn", ["person"])
    for person in (a, b):
        if person not in set(turns.person):
            raise ReadoutError(
                f"{person!r} does not speak in this corpus; expected one of {', '.join(sorted(set(turns.person))[:10])}."
            )
    if a == b:
        raise ReadoutError(f"Cannot compare {a!r} with the same person; name two persons.")
    turns = turns[turns.person.isin((a, b))]
    if shared:
        turns = turns[turns.groupby("event_id").person.transform("nunique") == 2]
    if turns.empty:
        return [], [], pd.DataFrame()
    counts, names = count(turns.text, phrases)
    talk = pd.factorize(turns.event_id)[0]
    own = [(turns.person == person).to_numpy() for person in (a, b)]
    tables = [sparse.csr_matrix(add_up(counts[o], talk[o], talk.max() + 1)) for o in own]
    sizes = [np.bincount(talk[o], turns.n_words[o], talk.max() + 1) for o in own]
    talks, house_style = spread(counts, turns.event_id, turns.doc_id.map(corpus.documents.outlet))
    frame = {"word": names, "talks": talks, "house_style": house_style}
    for side, table, size in zip("ab", tables, sizes, strict=True):
        frame[f"hits_{side}"] = table.sum(axis=0).A1.astype(int)
        frame[f"rate_{side}"] = 1000 * frame[f"hits_{side}"] / size.sum()
    return tables, sizes, pd.DataFrame(frame)


def _token_columns(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> pd.DataFrame:
    """Return the conventional measures for counts a and b of words in texts of n_a and n_b words."""
    observed = np.array([a, b, n_a - a, n_b - b])
    rows, columns = (
        np.array([a + b, a + b, n_a + n_b - a - b, n_a + n_b - a - b]),
        np.array([n_a, n_b, n_a, n_b])[:, None],
    )
    expected = rows * columns / (n_a + n_b)
    g2 = 2 * (xlogy(observed, observed) - xlogy(observed, np.where(expected > 0, expected, 1))).sum(
        axis=0
    )
    alpha = PRIOR * (a + b) / (n_a + n_b)
    delta = np.log((a + alpha) / (n_a + PRIOR - a - alpha)) - np.log(
        (b + alpha) / (n_b + PRIOR - b - alpha)
    )
    zeta = delta / np.sqrt(1 / (a + alpha) + 1 / (b + alpha))
    ratio = np.log2((a + 0.5) / n_a) - np.log2((b + 0.5) / n_b)
    return pd.DataFrame(
        {"token_g2": g2, "token_log_ratio": ratio, "token_delta": delta, "token_zeta": zeta}
    )
