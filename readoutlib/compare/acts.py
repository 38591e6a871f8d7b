"""Speech acts: what voices are told to do with words, each with the words that show it."""

import pandas as pd

from ..books import read_book
from ..corpus import Corpus
from ..phrases import Family, literal, scan
from ..wordcounts import kind_of_voice

_NO = {"no", "not", "never"}  # in the open place of a form they undo the act
_OF_SENTENCE = ["person", "voice", "event_id", "talk", "doc_id", "sent", "outlet", "sentence"]


def act_matches(corpus: Corpus) -> pd.DataFrame:
    """Return the evidence for speech acts, one row a match.

    Columns: source, act, verb, text, person, voice, event_id, talk, doc_id, sent, outlet, sentence.
    source `reporting`: the verb in the reporting words of a sentence, as `act` and `verb`. source
    `content`: words that perform an act in what is said, never across a removed frame. Both are
    listed in `books/acts.toml`. Sorted as the documents, reporting words first. 0 talks: no row.
    """
    sentence = corpus.speech.text.str.split().str.join(" ").astype("str")
    speech = corpus.speech.assign(voice=kind_of_voice(corpus.speech), sentence=sentence)
    speech = speech.reset_index(drop=True)
    cues = speech.cue.astype(object).where(speech.cue.notna(), "").map(lambda cue: [cue])
    contents = speech.content.str.split("\n")
    found = [
        _matches(cues, _acts("reporting")).assign(source="reporting"),
        _matches(contents, _acts("acts")).assign(source="content"),
    ]
    order = {"row": True, "source": False, "part": True, "start": True, "act": True}
    out = pd.concat(found).sort_values(
        list(order), ascending=list(order.values()), ignore_index=True
    )
    out = out.join(speech[_OF_SENTENCE], on="row")
    return out[["source", "act", "verb", "text", *_OF_SENTENCE]]


def _matches(parts: pd.Series, acts: list[Family]) -> pd.DataFrame:
    """Return act, verb, text, start of what is found in lists of texts, by `row` and `part`."""
    texts = parts.explode()
    hits = scan(texts.tolist(), acts)
    hits = hits.rename(columns={"family": "act", "variant": "verb", "row": "part"})
    performed = [_NO.isdisjoint(verb.split()) for verb in hits.verb]
    hits = hits[pd.Series(performed, hits.index, dtype=bool)]
    return hits.assign(row=texts.index[hits.part])


def _acts(part: str) -> list[Family]:
    """Return the acts of one part of the book; inside a form an adverb in -ly may stand."""
    families = []
    for act, forms in read_book("acts")[part].items():
        written = [w for form in forms for w in _with_adverb(form)]
        variants = {variant: act for w in written for variant in literal(w).variants}
        families.append(Family(act, act, variants, concept=act))
    return families


def _with_adverb(form: str) -> list[str]:
    """Return a form as it is, and with an adverb in -ly at each place inside it.

    >>> _with_adverb("ready to work")
    ['ready to work', 'ready *ly to work', 'ready to *ly work']
    """
    words = form.split()
    inside = range(1, len(words))
    return [form, *(" ".join([*words[:i], "*ly", *words[i:]]) for i in inside)]


def speech_acts(corpus: Corpus, *, by_outlet: bool = False) -> pd.DataFrame:
    """Count speech acts by voice.

    Columns: source, act, person, voice, n, sentences, talks, of (all the voice's sentences),
    per_100 (sentences with the act for 100 of these); with `by_outlet` by outlet too (`unknown`
    where none is named), after voice. Counts of one account's words for what was said, with no
    test; the evidence is `act_matches`. Most frequent first, then by name. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> acts = speech_acts(corpus)
    >>> acts[acts.source == "reporting"][["act", "person"]].values.tolist()[0]
    ['say', 'Wang Yi']
    """
    matches, speech = act_matches(corpus), corpus.speech
    if by_outlet:
        matches = matches.assign(outlet=matches.outlet.fillna("unknown"))
        speech = speech.assign(outlet=speech.outlet.fillna("unknown"))
    outlet = ["outlet"] if by_outlet else []
    matches["at"] = matches.groupby(["doc_id", "sent"]).ngroup()
    by_voice = matches.groupby(["source", "act", "person", "voice", *outlet])
    out = by_voice.agg(
        n=("at", "size"), sentences=("at", "nunique"), talks=("event_id", "nunique")
    ).reset_index()
    of = speech.groupby(["person", *outlet]).size().rename("of")
    out = out.join(of, on=["person", *outlet])
    out["per_100"] = 100 * out.sentences / out.of
    order = {"source": False, "n": False, "act": True, "person": True} | dict.fromkeys(outlet, True)
    return out.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
