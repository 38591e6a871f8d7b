"""A document as a Readout again: as parsing made it, cues included, which no table holds."""

from readoutlib import load_corpus, parse_readout

LEAD = "Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."


def test_a_cue_is_found_outside_the_words_it_reports(seeds, tmp_path):
    text = f"A Talk\n\n{LEAD} Alder opened the talks. What he said earlier still holds, he said.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    cues = [(s.cue, s.cue_start) for s in corpus.readout("a").sentences]
    assert cues[-1] == ("he said", text.rindex("he said"))
    assert cues == [(s.cue, s.cue_start) for s in parse_readout(text).sentences]
    for d in seeds.documents.index:
        assert seeds.readout(d).sentences == parse_readout(seeds.texts[d]).sentences
