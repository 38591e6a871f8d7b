"""The annotated reading: everything of the text is there, nothing of it acts, and each mark means what the key says."""

import html
import re
from dataclasses import replace
from datetime import date

import pytest

from readoutlib.palette import HUES, person_colors
from readoutlib.parsing.readout import Cut, Participant, Readout, Sentence
from readoutlib.reading import as_html, as_text
from readoutlib.speakers import BOTH_SIDES, NARRATOR

TEXT = "Menu <b>x</b>\nA & B meet\n\nA said that <script>alert(1)</script> peace matters. It does, C noted. Both agreed.\n\nShare\x1b[31m this"


def made(text=TEXT):
    def sentence(number, words, speaker, mode, cue=None, nested=(), frame=""):
        start = text.index(words)
        at = start + words.index(cue) if cue else None
        content = ((start + len(frame), start + len(words)),)
        return Sentence(
            number,
            0,
            start,
            start + len(words),
            words,
            speaker,
            mode,
            cue,
            at,
            at and at + len(cue),
            nested,
            f"rule {number}",
            0.9,
            content,
        )

    body = (
        sentence(
            0,
            "A said that <script>alert(1)</script> peace matters.",
            "A <i>",
            "explicit",
            "said",
            frame="A said that ",
        ),
        sentence(1, "It does, C noted.", "A <i>", "continuation", nested=("C & Co",)),
        sentence(2, "Both agreed.", BOTH_SIDES, "joint", "agreed", frame="Both agreed"),
    )
    start, share = text.index("A & B meet"), text.index("Share")
    return Readout(
        "x",
        text,
        "A & B meet",
        start,
        start + 10,
        None,
        None,
        None,
        date(2020, 1, 2),
        date(2020, 1, 1),
        date(2020, 1, 31),
        "month",
        "named",
        "in January",
        "talks",
        "Sochi",
        (Participant("A <i>", None, None, ()),),
        body,
        (Cut(0, 13, "menu"), Cut(share, len(text), "share <u>")),
    )


def visible(page):
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", page))


def test_all_of_the_text_is_there_and_none_of_it_is_markup():
    page = as_html(made())
    seen = visible(page)
    for words in (
        "Menu <b>x</b>",
        "A & B meet",
        "<script>alert(1)</script> peace matters.",
        "It does, C noted.",
        "Both agreed.",
        "Share",
    ):
        assert words in seen
    assert seen.index("Menu") < seen.index("said that") < seen.index("Share")
    tags = set(re.findall(r"<(\w+)", page))
    assert tags <= {
        "article",
        "style",
        "h2",
        "p",
        "b",
        "u",
        "i",
        "span",
        "details",
        "summary",
        "table",
        "tr",
        "th",
        "td",
    }


def test_every_seed_shows_all_its_sentences(seeds):
    for doc_id in seeds.documents.index:
        readout = seeds.readout(doc_id)
        squeezed = "".join(visible(as_html(readout)).split())
        shown = "".join(as_text(readout).replace("_", "").split())
        for sentence in readout.sentences:
            words = "".join(sentence.text.split())
            assert words in squeezed and words.replace("_", "") in shown


def test_marks_say_who_and_why():
    page = as_html(made())
    assert (
        page.count("<b class='who'>A &lt;i&gt;</b>") == 1
        and page.count("<b class='who'>Both sides</b>") == 1
    )
    assert "<i>A </i><u>said</u><i> that </i>" in page
    assert "[words of C &amp; Co]" in page
    assert (
        "title='explicit · rule 0 · 0.90'" in page
        and "<td>continuation · rule 1 · 0.90</td>" in page
    )
    assert "<summary>Cut by rule share &lt;u&gt;</summary>" in page
    assert (
        "2020-01-01 to 2020-01-31 (known to the month)" in page
        and "“in January”, rule named" in page
    )


def test_ids_only_where_asked_for():
    assert " id=" not in as_html(made())
    assert re.findall(r"<span id='(\w+)'", as_html(made(), anchors=True)) == ["s0", "s1", "s2"]


def test_a_cut_inside_a_turn_names_the_speaker_once():
    text = TEXT.replace("It does", "AD It does")
    readout = made(text)
    page = as_html(
        replace(readout, cuts=(*readout.cuts, Cut(text.index("AD"), text.index("AD") + 2, "ad")))
    )
    assert (
        page.index("peace matters") < page.index("rule ad") < page.index("It does")
        and page.count("<b class='who'>A &lt;i&gt;</b>") == 1
    )


def test_a_readout_of_nothing():
    empty = Readout(
        "x",
        "",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "unknown",
        None,
        None,
        "unknown",
        None,
        (),
        (),
        (),
    )
    assert "date unknown" in as_html(empty) and "How each sentence" not in as_html(empty)
    assert as_text(empty) == "(no title)\ndate unknown\n"


def test_terminal_text_is_plain_unless_asked_and_never_steered_by_the_source():
    plain, colored = as_text(made()), as_text(made(), color=True)
    assert "\x1b" not in plain and "Share\\x1b[31m this" in plain
    assert "A _said_ that" in plain and "(explicit · rule 0 · 0.90)" in plain
    assert "\x1b[31m this" not in colored and "\x1b[4msaid\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == plain.replace("_", "")


def test_colors_are_stable_and_never_run_out():
    names = [f"person {i}" for i in range(30)]
    colors = person_colors([NARRATOR, *names])
    assert person_colors([NARRATOR, *names[:5]]).items() <= colors.items()
    assert (
        len({colors[n] for n in names[: len(HUES)]}) == len(HUES)
        and colors[names[12]] == colors[names[0]]
    )
    assert colors[NARRATOR] not in HUES


@pytest.mark.parametrize("persons", [(), ("Z", "A <i>")])
def test_a_given_order_decides_the_color(persons):
    color = person_colors([*persons, "A <i>"])["A <i>"]
    assert f"--who:{color}" in as_html(made(), persons=persons)
