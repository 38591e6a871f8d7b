"""Where a turn ends: others report, another party is the subject, the issuer judges; and what goes on."""

import pytest

from readoutlib import parse_readout

LEAD = "On May 3, 2021, Norwegian Foreign Minister Ann Alder held talks with Chilean Foreign Minister Bo Birch in Oslo."
TURN, JOINT = "Alder said that trade matters.", "The two sides agreed to meet again."
A, B, BOTH, NONE = "Ann Alder", "Bo Birch", "Both sides", "Narrator"


def sentences(text):
    return parse_readout(f"Alder Meets Birch\n\n{LEAD}\n\n{text}").sentences[1:]


def last(text):
    return sentences(text)[-1].speaker


@pytest.mark.parametrize(
    "text",
    [
        "Pemberton said that the talk was useless.",
        "Analyst Rosa Quint warned that the deal may fail.",
        "Analysts said that the deal may fail.",
        "Officials said the deal may fail.",
        "Two lawmakers criticized the visit.",
        "Some experts argued that it was too late.",
        "A report by the bank warned of a crisis.",
        "The statement said that the talks were long.",
        "The ministry said that the talks were long.",
        "The opposition criticised the visit.",
        "Human Rights Watch condemned the deal.",
        "Critics have said that the deal is weak.",
        "According to analysts, the deal may fail.",
        "The deal may fail, analysts said.",
        "“It is too late,” Pemberton said.",
        "“It is too late,” said Rosa Quint, an analyst in Oslo.",
        "Trade unions in both countries warned of a strike.",
        "Peru said that it was not invited.",
        "The Peruvian government criticized the deal.",
        "U.S. officials said that they knew nothing of it.",
        "Reuters reported that the talks had failed.",
        "A spokesman for the ministry said that the talks were long.",
        "Environmental groups urged both sides to do more.",
        "Local media reported that it rained.",
        "Finance Minister Carl Dogwood said that the budget grows.",
        "Residents welcomed the visit.",
        "Several ministers in the cabinet opposed the deal.",
        "One diplomat told reporters that it was over.",
        "The European Commission said that it would look into it.",
        "Birch was born in Lima.",
        "Birch is expected to travel to Oslo in June.",
        "This commitment reflects a shared vision for the region.",
        "The agreement marks a new chapter in relations between the two countries.",
        "The visit comes two years after the last one.",
        "These talks build on the progress made in May.",
        "Norway and Chile established diplomatic relations in 1919.",
        "Present at the talks were the ambassadors of both countries.",
        "The talks lasted two hours.",
        "For more information, see the joint statement.",
        "The minister will also visit Bergen.",
    ],
)
def test_a_turn_ends_where_others_report_or_the_issuer_tells(text):
    assert last(f"{TURN} {text}") == NONE


@pytest.mark.parametrize(
    "text",
    [
        "It has grown.",
        "The two sides should do more.",
        "Both countries have gained.",
        "We must do more.",
        "Norway is ready to help.",
        "Norway has supported the plan from the start.",
        "The region needs peace.",
        "Peru is not part of the plan.",
        "Chile has always been a friend.",
        "The plan, which was discussed in May, is sound.",
        "Prices doubled last year.",
        "The agreement reached in May must be kept.",
        "The proposals announced in Lima deserve support.",
        "There is no other way.",
        "Free trade raised incomes in the north.",
        "All parties should show restraint.",
        "Such steps would harm everybody.",
        "The new port will open in June.",
        "Thousands of people have lost their homes.",
        "Fishing supported thousands of families.",
    ],
)
def test_a_turn_goes_on_over_countries_things_and_what_ought_to_be(text):
    assert last(f"{TURN} {text}") == A


@pytest.mark.parametrize(
    "text",
    [
        "Birch never said that aid would end.",
        "Birch did not rule out talks.",
        "Birch has long said that peace matters.",
        "The Chilean Foreign Minister did not comment.",
    ],
)
def test_what_another_party_does_is_not_carried_to_who_spoke(text):
    assert last(f"{TURN} {text}") in (NONE, B)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Trade was growing.", BOTH),
        ("Norway will appoint a trade commissioner.", NONE),
        ("Norway remains a firm friend of Chile.", NONE),
        ("Chile is the largest partner in the region.", NONE),
        ("They also discussed fish.", BOTH),
        ("Analysts said that little would come of it.", NONE),
        ("Special attention was paid to fish.", BOTH),
        ("Alder's visit in March laid the ground.", NONE),
        ("Norway and Chile will send ships.", BOTH),
        ("Norway and Chile established diplomatic relations in 1919.", NONE),
        ("The hour-long meeting was devoted to fish.", NONE),
    ],
)
def test_what_one_side_is_or_does_is_no_joint_position(text, speaker):
    assert last(f"{JOINT} {text}") == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Analyst Rosa Quint warned that the deal may fail. She added that it was weak.", NONE),
        ("Officials said the deal may fail. They added that it was weak.", NONE),
        ("Pemberton said it was useless. It was too late.", NONE),
        ("The four democracies noted that fish matters. They also discussed trade.", BOTH),
        ("The group also discussed fish. They spoke of trade.", BOTH),
        ("Birch gave an overview, the statement said. He noted that trade matters.", B),
        ("The head of the Chilean Foreign Ministry wrote of it. He noted that it is late.", B),
        ("Alder and Trade Minister Elm discussed fish. She noted that trade matters.", A),
        ("Birch and his adviser Carl Dogwood asked for fish. Birch noted that it is late.", B),
        ("The Deputy Minister, Ida Elm, also participated in the meeting.", NONE),
        ("The members of the Elm Group discussed trade. They also discussed fish.", BOTH),
        ("Pemberton said it was useless. Birch said that it was not.", B),
        ("The statement said it was useful. It added that the talks would go on.", NONE),
    ],
)
def test_after_others_a_pronoun_is_theirs(text, speaker):
    assert last(f"{TURN} {text}") == speaker


def test_who_reports_beside_the_parties_is_nested():
    said, unnamed = sentences("Elm said that it was late. Analysts said so, too.")
    assert (said.speaker, said.nested, unnamed.nested) == (NONE, ("Elm",), ())


def test_a_surname_that_two_share_is_nobodys():
    lead = "Norwegian Foreign Minister Ann Alder and Norwegian Trade Minister Carl Alder met Chilean Foreign Minister Bo Birch on May 3, 2021."
    text = f"Talks\n\n{lead}\n\nAnn Alder said that trade matters. Alder said that it grows."
    assert [s.speaker for s in parse_readout(text).sentences[1:]] == [A, NONE]


@pytest.mark.parametrize("mark", ["* ", "- ", "• ", "> ", "1. "])
def test_every_point_of_a_list_is_whose_the_first_is(mark):
    points = "\n\n".join(
        f"{mark}{point}" for point in ("Trade grows.", "The port is open.", "It snows.")
    )
    text = f"Alder said:\n\n{points}\n\nBirch noted it.\n\nIt snowed."
    assert [s.speaker for s in sentences(text)] == [A] * 4 + [B, NONE]


def test_the_points_that_both_agreed_on_are_both_sides():
    text = "The two sides agreed on the following:\n\n- More trade.\n\n- Fewer forms."
    assert [s.speaker for s in sentences(text)] == [BOTH] * 3
