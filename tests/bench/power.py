"""Plant a trend, a difference and a new phrase in made-up corpora, and count what is reported.

    .venv/bin/python tests/bench/power.py > tests/bench/power.tsv

Each of 200 corpora has 100 talks over ten years, one in ten dated only to the year. Ann speaks 200
to 400 words a talk, Bo a third of it; every word's rate varies between talks and speakers by a
gamma factor (cv 0.7). Reported is what `findings.reported` lets through of `drift.trends` and
`compare.paired_keyness`, which notebooks 2 and 4 show; what holds no planted word was not planted.
"""

import runpy
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from readoutlib import compare, drift, findings

made = runpy.run_path(str(Path(__file__).parents[1] / "made.py"))["made"]
CORPORA, TALKS = 200, 100
WORDS = [f"word{i}" for i in range(300)]
ZIPF = 1 / np.arange(3, len(WORDS) + 3)
TREND, APART, NEW = "tide", "ridge", "shared horizon corridor"
COLUMNS = ["what", "corpora", "share", "low", "high"]  # low and high: what is allowed
ROWS = [
    "planted trend found",
    "planted difference found",
    "planted new phrase found",
    "anything else over time",
    "anything else between speakers",
    "anything else at all",
]


def corpus(seed, planted=True):
    """Per 1,000 words: `tide` grows from 1 to 15; Ann says `ridge` 3 times, Bo 12.

    The new phrase stands in every second talk of the last third.
    """
    rng = np.random.default_rng(seed)
    talks, days = [], []
    for i in range(TALKS):
        day = date(2012, 1, 1) + timedelta(days=int(36.5 * i + rng.integers(30)))
        days.append(str(day.year) if rng.random() < 0.1 else str(day))
        size = rng.integers(200, 401)
        lines = []
        for who, n in (("Ann", size), ("Bo", size // 3)):
            weights = ZIPF * rng.gamma(1 / 0.7**2, 0.7**2, len(ZIPF))
            said = list(rng.choice(WORDS, n, p=weights / weights.sum()))
            per = {TREND: 1 + 14 * i / TALKS, APART: 3 if who == "Ann" else 12} if planted else {}
            extra = [
                w
                for w, rate in per.items()
                for _ in range(rng.poisson(rate * n / 1000 * rng.gamma(1 / 0.7**2, 0.7**2)))
            ]
            extra += [NEW] * (
                planted and who == "Ann" and i >= 2 * TALKS / 3 and rng.random() < 0.5
            )
            for word in extra:
                said.insert(rng.integers(0, len(said) + 1), word)
            lines.append((who, " ".join(said)))
        talks.append(lines)
    return made(talks, days=days)


def outcome(seed):
    """Return what is reported of one corpus, in the order of ROWS."""
    made_up = corpus(seed)
    time = findings.reported(drift.trends(made_up, seed=seed))
    between = findings.reported(compare.paired_keyness(made_up, "Ann", "Bo"))
    new = set(time.word[(time.earlier == 0) & (time.slope > 0)])
    right = [
        TREND in set(time.word[time.slope > 0]),
        APART in set(between.word[between.difference < 0]),
        NEW in new,
    ]
    other = lambda table, *own: any(
        not set(w.split()) & {p for o in own for p in o.split()} for w in table.word
    )
    return [
        *right,
        other(time, TREND, NEW),
        other(between, APART),
        other(time, TREND, NEW) or other(between, APART),
    ]


if __name__ == "__main__":
    found = []
    for seed in range(CORPORA):
        found.append(outcome(seed))
        print(seed, np.mean(found, axis=0), file=sys.stderr, flush=True)
    print("\t".join(COLUMNS))
    for name, share in zip(ROWS, np.mean(found, axis=0)):
        print(f"{name}\t{CORPORA}\t{share:.3f}\t" + ("0.9\t1" if "found" in name else "0\t0.06"))
