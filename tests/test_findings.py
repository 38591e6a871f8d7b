"""Findings claim what their numbers carry: nothing without a test, no zero called a silence, no text that acts."""

import ast
import html
import re
import runpy
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from string import Formatter

import pytest

from readoutlib import findings, load_corpus, phrases
from readoutlib.books import read_book
from readoutlib.report.prose import computed

made = runpy.run_path(str(Path(__file__).with_name("made.py")))["made"]

LEAD = "On {day}, 2021, Norwegian Foreign Minister Ann Alder met Chilean Foreign Minister Bo Birch."


def corpus(folder, **bodies):
    for day, body in bodies.items():
        text = f"Alder Meets Birch\n\n{LEAD.format(day=day.replace('_', ' '))}\n\n{body}"
        (folder / f"{day}.txt").write_text(text, encoding="utf-8")
    return load_corpus(folder)


def test_hostile_text_is_shown_and_does_nothing(seeds):
    name = "A & B <i>*x*</i> [go](https://example.org) `c` $y_1$ <details> # ~"
    hostile = replace(seeds, documents=seeds.documents.assign(outlet=name))
    shown = computed(
        findings.Findings(
            [findings.Finding(name, 1, "talks", "a count")], hostile
        )._repr_markdown_()
    )
    assert set(re.findall(r"<(\w+)", shown)) <= {
        "ul",
        "li",
        "strong",
        "em",
        "br",
        "p",
        "details",
        "summary",
    }
    assert (
        shown.count("<details>") == shown.count("</details>") == 1
    )  # the library's own, around the citation
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).count(name) == 4


def test_few_talks_are_never_said_to_differ_by_more_than_chance(tmp_path):
    few = corpus(
        tmp_path,
        May_3="Alder said that fish matters.",
        May_4="Birch said that trade grows.",
        May_5="Alder said that oil flows.",
    )
    texts = " ".join(f.text for f in findings.of_drift(few))
    assert "too few to tell" in texts and "more than chance" not in texts


def test_a_zero_stands_beside_its_near_renderings(tmp_path):
    near = corpus(
        tmp_path,
        May_3="Alder said that strategic cooperation matters.",
        May_4="Birch praised strategic communication.",
    )
    family = next(f for f in phrases.load_book() if f.name == "strategic coordination")
    absent, instead = findings.of_phrases(near, [family])
    assert (
        "stands nowhere" in absent.text
        and "“strategic cooperation”" in instead.text
        and "“strategic communication”" in instead.text
    )


def test_every_finding_has_its_n_and_its_hedge(seeds):
    for group in (findings.of_corpus(seeds), findings.of_drift(seeds), findings.of_speakers(seeds)):
        assert group and all(
            f.note.startswith(f"n = {f.talks} talk") and f.note.endswith(findings.hedge(f.talks))
            for f in group
        )
        assert group.source.startswith(findings.reported_by(seeds)) and {
            f.source for f in group
        } == {group.source}


def test_a_citation_carries_all_a_reader_needs(seeds):
    group = findings.of_speakers(seeds)
    f = group[0]
    assert (
        f.citation
        == f"{f.text} [{f.note}] As reported by Xinhua (2); three documents name no outlet. Corpus {seeds.fingerprint}, readoutlib {version('readoutlib')}."
    )
    assert repr(group).splitlines() == [g.citation for g in group] and all(
        "\n" not in g.citation for g in group
    )
    assert [
        html.unescape(c)
        for c in re.findall(
            "<summary>Cite</summary>(.*?)</details>", computed(group._repr_markdown_())
        )
    ] == [g.citation for g in group]


def test_the_fingerprint_tells_corpora_apart(seeds, tmp_path):
    first = next(iter(seeds.texts))
    other = replace(seeds, texts={**seeds.texts, first: seeds.texts[first] + " "})
    (tmp_path / "given.csv").write_text(
        f"doc_id,field,value,source\n{first},outlet,Herald,seen\n", encoding="utf-8"
    )
    corrected = load_corpus("seeds", corrections=tmp_path / "given.csv")
    assert (
        len({c.fingerprint for c in (seeds, other, corrected)}) == 3
        and load_corpus("seeds").fingerprint == seeds.fingerprint
    )


def test_what_rises_and_what_is_new_is_said_only_of_enough_talks(tmp_path):
    talk = f"{LEAD.replace('{day}', 'May 3').replace('2021', '{year}')}\n\nAlder said that fish and oil matter{{more}}."
    for i in range(30):
        more = ", and wind power is the future" * (i >= 18)
        (tmp_path / f"{i}.txt").write_text(
            f"Alder Meets Birch\n\n{talk.format(year=1990 + i, more=more)}", encoding="utf-8"
        )
    told = [f.text for f in findings.of_drift(load_corpus(tmp_path))]
    new = next(t for t in told if "new: none in the earlier half" in t)
    assert "wind power" in new and "“wind”" not in new and "fish" not in new
    for i in range(5, 30):
        (tmp_path / f"{i}.txt").unlink()
    assert "Over the years" not in " ".join(
        f.text for f in findings.of_drift(load_corpus(tmp_path))
    )


def test_numbers_that_rest_on_labels_say_how_far_they_move(seeds):
    assert [("as labels may err" in f.note) for f in findings.of_speakers(seeds)] == [True] * 4


