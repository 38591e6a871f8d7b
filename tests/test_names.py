"""The rows of the grammar of names: each with its example, and what it must not find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.parsing.names.grammar import NAMES
from readoutlib.parsing.names.names import letters_of, read_names
from readoutlib.parsing.rules import load
from readoutlib.parsing.words.tokens import tokenize

ROWS = load("names")["row"]


def found(row, text):
    """Return the names that one row finds, each with what it yields of office and country."""
    tokens = tokenize(text)
    matches = NAMES.find(letters_of(tokens))
    return [
        {key: " ".join(tokens.texts[slice(*m.span(key))]) for key in m.groupdict() if m[key]}
        for fired, m in matches
        if fired.name == row["name"]
    ]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_row_finds_the_name_in_its_example(row):
    assert found(row, row["example"]) == [row["finds"]]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_row_finds_no_name_in_what_is_unlike(row):
    assert found(row, row["unlike"]) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # long titles, and titles with words that no list knows
        (
            "Chile’s Deputy Prime Minister and Minister of Foreign Affairs and Emigrants Bo Birch",
            [("Bo Birch", "Chile")],
        ),
        ("Minister for Fjords Ann Alder spoke.", [("Ann Alder", None)]),
        ("Senior Director for Quantum and Emerging Technology, Ann Alder.", [("Ann Alder", None)]),
        ("the Special Envoy for the Horn of Africa Ann Alder", [("Ann Alder", None)]),
        ("Adviser for International Economics Ann Alder", [("Ann Alder", None)]),
        ("the leader of the Chile National Rescue Party Bo Birch", [("Bo Birch", "Chile")]),
        ("Commander of the Southern Command General Ann Alder", [("Ann Alder", None)]),
        ("Chief Operating Officer Ann Alder spoke.", [("Ann Alder", None)]),
        ("Under Secretary for Civilian Security, Democracy, and Human Rights Ann Alder", [("Ann Alder", None)]),
        # apposition before and after
        ("He met the High Commissioner of Chile, H.E. Bo Birch, today.", [("Bo Birch", "Chile")]),
        ("He met the Foreign Minister of the United Arab Emirates, Sheikh Khalid Birch.", [("Khalid Birch", "United Arab Emirates")]),
        ("Bo Birch, the Chilean ambassador to Norway, said so.", [("Bo Birch", "Chile")]),
        ("Ann Alder, Vice Premier of Norway, Bo Birch, Secretary of Trade, and Ida Cedar, Chile Trade Representative, met.",
         [("Ann Alder", "Norway"), ("Bo Birch", None), ("Ida Cedar", "Chile")]),
        ("the Honourable Ann Alder MP, Prime Minister of Norway, paid a visit.", [("Ann Alder", "Norway")]),
        # titles of those who are not yet, or no more
        ("Chilean president-elect Bo Birch and ex-President Ann Alder met.", [("Bo Birch", "Chile"), ("Ann Alder", None)]),
        ("Chancellor-designate Ann Alder spoke.", [("Ann Alder", None)]),
        # initials, particles, surname first
        ("A.B. Birch tells C. Cedar.", [("A.B. Birch", None), ("C. Cedar", None)]),
        ("Minister for Law Mr K Birch, SC met U Tun Alder.", [("K Birch", None), ("Tun Alder", None)]),
        ("President von der Alder spoke.", [("von der Alder", None)]),
        ("Syrian President Ahmed al-Birch spoke.", [("Ahmed al-Birch", "Syria")]),
        ("ALDER Kenji, Minister for Trade of Japan, spoke.", [("ALDER Kenji", "Japan")]),
        # no title at all
        ("Ann Alder met Bo Birch on Monday.", [("Ann Alder", None), ("Bo Birch", None)]),
        ("He Alder, Vice Premier of China, spoke.", [("He Alder", "China")]),
        # a country inside another's name
        ("Foreign Minister of the Democratic People's Republic of Korea Choe Alder", [("Choe Alder", "North Korea")]),
        ("Prime Minister of the United Kingdom of Great Britain and Northern Ireland Ann Alder", [("Ann Alder", "United Kingdom")]),
        # where an office sends, and what it is about, is not whence
        ("U.S. Ambassador to Chile Ann Alder", [("Ann Alder", "United States")]),
        ("Minister of European Affairs Ann Alder", [("Ann Alder", None)]),
    ],
)  # fmt: skip
def test_names_and_their_countries(text, names):
    assert {(" ".join(n.name), n.country) for n in read_names(tokenize(text))} == set(names)


@pytest.mark.parametrize(
    "text",
    [
        "The President spoke.",
        "The UN Member States met in New York.",
        "HMS Queen Alder sailed.",
        "The Minister of Disease Control spoke.",
        "I’m glad that the President came.",
        "The White House said so.",
        "Human Rights Watch met Wall Street.",
        "The Sino-Norwegian Council spoke.",
        "In Buenos Aires, the President said so.",
    ],
)
def test_titles_places_and_departments_are_nobody(text):
    assert read_names(tokenize(text)) == []


@given(st.lists(st.sampled_from(
    ["President", "of", "the", "and", ",", "Ann", "Alder", "Norway", "Trade", "met", "al-Birch", "J.", "MP", "-", "'s"]
), max_size=12))  # fmt: skip
def test_names_stand_where_they_are_read_and_do_not_meet(words):
    text = " ".join(words)
    spans = sorted((n.name_start, n.end) for n in read_names(tokenize(text)))
    assert all(a < b for a, b in spans)
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:]))
