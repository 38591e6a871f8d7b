"""Title, outlet and boilerplate in the layouts that readouts come in."""

import pytest

from readoutlib import parse_readout
from readoutlib.parsing.page.layout import read_layout
from readoutlib.parsing.page.publication import published
from readoutlib.parsing.rules import load

BODY = "Foreign Minister Ann Alder spoke with Foreign Minister Bo Birch on Monday. They discussed trade."


def read(text, **metadata):
    layout = read_layout(text, metadata)
    return (
        layout.title,
        [text[a:b] for a, b in layout.paragraphs],
        {text[c.start : c.end]: c.rule for c in layout.cuts},
    )


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Home > News > Speeches", "breadcrumb"),
        ("You are here: Press centre / Statements", "breadcrumb"),
        ("We use cookies to improve your experience", "cookie notice"),
        ("Accept all cookies", "cookie notice"),
        ("I agree", "button"),
        ("7 August 2023, 15:00", "date line"),
        ("Published on 07.08.2023", "date line"),
        ("Monday, August 7, 2023 - 14:05 GMT", "date line"),
        ("Moscow, 7 August 2023", "date line"),
        ("Share on Facebook", "share"),
        ("Source: Reuters", "source credit"),
        ("Related news", "page widget"),
        ("1485-07-08-2023", "document number"),
        ("2-AUG-2023 10:44:46.86", "date line"),
        ("JOINT PRESS RELEASE", "release line"),
        ("SENATOR THE HON EVE FIR TREASURER", "letterhead"),
        ("Eve Fir MP", "letterhead"),
        ("World", "section"),
    ],
)
def test_a_line_of_furniture_is_cut_by_its_rule(line, rule):
    title, body, cuts = read(f"{line}\n\nAlder Speaks with Birch\n\n{BODY}\n")
    assert (title, body) == ("Alder Speaks with Birch", [BODY])
    assert cuts == {line: rule}


@pytest.mark.parametrize("rule", load("boilerplate")["line"], ids=lambda rule: rule["name"])
def test_a_line_rule_cuts_its_example(rule):
    text = f"{rule['example']}\n\nAlder Speaks with Birch\n\n{BODY}\n"
    assert read(text) == ("Alder Speaks with Birch", [BODY], {rule["example"]: rule["name"]})


@pytest.mark.parametrize("rule", load("boilerplate")["tail"], ids=lambda rule: rule["name"])
def test_a_tail_rule_cuts_its_example(rule):
    text = f"Alder Speaks with Birch\n\n{BODY} {rule['example']}\n"
    assert read(text)[1:] == ([BODY], {rule["example"]: rule["name"]})


@pytest.mark.parametrize("rule", load("boilerplate")["header"], ids=lambda rule: rule["name"])
def test_a_header_rule_cuts_its_example_above_the_line_it_heads(rule):
    (line,) = (r["example"] for r in load("boilerplate")["line"] if r["name"] == rule["after"])
    text = f"{rule['example']}\n{line}\n\nAlder Speaks with Birch\n\n{BODY}\n"
    cuts = {rule["example"]: rule["name"], line: rule["after"]}
    assert read(text) == ("Alder Speaks with Birch", [BODY], cuts)


@pytest.mark.parametrize(
    "title", ["The Honourable Ann Alder speaks with Bo Birch", "World leaders meet in Oslo"]
)
def test_a_title_with_an_honour_or_a_section_in_it_is_one(title):
    assert read(f"{title}\n\n{BODY}\n") == (title, [BODY], {})


@pytest.mark.parametrize(
    "sentence",
    [
        "They agreed to share their data on exports of cookies.",
        "On Wednesday, September 7, 2022, Alder met Birch.",
        "The source of the dispute was discussed.",
    ],
)
def test_a_sentence_of_the_body_is_kept(sentence):
    assert read(f"Alder Speaks with Birch\n\n{BODY}\n\n{sentence}")[1] == [BODY, sentence]


