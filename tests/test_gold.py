"""The parser against hand-made gold standards: no score below its floor, and floors only rise.

The seeds are always scored. READOUT_GOLD=FOLDER[:FOLDER] names more sets, folders that hold docs/
and gold/; `.ci/run` names the practice set where it stands beside the project. After an
improvement, `READOUT_RAISE_FLOORS=1 make test ARGS=tests/test_gold.py` lifts tests/gold/floors.json
to the scores reached.
"""

import copy
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from readoutlib import load_corpus, parse_readout

ROOT = Path(__file__).resolve().parents[1]
STYLES, FLOORS = ROOT / "tests/gold/styles.jsonl", ROOT / "tests/gold/floors.json"
GIVEN = [Path(folder) for folder in os.environ.get("READOUT_GOLD", "").split(os.pathsep) if folder]
SETS = {"seeds": (ROOT / "seeds", ROOT / "tests/gold")} | {
    folder.resolve().name: (folder / "docs", folder / "gold") for folder in GIVEN
}
tool = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("scoring.py"))))


def floors_of(text):
    """Return the floors by set; versions that knew the seeds alone held theirs without a name."""
    floors = json.loads(text)
    return floors if all(isinstance(v, dict) for v in floors.values()) else {"seeds": floors}


@pytest.fixture(scope="module")
def gold():
    return tool.read_gold(ROOT / "tests/gold")


@pytest.mark.parametrize("name", sorted(SETS | floors_of(FLOORS.read_text()), reverse=True))
def test_the_parser_keeps_to_its_floors(name, summary):
    if name not in SETS:
        pytest.skip(
            f"READOUT_GOLD names no folder {name}/ with docs/ and gold/; "
            f".ci/run takes shared/{name} from where the project's folder stands"
        )
    docs, gold = SETS[name]
    result, floors = (
        tool.score(load_corpus(docs), tool.read_gold(gold)),
        floors_of(FLOORS.read_text()),
    )
    summary += tool.report(name, result)
    assert tool.broken(floors.get(name, {}), result.scores) == {}, (
        "below the floor, as (reached, floor)"
    )
    if os.environ.get("READOUT_RAISE_FLOORS") == "1":
        floors[name] = tool.raised(floors.get(name, {}), result.scores)
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    assert set(result.scores) - set(floors.get(name, {})) == {"invented", "overlaps"}, (
        "a score without a floor: raise the floors"
    )


def test_floors_only_rise():
    assert tool.raised(
        {"date": 0.8, "mode": 0.5, "gone": 0.3},
        {"date": 0.6, "mode": 0.7, "cue": 0.1, "invented": 3},
    ) == {"cue": 0.1, "date": 0.8, "gone": 0.3, "mode": 0.7}


def test_what_breaks_a_floor():
    fine = {"date": 0.8, "invented": 0, "overlaps": 0}
    assert tool.broken({"date": 0.8}, fine) == {}
    assert tool.broken({"date": 0.81, "cue": 0.2}, fine) == {
        "date": (0.8, 0.81),
        "cue": (None, 0.2),
    }
    assert tool.broken({}, fine | {"invented": 2, "overlaps": 1}) == {
        "invented": (2, 0),
        "overlaps": (1, 0),
    }


def test_no_floor_is_lower_than_in_any_earlier_version():
    git = lambda *args: (
        subprocess.run(
            ["git", *args], cwd=FLOORS.parent, capture_output=True, text=True, check=True
        ).stdout
    )
    try:
        versions = [
            git("show", f"{commit}:./{FLOORS.name}")
            for commit in git("log", "--diff-filter=AM", "--format=%H", "--", FLOORS.name).split()
        ]
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git history here")
    floors = floors_of(FLOORS.read_text())
    assert floors_of('{"date": 1.0}') == {"seeds": {"date": 1.0}} and set(floors) >= {
        "seeds",
        "practice",
    }
    earlier = [
        (name, k, v)
        for text in versions
        for name, old in floors_of(text).items()
        for k, v in old.items()
    ]
    assert [(name, k, v) for name, k, v in earlier if floors.get(name, {}).get(k, 0) < v] == [], (
        "floors only rise"
    )


