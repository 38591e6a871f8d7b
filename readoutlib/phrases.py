"""Phrases as families: one phrase grown into its spellings, found with its evidence, counted per 1,000 words of a speaker's own text.

Titles are counted apart from bodies everywhere, and near renderings of a concept stand beside its family, never inside it: these
texts are translations, and a zero is no silence while another rendering says the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import product
from math import nan

import numpy as np
import pandas as pd
import regex

from .corpus import Corpus
from .inference import rate_interval
from .parsing.readout import NARRATOR, ReadoutError

_INSIDE = r"\p{L}\p{M}\p{N}_\-‐‑"  # a hit is bounded by anything else
_SUFFIXES = ("", "ity", "ization", "isation", "ism", "ly")
_ADJECTIVE = regex.compile(r"(\w{3,}(?:al|ar))(?:ity|i[sz]ation|ism|ly)?")
_OTHER_NUMBER = (  # singular to plural, plural to singular: the first that fits
    (r"(?<=\w\w)ies$", "y"), (r"(?<=ss|x|z|ch|sh)es$", ""), (r"(?<=[iu])s$", "s"), (r"(?<=[^s])s$", ""),
    (r"(?<=[^aeiou])y$", "ies"), (r"(?<=ss|x|z|ch|sh)$", "es"), (r"$", "s"),
)
_HEAD = regex.compile(r" (?:of|with|for|in|on|to|between) ")
_OFF, _JOIN = "\x1e", "\x1f"  # where a prefix may be set off by hyphen or space, by hyphen alone
_BREAK = "\x00"  # joins texts for one search; no phrase matches across it
_COLUMNS = [
    "family", "concept", "variant", "text", "part", "doc_id", "talk", "event_id", "event_start", "event_end", "year", "outlet", "sent",
    "speaker", "person", "mode", "start", "end", "in_content",
]
_OF_HIT = ("family", "concept", "variant")
_OF_SPEECH = ("person", "speaker", "mode", "outlet", "year", "talk", "event_id", "doc_id")


@dataclass(frozen=True)
class Family:
    """A phrase with the variants that count as it: `variants` in any case, `exact` in this very case; `near` are counted apart."""

    name: str
    phrase: str
    variants: tuple[str, ...]
    exact: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    concept: str = ""
    note: str = ""

    @cached_property
    def pattern(self) -> regex.Pattern:
        """The variants as one pattern, the longest first."""
        return _compile(self.variants, self.exact)


def fold(text: str) -> str:
    """Return the text in the form in which variants are compared: lower case, one space, plain hyphens and apostrophes.

    >>> fold("Multi‑\\n Polar  World’s")
    "multi-polar world's"
    """
    text = regex.sub(r"[-‐‑–]\s*\n\s*", "-", text)
    return " ".join(text.casefold().split()).translate(str.maketrans("‐‑–’", "---'"))


def literal(phrase: str) -> Family:
    """Return a family of this one phrase, in any case and with any white space between its words, and nothing else.

    Raises ReadoutError for a phrase without a letter or digit.

    >>> literal("New  Era").variants
    ('new era',)
    """
    return Family(phrase, phrase, (_checked(phrase),), concept=phrase)


def grow(
    phrase: str, *, name: str = "", also: Iterable[str] = (), exact: Iterable[str] = (), near: Iterable[str] = (), note: str = ""
) -> Family:
    """Return the family of a phrase, each variant spelled out, so that what was tried can be shown.

    Words may be joined by space or hyphen (two words, or words joined by a hyphen, also without), the head noun may be singular or
    plural, an adjective in -al or -ar may end in -ity, -ization, -isation, -ism or -ly, z and s change places. A word in capitals keeps
    its form. A phrase with `*` (any letters inside a word) is not grown. `also` are grown too; `exact` count in this very case only.
    Raises ReadoutError for a phrase without a letter or digit.

    >>> grow("core interests").variants
    ('core interests', 'core interest', 'core-interest', 'core-interests', 'coreinterest', 'coreinterests')
    >>> [m.group() for m in grow("multipolar").pattern.finditer("Multi-polarization, not multilateral; a multipolar world")]
    ['Multi-polarization', 'multipolar']
    """
    tried = {v: None for p in (phrase, *also) for v in [_checked(p), *sorted(_variants(p))]}
    return Family(name or phrase, phrase, tuple(tried), tuple(exact), tuple(near), name or phrase, note)


def near(families: Iterable[Family]) -> list[Family]:
    """Return the near renderings of the families as families of their own, whose `concept` is the family they stand beside.

    >>> [f.name for f in near([grow("win-win", near=["mutual benefit"])])]
    ['mutual benefit']
    """
    return [Family(r, r, grow(r).variants, concept=f.name) for f in families for r in f.near]


@cache
def read_book(name: str) -> dict:
    """Return one of the library's data books (`books/*.toml`)."""
    return tomllib.loads(files("readoutlib").joinpath(f"books/{name}.toml").read_text("utf-8"))


