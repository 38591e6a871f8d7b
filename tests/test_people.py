"""Names, offices, countries and variants, whatever the order of names."""

import pytest

from readoutlib.parsing.names.people import People
from readoutlib.parsing.words.tokens import tokenize


def people(text):
    return People([tokenize(text)]).persons


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("State Councilor and Foreign Minister Wang Yi spoke.", "Wang Yi", None),
        ("Russian Foreign Minister Sergey Lavrov spoke.", "Sergey Lavrov", "Russia"),
        ("Foreign Minister Péter Szijjártó of Hungary spoke.", "Péter Szijjártó", "Hungary"),
        ("President Joseph R. Biden, Jr. spoke.", "Joseph R. Biden", None),
        (
            "He met the President of the Republic of Korea Yoon Suk Yeol.",
            "Yoon Suk Yeol",
            "South Korea",
        ),
        (
            "Crown Prince Mohammed bin Salman of the Kingdom of Saudi Arabia spoke.",
            "Mohammed bin Salman",
            "Saudi Arabia",
        ),
        (
            "European Commission President Ursula von der Leyen spoke.",
            "Ursula von der Leyen",
            "European Union",
        ),
        (
            "Assistant to the President for National Security Affairs Jake Sullivan spoke.",
            "Jake Sullivan",
            None,
        ),
        ("He spoke with his Turkish counterpart, Hakan Fidan, today.", "Hakan Fidan", "Turkey"),
        ("Secretary Rubio spoke.", "Rubio", None),
        ("India’s External Affairs Minister S. Jaishankar spoke.", "S. Jaishankar", "India"),
        ("Col Ann Alder spoke.", "Ann Alder", None),
        ("The Minister for Equality Ann Alder spoke.", "Ann Alder", None),
        ("In her remarks, Ann Alder, acting deputy minister of trade, said so.", "Ann Alder", None),
    ],
)
def test_an_office_introduces_a_name(text, name, country):
    (person,) = people(text)
    assert (person.name, person.country) == (name, country)


@pytest.mark.parametrize(
    "text",
    [
        "The Shanghai Cooperation Organization met in New York.",
        "The Foreign Ministry and the Security Council agreed.",
        "President of Russia",
        "",
    ],
)
def test_institutions_are_no_people(text):
    assert people(text) == []


def test_surname_first_and_last_are_found_again_alone():
    text = "Foreign Minister Wang Yi met Foreign Minister Sergey Lavrov. Wang said so. Lavrov agreed. Sergey Lavrov left."
    found = People([tokenize(text)])
    assert [found.persons[m.person].name for m in found.mentions] == [
        "Wang Yi",
        "Sergey Lavrov",
        "Wang Yi",
        "Sergey Lavrov",
        "Sergey Lavrov",
    ]


def test_two_people_of_one_surname_stay_two():
    found = People(
        [
            tokenize(
                "President Joe Biden and First Lady Jill Biden arrived. Minister Ann Lee met Minister Bo Lee. Lee said so."
            )
        ]
    )
    four = ["Joe Biden", "Jill Biden", "Ann Lee", "Bo Lee"]
    assert [p.name for p in found.persons] == four
    assert [
        found.persons[m.person].name for m in found.mentions
    ] == four  # "Lee said so" names neither


def test_a_person_keeps_one_number_over_fuller_and_shorter_forms():
    (person,) = people("President Biden arrived. President Joseph R. Biden, Jr. spoke.")
    assert person.name == "Joseph R. Biden"