# --- the gate itself -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def perfect(gold):
    """A corpus that says exactly what gold says, in the columns that `score` reads."""
    documents = pd.DataFrame(gold.documents).assign(
        participants=[tuple(p["name"] for p in d["participants"]) for d in gold.documents]
    )
    documents.index = [Path(f).stem for f in documents.file]
    sentences = pd.DataFrame(gold.sentences).assign(
        doc_id=lambda t: [Path(f).stem for f in t.file], nested=lambda t: t.nested.map(tuple)
    )
    return SimpleNamespace(documents=documents, sentences=sentences)


def test_gold_scores_full_marks_against_itself(perfect, gold):
    result = tool.score(perfect, gold)
    assert tool.broken({}, result.scores) == {} and {
        v for k, v in result.scores.items() if k not in tool.COUNTS
    } == {1.0}
    assert result.sizes == {"documents": 5, "named": 66, "joint": 9, "narrator": 3}
    assert set(result.confusion) == {
        ("named", "right person"),
        ("joint", "joint"),
        ("narrator", "narrator"),
    }
    assert result.confusion.total() == sum(s["end"] - s["start"] for s in gold.sentences)


def lowered(before, after, floors):
    """Return the scores that changed, and see that each is worse and breaks the floors given."""
    changed = {k for k in before if after[k] != before[k]}
    assert all((after[k] > before[k]) == (k in tool.COUNTS) for k in changed)
    assert set(tool.broken(floors, after)) == changed
    return changed


@pytest.mark.parametrize(
    "table, key, wrong, expected",
    [
        (
            "sentences",
            "speaker",
            "Sergey Lavrov",
            {"speaker", "named", "named precision", "named recall"},
        ),
        (
            "sentences",
            "speaker",
            tool.JOINT,
            {"speaker", "named", "named recall", "joint", "joint precision"},
        ),
        (
            "sentences",
            "speaker",
            tool.NARRATOR,
            {"speaker", "named", "named recall", "narrator", "narrator precision"},
        ),
        (
            "sentences",
            "speaker",
            "Nobody Known",
            {"speaker", "named", "named precision", "named recall", "invented"},
        ),
        ("sentences", "mode", "joint", {"mode"}),
        ("sentences", "cue", "Wang Yi denied", {"cue"}),
        ("sentences", "nested", ("Xi Jinping",), {"nested"}),
        ("sentences", "end", 500, {"boundary", "body", "speaker", "mode", "named", "named recall"}),
        ("sentences", "end", 600, {"boundary", "overlaps", "named precision"}),
        ("documents", "event_start", "2021-02-03", {"date"}),
        ("documents", "event_start", None, {"date"}),
        ("documents", "event_precision", "year", {"date"}),
        ("documents", "published", None, {"published"}),
        ("documents", "event_kind", "video", {"kind"}),
        ("documents", "title", "Talks", {"title"}),
        ("documents", "event_place", "Moscow", {"place"}),
        ("documents", "participants", ("Wang Yi",), {"participants"}),
    ],
)
def test_one_wrong_prediction_lowers_its_scores_and_no_other(
    perfect, gold, table, key, wrong, expected
):
    worse = copy.deepcopy(perfect)
    frame = getattr(worse, table)
    frame.at[frame.index[2 if table == "sentences" else 0], key] = (
        wrong  # the first sentence of Wang Yi; the phone call of 2021
    )
    before, after = tool.score(perfect, gold).scores, tool.score(worse, gold).scores
    assert lowered(before, after, tool.raised({}, before)) == expected