def test_a_country_that_takes_part_is_named_apart():
    corpus = made(
        [
            [("Ann", "the United States and Iran")],
            [("Bo", "the United States and Iran")],
            [("Cy", "the United States")],
        ]
    )
    abroad = findings.of_drift(corpus)[0].text
    assert abroad == "Named in the largest number of talks: “United States”, in all three talks."
    at_home = replace(
        corpus, people=corpus.people.assign(country=["United States", "United States", "Peru"])
    )
    told = findings.of_drift(at_home)[0].text
    assert (
        told
        == "Named in the largest number of talks: “Iran”, in two of three talks; “United States”, in three, takes part in most of those itself."
    )


def test_a_phrase_given_twice_counts_once():
    corpus = made([[("Ann", "trade"), ("Bo", "fine")]] * 3)
    assert (
        "stand three times in all three talks"
        in findings.of_phrases(corpus, [phrases.grow("trade")] * 2)[0].text
    )


def test_a_mean_over_days_says_so_and_lies_in_its_range():
    said = [
        [("Ann", "multipolar world"), ("Cy", "we agree")],
        [("Bo", "multipolar"), ("Di", "fine")],
        [("Ann", "many more words are said here"), ("Bo", "yes")],
    ]
    last = findings.of_speakers(made(said, days=["2020", "2020-06-01", "2021-01-01"]))[-1]
    assert "(a mean over the days that the dates allow) first" in last.text
    led = last.text.split(" has ")[1].split(" ")[0]
    assert last.labels == f"still {led}"


# --- the book of sentences -------------------------------------------------------------------------------------------

UNITS = re.compile(r"\b95 %|\b1,000\b")  # of an interval, of a rate: no results


def templates(book, path=""):
    """Return {path: its templates}: one of a plain sentence, two or three of one with forms."""
    if isinstance(book, str):
        return {path: [book]}
    if "many" in book:
        return {path: list(book.values())}
    found = {}
    for key, entry in book.items():
        found |= templates(entry, f"{path}.{key}".strip("."))
    return found


def places(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def asked(source):
    """Return (path in the book, places given) of every sentence that a module's source says."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        given = {k.arg for k in call.keywords}
        if call.func.id == "said" and name:
            found.append((name, given))
        elif call.func.id == "finding":
            own = given - {"labels", "why"}
            found += [(f"{name}.unit", own), (f"{name}.method", own)]
        elif call.func.id == "told_range":
            name = call.args[1].value
            found += [(f"numbers.{name}.name", given - {"turned"}), (f"numbers.{name}.form", set())]
    return found


def complaints(book, sources):
    """Return what does not fit between the book of sentences and the code that says them."""
    known, out, used = templates(book), [], set()
    for path, given in (pair for source in sources for pair in asked(source)):
        if path not in known:
            out.append(f"{path}: not in the book")
            continue
        used.add(path)
        wanted = set().union(*map(places, known[path]))
        if len(known[path]) > 1:
            wanted.add("n")
        spare = set() if path.endswith((".unit", ".method")) else given - wanted
        out += [f"{path}: no place for {name}" for name in spare]
        out += [f"{path}: {name} is not filled" for name in wanted - given]
    out += [f"{path}: never said" for path in known.keys() - used]
    for path, own in known.items():
        bare = " ".join(re.sub(r"\{[^}]*\}", "", text) for text in own)
        if not path.endswith(".form") and re.search(r"\d", UNITS.sub("", bare)):
            out.append(f"{path}: a typed number")
    return sorted(set(out))


def findings_sources():
    folder = Path(findings.__file__).parent
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]


def test_every_sentence_of_the_book_is_said_and_its_places_are_filled():
    assert complaints(read_book("sentences"), findings_sources()) == []


@pytest.mark.parametrize(
    "entry, code, complaint",
    [
        ({"text": "It rains."}, "", "made_up.text: never said"),
        ({}, 'said("made_up.text")', "made_up.text: not in the book"),
        ({"text": "{a}"}, 'said("made_up.text")', "made_up.text: a is not filled"),
        ({"text": "It."}, 'said("made_up.text", a=1)', "made_up.text: no place for a"),
        ({"text": "5 talks"}, 'said("made_up.text")', "made_up.text: a typed number"),
        (
            {"text": {"one": "is", "many": "are"}},
            'said("made_up.text")',
            "made_up.text: n is not filled",
        ),
        (
            {"unit": "talks"},
            'finding("made_up", 1, "It.")',
            "made_up.method: not in the book",
        ),
    ],
)
def test_the_book_and_the_code_are_held_together(entry, code, complaint):
    book = read_book("sentences") | {"made_up": entry}
    assert complaints(book, [*findings_sources(), code]) == [complaint]


def test_a_sentence_without_one_of_its_places_is_no_sentence():
    with pytest.raises(KeyError):
        findings.wording.said("days.undated")


def test_the_page_s_own_day_is_never_counted_as_proved():
    c = made(
        [[("Ann", "Ann said that | trade matters.")], [("Ann", "Ann said that | peace matters.")]]
    )
    rules = ["day of publication", "stated"]
    days = next(
        f
        for f in findings.of_corpus(replace(c, documents=c.documents.assign(event_rule=rules)))
        if "the day of" in f.text
    )
    assert "one of two talks" in days.text and "names no time" in days.text
