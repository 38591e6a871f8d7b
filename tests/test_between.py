"""Between whom a talk was."""

import pytest

from readoutlib import load_corpus, parse_readout

A, B = "Norwegian Foreign Minister Ann Alder", "Chilean Foreign Minister Bo Birch"


@pytest.mark.parametrize(
    ("title", "told", "between"),
    [
        ("Alder Meets Birch", f"{A} met {B} in Oslo.", "states"),
        ("Alder Meets Birch", f"{A} met {B} and business leaders in Oslo.", "states"),
        ("Alder in Oslo", f"{A} met Acme CEO Eve Fir in Oslo.", "mixed"),
        ("Alder Meets Students", f"{A} met students in Oslo.", "mixed"),
        ("Alder Meets Governor", f"{A} met Governor Joe Ash in Oslo.", "domestic"),
        ("Alder Meets Ash", f"{A} met Norwegian Trade Minister Joe Ash in Oslo.", "domestic"),
        (
            "Minister Alder in Chile",
            "Foreign Minister Ann Alder met Foreign Minister Bo Birch of Chile.",
            "states",
        ),
        ("Alder Congratulates Birch", f"{A} congratulated {B}.", None),
    ],
)
def test_a_talk_is_between_states_or_others(title, told, between):
    assert parse_readout(f"{title}\n\n{told} They spoke of trade.\n").talk_between == between


def test_the_corpus_has_the_column(seeds, tmp_path):
    assert set(seeds.documents.talk_between) == {"states"}
    (tmp_path / "a.txt").write_text("News\n\nNorway grows. It is warm.\n", encoding="utf-8")
    assert load_corpus(tmp_path).documents.talk_between.isna().all()