@pytest.mark.parametrize(
    "table, wrong, expected",
    [
        (
            "sentences",
            {"speaker": "Sergey Lavrov"},
            {"speaker", "named", "named precision", "named recall"},
        ),
        (
            "sentences",
            {"speaker": tool.JOINT},
            {"speaker", "named", "named precision", "joint", "joint recall"},
        ),
        (
            "sentences",
            {"speaker": tool.NARRATOR},
            {"speaker", "named", "named precision", "narrator", "narrator recall"},
        ),
        ("sentences", {"mode": "continuation"}, {"mode"}),
        ("sentences", {"cue": "Wang Yi denied"}, {"cue"}),
        ("sentences", {"nested": ["Xi Jinping"]}, {"nested"}),
        ("sentences", {"end": 500}, {"boundary", "body", "named", "named precision"}),
        ("sentences", None, {"boundary", "body", "named", "named precision"}),
        ("documents", {"event_start": "2021-02-03"}, {"date"}),
        ("documents", {"event_start": None, "event_end": None}, {"date"}),
        ("documents", {"event_kind": "video"}, {"kind"}),
        ("documents", {"title": "Talks"}, {"title"}),
        ("documents", {"published": "2021-02-05"}, {"published"}),
        ("documents", {"event_place": "Moscow"}, {"place"}),
    ],
)
def test_one_wrong_label_in_gold_breaks_the_floors_of_its_scores_and_no_other(
    seeds, gold, table, wrong, expected
):
    worse = copy.deepcopy(gold)
    objects, n = (
        getattr(worse, table),
        2 if table == "sentences" else 0,
    )  # the first sentence of Wang Yi; the phone call of 2021
    objects[n : n + 1] = [objects[n] | wrong] if wrong else []
    before, after = tool.score(seeds, gold).scores, tool.score(seeds, worse).scores
    assert lowered(before, after, floors_of(FLOORS.read_text())["seeds"]) == expected


def test_a_sentence_too_many_and_a_document_too_few_cost(perfect, gold):
    more = copy.deepcopy(gold)
    more.sentences.append(
        more.sentences[0] | {"start": 0, "end": 60}
    )  # gold calls the breadcrumb narration
    before = tool.score(perfect, gold).scores
    assert lowered(before, tool.score(perfect, more).scores, tool.raised({}, before)) == {
        "speaker",
        "mode",
        "body",
        "boundary",
        "narrator",
        "narrator recall",
        "cue",
        "nested",
    }
    fewer = SimpleNamespace(
        documents=perfect.documents[1:],
        sentences=perfect.sentences[perfect.sentences.doc_id != perfect.documents.index[0]],
    )
    left = lowered(before, tool.score(fewer, gold).scores, tool.raised({}, before))
    assert left == set(before) - set(tool.COUNTS) - {f"{c} precision" for c in tool.CLASSES}


def test_a_document_nobody_read_by_sentence_counts_for_date_kind_and_title_only(perfect, gold):
    unread, worse = copy.deepcopy(gold), copy.deepcopy(perfect)
    file = gold.documents[0]["file"]
    unread.sentences = [s for s in gold.sentences if s["file"] != file]
    for key, wrong in (
        ("event_start", None),
        ("event_kind", "video"),
        ("title", "Talks"),
        ("event_place", "Moscow"),
        ("participants", ()),
    ):
        worse.documents.at[worse.documents.index[0], key] = wrong
    worse.sentences.loc[
        worse.sentences.doc_id == worse.documents.index[0], ["speaker", "mode", "cue"]
    ] = ["Narrator", "narration", "so"]
    before = tool.score(perfect, unread).scores
    assert lowered(before, tool.score(worse, unread).scores, tool.raised({}, before)) == {
        "date",
        "kind",
        "title",
    }


