"""What the talks are about: an analyst's issue grid first, and below it topics found in the words, with their stability.

On a few dozen sentences a topic model is a way to reorder the reading, no finding: each topic carries what is left of it when a talk is
left out.
"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import nan

import numpy as np
import pandas as pd
from scipy import sparse

from .books import read_book
from .corpus import Corpus
from .inference import share_interval
from .parsing.readout import ReadoutError
from .parsing.words.tokens import words
from .phrases import Family, find, grow
from .wordcounts import count, kind_of_voice, units

DUST = 5e-10  # a weight that rounds to nothing
TOP = 10  # words that stand for a topic when topics are compared
SUMMARY = ["topic", "label", "words", "share", "low", "high", "talks", "stability", "lowest"]
FOLDS = 5  # groups of talks left out in turn where there are more than 20 talks
ENOUGH = 2_000  # sentences on which the number of topics is chosen; larger corpora are thinned evenly by talk


def load_issues() -> list[Family]:
    """Return the issue dictionary (`books/issues.toml`), in its order.

    >>> [f.name for f in load_issues()][:3]
    ['Ukraine', 'Korean Peninsula', 'Iran']
    """
    issues = read_book("issues")["issue"]
    return [
        grow(
            i["terms"][0],
            name=i["name"],
            also=i["terms"][1:],
            exact=i.get("exact", ()),
            note=i.get("note", ""),
        )
        for i in issues
    ]


def issue_matches(corpus: Corpus, issues: Sequence[Family] | None = None) -> pd.DataFrame:
    """Return the evidence of the grid: a row for each match in the words that count.

    Columns: issue, then those of `find`, then sentence (its text). Sorted as the documents, then by position. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> issue_matches(corpus, [grow("Venezuela")])[["talk", "person", "text"]].values.tolist()
    [['2019-05-13', 'Both sides', 'Venezuela']]
    """
    hits = find(corpus, load_issues() if issues is None else issues)
    hits = hits[hits.in_content].rename(columns={"family": "issue"}).reset_index(drop=True)
    text = corpus.sentences.set_index(["doc_id", "sent"]).text.to_dict()
    return hits.assign(
        sentence=[" ".join(text[d, s].split()) for d, s in zip(hits.doc_id, hits.sent, strict=True)]
    )


def issue_grid(
    corpus: Corpus, issues: Sequence[Family] | None = None, matches: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return issue x talk x person, zeros included: who spoke about what, and who raised it first in the account.

    `matches` are those of `issue_matches`, where they are at hand.

    Columns: issue, event_id, talk, event_start, person, voice (`person`: alone; `joint`: both sides; `narration`), sentences (with a
    match), hits, raised_by (person of the first match in the talk, None where nobody raised it; `Both sides` where the account opens
    with agreed language). Sorted by the order of the issues, then of the talks, then by person. Where several documents tell one talk,
    the first in order decides who raised it. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> grid = issue_grid(corpus)
    >>> grid[(grid.issue == "Ukraine") & (grid.hits > 0)][["talk", "person", "raised_by"]].values.tolist()[0]
    ['2023-08-07', 'Both sides', 'Both sides']
    """
    issues = load_issues() if issues is None else issues
    matches = issue_matches(corpus, issues) if matches is None else matches
    keys = ["issue", "event_id", "person"]
    found = (
        matches.assign(at=matches.groupby(["doc_id", "sent"]).ngroup())
        .groupby(keys)
        .agg(sentences=("at", "nunique"), hits=("at", "size"))
    )
    first = matches.drop_duplicates(keys[:2]).set_index(keys[:2]).person.astype(object)
    speech = corpus.speech
    speakers = speech.assign(
        voice=kind_of_voice(speech), place=pd.factorize(speech.event_id)[0]
    ).drop_duplicates(["event_id", "person"])
    speakers = speakers.sort_values(["place", "person"])[
        ["event_id", "talk", "event_start", "person", "voice"]
    ]
    grid = pd.DataFrame({"issue": [f.name for f in issues]}).merge(speakers, how="cross")
    grid[["sentences", "hits"]] = found.reindex(
        pd.MultiIndex.from_frame(grid[keys]), fill_value=0
    ).to_numpy()
    grid["raised_by"] = first.reindex(
        pd.MultiIndex.from_frame(grid[keys[:2]]), fill_value=None
    ).to_numpy()
    return grid


