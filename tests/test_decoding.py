"""Bytes to text: any encoding that is stated or shown, a named guess, a mark for what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readoutlib.corpus.readers.characters import REFUSED, cleaned
from readoutlib.corpus.readers.decoding import GUESSED, decoded
from readoutlib.corpus.readers.telling import UnusableError

TALK = "Ann Alder met Bo Birch in Málaga: “Trade matters”, she said – and left.\n"
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff"), min_size=1
)


@given(texts)
def test_any_text_comes_back_from_an_encoding_that_its_mark_or_its_bytes_show(text):
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decoded(text.encode(encoding)) == (text, decoded(text.encode(encoding))[1])
        assert decoded(text.encode(encoding))[1].told == []


@given(st.binary())
def test_any_bytes_are_text_or_refused(data):
    try:
        text, _ = decoded(data)
    except UnusableError as error:
        assert error.told.problem == "binary"
    else:
        assert len(text) <= len(data)


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zeros(order):
    assert decoded(TALK.encode(order))[0] == TALK


def test_windows_is_a_guess_that_is_named():
    text, encoding = decoded(TALK.encode("cp1252"))
    assert (text, encoding.told) == (TALK, [GUESSED])


def test_one_bad_byte_costs_one_character():
    data = TALK.encode()
    text, encoding = decoded(data.replace(b"left", b"le\x81ft"))
    assert text == TALK.replace("left", "le�ft")
    assert [told.problem for told in encoding.told] == ["bytes not decoded"]
    text, encoding = decoded(TALK.encode("cp1252").replace(b"left", b"le\x81ft"))
    assert text == TALK.replace("left", "le�ft")
    assert [told.problem for told in encoding.told] == ["encoding guessed", "bytes not decoded"]


def test_a_letter_cut_at_the_end_of_utf_16_is_marked():
    text, encoding = decoded(TALK.encode("utf-16")[:-1])
    assert text == TALK[:-1] + "�" and encoding.marked


@pytest.mark.parametrize("name", ["gb2312", "shift_jis", "windows-1251", "koi8-r", "euc-kr"])
def test_a_stated_encoding_is_used(name):
    text = {"gb2312": "王毅", "shift_jis": "外務省", "euc-kr": "외교부"}.get(name, "Лавров")
    assert decoded(text.encode(name), name)[0] == text


def test_a_bad_byte_in_a_stated_encoding_costs_little():
    data = ("王毅同拉夫罗夫通电话" * 30).encode("gb18030") + b"\xff done"
    text, encoding = decoded(data, "gb2312")
    assert text.startswith("王毅同") and text.endswith("� done") and encoding.marked


@pytest.mark.parametrize(
    "name", ["hex", "zlib", "idna", "unicode_escape", "utf-7", "undefined", "x"]
)
def test_a_stated_name_that_is_no_encoding_of_pages_is_passed_over(name):
    assert decoded(TALK.encode("cp1252"), name)[0] == TALK


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", bytes(range(1, 256)), bytes(99)])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnusableError, match="binary"):
        decoded(data)


# --- characters ----------------------------------------------------------------------------------


@given(st.text(), st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_what_is_cleaned_can_be_shown_and_keeps_its_offsets(text, metadata):
    clean, values, told = cleaned(text, metadata)
    assert len(clean) == len(text)
    shown = [clean, *map(str, values.values())]
    assert not any(REFUSED.search(each) or "\f" in each or "\v" in each for each in shown)
    bad = REFUSED.search(text) or any(
        REFUSED.search(v) for v in metadata.values() if type(v) is str
    )
    assert len(told) == bool(bad)
    same = [a == b for a, b in zip(text, clean) if not REFUSED.match(a) and a not in "\f\v"]
    assert all(same)


def test_each_character_is_named_once():
    text, _, (told,) = cleaned("a\x1bb\x1b\uffff\x85c", {"title": "\ud800"})
    assert text == "a�b��\nc"
    assert told.found == "U+001B, U+0085, U+D800, U+FFFF" and told.hint.startswith("5 shown")


def test_a_number_too_long_to_be_written_is_no_error():
    assert cleaned("a", {"title": 10**5000})[1] == {"title": "(int)"}