def load_book() -> list[Family]:
    """Return the families of the phrase book, in its order.

    >>> [f.name for f in load_book()][:2]
    ['strategic coordination', 'multipolar']
    """
    keys = ("name", "also", "exact", "near", "note")
    return [grow(f["phrase"], **{k: f[k] for k in keys if k in f}) for f in read_book("phrases")["family"]]


def scan(texts: Sequence[str], families: Sequence[Family], *, overlapping: bool = False) -> pd.DataFrame:
    """Find families in texts: row (position of the text), family, concept, variant, text, start, end (within that text).

    Nested and crossing phrases of one family count once, the longest first; each family counts by itself. With `overlapping` every
    variant counts by itself too. Sorted by row, start, then the order of the families.

    >>> scan(["a new era, and an old era"], [literal("new era")])[["row", "text", "start", "end"]].values.tolist()
    [[0, 'new era', 2, 9]]
    """
    blob = _BREAK.join(texts)
    starts = np.cumsum([0] + [len(t) + 1 for t in texts])
    found = []
    for order, family in enumerate(families):
        if overlapping:
            parts = [_compile((v,), ()) for v in family.variants] + [_compile((), (v,)) for v in family.exact]
            spans = sorted({m.span() for p in parts for m in p.finditer(blob, overlapped=True)})
        else:
            spans = _longest([m.span() for m in family.pattern.finditer(blob, overlapped=True)], len(blob))
        rows = np.searchsorted(starts, [a for a, _ in spans], side="right") - 1
        for row, (a, b) in zip(rows.tolist(), spans, strict=True):
            text = blob[a:b]
            variant = text if text in family.exact else fold(text)
            found.append((row, a - int(starts[row]), order, b - int(starts[row]), family.name, family.concept, variant, text))
    out = pd.DataFrame(sorted(found), columns=["row", "start", "order", "end", "family", "concept", "variant", "text"])
    return out[["row", "family", "concept", "variant", "text", "start", "end"]]


