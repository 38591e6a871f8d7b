"""Hits counted: by variant, by speaker and talk, over the talks, and their first and last use."""

from collections.abc import Sequence
from math import nan

import pandas as pd

from ..corpus import Corpus
from ..inference import rate_interval
from ..parsing.readout import ReadoutError
from ..speakers import NARRATOR
from .family import Family
from .search import FAMILY, spoken

_GROUPS = ("person", "speaker", "mode", "outlet", "year", "talk", "event_id", "doc_id")
_USE = ("talk", "start", "end", "person", "text", "doc_id", "sure")


# --- variants ------------------------------------------------------------------------------------


def variants(families: Sequence[Family], hits: pd.DataFrame) -> pd.DataFrame:
    """List every variant tried or found, with the reason why it is in or out.

    Columns: family, concept, status, variant, reason, bodies, titles, talks (with a hit in a body),
    overlapping (hits in bodies, nested ones too: more than `bodies` only where hits were found so),
    tried. Zeros stay: they say what was looked for. In the order of the families, most hits first,
    then by name.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> family = grow("ceasefire")
    >>> table = variants([family], find(corpus, [family]))
    >>> table[["variant", "reason", "bodies"]].values.tolist()[:2]
    [['ceasefire', 'as written', 1], ['cease fire', 'hyphen or space', 0]]
    """
    by_key = {(f.name, f.concept, f.status): f for f in families}
    found = hits.groupby(list(FAMILY)).variant.unique()
    rows = []
    for place, (key, family) in enumerate(by_key.items()):
        tried = {*family.variants, *family.exact}
        for variant in sorted(tried.union(found.get(key, ()))):
            reason = family.reason(variant)
            rows.append((*key, variant, reason, variant in tried, place))
    keys = [*FAMILY, "variant"]
    listed = pd.DataFrame(rows, columns=[*keys, "reason", "tried", "place"])
    table = listed.merge(_by_variant(hits, keys), how="left", on=keys)
    numbers = ["bodies", "titles", "talks", "overlapping"]
    table[numbers] = table[numbers].fillna(0).astype(int)
    table["fewer"] = -table.bodies - table.titles
    table = table.sort_values(["place", "fewer", "variant"], ignore_index=True)
    return table[[*keys, "reason", *numbers, "tried"]]


