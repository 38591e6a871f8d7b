"""Who speaks: reporting clauses in every place, turns, joint positions, narration; what is frame and what counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readoutlib import ReadoutError, parse_readout

LEAD = "On May 3, 2021, Norwegian Foreign Minister Ann Alder held talks with Chilean Foreign Minister Bo Birch in Oslo."


def labels(*paragraphs, lead=LEAD):
    readout = parse_readout("Alder Meets Birch\n\n" + "\n\n".join([lead, *paragraphs]))
    return [(s.speaker, s.mode) for s in readout.sentences[1:]]


A, B, BOTH, NONE = "Ann Alder", "Bo Birch", "Both sides", "Narrator"


@pytest.mark.parametrize(
    ("text", "speaker", "mode"),
    [
        ("Alder said that trade matters.", A, "explicit"),
        ("Alder said, trade matters.", A, "explicit"),
        ("Trade matters, Birch said.", B, "explicit"),
        ("Trade matters, said Birch, who arrived late.", B, "explicit"),
        ("Trade, Birch said, is what matters.", B, "explicit"),
        ("“Trade matters,” Birch said on Monday.", B, "explicit"),
        ("On trade, the Chilean side expressed concern.", B, "explicit"),
        ("Norway reaffirmed its support for trade.", A, "explicit"),
        ("Birch, speaking for the region, also underlined the role of trade.", B, "explicit"),
        ("Noting that trade had grown, Birch called for more.", B, "explicit"),
        ("For her part, Alder spoke highly of the progress made.", A, "explicit"),
        ("Birch told Alder that trade matters.", B, "explicit"),
        ("Alder noted that Birch said trade matters.", A, "explicit"),
        ("The two sides agreed to meet again.", BOTH, "joint"),
        ("The ministers also exchanged views on trade.", BOTH, "joint"),
        ("They discussed trade.", BOTH, "joint"),
        ("Alder and Birch condemned the attack.", BOTH, "joint"),
        ("Norway and Chile reaffirmed their friendship.", BOTH, "joint"),
        ("Views were exchanged on trade, and it was agreed to meet.", BOTH, "joint"),
        ("An exchange of views also took place on trade.", BOTH, "joint"),
        ("Talks turned to trade, with Birch asking for more.", B, "explicit"),
        ("Talks turned to trade, with meetings being planned.", NONE, "narration"),
        ("Alder met Birch in the old town hall.", NONE, "narration"),
        ("The visit was her first to the region.", NONE, "narration"),
        ("Both leaders agreed to meet again.", BOTH, "joint"),
        ("The two heads of state agreed to meet again.", NONE, "narration"),
        ("HR/VP Alder noted that trade matters.", A, "explicit"),
        ("Officials discussed trade.", BOTH, "joint"),
        ("Peruvian officials discussed trade.", NONE, "narration"),
        ("Alder and Birch discussed trade, Oslo said.", BOTH, "joint"),
        ("Trade matters, Oslo said.", A, "explicit"),
    ],
)
def test_one_sentence(text, speaker, mode):
    assert labels(text) == [(speaker, mode)]


def test_the_two_leaders_are_no_ministers_where_somebody_else_leads_a_country():
    met = "Both leaders agreed to meet again."
    assert labels(f"Alder recalled the visit of President Ida Cedar of Chile. {met}")[-1][0] == A


def test_a_statement_that_is_quoted_tells_who_said_what():
    quoted = (
        "The palace wrote: “The Foreign Ministers agreed to meet. The Chilean Foreign Minister"
        " said that trade matters. The two sides will meet in Lima.”"
    )
    assert [speaker for speaker, _ in labels(quoted)][1] == B


def test_the_author_named_in_the_front_matter_alone_writes_i():
    text = "I met Foreign Minister Bo Birch of Chile today. I thanked Mr Birch for his welcome. He said that trade matters. We agreed to meet again. I look forward to it."
    author = parse_readout(
        text, metadata={"creators": ["Alder, Ann", "Party of Trees"], "date": "2021-05-03"}
    )
    assert author.participants == (B, A)
    assert [s.speaker for s in author.sentences] == [NONE, A, B, BOTH, A]
    assert (
        A
        not in parse_readout(
            text.replace("I ", "“I ", 1), metadata={"author": "Ann Alder"}
        ).participants
    )  # she quotes another's words


@pytest.mark.parametrize(
    "country",
    [
        "People's Republic of China",
        "Democratic Republic of the Congo",
        "Republic of Kenya",
        "Kyrgyz Republic",
    ],
)
def test_a_country_of_several_words_speaks(country):
    lead = f"On May 3, 2021, Norwegian Foreign Minister Ann Alder met Foreign Minister Bo Birch of the {country}."
    assert labels(f"The {country} reaffirmed its support for trade.", lead=lead) == [
        (B, "explicit")
    ]


def test_a_bare_office_is_the_publishers_own():
    lead = "On May 3, 2021, Foreign Minister Ann Alder held talks with Chilean Foreign Minister Bo Birch in Oslo."
    assert labels(
        "Birch said that trade matters.", "The Foreign Minister said that it had grown.", lead=lead
    ) == [(B, "explicit"), (A, "explicit")]
    assert labels(
        "Birch said that trade matters.", "The Foreign Minister said that it had grown."
    ) == [(B, "explicit"), (B, "explicit")]


def test_a_turn_goes_on_until_somebody_else_speaks():
    turn = "Alder said that trade matters. It has grown. The two sides should do more. Both countries have gained."
    assert labels(turn, "Birch agreed. Chile is ready.") == [(A, "explicit")] + [
        (A, "continuation")
    ] * 3 + [(B, "explicit"), (B, "continuation")]


def test_pronouns_and_titles_follow_the_last_speaker():
    assert (
        labels(
            "Birch said that trade matters.",
            "He added that it has grown.",
            "The minister noted that it will.",
            "He left nothing out.",
        )[:3]
        == [(B, "explicit")] * 3
    )


def test_a_joint_position_goes_on():
    assert labels("The two sides agreed to meet. Trade should grow.") == [
        (BOTH, "joint"),
        (BOTH, "continuation"),
    ]


def test_leaders_mentioned_are_no_parties_but_nested():
    text = "Alder said that trade matters. King Carl Cedar and President Dan Dogwood met last week. The two leaders agreed on trade."
    readout = parse_readout(f"Alder Meets Birch\n\n{LEAD}\n\n{text}")
    assert readout.participants == (A, B)
    assert [s.speaker for s in readout.sentences[1:]] == [A] * 3
    assert readout.sentences[3].nested == ("Carl Cedar", "Dan Dogwood")


def test_the_frame_is_no_content():
    texts = {
        "Alder said that trade matters.": "trade matters.",
        "Trade, Birch said, is what matters.": "Trade\nis what matters.",
        "For her part, Alder stressed that trade matters, adding that it has grown.": "trade matters\nit has grown.",
        "The two sides also exchanged in-depth views on trade.": "trade.",
    }
    for text, content in texts.items():
        assert (
            parse_readout(f"Alder Meets Birch\n\n{LEAD}\n\n{text}").sentences[1].content == content
        )


def test_opening_talks_are_told_whatever_is_added_to_them():
    text = "Norwegian Foreign Minister Ann Alder and Chilean Foreign Minister Bo Birch held talks on trade, stressing that it grows."
    assert parse_readout(f"Alder Meets Birch\n\n{text}").sentences[0].rule == "talk told"
    assert labels("Alder and Birch held talks on trade, stressing that it grows.") == [
        (BOTH, "joint")
    ]


def test_labelled_remarks_are_turns():
    text = (
        "Alder and Birch Before Their Meeting\n\n"
        + LEAD
        + "\n\nFOREIGN MINISTER ALDER: Welcome. We are glad.\n\nMODERATOR: Thank you.\n\nFOREIGN MINISTER BIRCH: I agree."
    )
    assert [(s.speaker, s.mode) for s in parse_readout(text).sentences[1:]] == [
        (A, "explicit"),
        (A, "continuation"),
        (NONE, "narration"),
        (B, "explicit"),
    ]


def test_a_lone_label_is_no_transcript():
    text = "UKRAINE: Alder said that war must end.", "Birch said that trade matters."
    assert labels(*text) == [(A, "explicit"), (B, "explicit")]


def test_a_third_party_speaks_for_itself():
    text = "Birch said that trade matters. French President Carl Cedar said that Paris will not agree. NATO said that it is ready. It has grown."
    readout = parse_readout(f"Alder Meets Birch\n\n{LEAD}\n\n{text}")
    assert [s.speaker for s in readout.sentences[1:]] == [B, NONE, NONE, NONE]
    assert readout.sentences[2].nested == ("Carl Cedar",)


def test_an_announcement_has_no_parties_and_no_date():
    text = "Minister Alder to Travel to Chile\n\nMay 3, 2021\n\nForeign Minister Ann Alder will travel to Chile on May 10 to meet Foreign Minister Bo Birch. The visit underscores the friendship."
    readout = parse_readout(text)
    assert (readout.event_kind, readout.event_start, readout.participants) == ("unknown", None, ())
    assert {s.speaker for s in readout.sentences} == {NONE}


@pytest.mark.parametrize(
    "body",
    [
        "U.S.",
        "Norwegian",
        "International Committee of the Red Cross",
        "Saint Vincent and the Grenadines",
    ],
)
def test_a_delegation_whose_name_has_any_number_of_words_takes_part(body):
    readout = parse_readout(
        f"Alder Meets Birch\n\nOn May 3, 2021, Minister Ann Alder met Minister Bo Birch.\n\nThe {body} delegation said that trade matters."
    )
    assert readout.participants == ("Ann Alder", "Bo Birch", f"{body} delegation")


def test_a_text_without_words_is_an_error_that_says_so():
    with pytest.raises(ReadoutError, match="found no word"):
        parse_readout(" 1234 \n…", name="empty.txt")


WORDS = st.sampled_from(
    [
        "Alder",
        "Birch",
        "said",
        "that",
        ",",
        ".",
        "the two sides",
        "agreed",
        "He",
        "President",
        "Putin",
        "and",
        "“",
        "”",
        "\n",
        "\n\n",
        "U.S.",
        "on Monday",
        "noted",
        "trade",
        ":",
        "-",
        "of",
        "Home > News",
        "Enditem",
        "**",
        "_",
        "# ",
        "1.",
        "According to",
        "Q:",
        "PRESIDENT ALDER:",
        "delegation",
        "led by",
        "was raised by",
        "H.E.",
        "(",
        ")",
        "I",
        "we",
        "Ministry of Trade",
        "王毅",
        "al-Sharaa",
        "bin",
        "Amir",
    ]
)


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join))
def test_any_text_is_parted_without_loss(text):
    """Sentences, title and cuts part the text's non-space characters; spans index back; parsing is a pure function."""
    try:
        r = parse_readout(text)
    except ReadoutError:
        return
    spans = [(s.start, s.end) for s in r.sentences] + [(c.start, c.end) for c in r.cuts]
    if r.title_start is not None:
        spans.append((r.title_start, r.title_end))
    spans.sort()
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(r.text[s.start : s.end] == s.text for s in r.sentences)
    assert all(s.start <= a < b <= s.end for s in r.sentences for a, b in s.content_spans)
    assert parse_readout(text) == r


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Norwegian and Chilean ministers agreed to meet again.", BOTH),
        ("The Norwegian and Chilean sides exchanged views on fish.", BOTH),
        ("Alder and her Chilean counterpart discussed fish.", BOTH),
        ("Alder and Birch, who arrived on Monday, discussed fish.", BOTH),
        ("Both ministers expressed concern about the war.", BOTH),
        ("The sides touched upon fish.", BOTH),
        ("The pair discussed fish.", BOTH),
        ("The two discussed fish.", BOTH),
        ("The two men agreed on fish.", BOTH),
        ("The parties to the talks reaffirmed their readiness.", BOTH),
        ("The interlocutors exchanged views on fish.", BOTH),
        ("Special attention was paid to fish.", BOTH),
        ("An agreement was reached to open the port.", BOTH),
        ("There was an exchange of views on fish.", BOTH),
        ("There was a detailed discussion of fish.", BOTH),
        ("A number of regional issues were also discussed.", BOTH),
        ("Consensus was reached on fish.", BOTH),
        ("It was emphasised that trade matters.", BOTH),
        ("The importance of trade was stressed.", BOTH),
        ("Their discussion addressed fish, which Birch noted was dear.", B),
        ("Discussions covered fish, with Birch offering Chile's help.", B),
        ("While Alder praised the truce, Birch warned that it is fragile.", B),
        ("Whereas Alder praised the truce, Birch warned that it is fragile.", B),
        ("As Alder looked on, Birch said that peace matters.", B),
        ("Although Alder praised the truce, Birch warned that it is fragile.", B),
        ("Alder said that Norway will send aid, while Birch stressed that Chile needs fish.", A),
        ("Alder, who thanked Birch for his visit, said that trade matters.", A),
        ("Alder met Birch at the town hall, where she reaffirmed Norway's commitment to trade.", A),
        ("Alder received Birch, during which she stressed that trade matters.", A),
        ("Alder held talks with Birch in which both sides agreed to meet again.", BOTH),
        ("This was a historic meeting in which the two ministers discussed fish.", BOTH),
    ],
)
def test_the_joint_voice_and_reports_beside_the_main_clause(text, speaker):
    assert labels("The day was long.", text)[-1][0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Special attention was paid to fish.",
        "It was emphasised that fish matter.",
        "The importance of fish was stressed.",
        "An agreement was reached to open the port.",
        "There was an exchange of views on fish.",
        "Concern was expressed over the price of fish.",
        "Fish was also discussed.",
    ],
)
def test_after_a_persons_turn_the_passive_of_the_talk_is_joint(text):
    assert labels(f"Alder said that trade matters. {text}")[-1] == (BOTH, "joint")


