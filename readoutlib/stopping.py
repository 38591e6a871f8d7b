"""Stopping: Ctrl-C and SIGTERM end a run where it is at, so that it can clear up."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
ONE_WISH = 1.0  # seconds within which a second signal says the same as the first


class Stopped(KeyboardInterrupt):
    """Raised where a run is at when a signal asks it to end."""

    def __init__(self, number: int):
        super().__init__(signal.Signals(number).name)
        self.number = number


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGINT and SIGTERM raise Stopped in the body; one that is ignored stays so.

    A second signal right after the first, as `timeout` sends, does not disturb the clearing up.
    Only the main thread hears signals; elsewhere nothing changes.
    """
    last = -ONE_WISH

    def stop(number: int, _: FrameType | None) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= ONE_WISH:
            last = now
            raise Stopped(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = [number for number in SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
