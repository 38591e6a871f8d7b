"""The rules: every one decides its own example and leaves the other to another rule."""

from pathlib import Path

import pytest

import readoutlib
from readoutlib import parse_readout
from readoutlib.parsing.rules import load
from readoutlib.parsing.voices import attribution, cascade
from readoutlib.parsing.voices.cascade import RULES, STEPS, decide
from readoutlib.parsing.voices.rule import LEAD, Rule
from readoutlib.parsing.voices.turn import Verdict

LIBRARY = Path(readoutlib.__file__).parent
NAMES = [rule.name for rule in RULES]


def last_rule(rule, example):
    """Return the name of the rule that decides the last sentence of an example."""
    text = f"{rule.lead}\n\n{example}".strip()
    return parse_readout(text, metadata={"author": rule.author}).sentences[-1].rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_decides_its_example_and_not_the_other(rule):
    assert last_rule(rule, rule.fires) == rule.name
    assert last_rule(rule, rule.silent) != rule.name


@pytest.mark.parametrize(
    ("example", "rule"),
    [
        (
            "BIRCH: Welcome.\n\nALDER: He said this. “Trade matters. It grows.”",
            "labelled turn goes on",
        ),
        ("BIRCH: Welcome.\n\nALDER: Birch said that trade matters.", "speaker label"),
        (
            "Alder said:\n\n“Trade matters. It grows,” Birch said. “Yes. It does.”",
            "quotation goes on",
        ),
        ("Birch said that trade matters, Alder noted.", "parenthetical name"),
        ("Last April Birch said that trade matters.", "background"),
        ("The spokesman said that Birch noted the growth of trade.", "relayed name"),
        ("The spokesman said so, stressing that trade matters.", "third party"),
        ("Alder met Birch, stressing that trade matters.", "participle name"),
        ("Alder met Birch and said that trade matters.", "coordinate name"),
        ("Alder met Birch and tabled a plan.", "talk told"),
        ("The talks were long and trade was discussed.", "about the talk"),
        ("Alder said that trade matters. Trade was discussed.", "agentless passive"),
    ],
)
def test_the_earlier_of_two_rules_that_fit_decides(example, rule):
    assert parse_readout(f"{LEAD}\n\n{example}").sentences[-1].rule == rule


def test_a_rules_name_is_found_in_one_place():
    code = "".join(path.read_text(encoding="utf-8") for path in LIBRARY.rglob("*.py"))
    assert {name: n for name in NAMES if (n := code.count(f'"{name}"')) != 1} == {}


def test_a_row_without_a_kind_takes_what_no_row_beside_it_does(monkeypatch):
    somebody = Verdict("Bo Birch", "explicit", "name")
    row = Rule("made up", lambda sentence, turn: somebody, fires="", silent="")
    monkeypatch.setattr(cascade, "STEPS", [(row.function, {row.of: row})])
    assert decide(None, None) == (row, somebody)


def test_every_rule_that_was_counted_is_there():
    assert load("counts")["rule"].keys() - set(NAMES) == set()


def test_rules_that_share_a_function_stand_together():
    functions = [function for function, _ in STEPS]
    assert len(functions) == len(set(functions))
    assert [rule for _, rules in STEPS for rule in rules.values()] == list(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rules_are_pure(rule, monkeypatch):
    text = f"{rule.lead}\n\n{rule.fires}"
    usual = parse_readout(text)

    def asking_all(sentence, turn):
        functions = [function for function, _ in STEPS]
        answers = [function(sentence, turn) for function in functions]
        assert [function(sentence, turn) for function in reversed(functions)] == answers[::-1]
        return decide(sentence, turn)

    monkeypatch.setattr(attribution, "decide", asking_all)
    assert parse_readout(text) == usual
