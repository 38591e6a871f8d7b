"""A run ends in one line: by Ctrl-C, by SIGTERM, by a pipe that closes, by a mistake of the user's or of ours."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from readoutlib import cli, stopping
from readoutlib.cli import main
from readoutlib.stopping import Stopped, stoppable


@pytest.fixture(autouse=True)
def nothing_is_ignored():
    """Hear Ctrl-C also where the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", stopping.SIGNALS)
def test_a_signal_stops_the_body_and_what_it_did_before_holds_again(number):
    before = signal.getsignal(number)
    with pytest.raises(Stopped) as stopped, stoppable():
        signal.raise_signal(number)
    assert stopped.value.number == number and signal.getsignal(number) is before


def test_a_second_signal_right_after_the_first_does_not_disturb_the_clearing_up():
    cleared = []
    with pytest.raises(Stopped) as stopped, stoppable():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGINT)
            cleared.append(True)
    assert cleared and stopped.value.number == signal.SIGTERM


def test_a_later_signal_is_heard(monkeypatch):
    monkeypatch.setattr(stopping, "ONE_WISH", 0.0)
    with pytest.raises(Stopped) as stopped, stoppable():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGINT)
    assert stopped.value.number == signal.SIGINT


def test_a_signal_that_is_ignored_stays_so():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with stoppable():
        signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_outside_the_main_thread_nothing_changes():
    seen = []

    def work():
        with stoppable():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGTERM)]


# --- what the command says -----------------------------------------------------------------------


def ending(monkeypatch, capsys, error, *options):
    """Return the status and the lines of a command that ends with an error."""

    def fail(_):
        print("some output")
        raise error

    monkeypatch.setattr(cli, "_show", fail)
    status = main([*options, "show", "x"])
    return status, capsys.readouterr().err


@pytest.mark.parametrize(
    "error, status, says",
    [
        (Stopped(signal.SIGINT), 130, "stopped by SIGINT"),
        (KeyboardInterrupt(), 130, "stopped by SIGINT"),
        (Stopped(signal.SIGTERM), 143, "stopped by SIGTERM"),
        (ValueError("two\nlines"), 1, "ValueError: two lines; this is a mistake of ours"),
        (
            AssertionError(),
            1,
            "AssertionError; this is a mistake of ours, which `readout --debug",
        ),
        (OSError(28, "No space left on device"), 1, "standard output: expected a place"),
    ],
    ids=repr,
)
def test_an_end_is_one_line_and_a_status(monkeypatch, capsys, error, status, says):
    got, err = ending(monkeypatch, capsys, error)
    assert got == status and err.startswith(f"readout: {says}") and err.count("\n") == 1
    got, err = ending(monkeypatch, capsys, error, "--debug")
    assert got == status and "Traceback" in err and err.splitlines()[-1].startswith("readout: ")


def readout(*command, **more):
    return subprocess.run(
        [sys.executable, "-m", "readoutlib.cli", *command],
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


@pytest.mark.parametrize("command", [("phrase", "multipolar"), ("show", "seeds"), ("--help",)])
def test_a_closed_pipe_ends_in_silence(command):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert readout(*command, stdout=writer).stderr == ""
    finally:
        os.close(writer)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_output_that_cannot_be_written_is_one_line():
    with open("/dev/full", "w") as full:
        done = readout("show", "seeds/003_5c912a263c3fc82a.txt", stdout=full)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "standard output: expected a place that can be written" in done.stderr


def test_a_run_that_is_stopped_leaves_nothing(tmp_path):
    """The run stops itself while it writes."""
    program = (
        "import os, signal, sys; from pandas import DataFrame; from readoutlib.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "DataFrame.to_csv = lambda self, path, **_: (open(path, 'w').write('half'), "
        "os.kill(os.getpid(), int(sys.argv[1])))\n"
        "sys.exit(main(['parse', 'seeds', '--out', sys.argv[2]]))"
    )
    out = tmp_path / "s.csv"
    for number in stopping.SIGNALS:
        done = subprocess.run(
            [sys.executable, "-c", program, str(int(number)), str(out)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 128 + number and done.stdout == ""
        assert done.stderr == f"readout: stopped by {number.name}; nothing is left half written\n"
        assert os.listdir(tmp_path) == []
