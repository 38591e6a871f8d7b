"""Who talked, who was there and who is only mentioned; and whom words stand for that name nobody."""

from unicodedata import normalize

import pytest

from readoutlib import parse_readout

DAY = "on May 3, 2021"
MET = f"Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch {DAY}. "


def roles(text):
    return {p.name: p.role for p in parse_readout(text).people}


def speakers(text):
    """Return who speaks in each sentence after the first."""
    return [s.speaker for s in parse_readout(text).sentences[1:]]


def test_two_presidents_are_not_of_one_country():
    text = f"President Alder met President Bo Birch of Chile {DAY}. Chile is far. Chile is long."
    countries = {p.name: p.country for p in parse_readout(text).people}
    assert countries["Bo Birch"] == "Chile" != countries["Alder"]


def test_a_president_who_writes_is_not_the_one_whom_his_headline_names():
    text = f"Statement of the President on the Call with President Birch\n\nI spoke with President Birch of Chile {DAY}. I thanked him for his help. I look forward to our work."
    speakers = {s.speaker for s in parse_readout(text).sentences[1:]}
    assert speakers == {"President"}


@pytest.mark.parametrize(
    ("text", "principals"),
    [
        (f"Ann Alder met Bo Birch in Oslo {DAY}.", "Ann Alder, Bo Birch"),
        (f"Talks between Ann Alder and Bo Birch took place {DAY}.", "Ann Alder, Bo Birch"),
        (f"Ann Alder, the Norwegian envoy, held talks with Bo Birch {DAY}.", "Ann Alder, Bo Birch"),
        (f"B.K. Birch received Ambassador of Norway to Chile A. Alder {DAY}.", "B.K. Birch, A. Alder"),
        (
            f"Norwegian Prime Minister Ann Alder welcomed President-elect Bo Birch to Oslo {DAY}. Alder said that all is well.",
            "Ann Alder, Bo Birch",
        ),
        (
            f"At the invitation of Ann Alder, Prime Minister of Norway, Bo Birch, President of Chile, paid a visit to Norway {DAY}.",
            "Ann Alder, Bo Birch",
        ),
        (
            f"Meetings were also held {DAY} with Chile’s Minister of Law Bo Birch and Kenya Minister of Law Ida Cedar.",
            "Bo Birch, Ida Cedar",
        ),
        (
            MET + "Analysts said the call was late. Carl Cedar, a professor, said that talks are useless. Cedar added that they were.",
            "Ann Alder, Bo Birch",
        ),
        (
            MET + "German Foreign Minister Ida Cedar, who was away, said that Germany will help. Cedar added that help is near.",
            "Ann Alder, Bo Birch",
        ),
        (MET + "Alder thanked President Ida Cedar of Kenya for her mediation.", "Ann Alder, Bo Birch"),
        (MET + "Birch said that Ida Cedar met Finn Dogwood last year.", "Ann Alder, Bo Birch"),
        (
            MET + "They spoke of trade. Birch spoke of fish. Birch said that Ida Cedar had welcomed Finn Dogwood to Rome.",
            "Ann Alder, Bo Birch",
        ),
    ],
)  # fmt: skip
def test_who_talked(text, principals):
    assert ", ".join(n for n, role in roles(text).items() if role == "principal") == principals


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (f"In Chile, U.S. Secretary of State Ann Alder met Foreign Minister Bo Birch {DAY}.", "Chile"),
        (f"Chilean Foreign Minister Bo Birch spoke {DAY} with U.S. Secretary of State Ann Alder.", "Chile"),
    ],
)  # fmt: skip
def test_a_guest_is_of_the_country_where_somebody_met_him(text, country):
    assert {p.name: p.country for p in parse_readout(text).people}["Bo Birch"] == country


def test_who_was_there_and_who_is_only_mentioned():
    text = MET + (
        "They were joined by Ambassador Carl Cedar and Ida Dogwood, Adviser to the Minister. "
        "Alder also met with Speaker Finn Elm to discuss trade. "
        "Alder praised the work of President Gil Fir."
    )
    assert roles(text) == {
        "Ann Alder": "principal",
        "Bo Birch": "principal",
        "Carl Cedar": "attendee",
        "Ida Dogwood": "attendee",
        "Finn Elm": "principal",
        "Gil Fir": "mentioned",
    }


