"""The most memory that any process of a running command has held."""

import subprocess
from pathlib import Path

PAUSE = 0.2
"""Seconds between two looks."""


def most_megabytes(process: "subprocess.Popen[str]") -> float:
    """Waits for the command, MB of 10⁶ bytes of the largest of it and what it starts; looks a few times a second."""
    most = 0.0
    while True:
        most = max([most, *map(_peak, _tree(process.pid))])
        try:
            process.wait(PAUSE)
        except subprocess.TimeoutExpired:
            continue
        return most


def _tree(root: int) -> list[int]:
    """A process and everything below it."""
    try:
        told = [Path(task, "children").read_text() for task in Path(f"/proc/{root}/task").iterdir()]
    except OSError:
        return [root]
    return [root, *(each for line in told for child in line.split() for each in _tree(int(child)))]


def _peak(process: int) -> float:
    """VmHWM of Linux."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1_024 / 1e6 for line in lines if line.startswith("VmHWM:")), 0.0)
