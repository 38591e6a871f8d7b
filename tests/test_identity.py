"""Identity: one person under several spellings, one talk in several accounts."""

import shutil
from dataclasses import replace
from itertools import islice, product, zip_longest
from pathlib import Path

import pandas as pd
import pytest

from readoutlib import load_corpus, parse_readout
from readoutlib.corpus import assemble, identity
from readoutlib.parsing.readout import Participant

TALK = "{title}\n\n{date}\n\n{lead} Alder said that trade matters. Birch agreed.\n"


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    return folder


def test_spellings_and_shorter_forms_are_one_person(seeds):
    assert set(seeds.sentences.speaker) >= {"Sergey Lavrov", "Sergei Lavrov"}
    assert "Sergei Lavrov" not in set(seeds.sentences.person)


def test_different_people_stay_different(tmp_path):
    texts = {
        "a": "A Meets B\n\nOn May 3, 2021, President Joe Biden met President Moon Jae-in. Biden said so.",
        "b": "A Meets B\n\nOn May 4, 2021, First Lady Jill Biden met Minister Moon Geun. Biden said so.",
        "c": "A Meets B\n\nOn May 5, 2021, President Joseph R. Biden, Jr. met President Xi Jinping. Biden said so.",
    }
    corpus = load_corpus(write(tmp_path, **texts))
    said = corpus.sentences[corpus.sentences["mode"] == "explicit"].set_index("doc_id").person
    assert said.to_dict() == {"a": "Joseph R. Biden", "b": "Jill Biden", "c": "Joseph R. Biden"}


def test_two_accounts_of_one_talk_share_its_event(tmp_path):
    lead = "On {} 2021, Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."
    texts = {
        n: TALK.format(title="Alder Meets Birch", date="May 9, 2021", lead=lead.format(day))
        for n, day in (("oslo", "May 3,"), ("santiago", "May 3,"), ("later", "May 5,"))
    }
    events = load_corpus(write(tmp_path, **texts)).documents.event_id
    assert events["oslo"] == events["santiago"] != events["later"]


LEAD = "Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."
DAY, OTHER_DAY, MONTH, YEAR, NEXT_YEAR, NEVER = (
    "2021-05-03",
    "2021-05-05",
    "2021-05",
    "2021",
    "2022",
    None,
)


def told(*dates, kinds=()):
    """Return the corpus of accounts a, b, c … of talks of the same two people that are dated so."""
    accounts = []
    for name, when, kind in zip_longest("abcd"[: len(dates)], dates, kinds, fillvalue="meeting"):
        r = parse_readout(
            f"A Talk\n\n{LEAD} Alder said that trade matters in {name.upper()}. Birch agreed.\n",
            name=name,
        )
        period = pd.Period(when) if when else None
        days = (
            {"event_start": period.start_time.date(), "event_end": period.end_time.date()}
            if when
            else {}
        )
        precision = {10: "day", 7: "month", 4: "year"}[len(when)] if when else "unknown"
        accounts.append(replace(r, **days, event_precision=precision, event_kind=kind))
    return assemble(accounts)


@pytest.mark.parametrize(
    "dates, talks",
    [
        ((YEAR, DAY), "aa"),
        ((YEAR, MONTH, DAY), "aaa"),
        ((DAY, YEAR, OTHER_DAY), "abc"),
        ((DAY, MONTH, OTHER_DAY, YEAR), "abcd"),
        ((YEAR, YEAR), "aa"),
        ((DAY, NEVER), "ab"),
        ((NEVER, NEVER), "ab"),
        ((DAY, NEXT_YEAR), "ab"),
        ((DAY, DAY, OTHER_DAY, OTHER_DAY), "aabb"),
    ],
)
def test_accounts_are_one_talk_where_their_dates_overlap_that_of_one_only(dates, talks):
    events = told(*dates).documents.event_id.sort_index()
    assert list(pd.factorize(events)[0]) == list(pd.factorize(pd.Series(list(talks)))[0])


