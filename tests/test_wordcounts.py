"""Speech into counts: each word once whatever the cut, tables added up, and where a word lives."""

import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from readoutlib import ReadoutError
from readoutlib.wordcounts import add_up, count, spread, units

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]


@pytest.mark.parametrize("by, rows", [("document", 5), ("turn", 27), ("sentence", 78)])
def test_units_hold_every_word_once(seeds, by, rows):
    frame = units(seeds, by)
    assert frame.n_words.sum() == seeds.speech.n_words.sum()
    assert (by == "turn" or len(frame) == rows) and not frame.duplicated(
        ["doc_id", *[c for c in ("turn", "sent") if c in frame]]
    ).any()
    alone = units(seeds, by, ["person"])
    assert (
        alone.n_words.sum()
        == seeds.speech.n_words[~seeds.speech.person.isin(["Both sides", "Narrator"])].sum()
    )


def test_units_refuse_other_cuts_and_bear_no_talk(seeds):
    with pytest.raises(ReadoutError, match="paragraph"):
        units(seeds, "paragraph")
    assert len(units(made([[("Ann", "x")]], kind="unknown"), "turn")) == 0


def test_sums_and_spread():
    counts = sparse.csr_matrix(np.array([[1, 0, 2], [0, 3, 1], [4, 0, 0]]))
    assert add_up(counts, np.array([1, 0, 1])).toarray().tolist() == [[0, 3, 1], [5, 0, 2]]
    talks, house = spread(
        counts, pd.Series(["t1", "t2", "t3"]), pd.Series(["P", "P", None], dtype="str")
    )
    assert talks.tolist() == [2, 1, 2] and house.tolist() == [False, True, True]
    empty, names = count(["the and", "of"])
    assert empty.shape == (2, 0) and names == []


def test_scikit_learn_is_loaded_by_counting_alone():
    code = (
        "import sys, readoutlib.stopwords, readoutlib.wordcounts as w\n"
        "before = 'sklearn' in sys.modules\n"
        "w.count(['peace'])\n"
        "print(before, 'sklearn' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]
