"""Title, outlet and boilerplate in the layouts that readouts come in."""

from datetime import date

import pytest

from readoutlib import parse_readout
from readoutlib.parsing.page.furniture import read_lines
from readoutlib.parsing.page.layout import read_layout
from readoutlib.parsing.page.publication import published, written_on
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


@pytest.mark.parametrize(
    "line",
    [
        "(c) Norway supports a lasting truce and the return of all who fled.",
        "(c) share water.",
        "Home Secretary Eve Fir said that asylum/migration rules must be fair.",
        "Alder stressed that the 2022/23 plan holds and thanked all who took part in the talks.",
        "Birch noted that trade matters: https://example.org/x",
    ],
)
def test_a_line_that_reports_stays_between_prose(line):
    text = f"Alder Meets Birch\n\nMinister Ann Alder met Minister Bo Birch in Oslo on Monday.\n\n{line}\n\nBirch thanked her for it.\n"
    layout = read_layout(text, {})
    assert line in [text[a:b] for a, b in layout.paragraphs]


@pytest.mark.parametrize(
    "line",
    [
        "Alder noted that trade matters",
        "Birch said that it is so (Annex 2)",
        "Birch said so too: https://example.org/x",
    ],
)
def test_a_last_line_that_reports_is_no_foot(line):
    text = f"Alder Meets Birch\n\nMinister Ann Alder met Minister Bo Birch in Oslo on Monday.\n\n{line}\n"
    layout = read_layout(text, {})
    assert [text[a:b] for a, b in layout.paragraphs][-1] == line


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("© 2023 The Daily", "copyright"),
        ("(c) 2023 The Daily. All rights reserved.", "copyright"),
        ("(c) The Daily, 2023", "copyright"),
        ("You are here: Home / News / Talks", "breadcrumb"),
        ("Home » News", "breadcrumb"),
        ("Foreign Minister Ann Alder (left) greets Bo Birch. (Xinhua/Eve Fir)", "caption"),
        ("Ann Alder (L) and Bo Birch in Oslo", "caption"),
        ("[ENDS]", "text mark"),
        ("|---|:---:|", "text mark"),
        ("[^2]: See the accord.", "note"),
        ("*9 May 2023*", "date line"),
        ("2023-05-09T23:30:00-05:00", "date line"),
        ("May 9, 2023[3]", "date line"),
        ("Posted in Press releases on 9 May 2023", None),
        ("May 9, 2023 - Ottawa, Ontario - Global Affairs Canada", "date line"),
    ],
)
def test_a_line_is_cut_as_what_it_is(line, rule):
    assert read_lines(f"Alder Meets Birch\n{line}\n\nThey met.")[1].rule == rule


def day(head="", foot="", body="They met."):
    text = f"Alder Meets Birch\n{head}\n\nMinister Ann Alder met Minister Bo Birch in Oslo. {body}\n\n{foot}\n"
    return str(published(text, read_layout(text, {}), {}))


@pytest.mark.parametrize(
    ("head", "foot", "expected"),
    [
        ("9 May 2023", "", "2023-05-09"),
        ("Updated 1 February 2024, first published 8 May 2023", "", "2023-05-08"),
        ("Published 8 May 2023 | Last updated 1 February 2024", "", "2023-05-08"),
        ("Last updated: 1 February 2024", "", "None"),
        ("Updated 23:04, 07-Aug-2023", "", "2023-08-07"),
        ("05/09/2023", "", "None"),
        ("", "© 2026 The Daily\nLast updated: November 3, 2025", "None"),
        ("", "© 2026 The Daily\nNovember 3, 2025", "None"),
        ("", "Oslo\nMay 9, 2023", "2023-05-09"),
        ("", "May 9, 2023", "2023-05-09"),
        ("", "Modified 9 May 2023", "None"),
        ("9 May 2023", "10 May 2023", "2023-05-09"),
    ],
)
def test_a_page_came_out_when_it_says_so(head, foot, expected):
    assert day(head, foot) == expected


def test_the_date_below_a_summary_line_is_the_page_s():
    text = "Alder Meets Birch\nAnn Alder met Bo Birch in Oslo to talk of trade.\n9 May 2023\n\nThey spoke of trade at some length.\n"
    assert str(published(text, read_layout(text, {}), {})) == "2023-05-09"


def test_the_keys_of_a_change_are_no_publication():
    text = "Alder Meets Birch\n\nThey met."
    layout = read_layout(text, {})
    assert (
        published(text, layout, {"modified_date": "2024-02-01", "update_date": "2024-02-01"})
        is None
    )
    assert str(published(text, layout, {"release_date": "2023-05-09"})) == "2023-05-09"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("OSLO, May 8 (Xinhua) --", "2023-05-08"),
        ("OSLO, Dec. 8 (Xinhua) --", None),
        ("OSLO (Reuters) -", None),
    ],
)
def test_an_agency_s_line_tells_when_it_was_written(line, expected):
    text = f"Alder Meets Birch\n2023-05-09\n\n{line} Minister Ann Alder met Minister Bo Birch in Oslo today.\n"
    written = written_on(text, read_layout(text, {}), date(2023, 5, 9))
    assert (str(written) if written else None) == expected


def test_one_paragraph_that_nobody_wrapped_leaves_the_others_joined():
    wrapped = (
        "Alder said that the two countries should\ndeepen their ties in the region and\nbeyond."
    )
    also = "Birch stressed that peace in the region\nmatters more than trade, and that rules\nbind all."
    long = "This line was added later by hand and nobody wrapped it, which happens when text is pasted into a file from the web."
    text = f"Alder Meets Birch\n\n{long}\n\n{wrapped}\n\n{also}\n\n{long}\n"
    layout = read_layout(text, {})
    assert [text[a:b] for a, b in layout.paragraphs] == [long, wrapped, also, long]


def test_a_line_is_cut_out_of_a_paragraph_whatever_breaks_the_lines():
    readout = parse_readout("e\nChi• \xa0\xa0•loc\rx")
    cut, spans = readout.cuts[0], [(s.start, s.end) for s in readout.sentences]
    assert cut.rule == "related headlines"
    assert all(end <= cut.start or start >= cut.end for start, end in spans)
