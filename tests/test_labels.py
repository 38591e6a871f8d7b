"""Speaker labels: which texts are transcripts, in which layouts, and whose the turns are."""

import pytest

from readoutlib import parse_readout
from readoutlib.parsing.names import labels as labels_module
from readoutlib.parsing.names.labels import Form, headline_label

HEAD = "Meeting in Oslo\n\nMay 3, 2021\n\n"
TOLD = "Prime Minister Ann Alder of Norway met President Bo Birch of Chile in Oslo today.\n\n"
LEAD = "Meeting of Prime Ministers\n\nMay 3, 2021\n\nPrime Minister Ann Alder met Prime Minister Bo Birch in Oslo today.\n\n"
A, B, BOTH, NONE = "Ann Alder", "Bo Birch", "Both sides", "Narrator"
FORMS = [form for form in vars(labels_module).values() if isinstance(form, Form)]


def voices(text, **metadata):
    return [s.speaker for s in parse_readout(text, metadata=metadata).sentences]


def spoken(body):
    return voices(LEAD + body)[1:]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_of_labels_fits_its_example_and_not_the_other(form):
    assert form.pattern.match(form.fires)
    assert not form.pattern.match(form.silent)


# Each layout in which a label may be printed: the text, and who speaks in its sentences.
LAYOUTS = {
    "on its own line": (
        "Remarks before a meeting with the President of Chile\n\nMay 3, 2021\n\n"
        "PRIME MINISTER:\n\nMr President, welcome to Oslo.\n\nWe have much to discuss.\n\n"
        "PRESIDENT BIRCH:\n\nThank you.\n\nPRIME MINISTER:\n\nVery well.",
        ["Prime Minister", "Prime Minister", "Birch", "Prime Minister"],
    ),
    "a heading": (
        HEAD + TOLD + "### Ann Alder:\n\nWelcome to Oslo. We share the sea.\n\n"
        "### Bo Birch:\n\nThank you for having us.",
        [NONE, A, A, B],
    ),
    "bold": (
        HEAD + TOLD + "**Alder:** Welcome to Oslo. We share the sea.\n\n"
        "**Birch**: Thank you for having us.",
        [NONE, A, A, B],
    ),
    "before a dash": (
        HEAD + TOLD + "Prime Minister Alder – Welcome to Oslo. We share the sea.\n\n"
        "President Birch – Thank you for having us.",
        [NONE, A, A, B],
    ),
    "the office alone": (
        HEAD + TOLD + "PRIME MINISTER: Welcome to Oslo. We share the sea.\n\n"
        "PRESIDENT: Thank you for having us.",
        [NONE, A, A, B],
    ),
    "the office cut short": (
        HEAD + TOLD + "PM: Welcome to Oslo. We share the sea.\n\n"
        "President Birch: Thank you for having us.",
        [NONE, A, A, B],
    ),
    "within a paragraph": (
        HEAD + TOLD + "PRIME MINISTER ALDER: Welcome to Oslo. We share the sea. PRESIDENT BIRCH:"
        " Thank you for having us. PRIME MINISTER ALDER: Good.",
        [NONE, A, A, B, A],
    ),
    "after a time": (
        HEAD + TOLD + "[00:12] MINISTER ALDER: Welcome to Oslo. We share the sea.\n\n"
        "[01:03] PRESIDENT BIRCH: Thank you for having us.",
        [NONE, A, A, B],
    ),
    "with a note": (
        HEAD + TOLD + "PRIME MINISTER ALDER: Welcome to Oslo. We share the sea.\n\n"
        "PRESIDENT BIRCH (through interpreter): Thank you for having us.",
        [NONE, A, A, B],
    ),
    "an opening statement": (
        HEAD + TOLD + "Opening statement of Prime Minister Alder\n\nWelcome to Oslo. We share the"
        " sea.\n\nPresident Birch’s opening remarks\n\nThank you for having us.",
        [NONE, A, A, B],
    ),
    "none but the headline": (
        "Remarks by Prime Minister Ann Alder at a Meeting with President Bo Birch of Chile\n\n"
        "May 3, 2021\n\nMr President, welcome to Oslo. We agreed last year to do more.\n\n"
        "I thank you for coming. Trade has doubled.",
        [A, A, A, A],
    ),
    "a name that occurs once": (
        HEAD + TOLD + "Alder said that the sea is cold.\n\n"
        "Bo Birch: Thank you for having us. We are ready.",
        [NONE, A, B, B],
    ),
    "before a full stop": (
        HEAD + TOLD + "Minister ALDER. Welcome to Oslo. We share the sea.\n\n"
        "President BIRCH. Thank you for having us.",
        [NONE, A, A, B],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_transcript_is_read_in_every_layout(layout):
    text, speakers = LAYOUTS[layout]
    readout = parse_readout(text)
    assert [s.speaker for s in readout.sentences] == speakers
    assert readout.problems == ()
    assert {s.mode for s in readout.sentences} <= {"narration", "explicit", "continuation"}


@pytest.mark.parametrize(
    "a, b",
    [
        ("PRIME MINISTER ALDER", "PRIME MINISTER BIRCH"),
        ("Prime Minister Alder", "Prime Minister Birch"),
        ("**Ann Alder**", "**Prime Minister Birch**"),
        (
            "Prime Minister of Norway Ann Alder",
            "Prime Minister of Sweden Bo Birch (via interpreter)",
        ),
    ],
)
def test_a_label_opens_a_turn_that_runs_to_the_next(a, b):
    body = f"{a}: Welcome. It is good to see you.\n\nWe have much to do.\n\n{b}: Thank you.\n\n{a}: Good."
    assert spoken(body) == [A] * 3 + [B, A]


@pytest.mark.parametrize(
    "label", ["MODERATOR:", "Q:", "QUESTION 2:", "Journalist:", "Q  ", "**Q:**", "KIM ELM:"]
)
def test_questions_and_moderators_are_nobodys(label):
    text = f"{label} Why? You said that trade matters.\n\nPRIME MINISTER ALDER: Because. It grows."
    assert spoken(f"PRIME MINISTER ALDER: Good day.\n\n{text}") == [A, NONE, NONE, A, A]


def test_who_is_named_by_a_label_alone_took_part():
    text = "Remarks Before Their Meeting\n\nMay 3, 2021\n\nSECRETARY ELM: Good day, Minister.\n\nFOREIGN MINISTER FIR: Good day."
    assert parse_readout(text).participants == ("Elm", "Fir")


def test_an_office_without_a_name_is_not_who_has_a_label_of_his_own():
    text = "Remarks with the Prime Minister of Chile\n\nMay 3, 2021\n\nPRIME MINISTER: Welcome.\n\nPRIME MINISTER BIRCH: Thank you."
    assert voices(text) == ["Prime Minister", "Birch"]


def test_a_label_may_tell_the_office_and_the_country_of_who_was_named_before():
    text = "Remarks at a meeting with Mr Birch\n\nMay 3, 2021\n\nMR BIRCH, PRESIDENT OF THE REPUBLIC OF CHILE:\n\nWelcome.\n\nPRIME MINISTER:\n\nThank you.\n\nPRESIDENT OF CHILE:\n\nGood."
    readout = parse_readout(text)
    assert [s.speaker for s in readout.sentences] == ["Birch", "Prime Minister", "Birch"]
    assert {p.name: p.country for p in readout.people}["Birch"] == "Chile"


def test_a_label_alone_is_no_sentence_and_a_short_answer_is_one():
    text, _ = LAYOUTS["on its own line"]
    readout = parse_readout(text)
    assert [text[c.start : c.end] for c in readout.cuts if c.rule == "label line"] == [
        "PRIME MINISTER:",
        "PRESIDENT BIRCH:",
        "PRIME MINISTER:",
    ]
    assert "Thank you." in [s.text for s in readout.sentences]


@pytest.mark.parametrize(
    "body",
    [
        "Note: the talks were long.\n\nBackground: they met before.",
        "BACKGROUND: it was long.\n\nMEDIA CONTACT: the Press Office.",
        "Foreign Minister: Cora Cedar\n\nTrade Minister: Dan Dogwood.",
        "First: it was long.\n\nSecond: it was cold.",
        "Time: ten in the morning.\n\nPlace: the old town hall.",
    ],
)
def test_what_is_no_label_opens_no_turn(body):
    assert set(spoken(f"{body}\n\nThe talks were short.")) == {NONE}


def test_a_label_of_one_turn_counts_where_another_holds_its_words():
    told = "It was cold. The talks were long."
    text = "\n\n".join(
        [told] * 6 + ["Minister Cora Cedar: Hello.", "Cedar: Good day.", "Elm: Yes."]
    )
    assert spoken(text)[-3:] == ["Cora Cedar", "Cora Cedar", "Cora Cedar"]


def test_a_short_answer_with_a_name_and_the_hour_before_a_label_are_read():
    text = "4:05 P.M. EDT  MINISTER ALDER: Welcome to you all.\n\nMINISTER BIRCH: Thanks, Ann."
    assert spoken(text) == [A, B]


def test_a_label_counts_among_the_sentences_of_a_readout():
    assert spoken("Alder said that trade matters.\n\nNOTE: The two sides agreed to meet.") == [
        A,
        BOTH,
    ]


def test_a_transcript_that_cannot_be_read_is_a_problem_and_nobodys_words():
    text = "Remarks at the Meeting of Norway and Chile\n\nMay 3, 2021\n\nWelcome to Oslo. We have much to discuss. I thank you.\n\nThank you. We agreed to meet again."
    readout = parse_readout(text)
    assert {s.speaker for s in readout.sentences} == {NONE}
    assert "transcript not attributed" in [p[0] for p in readout.problems]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Remarks by President Ann Alder at a Dinner", "President Ann Alder"),
        ("Opening Remarks of the Foreign Minister", "Foreign Minister"),
        ("Prime Minister Alder’s Opening Remarks in Oslo", "Prime Minister Alder"),
        ("Remarks as Delivered by Minister Sean O'Brien", "Minister Sean O'Brien"),
        ("Remarks at a Meeting with the President of Chile", None),
        ("Readout of Minister Alder’s Address to Chile", None),
    ],
)
def test_a_headline_tells_whose_remarks_follow(title, words):
    label = headline_label(title, 0)
    assert (label and " ".join(label.words)) == words


def test_remarks_without_a_talk_are_their_authors_and_she_takes_part_in_none():
    text = "Speech by Minister Ann Alder on Trade\n\nMay 3, 2021\n\nI am glad to be here. Trade matters to us. Norway is a small country."
    readout = parse_readout(text)
    assert [s.speaker for s in readout.sentences] == [A] * 3
    assert readout.event_kind == "unknown" and readout.participants == ()
