"""Told to end: however many signals come, and wherever they find the process, nobody waits for ever."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

from service.operation.serving.lifeline import Told, ending

REPOSITORY = Path(__file__).parents[2]
INTERRUPTED_EVERYWHERE = """
import signal, sys
from service.operation.serving.lifeline import ending

def interrupt(frame, event, argument):
    if frame.f_code.co_filename.endswith(("threading.py", "lifeline.py")):
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    return interrupt

with ending() as ended:
    assert not ended.is_set()
    sys.settrace(interrupt)
    ended.wait(60)
    ended.set()
    ended.wait(60)
    sys.settrace(None)
print("ended")
"""
"""Sends two signals at every line of the stop, the ones included at which a lock of it would be held."""


def test_signals_at_every_line_of_a_pause_are_told_and_hang_nobody() -> None:
    command = [sys.executable, "-c", INTERRUPTED_EVERYWHERE]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr


def test_more_signals_than_a_pipe_holds_are_one() -> None:
    with ending() as ended:
        assert not ended.wait(0)
        for _ in range(100_000):
            signal.raise_signal(signal.SIGTERM)
        assert ended.is_set()


def test_a_pause_is_cut_short_in_every_thread() -> None:
    with Told() as told:
        waiting = [threading.Thread(target=told.wait) for _ in range(3)]
        for thread in waiting:
            thread.start()
        told.set()
        for thread in waiting:
            thread.join(30)
        assert not any(thread.is_alive() for thread in waiting)