def find(corpus: Corpus, families: Sequence[Family], overlapping: bool = False) -> pd.DataFrame:
    """Find families in the titles and body sentences of the readouts; one row a hit.

    Columns: family, concept, variant (folded text), text, part (`title` or `body`), doc_id, talk, event_id, event_start, event_end, year,
    outlet, sent, speaker, person, mode (these four NA in titles), start, end (`corpus.texts[doc_id][start:end] == text`; NA in a title
    that comes from metadata), in_content (inside the words that count; False in titles). Sorted as the documents, then by position.
    No talk, or no hit: the same columns, no row. `overlapping` as in `scan`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> hits = find(corpus, [grow("strategic coordination")])
    >>> hits.part.value_counts().to_dict()
    {'body': 7, 'title': 1}
    """
    speech = corpus.speech
    titles = _titles(corpus, speech)
    pieces = pd.concat([titles, speech.assign(part="body", origin=speech.start.astype("Int64"))], ignore_index=True)
    hits = scan(pieces.text.tolist(), families, overlapping=overlapping)
    kept = pieces.iloc[hits.row].reset_index(drop=True)
    out = kept.assign(**{c: hits[c] for c in ("family", "concept", "variant", "text")})
    out["start"], out["end"] = kept.origin + hits.start, kept.origin + hits.end
    out["sent"] = kept.sent.astype("Int64")
    spans = zip(kept.content_spans, out.start, out.end, strict=True)
    out["in_content"] = np.array([isinstance(c, tuple) and any(a <= s and e <= b for a, b in c) for c, s, e in spans], dtype=bool)
    place = out.doc_id.map({d: i for i, d in enumerate(corpus.documents.index)})
    order = pd.DataFrame({"place": place, "part": out.part == "body", "row": hits.row, "start": hits.start})
    return out.loc[order.sort_values(list(order), kind="stable").index, _COLUMNS].reset_index(drop=True)


def variants(families: Sequence[Family], hits: pd.DataFrame) -> pd.DataFrame:
    """List every variant tried or found: family, concept, variant, bodies, titles (hits), talks (with a hit in a body), tried.

    Zeros stay: they say what was looked for. In the order of the families, most hits first, then by name.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> family = grow("ceasefire")
    >>> table = variants([family], find(corpus, [family]))
    >>> table[["variant", "bodies"]].values.tolist()[:2]
    [['ceasefire', 1], ['cease fire', 0]]
    """
    tried = [(f.name, f.concept, v) for f in families for v in (*f.variants, *f.exact)]
    place = {f.name: i for i, f in enumerate(families)}
    hits = hits[hits.family.isin(place)]
    keys = list(dict.fromkeys([*tried, *hits[list(_OF_HIT)].itertuples(index=False, name=None)]))
    out = pd.DataFrame(keys, columns=list(_OF_HIT)).assign(tried=pd.Series(keys).isin(tried).to_numpy() if keys else False)
    body, title = (hits[hits.part == part].groupby(list(_OF_HIT)).event_id for part in ("body", "title"))
    for column, count in (("bodies", body.size()), ("titles", title.size()), ("talks", body.nunique())):
        out[column] = [int(count.get(k, 0)) for k in keys]
    order = out.assign(place=out.family.map(place), n=-out.bodies - out.titles).sort_values(["place", "n", "variant"])
    return out.loc[order.index, [*_OF_HIT, "bodies", "titles", "talks", "tried"]].reset_index(drop=True)