@dataclass(frozen=True, eq=False)
class Topics:
    """Topics T1, T2 … by falling share; each has words.

    summary: topic, label (three words), words (up to ten), share (mean membership of sentences), low, high, talks (where it leads a
    sentence), stability (mean Jaccard of the top words over refits without a talk), lowest. sentences: those of
    `units`, then a column for each topic with its share of the sentence (0 throughout for a sentence without a known word), and topic (the
    largest, None without). `refits` is the number of refits behind the stability, NaN where none was possible.
    """

    summary: pd.DataFrame
    sentences: pd.DataFrame
    refits: int

    def prevalence(self, by: Sequence[str] = ("talk",)) -> pd.DataFrame:
        """Return the share of each topic by talk, person or both: topic, `by`, share, low, high (NaN for one talk), sentences, talks."""
        groups, rows = (
            list(
                _per_talk(self.sentences, self.summary.topic, by).groupby(
                    level=list(by), sort=False
                )
            ),
            [],
        )
        for topic, (key, talks) in product(self.summary.topic, groups):
            r = share_interval(talks[topic], talks["size"])
            rows.append((topic, *key, r.estimate, r.low, r.high, talks["size"].sum(), r.n))
        return pd.DataFrame(
            rows, columns=["topic", *by, "share", "low", "high", "sentences", "talks"]
        )


def _per_talk(
    sentences: pd.DataFrame, topics: Sequence[str], by: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the sums of the topics' shares and the number (`size`) of the sentences that have a topic, by group and talk."""
    groups = sentences[sentences.topic.notna()].groupby([*by, "event_id"], sort=False)
    return groups[list(topics)].sum().assign(size=groups.size())


def fit_topics(corpus: Corpus, k: int) -> Topics:
    """Find up to k topics in the sentences: non-negative matrix factorization of tf-idf, the same on every run.

    NMF starts from the singular vectors (nndsvd: Boutsidis and Gallopoulos 2008), so no luck enters; what can change a topic is the
    data, and the stability shows how much: the topic's top ten words against those of the best-matching topic (Hungarian method) in
    refits that leave out one talk each, or a fifth of the talks where there are more than twenty (Greene, O'Callaghan and Cunningham
    2014). Joint sentences take part, narration does not; names of speakers are left out. With 1 talk stability and intervals are NaN.
    Topics that come out without words, as in a handful of sentences, are dropped. With k = 0 all tables are empty of topics. Raises
    ReadoutError for more topics than sentences or than words, and so where nobody speaks.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> topics = fit_topics(corpus, 2)
    >>> topics.summary.topic.tolist(), topics.refits
    (['T1', 'T2'], 5)
    """
    if k == 0:
        sentences = units(corpus, "sentence", ["person", "joint"]).assign(topic=None)
        return Topics(pd.DataFrame(columns=SUMMARY), sentences, 0)
    sentences, matrix, names = _matrix(corpus)
    weights, components = _factor(matrix, k)
    worded = (components > DUST).any(axis=1)
    weights, tops = weights[:, worded], _tops(components[worded], names)
    total = weights.sum(axis=1, keepdims=True)
    share = np.divide(
        weights, total, out=np.zeros_like(weights), where=total > 0
    )  # rows of zeros stay
    order = sorted(range(len(tops)), key=lambda t: (-round(share[:, t].sum(), 9), tops[t]))
    share, tops = share[:, order], [tops[t] for t in order]
    topics, placed = [f"T{i + 1}" for i in range(len(order))], share.sum(axis=1) > 0
    sentences = sentences.assign(**dict(zip(topics, share.T, strict=True)))
    largest = np.array(topics, dtype=object)[share.argmax(axis=1)]
    sentences["topic"] = pd.Series(
        np.where(placed, largest, None), index=sentences.index, dtype=object
    )
    stability = _stability(matrix, sentences.event_id, k, names, tops)
    rows, per_talk = [], _per_talk(sentences, topics)
    for name, top, found in zip(
        topics,
        tops,
        np.transpose(stability) if stability else np.full((len(order), 1), nan),
        strict=True,
    ):
        r, talks = (
            share_interval(per_talk[name], per_talk["size"]),
            sentences[sentences.topic == name].event_id.nunique(),
        )
        rows.append(
            (
                name,
                ", ".join(top[:3]),
                ", ".join(top),
                r.estimate,
                r.low,
                r.high,
                talks,
                found.mean(),
                found.min(),
            )
        )
    return Topics(pd.DataFrame(rows, columns=SUMMARY), sentences, len(stability))


def choose_k(corpus: Corpus, ks: Iterable[int] = range(2, 9)) -> pd.DataFrame:
    """Compare numbers of topics by their stability when talks are left out: k, stability (mean over topics), lowest (topic), refits,
    chosen.

    The most stable k is chosen, the smallest of equals. Above 2,000 sentences every second (third …) talk is used. Numbers too large
    for the corpus are left out; a topic without words counts as lost. With 1 talk stability is NaN and none is chosen. No row where nobody
    speaks or the sentences share no words.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> choose_k(corpus, [2, 3]).k.tolist()
    [2, 3]
    """
    try:
        sentences, matrix, names = _matrix(corpus)
    except ReadoutError:
        return pd.DataFrame(
            {
                "k": [],
                "stability": [],
                "lowest": [],
                "refits": [],
                "chosen": np.array([], dtype=bool),
            }
        )
    step = -(-len(sentences) // ENOUGH)
    kept = pd.factorize(sentences.event_id)[0] % step == 0
    sentences, matrix = sentences[kept], matrix[kept]
    rows = []
    for k in sorted({k for k in ks if 1 <= k <= min(matrix.shape)}):
        stability = _stability(
            matrix, sentences.event_id, k, names, _tops(_factor(matrix, k)[1], names)
        )
        mean = np.mean(stability, axis=0) if stability else np.array([nan])
        rows.append((k, mean.mean(), mean.min(), len(stability)))
    out = pd.DataFrame(rows, columns=["k", "stability", "lowest", "refits"])
    best = out.stability.round(9).idxmax() if out.stability.notna().any() else None
    return out.assign(chosen=out.index == best)


def _matrix(corpus: Corpus) -> tuple[pd.DataFrame, sparse.csr_matrix, list[str]]:
    """Return sentences, their tf-idf, and the words of its columns."""
    from sklearn.feature_extraction.text import TfidfTransformer

    from .stopwords import stop_words

    sentences = units(corpus, "sentence", ["person", "joint"])
    if sentences.empty:
        raise ReadoutError(
            "No topics: the corpus has no talk in which somebody speaks; check `corpus.problems`."
        )
    names = sorted({w.lower() for person in corpus.speech.person.unique() for w in words(person)})
    least, left_out = 2 if len(sentences) > 2 else 1, [*stop_words(), *names]
    counts, features = count(
        sentences.text, ngram_range=(1, 2), min_df=least, max_features=5000, stop_words=left_out
    )
    if not features:
        raise ReadoutError(
            f"No topics: the {len(sentences)} sentences share no words once stop words are left out."
        )
    return (
        sentences,
        sparse.csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counts)),
        features,
    )


