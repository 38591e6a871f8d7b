"""The papers agree with the project: licence, citation, changelog, and what contributors are told."""

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def paper(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_licence_is_the_one_that_is_declared():
    licence = paper("LICENSE")
    assert PROJECT["license"] == "BSD-3-Clause" and licence.startswith("BSD 3-Clause License\n")
    assert "Copyright 2026 Readouts contributors" in licence
    assert PROJECT["authors"] == [{"name": "Readouts contributors"}]
    told = paper("README.md").split("## Licence")[1]
    for text in (licence, told):
        assert re.search(r"seeds/.* belong\s+to\s+their\s+publishers", text, re.DOTALL)


def test_the_citation_is_of_this_version_and_this_title():
    citation = yaml.safe_load(paper("CITATION.cff"))
    readme_title = re.match(r"# (\w+)\n", paper("README.md"))[1]
    assert citation["title"].startswith(f"{readme_title}: ")
    assert citation["title"].removeprefix(f"{readme_title}: ") in PROJECT["description"].lower()
    assert citation["abstract"] == PROJECT["description"]
    assert (citation["version"], citation["license"]) == (PROJECT["version"], PROJECT["license"])
    assert citation["authors"] == PROJECT["authors"]


def test_the_citation_keeps_the_form_of_the_citation_file_format():
    citation = yaml.safe_load(paper("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0" and citation["type"] in ("software", "dataset")
    assert isinstance(citation["version"], str) and set(citation["authors"][0]) == {"name"}


def test_the_version_has_an_entry_and_the_newest_comes_first():
    entries = re.findall(
        r"^## \[(.+?)\] - (\d{4}-\d\d-\d\d|Unreleased)$", paper("CHANGELOG.md"), re.MULTILINE
    )
    assert entries[0][0] == PROJECT["version"]
    assert len(entries) == len(re.findall(r"^## ", paper("CHANGELOG.md"), re.MULTILINE))
    numbers = [tuple(map(int, version.split("."))) for version, _ in entries]
    assert numbers == sorted(set(numbers), reverse=True)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", paper("CHANGELOG.md"), re.MULTILINE)) <= kinds


# --- what contributors are told ----------------------------------------------------------------

CONTRIBUTING = paper(".github/CONTRIBUTING.md")
RECIPES = dict(
    re.findall(r"^### Add ([^\n]+)\n\n(.+?)(?=^### |\Z)", CONTRIBUTING, re.MULTILINE | re.DOTALL)
)


def test_every_kind_of_change_has_a_recipe():
    assert list(RECIPES) == [
        "a reporting verb",
        "an office",
        "an outlet",
        "a cut rule",
        "an attribution rule",
        "an issue",
        "a phrase",
        "a chart",
        "a kind of output",
        "a finding",
    ]
    for recipe in RECIPES.values():
        parts = [re.match(r"(Files|Example|Held by): .", line) for line in recipe.splitlines()]
        assert [part[1] for part in parts if part] == ["Files", "Example", "Held by"]


def named(text):
    """Return the files and folders that a text names, without commands."""
    return re.findall(r"`((?:\.?\w[\w.-]*/)+[\w.-]*|\.?\w[\w.-]*\.(?:toml|cff|yml|md))`", text)


def test_the_files_it_names_are_there():
    assert named("`a/b.py`, `make test`, `pyproject.toml`, `.ci/run`, `docs/`, `x.y`") == [
        "a/b.py",
        "pyproject.toml",
        ".ci/run",
        "docs/",
    ]
    for recipe in RECIPES.values():
        assert len(named(recipe)) >= 2
    theirs = {"docs/", "gold/"}
    assert [n for n in named(CONTRIBUTING) if n not in theirs and not (ROOT / n).exists()] == []


def test_the_tests_it_names_are_there():
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    told = re.findall(r"`(test_\w+)`", CONTRIBUTING)
    assert len(told) > 10 and [name for name in told if f"def {name}(" not in tests] == []


def test_the_goals_it_names_are_those_of_make():
    goals = set(re.findall(r"^(\w+): ", paper("Makefile"), re.MULTILINE))
    for text in (CONTRIBUTING, paper("README.md")):
        assert set(re.findall(r"^ {4}(?:\w+=\S+ )*make (\w+)", text, re.MULTILINE)) <= goals
    assert {"report", "lab", "test", "check"} <= goals