@pytest.mark.parametrize(
    "listed",
    [
        "They agreed to: • expand trade; • hold talks each year; • meet again.",
        "Trade grew • Talks resumed • Visits followed",
    ],
)
def test_a_list_in_the_body_is_kept(listed):
    assert read(f"Alder Speaks with Birch\n\n{BODY}\n\n{listed}\n\n{BODY}")[1] == [
        BODY,
        listed,
        BODY,
    ]


def test_rules_of_dashes_around_prose_are_no_front_matter():
    text = f"---\n{BODY}\n\n---\n{BODY}"
    assert "front matter" not in read(text)[2].values()


def test_hard_wrapped_lines_are_one_paragraph_and_blank_lines_part_them():
    wrapped = "Foreign Minister Ann Alder spoke today with Foreign Minister Bo\nBirch to discuss trade between both of their countries. The two\nministers agreed to meet.\n\nA second paragraph follows here, which is also wrapped by hand at\nthe same width.\n"
    assert len(read(wrapped, title="Alder’s Call with Birch")[1]) == 2


def test_a_line_a_paragraph_without_blank_lines():
    long = BODY + " " + BODY
    assert read(f"Alder Meets Birch\n\n{long}\n{long}\n{long}")[1] == [long] * 3


def test_front_matter_is_cut_and_its_title_taken():
    text = f"---\ntitle: Alder’s Call\n---\n\n{BODY}\n"
    title, body, cuts = read(text, title="Alder’s  Call")
    assert title == "Alder’s Call" and body == [BODY] and list(cuts.values()) == ["front matter"]


def test_an_agency_dateline_is_cut_and_dates_the_text():
    text = f"Alder talks to Birch\n\nBEIJING, Dec. 23, 2020 (Xinhua) -- {BODY}"
    layout = read_layout(text, {})
    assert [text[a:b] for a, b in layout.paragraphs] == [BODY]
    assert layout.outlet == "Xinhua" and str(published(text, layout, {})) == "2020-12-23"


def test_a_tail_mark_is_cut():
    assert read(f"Alder Speaks with Birch\n\n{BODY} Enditem")[1:] == (
        [BODY],
        {"Enditem": "end mark"},
    )


def test_the_layout_alone_never_names_an_outlet():
    layout = read_layout(f"Home > China News\n\nAlder Speaks with Birch\n\n{BODY}", {})
    assert layout.outlet is None and layout.outlet_guess


def test_metadata_names_the_outlet_by_its_address():
    assert read_layout(BODY, {"url": "https://www.state.gov/a/b"}).outlet == "US State Department"
    assert read_layout(BODY, {"url": "https://notstate.gov.example/a"}).outlet is None


def test_a_ministry_over_the_title_is_cut():
    text = f"Ministry of Trade\nAlder Speaks with Birch\n\n{BODY}\n"
    assert read(text) == (
        "Alder Speaks with Birch",
        [BODY],
        {"Ministry of Trade": "header line"},
    )


def test_a_title_cut_short_and_then_whole_is_the_whole_one():
    text = f"Alder Speaks …\nAlder Speaks with Birch\n\n{BODY}\n"
    assert read(text) == ("Alder Speaks with Birch", [BODY], {"Alder Speaks …": "repeated title"})


def test_a_title_in_markdown_loses_its_mark():
    assert read(f"## Alder Speaks with Birch\n\n{BODY}\n") == (
        "Alder Speaks with Birch",
        [BODY],
        {"##": "text mark"},
    )


def test_who_signs_and_what_follows_is_the_foot():
    text = f"Alder Speaks with Birch\n\n{BODY}\n\nMinistry of Trade\n\nOslo\n"
    assert read(text)[2] == {"Ministry of Trade": "page foot", "Oslo": "page foot"}


def test_a_line_is_cut_out_of_a_paragraph_whatever_breaks_the_lines():
    readout = parse_readout("e\nChi• \xa0\xa0•loc\rx")
    cut, spans = readout.cuts[0], [(s.start, s.end) for s in readout.sentences]
    assert cut.rule == "related headlines"
    assert all(end <= cut.start or start >= cut.end for start, end in spans)