@pytest.mark.parametrize(
    "text",
    [
        f"The Met Office received 200 calls {DAY}. Forecaster Ann Alder said that rain is near.",
        f"Lawmaker Ann Alder called on him to resign {DAY}. She said that it is time.",
        f"The club hosted the visitors for a game {DAY}. Coach Ann Alder said that it was fun.",
        f"Prime Minister Ann Alder received the Order of the Elk {DAY}. Alder said that she is glad.",
        f"The company held its annual meeting {DAY}. Director Ann Alder said that profits rose.",
        f"Police called the attack a crime {DAY}. Chief Ann Alder said that two men were held.",
    ],
)
def test_where_nobody_met_anybody_there_is_no_talk(text):
    readout = parse_readout(text)
    assert (readout.event_kind, readout.event_start, readout.participants) == ("unknown", None, ())


@pytest.mark.parametrize(
    "text",
    [
        f"Foreign ministers of the Nordic countries met in Oslo {DAY}.",
        f"The two sides held consultations in Oslo {DAY}.",
        f"Norway and Chile held {DAY} the first Norway-Chile Strategic Dialogue.",
        f"The minister told her Chilean counterpart {DAY} that trade matters.",
    ],
)
def test_a_talk_of_people_without_a_name_is_one(text):
    assert parse_readout(text).event_kind != "unknown"


@pytest.mark.parametrize(
    ("then", "who"),
    [
        ("Oslo stressed that trade matters.", "Ann Alder"),
        ("Oslo said that trade matters. Santiago noted that copper matters.", "Ann Alder, Bo Birch"),
        ("Oslo and Santiago agreed on water.", "Both sides"),
        ("Oslo has long insisted that fish matter.", "Narrator"),
        ("Oslo repeatedly said that fish matter.", "Narrator"),
        ("A rally in Oslo stressed that fish matter.", "Narrator"),
        ("Berlin stressed that trade matters.", "Narrator"),
        ("The Norwegian minister said that trade matters.", "Ann Alder"),
        ("The Chilean foreign minister said that copper matters.", "Bo Birch"),
        ("Ms. Alder said that trade matters. Mr. Birch agreed. She added that fish matter.", "Ann Alder, Bo Birch, Ann Alder"),
        ("For her part, Alder spoke of trade. Birch, for his part, noted that all is calm. She welcomed this.",
         "Ann Alder, Bo Birch, Ann Alder"),
        ("Alder said that trade matters. He added that fish matter.", "Ann Alder, Ann Alder"),
    ],
)  # fmt: skip
def test_whom_words_stand_for(then, who):
    assert ", ".join(speakers(MET + then)) == who


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("Sean O'Birch", "O’Birch"),
        ("Bo Mu\u0308ller", "M\u00fcller"),
        ("Ann Roy-Birch", "Roy\u2011Birch"),
        ("Juan López", "Lopez"),
        ("Anne Gri\ufb03th", "Griffith"),
        ("KENJI Birch", "Kenji"),
    ],
)
def test_a_name_is_the_same_however_its_letters_are_written(name, again):
    text = f"Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister {name} {DAY}. {again} said so."
    assert speakers(text) == [normalize("NFKC", name)]


def test_the_one_who_holds_the_office_speaks_before_a_deputy_who_attends():
    text = (
        f"President Ann Alder met the High Commissioner of Chile, H.E. Bo Birch, {DAY}. "
        "The High Commissioner said that trade matters. "
        "Deputy High Commissioner Mrs. Ida Cedar also attended the meeting."
    )
    assert speakers(text)[0] == "Bo Birch"
    assert roles(text)["Ida Cedar"] == "attendee"


AGREED = "Norwegian Foreign Minister Ann Alder and her Chilean counterpart, Bo Birch, agreed to build ships"


