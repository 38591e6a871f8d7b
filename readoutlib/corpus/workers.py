"""How many processes parse side by side: at least one, and no more than there are cores."""

import os

from ..parsing.readout import ReadoutError


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