def test_a_call_and_a_meeting_are_two_talks():
    assert told(
        DAY, DAY, YEAR, kinds=["meeting", "phone", "video"]
    ).documents.event_id.to_dict() == {"a": "a", "b": "b", "c": "b"}


def test_a_talk_has_the_date_of_its_most_exact_account():
    speech = told(YEAR, DAY, "2021-03-01", kinds=["talks", "talks", "phone"]).speech
    assert list(dict.fromkeys(zip(speech.doc_id, speech.talk, strict=True))) == [
        ("c", "2021-03-01"),
        ("b", DAY),
        ("a", DAY),
    ]
    dates = speech[speech.talk == DAY][
        ["event_start", "event_end", "event_precision", "year"]
    ].drop_duplicates()
    assert list(dates.itertuples(index=False, name=None)) == [
        (pd.Timestamp(DAY), pd.Timestamp(DAY), "day", 2021)
    ]


def test_copies_of_an_undated_text_are_one_talk(tmp_path):
    for copy in ("one", "two"):
        write(
            tmp_path / copy,
            a=f"A Talk\n\n{LEAD} Alder said that trade matters.",
            b=f"A Talk\n\n{LEAD} Alder said that peace matters.",
        )
    events = load_corpus(tmp_path).documents.event_id
    assert events["one/a.txt"] == events["two/a.txt"] != events["one/b.txt"] == events["two/b.txt"]


def test_a_duplicated_corpus_has_the_same_talks_and_shares(seeds, tmp_path):
    for copy in ("one", "two"):
        shutil.copytree("seeds", tmp_path / copy)
    twice = load_corpus(tmp_path)
    assert (
        len(twice.documents) == 10
        and twice.documents.event_id.nunique() == seeds.documents.event_id.nunique() == 5
    )
    assert set(twice.speech.talk) == set(seeds.speech.talk)
    words = lambda c: c.speech.groupby("person").n_words.sum() / c.speech.n_words.sum()
    pd.testing.assert_series_equal(words(twice), words(seeds))


def of_names(names, office=None):
    """A readout for each name, of someone who took part."""
    talk = parse_readout("Alder Meets Birch\n\nMinister Ann Alder met Minister Bo Birch in Oslo.")
    return [
        replace(talk, name=f"d{n:04}", people=(Participant(name, None, office, ()),))
        for n, name in enumerate(names)
    ]


def forenames(number):
    """Names of one sound that are no spellings of each other, and so many people."""
    return ["B" + "".join(vowels) + "n" for vowels in islice(product("aeiou", repeat=7), number)]


@pytest.mark.parametrize("office", [None, "Minister"])
@pytest.mark.parametrize("form", ["{} Alder", "Ann {}", "{}", "{0} {0}", "A. {} Alder"])
def test_names_are_compared_with_few_of_one_sound(monkeypatch, form, office):
    """Every name was compared with every other of its sound."""
    compared = []
    monkeypatch.setattr(identity, "_one_person", lambda one, other: compared.append(1) or False)
    number = 4 * identity.MOST_OF_A_KEY
    names = [form.format(forename) for forename in forenames(number)]
    assert len(identity.same_persons(of_names(names, office))) == number
    assert len(compared) <= number * identity.MOST_OF_A_KEY / 4


def test_spellings_are_found_among_many_of_one_sound():
    crowd = [f"{name} Alder" for name in forenames(3 * identity.MOST_OF_A_KEY)]
    names = [*crowd, "Sergey Alder", "Sergei Alder", "Ann C. Elm", "Ann Elm"]
    persons = identity.same_persons(of_names(names))
    who = {name: person for (_, name), person in persons.items()}
    assert who["Sergei Alder"] == who["Sergey Alder"] and who["Ann Elm"] == "Ann C. Elm"
    offices = of_names([*crowd, "Mike Alder", "Michael Alder"], "Minister")
    who = {name: person for (_, name), person in identity.same_persons(offices).items()}
    assert who["Mike Alder"] == who["Michael Alder"]


def test_names_of_initials_alone_stay_apart():
    persons = identity.same_persons(of_names(["A.", "B.", "A. B."]))
    assert sorted(persons.values()) == ["A.", "A. B.", "B."]