def rates(
    corpus: Corpus, hits: pd.DataFrame, by: Sequence[str] = ("family", "person"), families: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return hits per 1,000 content words with intervals that hold on few talks (`rate_interval`), one row for each group in `by`.

    `by`: any of family, concept, variant and person, speaker, mode, outlet, year, talk, event_id, doc_id. Columns: those, hits (in
    bodies, in the words that count), words (the group's own), talks (in which the group has words), talks_with, rate, low, high,
    method, why. Talks without a hit count as zeros; name `families` to see those without any hit. Unknown outlets and years are
    `unknown`. 0 talks: no row; 1 talk: the bounds are NaN and `why` says so. Raises ReadoutError for another name in `by`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> table = rates(corpus, find(corpus, [grow("multipolar")]), by=["family"])
    >>> table[["hits", "talks", "talks_with"]].values.tolist()
    [[3, 5, 3]]
    """
    wrong = [b for b in by if b not in _OF_HIT + _OF_SPEECH]
    if wrong:
        raise ReadoutError(f"rates: cannot group by {', '.join(wrong)}; expected any of {', '.join(_OF_HIT + _OF_SPEECH)}.")
    labels, own = [b for b in by if b in _OF_HIT], [b for b in by if b in _OF_SPEECH]
    found = hits if families is None else hits[hits.family.isin(families)]
    spoken = _known(found[(found.part == "body") & found.in_content], own)
    words = _known(corpus.speech, own).groupby([*own, "event_id"], sort=False).n_words.sum().rename("words").reset_index()
    words = words.sort_values(own, key=lambda c: c.astype(str), kind="stable") if own else words
    listed = labels == ["family"] and families is not None
    kinds = pd.DataFrame({"family": list(families or ())}) if listed else found[labels].drop_duplicates()
    table = kinds.merge(words, how="cross") if labels else words
    keys = [*labels, *own, "event_id"]
    table = table.merge(spoken.groupby(keys, sort=False).size().rename("hits").reset_index(), how="left", on=keys).fillna({"hits": 0})
    rows = []
    for key, talks in table.groupby(list(by) or np.zeros(len(table), int), sort=False):
        r = rate_interval(talks.hits, talks.words)
        size = (int(talks.hits.sum()), int(talks.words.sum()), r.n, int((talks.hits > 0).sum()))
        rows.append((*(key if by else ()), *size, r.estimate, r.low, r.high, r.method, r.why))
    return pd.DataFrame(rows, columns=[*by, "hits", "words", "talks", "talks_with", "rate", "low", "high", "method", "why"])


def dispersion(corpus: Corpus, hits: pd.DataFrame, families: Sequence[str] | None = None) -> pd.DataFrame:
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
    spoken = hits[(hits.part == "body") & hits.in_content]
    rows = []
    for name in families if families is not None else dict.fromkeys(hits.family):
        own = spoken[spoken.family == name]
        n = own.groupby("event_id").size().reindex(size.index, fill_value=0)
        dp = float((n / n.sum() - size).abs().sum() / 2) if len(own) and len(size) > 1 else nan
        at, outlets = int((n > 0).sum()), own.outlet.nunique()
        house_style = at == 1 or bool(outlets == 1 and own.outlet.notna().all())
        rows.append((name, len(own), len(size), at, outlets, dp, dp / (1 - size.min()) if len(size) > 1 else nan, house_style))
    return pd.DataFrame(rows, columns=["family", "hits", "talks", "talks_with", "outlets", "dp", "dp_norm", "house_style"])


def first_last(hits: pd.DataFrame, by: Sequence[str] = ("family",)) -> pd.DataFrame:
    """Return first and last use in this collection, whose start is not the start of a phrase's history.

    Only hits in the words that count, of persons or both sides, are uses: none in titles, frames or narration. Columns: `by`,
    hits, talks, undated (hits in talks without a date, left out of what follows), then for first_ and last_: talk, start, end (first
    and last possible day), person, text, doc_id, sure (False where another talk's possible days reach as early, or as late).

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> first_last(find(corpus, [grow("multipolar")]))[["first_talk", "first_person", "last_talk"]].values.tolist()
    [['2019-05-13', 'Sergey Lavrov', '2024']]
    """
    rows = []
    uses = hits[(hits.part == "body") & hits.in_content & (hits.person != NARRATOR)]
    for key, group in uses.groupby(list(by), sort=False):
        dated = group.dropna(subset="event_start").sort_values("event_start", kind="stable")
        row = [*key, len(group), group.event_id.nunique(), len(group) - len(dated)]
        for at in (0, -1):
            if dated.empty:
                row += [None, pd.NaT, pd.NaT, None, None, None, False]
                continue
            use = dated.iloc[0] if at == 0 else dated.sort_values("event_end", kind="stable").iloc[-1]
            rest = dated[dated.event_id != use.event_id]
            sure = use.event_end < rest.event_start.min() if at == 0 else use.event_start > rest.event_end.max()
            row += [use.talk, use.event_start, use.event_end, use.person, use.text, use.doc_id, bool(sure or rest.empty)]
        rows.append(row)
    ends = [f"{w}_{c}" for w in ("first", "last") for c in ("talk", "start", "end", "person", "text", "doc_id", "sure")]
    return pd.DataFrame(rows, columns=[*by, "hits", "talks", "undated", *ends])


def concordance(corpus: Corpus, hits: pd.DataFrame, width: int = 60) -> pd.DataFrame:
    """Return each hit in its context: family, part, talk, doc_id, person, mode, outlet, left, hit, right, start, reported_by.

    `left` and `right` are up to `width` characters of the same title or of the same document's sentences, white space folded. `reported_by`
    names whose account it is: the outlet, a guess marked as such, or `unknown`. In the order of `hits`.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> concordance(corpus, find(corpus, [grow("multipolar")]), width=12)[["left", "hit", "right"]].values.tolist()[2]
    ['and orderly', 'multipolar', 'world, as we']
    """
    sentences = corpus.sentences[corpus.sentences.doc_id.isin(hits.doc_id)]
    bodies = sentences.groupby("doc_id", sort=False).text.agg(" ".join)
    length = sentences.text.str.len() + 1
    shift = length.groupby(sentences.doc_id).cumsum() - length - sentences.start  # from the document's offsets to those of its body
    shifts = dict(zip(zip(sentences.doc_id, sentences.sent, strict=True), shift, strict=True))
    documents = corpus.documents
    account = documents.outlet.fillna(documents.outlet_guess + " (guess)").fillna("unknown")
    rows = []
    for h in hits.itertuples(index=False):
        if h.part == "title":
            base, start = _title(corpus, h.doc_id)
            at = base.find(h.text) if start is None else h.start - start
        else:
            base, at = bodies[h.doc_id], h.start + shifts[h.doc_id, h.sent]
        left = " ".join(base[max(0, at - 4 * width) : at].split())[-width:].lstrip()
        right = " ".join(base[at + len(h.text) : at + len(h.text) + 4 * width].split())[:width].rstrip()
        own = (h.family, h.part, h.talk, h.doc_id, h.person, h.mode, h.outlet)
        rows.append((*own, left, " ".join(h.text.split()), right, h.start, account[h.doc_id]))
    columns = ["family", "part", "talk", "doc_id", "person", "mode", "outlet", "left", "hit", "right", "start", "reported_by"]
    return pd.DataFrame(rows, columns=columns).astype({"start": "Int64"})


@cache
def _set_off() -> list[regex.Pattern]:
    """Return where the book lets a prefix be set off, and where it lets a hyphen stand."""
    bars = [[s.split("|") for s in read_book("phrases")[key]] for key in ("prefixes", "hyphens")]
    return [regex.compile("|".join(rf"(?<=^{a})(?={b or r'[a-z]{4}'})" for a, b in pairs)) for pairs in bars]


def _checked(phrase: str) -> str:
    folded = fold(phrase)
    if not any(c.isalnum() for c in folded):
        raise ReadoutError(f"Cannot look for {phrase!r}: a phrase needs at least one letter or digit.")
    return folded


def _variants(phrase: str) -> set[str]:
    """Spell out a phrase: the forms of each word, times the ways to join them."""
    folded = _checked(phrase)
    if "*" in folded:
        return set()
    capital = {w.casefold() for w in phrase.split() if w.isupper()}
    words = folded.split(" ")
    of = _HEAD.search(folded)
    head = len(folded[: of.start()].split(" ")) - 1 if of else len(words) - 1
    forms = [[w] if w in capital else sorted(_forms(w, i == head, i == len(words) - 1)) for i, w in enumerate(words)]
    plain = "-" not in folded
    spaces = (" ", "-", "") if len(words) == 2 and plain else (" ", "-") if len(words) == 3 and plain else (" ",)
    out = set()
    for chosen in product(*forms):
        marked = any(_OFF in w or _JOIN in w for w in chosen) and len(words) > 1
        for hyphen, space in product(("-", " ", ""), (" ",) if marked else spaces):
            v = space.join(w.replace("-", hyphen) for w in chosen).replace(_JOIN, "-")
            out |= {v.replace(_OFF, "-"), v.replace(_OFF, " ")}
    return out


def _forms(word: str, head: bool, last: bool) -> set[str]:
    """Return the forms of one word: as an adjective, singular and plural, British and American, hyphen after a prefix."""
    book, (prefixes, hyphens) = read_book("phrases"), _set_off()
    nouns, fixed, spellings = book["nouns"], book["fixed"], book["spellings"]
    before, _, stem = word.rpartition("-")
    forms = {stem}
    adjective = _ADJECTIVE.fullmatch(stem)
    if adjective and adjective[1] not in nouns:
        forms |= {adjective[1] + s for s in _SUFFIXES} if last else set()
    elif head and stem.isalpha() and stem not in fixed and not regex.search(r"(?:ism|ity|i[sz]ation|ly)$", stem):
        forms.add(next(regex.sub(old, new, stem) for old, new in _OTHER_NUMBER if regex.search(old, stem)))
    forms |= {regex.sub(r"(?<=\w{3})iz(?=ations?$|ing$|e[drs]?$)", "is", f) for f in forms}
    forms |= {regex.sub(r"(?<=\w{3})is(?=ations?$)", "iz", f) for f in forms}
    forms |= {f.replace(a, b) for f in forms for x, y in spellings for a, b in ((x, y), (y, x))}
    forms = {f"{before}-{f}" if before else f for f in forms}
    return forms | {prefixes.sub(_OFF, f, count=1) for f in forms} | {hyphens.sub(_JOIN, f, count=1) for f in forms}


@cache
def _compile(any_case: tuple[str, ...], exact: tuple[str, ...]) -> regex.Pattern:
    longest = sorted([(v, False) for v in any_case] + [(v, True) for v in exact], key=lambda v: (-len(v[0]), v))
    parts = [("(?-i:%s)" if e else "%s") % _spelled(v) for v, e in longest]
    return regex.compile(rf"(?<![{_INSIDE}])(?:{'|'.join(parts)})(?![{_INSIDE}])", regex.IGNORECASE)


def _spelled(variant: str) -> str:
    """Write a variant as a pattern: any white space for a space, any hyphen (at a line's end too), either apostrophe."""
    symbols = {" ": r"\s+", "-": r"[-‐‑–](?:\s*\n\s*)?", "'": "['’]", "*": r"[\p{L}\p{M}\p{N}'’\-]*"}
    return "".join(symbols.get(c) or regex.escape(c) for c in variant)


def _longest(spans: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Keep the longest of the spans that share characters, of equal ones the first."""
    taken, kept = bytearray(size), []
    for start, end in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        if 1 not in taken[start:end]:
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end))
    return sorted(kept)


def _title(corpus: Corpus, doc_id: str) -> tuple[str, int | None]:
    """Return a document's title and where it starts, None where it comes from metadata; the text is the source's own."""
    row = corpus.documents.loc[doc_id]
    if pd.notna(row.title_start):
        return corpus.texts[doc_id][int(row.title_start) : int(row.title_end)], int(row.title_start)
    return (row.title if pd.notna(row.title) else ""), None


def _titles(corpus: Corpus, speech: pd.DataFrame) -> pd.DataFrame:
    shared = ["doc_id", "talk", "event_id", "event_start", "event_end", "year", "outlet"]
    out = speech.drop_duplicates("doc_id")[shared]
    titles = [_title(corpus, d) for d in out.doc_id]
    return out.assign(part="title", text=[t for t, _ in titles], origin=pd.array([a for _, a in titles], dtype="Int64"))


def _known(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Name what is unknown, so that it is a group like any other."""
    return frame.assign(**{c: frame[c].astype(object).where(frame[c].notna(), "unknown") for c in columns})