def _factor(matrix: sparse.csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    rows, columns = matrix.shape
    if not 1 <= k <= min(rows, columns):
        raise ReadoutError(
            f"Cannot find {k} topics in {rows} sentences with {columns} shared words; ask for 1 to {min(rows, columns)}."
        )
    model = NMF(k, init="nndsvd", random_state=0, max_iter=400)
    with (
        warnings.catch_warnings(),
        threadpool_limits(1),
    ):  # several threads gain nothing on matrices so thin, and wait for each other
        warnings.simplefilter(
            "ignore", ConvergenceWarning
        )  # the stability says more than the last decimals
        warnings.filterwarnings(
            "ignore", "invalid value encountered", RuntimeWarning
        )  # a perfect fit, or more topics than directions
        return model.fit_transform(matrix), model.components_


def _tops(components: np.ndarray, names: list[str]) -> list[list[str]]:
    """Return each topic's heaviest words, equal ones by name (names come sorted)."""
    order = np.argsort(-components.round(9), axis=1, kind="stable")[:, :TOP]
    return [
        [names[i] for i in row if c[i] > DUST]
        for row, c in zip(order.tolist(), components, strict=True)
    ]


def _stability(
    matrix: sparse.csr_matrix, events: pd.Series, k: int, names: list[str], tops: list[list[str]]
) -> list[np.ndarray]:
    """Return, for each refit without a talk (or group of talks), how well each topic is found again."""
    from scipy.optimize import linear_sum_assignment

    talk = pd.factorize(events)[0]
    n = talk.max() + 1
    fold = talk if n <= 4 * FOLDS else talk % FOLDS
    out = []
    for left in range(fold.max() + 1) if n > 1 else ():
        kept = matrix[fold != left]
        if kept.shape[0] >= k:
            again = _tops(_factor(kept, k)[1], names)
            score = np.array(
                [[len(set(a) & set(b)) / max(1, len(set(a) | set(b))) for b in again] for a in tops]
            )
            out.append(score[linear_sum_assignment(score, maximize=True)])
    return out