@pytest.mark.parametrize(
    ("text", "principals"),
    [
        (f"{AGREED} during their talks in Oslo {DAY}. President Ida Cedar was away.", "Ann Alder, Bo Birch"),
        (
            "In a meeting in Oslo on Sunday, Norwegian Foreign Minister Ann Alder and her counterpart, Chilean Foreign Minister Bo Birch, pledged to build ships.",
            "Ann Alder, Bo Birch",
        ),
        (
            "Norwegian Foreign Minister Ann Alder and Chilean Foreign Minister Bo Birch agreed on Monday to build ships, the ministry said. In their phone talks the two ministers also discussed fish. Alder briefed Birch.",
            "Ann Alder, Bo Birch",
        ),
        (
            f"Prince Ali bin Omar bin Alder met Foreign Minister Bo Birch of Chile {DAY}. Prince Omar bin Alder was away.",
            "Ali bin Omar bin Alder, Bo Birch",
        ),
        (
            f"Norwegian Foreign Minister Ann Alder held talks with Chilean Foreign Minister Bo Birch on what Chile calls a “ship” (attended by Envoy Carl Cedar) {DAY}.",
            "Ann Alder, Bo Birch",
        ),
        (
            f"Norwegian Prime Minister Ann Alder made a phone call {DAY} to President Bo Birch of Chile.",
            "Ann Alder, Bo Birch",
        ),
    ],
)  # fmt: skip
def test_who_agreed_or_called(text, principals):
    assert ", ".join(n for n, role in roles(text).items() if role == "principal") == principals


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("In reply, Birch tabled a plan, the ministry said.", "Bo Birch"),
        ("Fish were also reviewed, the agency reported.", "Both sides"),
        ("Trade is growing, the ministry said.", "Narrator"),
        ("Birch tabled a plan, analysts said.", "Narrator"),
        ("Norway and Chile have tabled a plan.", "Both sides"),
        ("Norway and Kenya have tabled a plan.", "Narrator"),
        (
            "Birch said that trade matters. He quoted President Ida Cedar as saying that it grows.",
            "Bo Birch",
        ),
        ("Birch said that trade matters.\n\nBirch is in Oslo for a week.", "Narrator"),
        ("Birch said that trade matters.\n\nThe envoy added that fish does.", "Bo Birch"),
        ("Views on fish: it was agreed to fish more, a statement said.", "Both sides"),
        ("The newly elected Foreign Minister of Chile stressed that trade matters.", "Bo Birch"),
        ("Birch Thursday, noting the growth of trade, stressed that it matters.", "Bo Birch"),
        ("Birch said that trade matters. According to him, farmers think so.", "Bo Birch"),
        ("In reply, Chile’s Foreign Minister expressed hope for trade.", "Bo Birch"),
        ("The warm spirit of the talks reflected the ties.", "Narrator"),
    ],
)
def test_who_speaks_after_a_lead(sentence, speaker):
    assert speakers(f"{MET}\n\n{sentence}")[-1] == speaker


def test_a_later_talk_with_others_does_not_date_the_first():
    text = (
        "May 19, 2020\n\nNorwegian Foreign Minister Ann Alder and Chilean Foreign Minister Bo Birch discussed trade by phone."
        "\n\nOn May 6, Alder held telephone talks with German Foreign Minister Ida Cedar."
    )
    assert str(parse_readout(text).event_start)[:10] == "2020-05-19"


def test_a_pm_is_a_prime_minister_and_a_premier():
    text = f"Norwegian Foreign Minister Ann Alder met PM Bo Birch of Chile {DAY}. The premier said that trade matters. The Prime Minister left."
    assert speakers(text)[0] == "Bo Birch"


def test_who_participated_in_the_meeting_is_no_principal_for_that():
    text = (
        f"Norwegian Foreign Minister Ann Alder, in a meeting with Chilean Envoy Bo Birch, thanked Chile {DAY}. Birch said that trade matters."
        " Trade was discussed in the meeting. Minister Ida Cedar and Minister Carl Dogwood also participated in the meeting."
    )
    assert [n for n, role in roles(text).items() if role == "principal"] == [
        "Ann Alder",
        "Bo Birch",
    ]
