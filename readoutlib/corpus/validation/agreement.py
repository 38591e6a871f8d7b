"""Where tables tell the same thing: people and speakers, counts, corrections and what they made."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...parsing.words.tokens import WORD, count_words
from ...speakers import BOTH_SIDES, NARRATOR
from ..corrections.correction import LABEL_COLUMNS
from .check import Check, Rows, Tables

# As the tokenizer has them, without possessive signs, which change nothing at the end of a pattern.
SPAN = ["doc_id", "start", "end"]  # of a sentence
QUICK_WORD = WORD.pattern.replace("++", "+").replace("*+", "*")


def _people(tables: Tables) -> pd.Series:
    """Return the person that each name of a document stands for, by doc_id and name."""
    return tables["people"].set_index(["doc_id", "name"]).person


def _named_twice(tables: Tables) -> Rows:
    return tables["people"].duplicated(["doc_id", "name"])


def _not_among_people(tables: Tables) -> Rows:
    documents = tables["documents"]
    known = set(_people(tables).index)
    rows = zip(documents.doc_id, documents.participants, strict=True)
    return [any((doc_id, name) not in known for name in names) for doc_id, names in rows]


def _nobody_of_it(tables: Tables) -> Rows:
    return ~_of_no_person(tables) & _persons(tables).isna()


def _another_person(tables: Tables) -> Rows:
    sentences = tables["sentences"]
    expected = _persons(tables).where(~_of_no_person(tables), sentences.speaker)
    return sentences.person != expected


def _of_no_person(tables: Tables) -> pd.Series:
    return tables["sentences"].speaker.isin([BOTH_SIDES, NARRATOR])


def _persons(tables: Tables) -> pd.Series:
    """Return the person of each sentence's speaker as the table of people has it."""
    sentences = tables["sentences"]
    keys = pd.MultiIndex.from_frame(sentences[["doc_id", "speaker"]])
    return _people(tables).reindex(keys).set_axis(sentences.index).astype("str")


def _other_number_of_sentences(tables: Tables) -> Rows:
    documents = tables["documents"]
    counted = documents.doc_id.map(tables["sentences"].doc_id.value_counts()).fillna(0)
    return documents.n_sentences != counted


def _other_number_of_words(tables: Tables) -> Rows:
    documents, sentences = tables["documents"], tables["sentences"]
    texts = pa.array(sentences.text, pa.large_string())
    quick = pc.count_substring_regex(texts, pattern=QUICK_WORD).to_numpy(zero_copy_only=False)
    counted = pd.Series(quick, sentences.index, "int64").groupby(sentences.doc_id).sum()
    doubtful = documents.n_words != documents.doc_id.map(counted).fillna(0)
    own = sentences[sentences.doc_id.isin(documents.doc_id[doubtful])]
    words = own.text.map(count_words).groupby(own.doc_id).sum()
    return doubtful & (documents.n_words != documents.doc_id.map(words).fillna(0))


def _of_no_sentence(tables: Tables) -> Rows:
    """Whether a correction of a label has no sentence, or that of a document has one."""
    corrections, sentences = tables["corrections"], tables["sentences"]
    spans = pd.MultiIndex.from_frame(corrections[SPAN].fillna(-1))
    there = spans.isin(pd.MultiIndex.from_frame(sentences[SPAN]))
    of_a_label = corrections.what.isin(LABEL_COLUMNS)
    return (of_a_label & ~there) | (~of_a_label & corrections.start.notna())


def _undone(tables: Tables) -> Rows:
    """Whether a sentence has another label than its correction gave it."""
    corrections, labels = tables["corrections"], tables["sentences"][[*SPAN, *LABEL_COLUMNS]]
    joined = corrections[[*SPAN, "what", "after"]].merge(labels, "left", on=SPAN)
    undone = np.zeros(len(joined), dtype=bool)
    for what in LABEL_COLUMNS:
        undone |= (joined.what == what) & (joined.after != joined[what])
    return undone


AGREEMENT = (
    Check("people", "name", "each name once in a document", _named_twice),
    Check("documents", "participants", "names of people of the document", _not_among_people),
    Check("sentences", "speaker", "a name of people of the document", _nobody_of_it),
    Check("sentences", "person", "the speaker's person in people", _another_person),
    Check("documents", "n_sentences", "the number of its sentences", _other_number_of_sentences),
    Check("documents", "n_words", "the number of its words", _other_number_of_words),
    Check("corrections", "start", "the span of a sentence for a label alone", _of_no_sentence),
    Check("corrections", "after", "the label that the sentence has", _undone),
)
