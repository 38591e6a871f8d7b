"""The issue dictionary, its matches, and the grid of who spoke about what."""

from collections.abc import Sequence

import pandas as pd

from ..corpus import Corpus
from ..phrases import Family, find, grow
from ..phrases.rows import PHRASE, PHRASES, SOME_PHRASES, WORDS, read_rows
from ..wordcounts import kind_of_voice

_OF_AN_ISSUE = {
    "name": PHRASE,
    "terms": SOME_PHRASES,
    "exact": PHRASES,
    "party": WORDS,
    "note": WORDS,
    "example": WORDS,
    "unlike": WORDS,
}


def load_issues() -> list[Family]:
    """Return the issue dictionary (`books/issues.toml`), in its order.

    Raises ReadoutError, naming the row, for one that is not written as it should be.

    >>> [f.name for f in load_issues()][:3]
    ['Ukraine', 'Korean Peninsula', 'Iran']
    """
    families = []
    for row in read_rows("issues", "issue", _OF_AN_ISSUE, ("name", "terms")):
        first, *also = row["terms"]
        exact, note = row.get("exact", ()), row.get("note", "")
        families.append(grow(first, name=row["name"], also=also, exact=exact, note=note))
    return families


def issue_matches(corpus: Corpus, issues: Sequence[Family] | None = None) -> pd.DataFrame:
    """Return the evidence of the grid: a row for each match in the words that count.

    Columns: issue, then those of `find`, then sentence (its text). Sorted as the documents, then by
    position. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> matches = issue_matches(load_corpus("seeds"), [grow("Venezuela")])
    >>> matches[["talk", "person", "text"]].values.tolist()
    [['2019-05-13', 'Both sides', 'Venezuela']]
    """
    hits = find(corpus, load_issues() if issues is None else issues)
    matches = hits[hits.in_content].rename(columns={"family": "issue"}).reset_index(drop=True)
    text = corpus.sentences.set_index(["doc_id", "sent"]).text.to_dict()
    keys = zip(matches.doc_id, matches.sent, strict=True)
    return matches.assign(sentence=[" ".join(text[key].split()) for key in keys])


def issue_grid(
    corpus: Corpus, issues: Sequence[Family] | None = None, matches: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return issue x talk x person, zeros included: who spoke about what, and who raised it first.

    `matches` are those of `issue_matches`, where they are at hand. Columns: issue, event_id, talk,
    event_start, person, voice (`person`: alone; `joint`: both sides; `narration`), sentences (with
    a match), hits, raised_by (person of the first match in the talk's account, None where nobody
    raised it; `Both sides` where the account opens with agreed language). Sorted by the order of
    the issues, then of the talks, then by person. Where several documents tell one talk, the first
    in order decides who raised it. 0 talks: no row.

    >>> from readoutlib import load_corpus
    >>> grid = issue_grid(load_corpus("seeds"))
    >>> raised = grid[(grid.issue == "Ukraine") & (grid.hits > 0)]
    >>> raised[["talk", "person", "raised_by"]].values.tolist()[0]
    ['2023-08-07', 'Both sides', 'Both sides']
    """
    issues = load_issues() if issues is None else issues
    matches = issue_matches(corpus, issues) if matches is None else matches
    names = pd.DataFrame({"issue": [family.name for family in issues]})
    grid = names.merge(_speakers(corpus), how="cross")
    cell, talk = ["issue", "event_id", "person"], ["issue", "event_id"]
    counts = _counts(matches, cell).reindex(pd.MultiIndex.from_frame(grid[cell]), fill_value=0)
    first = matches.drop_duplicates(talk).set_index(talk).person.astype(object)
    raised_by = first.reindex(pd.MultiIndex.from_frame(grid[talk]), fill_value=None)
    grid["sentences"] = counts.sentences.to_numpy()
    grid["hits"] = counts.hits.to_numpy()
    grid["raised_by"] = raised_by.to_numpy()
    return grid


def _speakers(corpus: Corpus) -> pd.DataFrame:
    """Return who speaks in each talk: event_id, talk, event_start, person, voice."""
    speech = corpus.speech
    place = pd.factorize(speech.event_id)[0]
    speakers = speech.assign(voice=kind_of_voice(speech), place=place)
    speakers = speakers.drop_duplicates(["event_id", "person"]).sort_values(["place", "person"])
    return speakers[["event_id", "talk", "event_start", "person", "voice"]]


def _counts(matches: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Count the sentences with a match, and the matches (`hits`), by issue, talk and person."""
    sentence = matches.groupby(["doc_id", "sent"]).ngroup()
    groups = matches.assign(sentence=sentence).groupby(by)
    return groups.agg(sentences=("sentence", "nunique"), hits=("sentence", "size"))