def test_the_confusion_table_says_who_was_taken_for_whom(perfect, gold):
    worse = copy.deepcopy(perfect)
    size = {}
    for n, (speaker, column) in enumerate(
        [("Sergey Lavrov", "other person"), ("Both sides", "joint"), ("Narrator", "narrator")]
    ):
        row = gold.sentences[2 + n]  # three sentences of Wang Yi
        size[column] = row["end"] - row["start"]
        worse.sentences.at[worse.sentences.index[2 + n], "speaker"] = speaker
    worse.sentences = worse.sentences.drop(worse.sentences.index[5])
    size["no sentence"] = gold.sentences[5]["end"] - gold.sentences[5]["start"]
    before, after = tool.score(perfect, gold).confusion, tool.score(worse, gold).confusion
    assert {c: after["named", c] for c in size} == size and before["named", "right person"] - after[
        "named", "right person"
    ] == sum(size.values())
    lines = "\n".join(tool.report("seeds", tool.score(worse, gold)))
    assert f"{size['other person']}" in lines and "5 documents, 78 sentences" in lines
    assert [f"{c} " in lines for c in tool.CLASSES] == [True] * 3


@pytest.mark.parametrize("wrong", [False, True])
def test_the_gate_closes_on_a_wrong_label_and_prints_its_tables_either_way(tmp_path, wrong):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds/docs")
    shutil.copytree(ROOT / "tests/gold", tmp_path / "seeds/gold")
    if wrong:
        path = tmp_path / "seeds/gold/sentences.jsonl"
        path.write_text(
            path.read_text(encoding="utf-8").replace(
                '"speaker": "Wang Yi"', '"speaker": "Sergey Lavrov"', 1
            ),
            encoding="utf-8",
        )
    plain = {
        k: v for k, v in os.environ.items() if k not in ("READOUT_RAISE_FLOORS", "READOUT_FULL")
    } | {"READOUT_GOLD": str(tmp_path / "seeds")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_gold.py",
        "-k",
        "keeps_to_its_floors",
    ]
    run = subprocess.run(
        command, cwd=ROOT, env=plain, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == wrong, run.stdout + run.stderr
    assert (
        "right person  other person" in run.stdout
        and "READOUT_GOLD names no folder practice/" in run.stdout
    )
    assert ("speaker 1.0000" in run.stdout) != wrong and ("'speaker': (0." in run.stdout) == wrong


@pytest.mark.parametrize("there, given", [(True, ""), (False, ""), (True, "mine")])
def test_the_run_of_all_tests_takes_the_practice_set_beside_the_project(tmp_path, there, given):
    project, stubs = tmp_path / "project", tmp_path / "stubs"
    for path, text in (
        (project / ".ci/run", (ROOT / ".ci/run").read_text()),
        (stubs / "make", '#!/bin/sh\necho "${READOUT_GOLD-none}"\n'),
        (stubs / "chromium", "#!/bin/sh\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    practice = tmp_path / "shared/practice"
    for folder in ("docs", "gold") if there else ():
        (practice / folder).mkdir(parents=True)
    plain = {k: v for k, v in os.environ.items() if k != "READOUT_GOLD"} | {
        "PATH": f"{stubs}{os.pathsep}{os.environ['PATH']}"
    }
    run = subprocess.run(
        [project / ".ci/run"],
        env=plain | ({"READOUT_GOLD": given} if given else {}),
        capture_output=True,
        text=True,
        check=True,
    )
    (found,) = set(run.stdout.split())  # `make test` and `make check` are told the same
    assert (
        found == given if given else Path(found).resolve() == practice if there else found == "none"
    )


# --- other house styles --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [json.loads(line) for line in STYLES.read_text(encoding="utf-8").splitlines()],
    ids=lambda t: t["style"],
)
def test_other_house_styles(text):
    readout = parse_readout(text["text"])
    assert [[s.speaker, s.mode] for s in readout.sentences] == text["labels"]
    assert (readout.event_kind, str(readout.event_start), list(readout.participants)) == (
        text["kind"],
        text["event_start"],
        text["participants"],
    )
