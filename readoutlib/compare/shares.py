"""How many of the words each voice has: by talk, and as a share with an interval over talks."""

from collections.abc import Sequence

import pandas as pd

from ..corpus import Corpus
from ..inference import share_interval
from ..speakers import OTHERS
from ..wordcounts import kind_of_voice

_SHARE = ["person", "voice", "words", "of", "talks", "share", "low", "high", "why"]


def words_by_talk(corpus: Corpus, persons: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the words that count by talk and person.

    Columns: event_id, talk, event_start, person, voice (`person`, `joint`, `narration`), sentences,
    words. Participants who say nothing in a talk stand with 0 words. With `persons`, all other
    persons are pooled as `others`. In the order of the talks, then by person. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> words_by_talk(corpus).person.unique().tolist()
    ['Both sides', 'Narrator', 'Sergey Lavrov', 'Wang Yi']
    """
    speech = corpus.speech.assign(voice=kind_of_voice(corpus.speech))
    talks = speech.drop_duplicates("event_id")[["event_id", "talk", "event_start"]]
    by_voice = speech.groupby(["event_id", "person", "voice"], sort=False)
    told = by_voice.agg(sentences=("sent", "size"), words=("n_words", "sum")).reset_index()
    out = talks.merge(pd.concat([told, _silent(corpus, told)]), on="event_id")
    if persons is not None:
        told_apart = out.person.isin(persons) | (out.voice != "person")
        out["person"] = out.person.where(told_apart, OTHERS)
        by = ["event_id", "talk", "event_start", "person", "voice"]
        out = out.groupby(by, sort=False, dropna=False).sum().reset_index()
    out["place"] = pd.factorize(out.event_id)[0]
    return out.sort_values(["place", "person"], ignore_index=True).drop(columns="place")


def _silent(corpus: Corpus, told: pd.DataFrame) -> pd.DataFrame:
    """Return rows like those of `told` for the participants of its talks who say nothing there."""
    accounts = corpus.speech.doc_id.unique()
    took_part = corpus.people.role != "mentioned"
    present = corpus.people[took_part & corpus.people.doc_id.isin(accounts)]
    events = present.doc_id.map(corpus.documents.event_id)
    listed = set(zip(events, present.person, strict=True))
    heard = set(zip(told.event_id, told.person, strict=True))
    rows = pd.DataFrame(sorted(listed - heard), columns=["event_id", "person"])
    rows = rows.assign(voice="person", sentences=0, words=0)
    return rows.astype(told.dtypes.to_dict())


def share_of_voice(corpus: Corpus, voices: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the share of the words of each voice, or of these `voices`, with an interval.

    Columns: person, voice, words, of (the words it is a share of), talks, share, low, high, why
    (`share_interval`, over talks). For a person: of all persons' words in the talks that list or
    quote the person; joint and narrated words stand apart and are shares of all words. Persons
    first, most words first, then by name. 1 talk: bounds NaN, with `why`; 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> corpus = load_corpus("seeds")
    >>> share_of_voice(corpus)[["person", "voice", "talks"]].values.tolist()[0]
    ['Wang Yi', 'person', 5]
    """
    table = words_by_talk(corpus)
    all_words = table.groupby("event_id").words.sum()
    own_words = table.words.where(table.voice == "person", 0)
    table["persons_words"] = own_words.groupby(table.event_id).transform("sum")
    asked = table if voices is None else table[table.person.isin(voices)]

    rows = []
    for (person, kind), own in asked.groupby(["person", "voice"]):
        if kind == "person":
            part, whole = own.words, own.persons_words
        else:  # of all talks, also those without this voice
            part = own.set_index("event_id").words.reindex(all_words.index, fill_value=0)
            whole = all_words
        share = share_interval(part.tolist(), whole.tolist())
        rows.append(
            {
                "person": person,
                "voice": kind,
                "words": int(part.sum()),
                "of": int(whole.sum()),
                "talks": share.n,
                "share": share.estimate,
                "low": share.low,
                "high": share.high,
                "why": share.why,
            }
        )
    out = pd.DataFrame(rows, columns=_SHARE)
    out["stands_apart"] = out.voice != "person"
    order = {"stands_apart": True, "words": False, "person": True}
    out = out.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
    return out[_SHARE]