def _by_variant(hits: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Count the hits of each variant: the keys, bodies, titles, overlapping, talks."""
    in_body = hits.part == "body"
    marked = hits.assign(
        bodies=in_body & ~hits.nested, titles=~in_body & ~hits.nested, overlapping=in_body
    )
    counts = marked.groupby(keys)[["bodies", "titles", "overlapping"]].sum()
    talks = marked[marked.bodies].groupby(keys).event_id.nunique()
    return counts.assign(talks=talks).reset_index()


# --- rates ---------------------------------------------------------------------------------------


def rates(
    corpus: Corpus,
    hits: pd.DataFrame,
    by: Sequence[str] = ("family", "person"),
    families: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return hits per 1,000 content words with intervals that hold on few talks (`rate_interval`).

    One row for each group in `by`: family, and any of person, speaker, mode, outlet, year, talk,
    event_id, doc_id. Columns: those, hits (in bodies, in the words that count), words (the group's
    own), talks (in which the group has words), talks_with, rate, low, high, method, why. Talks
    without a hit count as zeros; name `families` to see those without any hit. Unknown outlets and
    years are `unknown`. 0 talks: no row; 1 talk: the bounds are NaN and `why` says so. Raises
    ReadoutError for another name in `by`.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> table = rates(corpus, find(corpus, [grow("multipolar")]), by=["family"])
    >>> table[["hits", "talks", "talks_with"]].values.tolist()
    [[3, 5, 3]]
    """
    own = [name for name in by if name != "family"]
    if wrong := sorted({*own} - {*_GROUPS}):
        raise ReadoutError(
            f"rates: cannot group by {', '.join(wrong)}; "
            f"expected family, and any of {', '.join(_GROUPS)}."
        )
    names = list(dict.fromkeys(hits.family)) if families is None else families
    keys = ["family", *own]
    rows = []
    for key, talks in _by_talk(corpus, hits, own, names).groupby(keys, sort=False):
        rate = rate_interval(talks.hits, talks.words)
        rows.append(
            dict(zip(keys, key, strict=True))
            | {
                "hits": int(talks.hits.sum()),
                "words": int(talks.words.sum()),
                "talks": rate.n,
                "talks_with": int((talks.hits > 0).sum()),
                "rate": rate.estimate,
                "low": rate.low,
                "high": rate.high,
                "method": rate.method,
                "why": rate.why,
            }
        )
    numbers = ["hits", "words", "talks", "talks_with", "rate", "low", "high", "method", "why"]
    return pd.DataFrame(rows, columns=[*keys, *numbers])


def _by_talk(
    corpus: Corpus, hits: pd.DataFrame, own: list[str], families: Sequence[str]
) -> pd.DataFrame:
    """Return hits and words by family, group and talk, zeros too.

    Columns: family, `own`, event_id, words, hits.
    """
    keys = list(dict.fromkeys([*own, "event_id"]))
    spoken_by = _unknown_named(corpus.speech, own).groupby(keys, sort=False)
    words = spoken_by.n_words.sum().rename("words").reset_index()
    if own:
        words = words.sort_values(own, key=lambda column: column.astype(str), kind="stable")
    found = _unknown_named(spoken(hits), own).groupby(["family", *keys]).size()
    asked = pd.DataFrame({"family": families}, dtype="str").merge(words, how="cross")
    return asked.merge(found.rename("hits").reset_index(), how="left").fillna({"hits": 0})


def _unknown_named(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Name what is unknown, so that it is a group like any other."""
    named = {c: table[c].astype(object).where(table[c].notna(), "unknown") for c in columns}
    return table.assign(**named)


# --- dispersion ----------------------------------------------------------------------------------


def dispersion(
    corpus: Corpus, hits: pd.DataFrame, families: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return how evenly each family is spread over the talks.

    Columns: family, hits, talks, talks_with (range), outlets, dp, dp_norm, house_style. DP = 1/2
    sum |v_i - s_i|, with v the share of the hits and s the share of the words in talk i; dp_norm =
    DP / (1 - min(s)); 0 is even, 1 is all in one place (Gries 2008; Lijffijt and Gries 2012). NaN
    without a hit or with fewer than 2 talks. house_style: the hits live in one talk or in one known
    outlet, so that a page's own wording is the first suspect. In the order of `families`, or of
    first hit.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> corpus = load_corpus("seeds")
    >>> table = dispersion(corpus, find(corpus, [grow("Ukraine")]))
    >>> table[["hits", "talks_with", "house_style"]].values.tolist()
    [[3, 1, True]]
    """
    words = corpus.speech.groupby("event_id").n_words.sum()
    size = words[words > 0] / words.sum()
    said = spoken(hits)
    names = dict.fromkeys(hits.family) if families is None else families
    rows = []
    for name in names:
        own = said[said.family == name]
        in_talk = own.groupby("event_id").size().reindex(size.index, fill_value=0)
        talks_with = int((in_talk > 0).sum())
        outlets = own.outlet.nunique()
        one_outlet = bool(outlets == 1 and own.outlet.notna().all())
        dp = _deviation(in_talk, size)
        rows.append(
            {
                "family": name,
                "hits": len(own),
                "talks": len(size),
                "talks_with": talks_with,
                "outlets": outlets,
                "dp": dp,
                "dp_norm": dp / (1 - size.min()) if len(size) > 1 else nan,
                "house_style": talks_with == 1 or one_outlet,
            }
        )
    columns = ["family", "hits", "talks", "talks_with", "outlets", "dp", "dp_norm", "house_style"]
    return pd.DataFrame(rows, columns=columns)


def _deviation(hits: pd.Series, size: pd.Series) -> float:
    """Return the deviation of proportions (DP) of hits from the shares of the words."""
    if hits.sum() == 0 or len(size) < 2:
        return nan
    return float((hits / hits.sum() - size).abs().sum() / 2)


# --- first and last use --------------------------------------------------------------------------


def first_last(hits: pd.DataFrame) -> pd.DataFrame:
    """Return first and last use in this collection, whose start is not that of a phrase's history.

    Only hits in the words that count, of persons or both sides, are uses: none in titles, frames or
    narration. Columns: family, hits, talks, undated (hits in talks without a date, left out of what
    follows), then for first_ and last_: talk, start, end (first and last possible day), person,
    text, doc_id, sure (False where another talk's possible days reach as early, or as late); these
    missing where no talk is dated.

    >>> from readoutlib import load_corpus
    >>> from readoutlib.phrases import find, grow
    >>> table = first_last(find(load_corpus("seeds"), [grow("multipolar")]))
    >>> table[["first_talk", "first_person", "last_talk"]].values.tolist()
    [['2019-05-13', 'Sergey Lavrov', '2024']]
    """
    rows = []
    for family, uses in spoken(hits[hits.person != NARRATOR]).groupby("family", sort=False):
        dated = uses.dropna(subset="event_start").sort_values("event_start", kind="stable")
        counts = {"hits": len(uses), "talks": uses.event_id.nunique()}
        ends = {**_first(dated), **_last(dated)} if len(dated) else {}
        rows.append({"family": family, **counts, "undated": len(uses) - len(dated), **ends})
    of_ends = [f"{end}_{what}" for end in ("first", "last") for what in _USE]
    return pd.DataFrame(rows, columns=["family", "hits", "talks", "undated", *of_ends])


def _first(dated: pd.DataFrame) -> dict[str, object]:
    """Return the first of dated uses, sorted by the first day of their talks."""
    use = dated.iloc[0]
    rest = dated[dated.event_id != use.event_id]
    return _use("first", use, rest.empty or use.event_end < rest.event_start.min())


def _last(dated: pd.DataFrame) -> dict[str, object]:
    """Return the last of dated uses, by the last day of their talks."""
    use = dated.sort_values("event_end", kind="stable").iloc[-1]
    rest = dated[dated.event_id != use.event_id]
    return _use("last", use, rest.empty or use.event_start > rest.event_end.max())


def _use(end: str, use: pd.Series, sure: bool) -> dict[str, object]:
    told = {
        "talk": use.talk,
        "start": use.event_start,
        "end": use.event_end,
        "person": use.person,
        "text": use.text,
        "doc_id": use.doc_id,
        "sure": bool(sure),
    }
    return {f"{end}_{what}": value for what, value in told.items()}
