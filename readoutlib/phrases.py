"""Phrases as families: one phrase grown into its spellings, found with its evidence, counted per 1,000 words of a speaker's own text.

Titles are counted apart from bodies everywhere. Other renderings of a concept, and what is near a family without being counted, are
families of their own that stand beside it, never inside it: these texts are translations, and a zero is no silence while another
rendering says the same.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import accumulate, product
from math import nan
from pathlib import Path

import numpy as np
import pandas as pd
import regex

from .books import read_book
from .corpus import Corpus
from .inference import rate_interval
from .parsing.readout import ReadoutError
from .parsing.words.tokens import WORD
from .speakers import NARRATOR

_LINE_END = regex.compile(r"[-‐‑–]\s*\n\s*")
_INSIDE = r"\p{L}\p{M}\p{N}_\-‐‑"  # a hit is bounded by anything else
_ADJECTIVE = regex.compile(r"(\w{3,}(?:al|ar))(?:ity|i[sz]ation|ism|ly)?")
_ENDING = regex.compile(
    r"(?<=\w{4})(?:i[sz]ations?|ations?|ions?|ships?|isms?|ists?|it(?:y|ies)|al(?:ly)?|l?y|ed|ing|e?s|e)$|(?<=\w{5})$"
)
_RUN = regex.compile(rf"{WORD.pattern}|\S")  # a word, or what no formula crosses
AS_WRITTEN, LISTED, COUNTED = "as written", "listed with it", "counted"
_OFF, _JOIN = "\x1e", "\x1f"  # where a prefix may be set off by hyphen or space, by hyphen alone
_BREAK = "\x00"  # joins texts for one search
_COLUMNS = """family concept status variant text part doc_id talk event_id event_start event_end year outlet sent speaker person mode
    confidence start end in_content nested""".split()
_OF_HIT = ("family", "concept", "status", "variant")
_OF_SPEECH = ("person", "speaker", "mode", "outlet", "year", "talk", "event_id", "doc_id")


@dataclass(frozen=True)
class Family:
    """A phrase with its variants, each with the reason why it belongs: `variants` in any case, `exact` in this very case.

    `status`: `counted`; `certain` or `uncertain` for a rendering of the `concept` beside its family; `not counted` for what is near.
    """

    name: str
    phrase: str
    variants: Mapping[str, str]
    exact: tuple[str, ...] = ()
    concept: str = ""
    status: str = COUNTED
    note: str = ""

    @cached_property
    def pattern(self) -> regex.Pattern:
        """The variants as one pattern, the longest first."""
        return _compile(tuple(self.variants), self.exact)

    def reason(self, variant: str) -> str:
        """Return why a variant, or what a wildcard found, belongs here."""
        wild = next((why for v, why in self.variants.items() if "*" in v), "")
        return "in this very case" if variant in self.exact else self.variants.get(variant, wild)


def fold(text: str) -> str:
    """Return the text in the form in which variants are compared: lower case, one space, plain hyphens and apostrophes.

    >>> fold("Multi‑\\n Polar  World’s")
    "multi-polar world's"
    """
    text = _LINE_END.sub("-", text)
    return " ".join(text.casefold().split()).translate(str.maketrans("‐‑–’", "---'"))


def literal(phrase: str) -> Family:
    """Return a family of this one phrase, in any case and with any white space between its words, and nothing else.

    Raises ReadoutError for a phrase without a letter or digit.

    >>> literal("New  Era").variants
    {'new era': 'as written'}
    """
    return Family(phrase, phrase, {_checked(phrase): AS_WRITTEN}, concept=phrase)


def grow(
    phrase: str,
    *,
    name: str = "",
    also: Iterable[str] = (),
    exact: Iterable[str] = (),
    note: str = "",
) -> Family:
    """Return the family of a phrase, each variant spelled out with its reason, so that what was tried can be shown.

    Words may be joined by space or hyphen (two words, or words joined by a hyphen, also without), the head noun may be singular or
    plural, an adjective in -al or -ar may end in -ity, -ization, -isation, -ism or -ly, z and s change places, a determiner may stand
    or fall (at the start only where two words are left). A word in capitals keeps its form. A phrase with `*` (any letters inside a
    word; by itself a slot for one word) is not grown. `also` are grown too; `exact` count in this very case only. Raises ReadoutError
    for a phrase without a letter or digit.

    >>> list(grow("core interests").variants)
    ['core interests', 'core-interests', 'coreinterests', 'core interest', 'core-interest', 'coreinterest']
    >>> grow("heads of state").variants["heads of the state"]
    'determiner'
    >>> [m.group() for m in grow("multipolar").pattern.finditer("Multi-polarization, not multilateral; a multipolar world")]
    ['Multi-polarization', 'multipolar']
    """
    tried: dict[str, str] = {}
    for p, given in [(phrase, AS_WRITTEN), *((a, LISTED) for a in also)]:
        for v, why in _variants(p, given).items():
            tried.setdefault(v, why)
    return Family(name or phrase, phrase, tried, tuple(exact), name or phrase, COUNTED, note)


def outside(families: Iterable[Family]) -> list[Family]:
    """Return what is near the families and not counted, a family for each pattern: its reason says why not, its `concept` beside what.

    Another form of the words; one word more inside; one word another (not the first, nor the last of three, and two that are no grammar
    must stay); another case.

    >>> [(f.name, *f.variants.values()) for f in outside([grow("strategic coordination")])]
    [('strategic* coordin*', 'other forms'), ('strategic * coordination', 'a word between')]
    """
    grammar, out = {"and", *read_book("phrases")["links"], *read_book("phrases")["determiners"]}, []
    for f in families:
        tried = {e.casefold(): "another case" for e in f.exact}
        for words in (
            v.split()
            for v, why in f.variants.items()
            if why in (AS_WRITTEN, LISTED) and "*" not in v
        ):
            tried[" ".join(_ENDING.sub("*", w, count=1) if w.isalpha() else w for w in words)] = (
                "other forms"
            )
            for i in range(1, len(words)):
                tried[" ".join([*words[:i], "*", *words[i:]])] = "a word between"
                rest = [*words[:i], "*", *words[i + 1 :]]
                if len({*rest} - grammar) > 2 and (i == 1 or len(words) > 3):
                    tried[" ".join(rest)] = "one word is another"
        out += [
            Family(v, v, {v: why}, concept=f.name, status="not counted")
            for v, why in tried.items()
            if why != "other forms" or "*" in v
        ]
    return out


def load_concepts(path: str | Path | None = None) -> list[Family]:
    """Return the renderings of the concept table, or of an analyst's own (TOML, as `books/concepts.toml`): a family for each.

    Their `concept` is the family they stand beside, their `status` is `certain` or `uncertain`, their `note` the term they render. Raises
    ReadoutError for a table that cannot be read, naming the file and what was found.

    >>> [(f.name, f.status) for f in load_concepts() if f.concept == "multilateralism"]
    [('multilateral system', 'uncertain')]
    """
    try:
        rows = (tomllib.loads(Path(path).read_text("utf-8")) if path else read_book("concepts"))[
            "concept"
        ]
        if other := sorted(
            {k for row in rows for k in row} - {"name", "term", "certain", "uncertain", "note"}
        ):
            raise ValueError(f"the key {other[0]}")
        kinds = [
            (row, s, r) for row in rows for s in ("certain", "uncertain") for r in row.get(s, ())
        ]
        return [
            replace(grow(r), concept=row["name"], status=s, note=row.get("term", ""))
            for row, s, r in kinds
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadoutError(
            f"{path}: expected [[concept]] tables with name, term, certain, uncertain and note, found: {error}; mend it"
        ) from None


def renderings(
    families: Iterable[Family], concepts: Iterable[Family] | None = None
) -> list[Family]:
    """Return the renderings that stand beside these families, from `concepts` or the library's table.

    >>> [f.name for f in renderings([grow("win-win")])]
    ['mutual benefit', 'mutually beneficial']
    """
    return [
        r
        for r in (load_concepts() if concepts is None else concepts)
        if r.concept in {f.name for f in families}
    ]


def load_book() -> list[Family]:
    """Return the families of the phrase book, in its order.

    >>> [f.name for f in load_book()][:2]
    ['strategic coordination', 'multipolar']
    """
    return [grow(**f) for f in read_book("phrases")["family"]]


def scan(
    texts: Sequence[str], families: Sequence[Family], *, overlapping: bool = False
) -> pd.DataFrame:
    """Find families in texts: row (position of the text), start, end (in that text), family, concept, status, variant, text, nested.

    Nested and crossing hits of one concept count once: those of the status named first in `families` before the others, then the longest
    first; each concept counts by itself. With `overlapping` every variant counts by itself too, `nested` where it would not count
    otherwise. Sorted by row, start, then the order of the families.

    >>> scan(["a new era, and an old era"], [literal("new era")])[["row", "text", "start", "end"]].values.tolist()
    [[0, 'new era', 2, 9]]
    """
    holding = _holding(texts)
    spans: dict[tuple[str, int], list[tuple[int, int, int, int]]] = {}
    ranks: dict[str, int] = {}
    for order, f in enumerate(families):
        parts = (
            [_compile((v,), ()) for v in f.variants] + [_compile((), (v,)) for v in f.exact]
            if overlapping
            else [f.pattern]
        )
        rank = ranks.setdefault(f.status, len(ranks))
        for row in holding(f):
            if own := {
                (rank, *m.span(), order)
                for p in parts
                for m in p.finditer(texts[row], overlapped=True)
            }:
                spans.setdefault((f.concept or f.name, row), []).extend(own)
    out = []
    for (_, row), own in spans.items():
        kept = _longest(own, len(texts[row]))
        for span in own if overlapping else kept:
            _, a, b, order = span
            f, text = families[order], texts[row][a:b]
            out.append(
                (
                    row,
                    a,
                    order,
                    b,
                    f.name,
                    f.concept,
                    f.status,
                    text if text in f.exact else fold(text),
                    text,
                    span not in kept,
                )
            )
    columns = ["row", "start", "order", "end", *_OF_HIT, "text", "nested"]
    return pd.DataFrame(sorted(out), columns=columns).astype({"nested": bool}).drop(columns="order")


def find(corpus: Corpus, families: Sequence[Family], overlapping: bool = False) -> pd.DataFrame:
    """Find families in the titles and body sentences of the readouts; one row a hit.

    Columns: family, concept, status, variant (folded text), text, part (`title` or `body`), doc_id, talk, event_id, event_start,
    event_end, year, outlet, sent, speaker, person, mode, confidence of its label (these five NA in titles), start, end
    (`corpus.texts[doc_id][start:end] == text`; NA in a title that comes from metadata), in_content (inside the words that count; False in
    titles), nested (only with `overlapping`, as in `scan`; no rate counts it). Sorted as the documents, then by position. No talk, or no
    hit: the same columns, no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> hits = find(corpus, [grow("strategic coordination")])
    >>> hits.part.value_counts().to_dict()
    {'body': 7, 'title': 1}
    """
    speech = corpus.speech
    place = {d: i for i, d in enumerate(corpus.documents.index)}
    pieces = pd.concat(
        [_titles(corpus, speech), speech.assign(part="body", origin=speech.start.astype("Int64"))],
        ignore_index=True,
    )
    pieces = pieces.sort_values("doc_id", key=lambda d: d.map(place), kind="stable")
    hits = scan(pieces.text.tolist(), families, overlapping=overlapping)
    kept = pieces.iloc[hits.row].reset_index(drop=True)
    out = kept.assign(
        **{c: hits[c] for c in (*_OF_HIT, "text", "nested")}, sent=kept.sent.astype("Int64")
    )
    out["start"], out["end"] = kept.origin + hits.start, kept.origin + hits.end
    spans = zip(kept.content_spans, out.start, out.end, strict=True)
    out["in_content"] = np.array(
        [isinstance(c, tuple) and any(a <= s and e <= b for a, b in c) for c, s, e in spans],
        dtype=bool,
    )
    return out[_COLUMNS]


def spoken(hits: pd.DataFrame) -> pd.DataFrame:
    """Return the hits in bodies, in the words that count, each once: those that every count is of.

    >>> from readoutlib import load_corpus
    >>> len(spoken(find(load_corpus("seeds"), [grow("strategic coordination")])))
    7
    """
    return hits[
        (hits.part == "body") & hits.in_content.astype(bool) & ~hits.nested.astype(bool)
    ]  # no rows tell no types


def variants(families: Sequence[Family], hits: pd.DataFrame) -> pd.DataFrame:
    """List every variant tried or found: family, concept, status, variant, reason, bodies, titles, talks (with a hit in a body),
    overlapping (hits in bodies, nested ones too: more than `bodies` only where hits were found so), tried.

    Status and reason say why it is in or out. Zeros stay: they say what was looked for. In the order of the families, most hits first,
    then by name.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> family = grow("ceasefire")
    >>> table = variants([family], find(corpus, [family]))
    >>> table[["variant", "reason", "bodies"]].values.tolist()[:2]
    [['ceasefire', 'as written', 1], ['cease fire', 'hyphen or space', 0]]
    """
    own, keys = {(f.name, f.concept, f.status): f for f in families}, list(_OF_HIT)
    found = hits.groupby(keys[:3]).variant.unique()
    body = hits.part == "body"
    counted = hits.assign(bodies=body & ~hits.nested, titles=~body & ~hits.nested, overlapping=body)
    n = (
        counted.groupby(keys)[["bodies", "titles", "overlapping"]]
        .sum()
        .assign(talks=counted[counted.bodies].groupby(keys).event_id.nunique())
    )
    tried = {k: {*f.variants, *f.exact} for k, f in own.items()}
    rows = [
        (*k, v, f.reason(v), v in tried[k], i)
        for i, (k, f) in enumerate(own.items())
        for v in sorted(tried[k].union(found.get(k, ())))
    ]
    out = pd.DataFrame(rows, columns=[*keys, "reason", "tried", "place"]).merge(
        n.reset_index(), how="left", on=keys
    )
    columns = ["bodies", "titles", "talks", "overlapping"]
    out[columns] = out[columns].fillna(0).astype(int)
    order = out.assign(n=-out.bodies - out.titles).sort_values(["place", "n", "variant"]).index
    return out.loc[order, [*keys, "reason", *columns, "tried"]].reset_index(drop=True)


def rates(
    corpus: Corpus,
    hits: pd.DataFrame,
    by: Sequence[str] = ("family", "person"),
    families: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return hits per 1,000 content words with intervals that hold on few talks (`rate_interval`), one row for each group in `by`.

    `by`: family, and any of person, speaker, mode, outlet, year, talk, event_id, doc_id. Columns: those, hits (in bodies, in the words that
    count), words (the group's own), talks (in which the group has words), talks_with, rate, low, high, method, why. Talks without a hit
    count as zeros; name `families` to see those without any hit. Unknown outlets and years are `unknown`. 0 talks: no row; 1 talk: the
    bounds are NaN and `why` says so. Raises ReadoutError for another name in `by`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = rates(corpus, find(corpus, [grow("multipolar")]), by=["family"])
    >>> table[["hits", "talks", "talks_with"]].values.tolist()
    [[3, 5, 3]]
    """
    own = [b for b in by if b != "family"]
    if wrong := sorted({*own} - {*_OF_SPEECH}):
        raise ReadoutError(
            f"rates: cannot group by {', '.join(wrong)}; expected family, and any of {', '.join(_OF_SPEECH)}."
        )
    words = (
        _known(corpus.speech, own)
        .groupby([*own, "event_id"], sort=False)
        .n_words.sum()
        .rename("words")
        .reset_index()
    )
    words = words.sort_values(own, key=lambda c: c.astype(str), kind="stable") if own else words
    found = (
        _known(spoken(hits), own)
        .groupby(["family", *own, "event_id"])
        .size()
        .rename("hits")
        .reset_index()
    )
    names = list(dict.fromkeys(hits.family)) if families is None else families
    table = (
        pd.DataFrame({"family": names}, dtype="str")
        .merge(words, how="cross")
        .merge(found, how="left")
        .fillna({"hits": 0})
    )
    rows = []
    for key, talks in table.groupby(["family", *own], sort=False):
        r = rate_interval(talks.hits, talks.words)
        size = (int(talks.hits.sum()), int(talks.words.sum()), r.n, int((talks.hits > 0).sum()))
        rows.append((*key, *size, r.estimate, r.low, r.high, r.method, r.why))
    return pd.DataFrame(
        rows,
        columns=[
            "family",
            *own,
            "hits",
            "words",
            "talks",
            "talks_with",
            "rate",
            "low",
            "high",
            "method",
            "why",
        ],
    )