@pytest.mark.parametrize(
    "text",
    [
        "The plan, which was discussed in May, is sound.",
        "Fish was discussed in May.",
        "There was a smell of fish.",
        "Attention must be paid to fish.",
    ],
)
def test_the_passive_of_another_time_goes_on_with_the_turn(text):
    assert labels(f"Alder said that trade matters. {text}")[-1] == (A, "continuation")


def test_the_leaders_of_a_group_are_those_who_met_under_its_name():
    quad = "Today the Quad Leaders, Prime Minister Ann Alder of Norway and President Bo Birch of Chile, met in Oslo. May 3, 2021."
    text = "The {} leaders reaffirmed their commitment to trade."
    assert labels(text.format("Quad"), lead=quad)[-1] == (BOTH, "joint")
    assert labels(text.format("Kurdish"), lead=quad)[-1] == (NONE, "narration")


def test_a_record_in_the_present_tense():
    assert labels(
        "Alder tells Birch that trade matters. He, she continues, knows it. Birch thanks Alder and promises to write.",
        "Birch asks whether it snows.",
    ) == [(A, "explicit"), (A, "explicit"), (B, "explicit"), (B, "explicit")]


def test_who_is_quoted_without_a_talk_speaks_and_takes_part_in_none():
    text = "Alder Congratulates Birch\n\nOSLO, May 3 -- In a message to the winner, Foreign Minister Ann Alder said that trade matters. Alder also wished him well."
    readout = parse_readout(text)
    assert [s.speaker for s in readout.sentences] == [A, A]
    assert (readout.event_kind, readout.participants) == ("unknown", ())


def test_a_body_and_its_papers_speak_for_who_heads_it():
    lead = "On May 3, 2021, Norse Fund President Ann Alder met Chilean Foreign Minister Bo Birch in Oslo."
    assert labels(
        "A statement issued by the fund said that trade matters. It added that trade grows. The statement said so.",
        "The fund said that it would lend more. The ministry said nothing new.",
        lead=lead,
    ) == [(A, "explicit")] * 4 + [(NONE, "narration")]


@pytest.mark.parametrize(
    "text",
    [
        "‘Trade matters,’ Birch said.",
        "'Trade matters,' Birch said.",
        "«Trade matters», Birch said.",
        "“Trade matters, Birch said.",
    ],
)
def test_marks_of_quotation_of_every_kind(text):
    assert labels(f"Alder said that it snows. {text}")[-1] == (B, "explicit")
