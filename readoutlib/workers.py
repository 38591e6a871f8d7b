"""Workers: how many processes work side by side, and that they end when the run does."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.synchronize import Event
from typing import TypeVar

from .parsing.readout import ReadoutError
from .stopping import SIGNALS

Item = TypeVar("Item")
Result = TypeVar("Result")


class _OverError(Exception):
    """Raised in a worker whose run is over."""


def side_by_side(
    function: Callable[[Item], Result], items: Iterable[Item], processes: int, at_a_time: int
) -> Iterator[Result]:
    """Yield the result for each item, in order; each process is given some items at a time.

    When the caller stops early, each process ends after the item it is at: one cut short in the
    middle of an answer would leave the others waiting. Raises ReadoutError where one dies.
    """
    over = multiprocessing.Event()
    with ProcessPoolExecutor(processes, initializer=_begin, initargs=(over,)) as pool:
        try:
            yield from pool.map(partial(_unless_over, function), items, chunksize=at_a_time)
        except BrokenProcessPool:
            raise ReadoutError(
                f"expected {processes} processes to work side by side, found one ended from "
                "outside, as where memory is short; use fewer workers"
            ) from None
        except BaseException:
            over.set()
            pool.shutdown(cancel_futures=True)
            raise


_over: Event | None = None  # this worker's


def _begin(over: Event) -> None:
    """Begin work: a signal to all processes is the parent's to answer; its end is this one's."""
    global _over
    _over = over
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _unless_over(function: Callable[[Item], Result], item: Item) -> Result:
    if _over and _over.is_set():
        raise _OverError
    return function(item)


# --- how many ------------------------------------------------------------------------------------


def within_cores(asked: int) -> tuple[int, str]:
    """Return how many processes to use, and what to say where that is fewer than were asked for.

    ReadoutError for fewer than one.

    >>> within_cores(1)
    (1, '')
    """
    if asked < 1:
        raise ReadoutError(
            f"workers: expected 1 or more, found {asked}; leave it out for one process"
        )
    there = _cores()
    if asked <= there:
        return asked, ""
    told = f"workers: expected at most one for each of {there} cores, found {asked}; {there} work"
    return there, told


def _cores() -> int:
    """Return how many cores this process may use; systems that do not say it are taken as whole."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
