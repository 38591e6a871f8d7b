"""Quotations over sentences and paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from readoutlib import parse_readout
from readoutlib.parsing.words.quotes import quotations

LEAD = "Alder Meets Birch\n\nOn May 3, 2021, Minister Ann Alder met Minister Bo Birch.\n\n"


def spoken(body):
    return [(s.speaker, s.mode) for s in parse_readout(LEAD + body).sentences[1:]]


def test_a_quotation_told_at_its_end_is_one_persons():
    assert spoken('"Trade matters. It has grown. It will grow," Birch stressed.') == [
        ("Bo Birch", "continuation")
    ] * 2 + [("Bo Birch", "explicit")]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark():
    body = "Alder said: “Trade matters. We agreed on it.\n\n“I told him so. He nodded.”\n\nThe sun shone."
    assert spoken(body) == [("Ann Alder", "explicit")] + [("Ann Alder", "continuation")] * 3 + [
        ("Narrator", "narration")
    ]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    t = "He said: “We met. We agreed.\n\nThe sun shone."
    assert [t[a:b] for a, b in quotations(t, [(0, 28), (30, len(t))])] == ["“We met. We agreed."]


def test_nobodys_quotation_is_nobodys():
    assert spoken("Trade Union chief Eve Fir said: “It is late. We shall wait.”")[1:] == [
        ("Narrator", "narration")
    ]


@given(
    st.lists(st.sampled_from(["“", "”", '"', "a", " ", ".", "«", "»"]), max_size=40).map("".join),
    st.integers(0, 40),
)
def test_quotations_are_in_order_apart_and_inside_the_text(text, cut):
    paragraphs = [(0, min(cut, len(text))), (min(cut, len(text)), len(text))]
    spans = quotations(text, paragraphs)
    assert all(0 <= a < b <= len(text) for a, b in spans) and all(
        x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False)
    )


def found(text):
    return [text[a:b] for a, b in quotations(text, [(0, len(text))])]


def test_each_pair_of_marks_closes_its_own():
    for quoted in (
        "“Trade grew.”",
        "„Trade grew.“",
        "«Trade grew.»",
        "»Trade grew.«",
        '"Trade grew."',
        "‘Trade grew,’",
        "'Trade grew,'",
        "「Trade grew.」",
    ):
        assert found(f"It is so. {quoted} Birch said.") == [quoted]


def test_an_apostrophe_opens_and_closes_nothing():
    assert found("Chile’s and the ministers’ ties, O'Brien's rock ’n’ roll of '68.") == []
    assert found("‘The ministers’ ties hold,’ Birch said.") == ["‘The ministers’ ties hold,’"]
    assert found("“It is ‘Our Day’, he said,” Birch noted.") == ["“It is ‘Our Day’, he said,”"]


def test_a_mark_that_nobody_closed_is_no_quotation_where_the_speaker_is_told():
    assert found("“We will trade more, Bo Birch said. Alder left.") == []
    assert found("“We will trade more. Alder left.") == ["“We will trade more. Alder left."]
    assert found("‘We will trade more. Alder left.") == []
