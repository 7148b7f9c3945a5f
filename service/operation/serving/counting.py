"""The folder in which the processes of the web server keep their counts, so that any of them can tell those of all."""

import os
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where the library looks for it, at the moment when it is imported."""


def count_afresh() -> None:
    """Makes the folder, where one is named, and removes what processes of an earlier start counted there."""
    if folder := os.environ.get(FOLDER):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        for counted in Path(folder).glob("*.db"):
            counted.unlink()


def forget_process(pid: int) -> None:
    """What a process that ended held at the moment is forgotten; what it counted stays counted."""
    if FOLDER in os.environ:
        mark_process_dead(pid)
