"""Processes side by side: answers in order, and none outlives its run."""

import os
import signal
import subprocess
import sys
import time

import pytest

from readoutlib import ReadoutError
from readoutlib.workers import side_by_side


def slowly(number):
    time.sleep(0.01)
    return number, os.getpid()


def die(_):
    os.kill(os.getpid(), signal.SIGKILL)


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # a dead child that nobody has asked about is not alive
        return stat.read().rpartition(")")[2].split()[0] != "Z"


def test_answers_come_in_order_from_several_processes():
    answers = list(side_by_side(slowly, range(40), 2, 3))
    assert [number for number, _ in answers] == list(range(40))
    assert os.getpid() not in {pid for _, pid in answers}


def test_a_caller_that_stops_early_waits_for_no_more_than_one_item():
    answers = side_by_side(slowly, range(100_000), 2, 16)  # minutes of work
    _, worker = next(answers)
    answers.close()
    assert not lives(worker)


def test_an_error_comes_to_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(side_by_side(inverse, [1, 0], 2, 1))


def inverse(number):
    return 1 / number


def test_a_process_that_is_killed_is_told_in_one_line():
    with pytest.raises(ReadoutError, match="expected 2 processes .* found one ended from outside"):
        list(side_by_side(die, range(4), 2, 1))


def test_workers_end_with_a_parent_that_is_killed():
    program = (
        "import sys; sys.path.insert(0, 'tests'); import test_workers as t\n"
        "from readoutlib.workers import side_by_side\n"
        "for _, pid in side_by_side(t.slowly, range(3000), 2, 1): print(pid, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as run:
        pids = {int(run.stdout.readline()) for _ in range(20)}
        run.kill()
    for _ in range(200):
        if not any(map(lives, pids)):
            break
        time.sleep(0.05)
    assert not [pid for pid in pids if lives(pid)]