def dispersion(
    corpus: Corpus, hits: pd.DataFrame, families: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return how evenly each family is spread over the talks: family, hits, talks, talks_with (range), outlets, dp, dp_norm, house_style.

    DP = 1/2 sum |v_i - s_i|, with v the share of the hits and s the share of the words in talk i; dp_norm divides by 1 - min(s); 0 is
    even, 1 is all in one place (Gries 2008; Lijffijt and Gries 2012). NaN without a hit or with fewer than 2 talks. house_style: the
    hits live in one talk or in one known outlet, so that a page's own wording is the first suspect. In the order of `families`, or of
    first hit.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> dispersion(corpus, find(corpus, [grow("Ukraine")]))[["hits", "talks_with", "house_style"]].values.tolist()
    [[3, 1, True]]
    """
    words = corpus.speech.groupby("event_id").n_words.sum()
    size = words[words > 0] / words.sum()
    said = spoken(hits)
    rows = []
    for name in families if families is not None else dict.fromkeys(hits.family):
        own = said[said.family == name]
        n = own.groupby("event_id").size().reindex(size.index, fill_value=0)
        dp = float((n / n.sum() - size).abs().sum() / 2) if len(own) and len(size) > 1 else nan
        at, outlets = int((n > 0).sum()), own.outlet.nunique()
        house_style = at == 1 or bool(outlets == 1 and own.outlet.notna().all())
        rows.append(
            (
                name,
                len(own),
                len(size),
                at,
                outlets,
                dp,
                dp / (1 - size.min()) if len(size) > 1 else nan,
                house_style,
            )
        )
    return pd.DataFrame(
        rows,
        columns=[
            "family",
            "hits",
            "talks",
            "talks_with",
            "outlets",
            "dp",
            "dp_norm",
            "house_style",
        ],
    )


def first_last(hits: pd.DataFrame) -> pd.DataFrame:
    """Return first and last use in this collection, whose start is not the start of a phrase's history.

    Only hits in the words that count, of persons or both sides, are uses: none in titles, frames or narration. Columns: family,
    hits, talks, undated (hits in talks without a date, left out of what follows), then for first_ and last_: talk, start, end (first
    and last possible day), person, text, doc_id, sure (False where another talk's possible days reach as early, or as late); these missing
    where no talk is dated.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> first_last(find(corpus, [grow("multipolar")]))[["first_talk", "first_person", "last_talk"]].values.tolist()
    [['2019-05-13', 'Sergey Lavrov', '2024']]
    """
    ends = [
        f"{w}_{c}"
        for w in ("first", "last")
        for c in ("talk", "start", "end", "person", "text", "doc_id", "sure")
    ]
    columns, rows = ["family", "hits", "talks", "undated", *ends], []
    for family, group in spoken(hits[hits.person != NARRATOR]).groupby("family", sort=False):
        dated = group.dropna(subset="event_start").sort_values("event_start", kind="stable")
        row = [family, len(group), group.event_id.nunique(), len(group) - len(dated)]
        for at in (0, -1) if len(dated) else ():
            use = (
                dated.iloc[0] if at == 0 else dated.sort_values("event_end", kind="stable").iloc[-1]
            )
            rest = dated[dated.event_id != use.event_id]
            sure = (
                use.event_end < rest.event_start.min()
                if at == 0
                else use.event_start > rest.event_end.max()
            )
            row += [
                use.talk,
                use.event_start,
                use.event_end,
                use.person,
                use.text,
                use.doc_id,
                bool(sure or rest.empty),
            ]
        rows.append(dict(zip(columns, row, strict=False)))
    return pd.DataFrame(rows, columns=columns)


def concordance(corpus: Corpus, hits: pd.DataFrame, width: int = 60) -> pd.DataFrame:
    """Return each hit in its context: family, part, talk, doc_id, sent, person, mode, confidence (of the label), outlet,
    left, hit, right, start, reported_by.

    `left` and `right` are up to `width` characters of the same title or of the same document's sentences, white space folded. `reported_by`
    names whose account it is: the outlet, a guess marked as such, or `unknown`. In the order of `hits`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> concordance(corpus, find(corpus, [grow("multipolar")]), width=12)[["left", "hit", "right"]].values.tolist()[2]
    ['and orderly', 'multipolar', 'world, as']
    """
    sentences = corpus.sentences[corpus.sentences.doc_id.isin(hits.doc_id)]
    bodies = sentences.groupby("doc_id", sort=False).text.agg(" ".join)
    length = sentences.text.str.len() + 1
    shift = (
        length.groupby(sentences.doc_id).cumsum() - length - sentences.start
    )  # from the document's offsets to those of its body
    shifts = dict(zip(zip(sentences.doc_id, sentences.sent, strict=True), shift, strict=True))
    account = corpus.documents.outlet.fillna(corpus.documents.outlet_guess + " (guess)").fillna(
        "unknown"
    )
    titles, sides = _titles(corpus, corpus.speech).set_index("doc_id"), []
    for h in hits.itertuples(index=False):
        if h.part == "title":
            base, start = titles.text[h.doc_id], titles.origin[h.doc_id]
            at = base.find(h.text) if pd.isna(start) else h.start - start
        else:
            base, at = bodies[h.doc_id], h.start + shifts[h.doc_id, h.sent]
        left, right = (
            base[max(0, at - 4 * width) : at].split(),
            base[at + len(h.text) : at + len(h.text) + 4 * width].split(),
        )
        sides.append((_end(" ".join(left), width), _end(" ".join(right)[::-1], width)[::-1]))
    out = hits.reset_index(drop=True).join(
        pd.DataFrame(sides, columns=["left", "right"], dtype="str")
    )
    out = out.assign(
        hit=[" ".join(t.split()) for t in out.text], reported_by=out.doc_id.map(account)
    )
    return out[
        "family part talk doc_id sent person mode confidence outlet left hit right start reported_by".split()
    ]


def _end(text: str, width: int) -> str:
    """Return the last whole words of a text, up to `width` characters; of a longer last word its end.

    >>> _end("of major countries", 12), _end("international", 4)
    ('countries', 'onal')
    """
    cut = text[-width:]
    whole = cut if cut == text or text[-width - 1].isspace() else cut.partition(" ")[2]
    return (whole or cut).strip()


def formulas(corpus: Corpus, *, talks: int = 2) -> pd.DataFrame:
    """Find formulas without a list: runs of three words or more in at least so many talks, in any case, in the words that count.

    Narration is left out. No formula crosses a mark, a sentence or a removed frame, begins or ends with a function word, or is counted
    where it stands inside a longer one; what then stands in fewer talks is left out. Columns: formula, words, overlapping (hits inside
    longer ones too), hits, talks, first_talk, last_talk, outlets (known ones), house_style (all from one of them). Most talks first, then
    the longest, then most hits, then by name. Runs grow word by word from runs in enough talks (Agrawal and Srikant 1994); no row where
    nothing is repeated.

    >>> from readoutlib import load_corpus
    >>> formulas(load_corpus("seeds"))[["formula", "hits", "talks"]].values.tolist()[2]
    ['comprehensive strategic partnership of coordination', 3, 3]
    """
    speech = corpus.speech[corpus.speech.person != NARRATOR].reset_index(drop=True)
    runs = [_RUN.findall(fold(c.replace("\n", " | ")) + "|") for c in speech.content]
    row = np.repeat(np.arange(len(runs)), [len(r) for r in runs])
    code, names = pd.factorize(np.array([w for r in runs for w in r], dtype=object))
    edge = ~pd.Index(names).isin(read_book("stopwords")["group"][0]["words"].split())
    talk = pd.factorize(speech.event_id)[0][row]

    def common(gram: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Return which occurrences are of runs in enough talks."""
        pairs = pd.unique(gram * (len(talk) + 1) + talk[at]) // (len(talk) + 1)
        return np.bincount(pairs, minlength=1)[gram] >= talks

    at = np.flatnonzero(np.array([w[0].isalnum() for w in names], dtype=bool)[code])
    gram, levels = code[at], []
    while len(at):
        keep = common(gram, at)
        at, gram = at[keep], gram[keep]
        whole = edge[code[at]] & edge[code[at + len(levels)]]
        levels.append((at[whole], gram[whole]))
        follows = np.flatnonzero(np.diff(at, append=-1) == 1)
        at, pair = at[follows], gram[follows] * len(code) + np.roll(gram, -1)[follows]
        gram = np.unique(pair, return_inverse=True)[1]
    reach, rows = np.zeros(len(code), int), []  # where the longer formulas end that start at a word
    for size in range(len(levels), 2, -1):
        at, gram = levels[size - 1]
        every = np.bincount(gram, minlength=1)
        for keep in (
            lambda: np.maximum.accumulate(reach)[at] < at + size,
            lambda: common(gram, at),
        ):
            kept = keep()
            at, gram = at[kept], gram[kept]
        reach[at] = at + size
        rows += [
            (" ".join(names[code[i : i + size]]), size, every[g], row[i])
            for i, g in zip(at.tolist(), gram.tolist(), strict=True)
        ]
    found = (
        pd.DataFrame(rows, columns=["formula", "words", "overlapping", "row"])
        .astype({"row": int})
        .sort_values("row", kind="stable")
    )
    out = (
        found.join(speech[["event_id", "talk", "outlet"]], on="row")
        .groupby(["formula", "words", "overlapping"], sort=False)
        .agg(
            hits=("row", "size"),
            talks=("event_id", "nunique"),
            first_talk=("talk", "first"),
            last_talk=("talk", "last"),
            outlets=("outlet", "nunique"),
            known=("outlet", "count"),
        )
        .reset_index()
        .assign(house_style=lambda t: (t.outlets == 1) & (t.known == t.hits))
        .drop(columns="known")
    )
    return out.sort_values(
        ["talks", "words", "hits", "formula"],
        ascending=[False, False, False, True],
        ignore_index=True,
    )


def distinct(phrases: Iterable[str], beside: Iterable[Family] = ()) -> list[Family]:
    """Grow phrases into families, all but those that are a wording of a family before them or `beside`, counted there or near it (`outside`).

    >>> [f.name for f in distinct(["basic norms of trade", "new era", "basic norms for trade", "new-era"])]
    ['basic norms of trade', 'new era']
    """
    found: list[Family] = []
    for phrase in phrases:
        earlier = [*beside, *found]
        if not any(f.pattern.fullmatch(phrase) for f in [*earlier, *outside(earlier)]):
            found.append(grow(phrase))
    return found


def wordings(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """Return the wordings of each concept in the order of first use, as word diffs, and whether they go with the page or with the date.

    The wordings are the variants among `hits` (in the words that count), whatever their status. Columns: concept, wording, status, change
    (against the wording before), hits, talks, first_talk, last_talk, page, date, chance, goes_with. `page` is the share of the accounts
    with any of the wordings for which those of other talks in the same page style (outlet, else its guess, else the kinds of cuts)
    foretell by majority whether this wording stands there (what they leave open is told as most accounts have it, or is half right);
    `date` the same from the talks before and after; `chance` the share that is right when all are told the same. goes_with: `one talk`;
    `every account`; `page style` where that is right more often than chance by two standard errors, and no less often than the date,
    before which it is tried; `date`; `too few accounts` where neither could be; `neither`. Undated talks lend no neighbour. No hit: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> family = grow("comprehensive strategic partnership of coordination", also=["comprehensive strategic partners of coordination"])
    >>> wordings(corpus, find(corpus, [family])).change.tolist()
    ['', 'comprehensive strategic [partnership → partners] of coordination']
    """
    page, rules = (
        corpus.documents.astype(object),
        corpus.cuts.groupby("doc_id").rule.agg(lambda r: " + ".join(sorted(set(r)))),
    )
    style = page.outlet.fillna(page.outlet_guess).fillna(rules).fillna("plain")
    tables = []
    for concept, own in spoken(hits).groupby("concept", sort=False):
        used = (
            own.groupby(["doc_id", "event_id", "variant"], sort=False)
            .size()
            .unstack(fill_value=0)
            .gt(0)
            .astype(float)
        )
        page, talk = (
            style[used.index.get_level_values("doc_id")].to_numpy(),
            used.index.get_level_values("event_id"),
        )
        alike, same = used.groupby(page), used.groupby([page, talk])
        n = alike.transform("size") - same.transform("size")
        means = (
            used.groupby(talk, sort=False)
            .mean()
            .where(own.groupby("event_id", sort=False).event_start.first().notna(), axis=0)
        )
        near, usual = means.rolling(3, center=True, min_periods=1), used.mean()
        beside = (near.sum() - means) / (near.count() - 1)
        table = own.groupby("variant", sort=False).agg(
            status=("status", "first"),
            hits=("talk", "size"),
            talks=("event_id", "nunique"),
            first_talk=("talk", "first"),
            last_talk=("talk", "last"),
        )
        told = (
            (alike.transform("sum") - same.transform("sum")).div(n.where(n > 0), axis=0),
            beside.loc[talk].set_axis(used.index),
        )
        told = (g.round(9).where(lambda g: g.notna() & (g != 0.5), usual, axis=1) for g in told)
        by_page, by_date = ((1 + np.sign(g - 0.5) * (2 * used - 1)).mean() / 2 for g in told)
        t = table.assign(
            page=by_page,
            date=by_date,
            chance=np.maximum(usual, 1 - usual),
            change=["", *map(_diff, table.index, table.index[1:])],
        )
        beyond = t.chance + 2 * np.sqrt(t.chance * (1 - t.chance) / len(used))
        cases = {
            "one talk": t.talks == 1,
            "every account": t.chance == 1,
            "page style": (t.page > beyond) & (t.page >= t.date),
        }
        cases |= {"date": t.date > beyond, "too few accounts": beyond >= 1}
        tables.append(
            t.rename_axis("wording")
            .reset_index()
            .assign(concept=concept, goes_with=np.select([*cases.values()], [*cases], "neither"))
        )
    columns = [
        "concept",
        "wording",
        "status",
        "change",
        "hits",
        "talks",
        "first_talk",
        "last_talk",
        "page",
        "date",
        "chance",
        "goes_with",
    ]
    return (
        pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)
    )


def _diff(old: str, new: str) -> str:
    """Show how one wording became another, word by word.

    >>> _diff("equal orderly multipolar world", "an orderly multipolar world order")
    '[equal → an] orderly multipolar world [+ order]'
    """
    a, b, out = old.split(), new.split(), []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        was, now = " ".join(a[i:j]), " ".join(b[k:m])
        out.append(
            {
                "equal": now,
                "replace": f"[{was} → {now}]",
                "delete": f"[− {was}]",
                "insert": f"[+ {now}]",
            }[kind]
        )
    return " ".join(out)


@cache
def _set_off() -> list[regex.Pattern]:
    """Return where the book lets a prefix be set off, and where it lets a hyphen stand."""
    bars = [[s.split("|") for s in read_book("phrases")[key]] for key in ("prefixes", "hyphens")]
    return [
        regex.compile("|".join(rf"(?<=^{a})(?={b or r'[a-z]{4}'})" for a, b in pairs))
        for pairs in bars
    ]


def _checked(phrase: str) -> str:
    folded = fold(phrase)
    if not any(c.isalnum() for c in folded):
        raise ReadoutError(
            f"Cannot look for {phrase!r}: a phrase needs at least one letter or digit."
        )
    return folded


def _variants(phrase: str, given: str) -> dict[str, str]:
    """Spell out a phrase, each variant with its reason (its own form: `given`): the forms of each word, times the ways to join them."""
    folded = _checked(phrase)
    if "*" in folded:
        return {folded: "any word" if "*" in folded.split() else "any ending"}
    capital = {w.casefold() for w in phrase.split() if w.isupper()}
    words = folded.split(" ")
    last = len(words) - 1
    links, determiners = (read_book("phrases")[key] for key in ("links", "determiners"))
    head = next((i for i in range(last - 1) if words[i + 1] in links), last)
    forms = [
        {w: ""} if w in capital else _forms(w, i == head, i == last) for i, w in enumerate(words)
    ]
    for i, w in enumerate(words[:last] if last > 1 else ()):
        if w in determiners:
            forms[i] |= {"": "determiner"}
        elif w in links and i and words[i + 1] not in determiners:
            forms[i] |= {f"{w} the": "determiner"}
    plain = "-" not in folded
    spaces = (
        (" ", "-", "")
        if len(words) == 2 and plain
        else (" ", "-")
        if len(words) == 3 and plain
        else (" ",)
    )
    out: dict[str, str] = {}
    for chosen in product(*(f.items() for f in forms)):
        marked = any({_OFF, _JOIN, " "} & set(w) for w, _ in chosen) and len(words) > 1
        whys, bare = (
            dict.fromkeys(why for _, why in chosen if why),
            " ".join(w for w, _ in chosen if w).replace(_OFF, "").replace(_JOIN, ""),
        )
        for hyphen, space in product(("-", " ", ""), (" ",) if marked else spaces):
            v = space.join(w.replace("-", hyphen) for w, _ in chosen if w).replace(_JOIN, "-")
            for joined in (v.replace(_OFF, "-"), v.replace(_OFF, " ")):
                out.setdefault(
                    joined, ", ".join([*whys, *["hyphen or space"] * (joined != bare)]) or given
                )
    return out


def _forms(word: str, head: bool, last: bool) -> dict[str, str]:
    """Return the forms of one word, with reasons: as an adjective, singular and plural, British and American, hyphen after a prefix."""
    book, (prefixes, hyphens) = read_book("phrases"), _set_off()
    before, _, stem = word.rpartition("-")
    forms = {stem: ""}

    def change(why: str, *changed: Callable[[str], str]) -> None:
        for f, reason in [*forms.items()]:
            for c in changed:
                forms.setdefault(c(f), ", ".join(filter(None, (reason, why))))

    adjective = _ADJECTIVE.fullmatch(stem)
    if adjective and adjective[1] not in book["nouns"]:
        forms |= {
            adjective[1] + s: "another ending"
            for s in book["endings"]
            if last and adjective[1] + s != stem
        }
    elif (
        head
        and stem.isalpha()
        and stem not in book["fixed"]
        and not regex.search(r"(?:ism|ity|i[sz]ation|ly)$", stem)
    ):
        change(
            "singular or plural",
            lambda f: next(
                regex.sub(old, new, f) for old, new in book["numbers"] if regex.search(old, f)
            ),
        )
    change(
        "s or z",
        lambda f: regex.sub(r"(?<=...)iz(?=ations?$|ing$|e[drs]?$)", "is", f),
        lambda f: regex.sub(r"(?<=...)is(?=ations?$)", "iz", f),
    )
    change(
        "British or American",
        *(
            lambda f, x=x, y=y: f.replace(x, y)
            for pair in book["spellings"]
            for x, y in (pair, pair[::-1])
        ),
    )
    forms = {f"{before}-{f}" if before else f: why for f, why in forms.items()}
    change("", lambda f: prefixes.sub(_OFF, f, count=1), lambda f: hyphens.sub(_JOIN, f, count=1))
    return forms


@cache
def _compile(any_case: tuple[str, ...], exact: tuple[str, ...]) -> regex.Pattern:
    longest = sorted(
        [(v, False) for v in any_case] + [(v, True) for v in exact], key=lambda v: (-len(v[0]), v)
    )
    parts = [("(?-i:%s)" if e else "%s") % _spelled(v) for v, e in longest]
    return regex.compile(rf"(?<![{_INSIDE}])(?:{'|'.join(parts)})(?![{_INSIDE}])", regex.IGNORECASE)


def _spelled(variant: str) -> str:
    """Write a variant as a pattern: any white space for a space, any hyphen (at a line's end too), either apostrophe, `*` for letters."""
    ending = r"[\p{L}\p{M}\p{N}'’\-]*"
    symbols = {"-": r"[-‐‑–](?:\s*\n\s*)?", "'": "['’]", "*": ending}
    spelled = (
        rf"[\p{{L}}\p{{N}}]{ending}"
        if w == "*"
        else "".join(symbols.get(c) or regex.escape(c) for c in w)
        for w in variant.split(" ")
    )
    return r"\s+".join(spelled)


def _holding(texts: Sequence[str]) -> Callable[[Family], list[int]]:
    """Return a function that tells which texts may hold a family: those with the longest unbroken piece of one of its variants."""
    raw = _BREAK.join([*(t.replace(_BREAK, " ") for t in texts), ""])
    blobs = [
        (blob, [0, *accumulate(len(t) + 1 for t in blob.split(_BREAK))])
        for blob in (_bare(raw), raw)
    ]

    def holding(family: Family) -> list[int]:
        found: set[int] = set()
        folded = {max((p.strip() for p in _bare(v).split("*")), key=len) for v in family.variants}
        cased = {max(regex.findall(r"[^\s‐‑–’'*-]+", v), key=len) for v in family.exact}
        for pieces, (blob, starts) in zip((folded, cased), blobs, strict=True):
            for piece in (p for p in sorted(pieces) if not any(q in p for q in pieces - {p})):
                at = blob.find(piece)
                while at >= 0:
                    row = bisect_right(starts, at) - 1
                    found.add(row)
                    at = blob.find(piece, starts[row + 1])
        return sorted(found)

    return holding


def _bare(text: str) -> str:
    """Fold a text so that it holds what any pattern finds in it; one letter that a pattern finds in any case is taken apart by folding."""
    return fold(text).replace("i̇", "i")


def _longest(
    spans: Iterable[tuple[int, int, int, int]], size: int
) -> set[tuple[int, int, int, int]]:
    """Keep, of the spans (rank, start, end, order) that share characters, those of the lowest rank, of these the longest, then the first."""
    taken, kept = bytearray(size), set()
    for span in sorted(spans, key=lambda s: (s[0], s[1] - s[2], s)):
        _, start, end, _ = span
        if 1 not in taken[start:end]:
            taken[start:end] = b"\1" * (end - start)
            kept.add(span)
    return kept


def _titles(corpus: Corpus, speech: pd.DataFrame) -> pd.DataFrame:
    """Return the titles of the documents, as the sources have them, and where they start: NA for one that comes from metadata."""
    shared = ["doc_id", "talk", "event_id", "event_start", "event_end", "year", "outlet"]
    out = speech.drop_duplicates("doc_id")[shared].join(
        corpus.documents[["title", "title_start", "title_end"]], on="doc_id"
    )
    spans = zip(
        out.doc_id,
        out.title.fillna(""),
        out.title_start.fillna(-1),
        out.title_end.fillna(-1),
        strict=True,
    )
    text = [corpus.texts[d][a:b] if a >= 0 else title for d, title, a, b in spans]
    return out[shared].assign(part="title", text=text, origin=out.title_start)


def _known(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Name what is unknown, so that it is a group like any other."""
    return frame.assign(
        **{c: frame[c].astype(object).where(frame[c].notna(), "unknown") for c in columns}
    )
