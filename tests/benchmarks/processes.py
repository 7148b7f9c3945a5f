"""What processes cost, as Linux counts it: processor time and memory of a process and of all below it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
UTIME, CHILDREN_STIME = 11, 15
"""The fields of /proc/PID/stat behind the name, counted from 0: own time, then that of ended children."""


def children_of(parent: int) -> Iterator[int]:
    """The processes that a process has started."""
    for place in Path("/proc").glob("[0-9]*/stat"):
        fields = _stat(place)
        if fields and int(fields[1]) == parent:
            yield int(place.parent.name)


def tree_of(root: int) -> list[int]:
    """A process and everything below it."""
    return [root, *(each for child in children_of(root) for each in tree_of(child))]


def seconds_of(root: int) -> float:
    """Processor time of a process and everything below it, also of what has ended there."""
    return sum(_ticks(Path(f"/proc/{each}/stat")) for each in tree_of(root)) / TICKS


def megabytes_of(root: int) -> float:
    """The most memory that any one process of the tree has held so far, in MB of 10⁶ bytes."""
    return max((_peak(Path(f"/proc/{each}/status")) for each in tree_of(root)), default=0.0)


def roots_below(parent: int, marks: Mapping[str, str]) -> dict[str, int]:
    """The first process below for each name, told by what its command line holds."""
    found: dict[str, int] = {}
    for each in tree_of(parent)[1:]:
        line = _command(each)
        for name, mark in marks.items():
            if mark in line:
                found.setdefault(name, each)
    return found


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(place: Path) -> list[str] | None:
    try:
        return place.read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _ticks(place: Path) -> int:
    fields = _stat(place)
    return sum(int(field) for field in fields[UTIME:CHILDREN_STIME]) if fields else 0


def _peak(place: Path) -> float:
    try:
        lines = place.read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1_024 / 1e6 for line in lines if line.startswith("VmHWM:")), 0.0)


def parent_of(process: int) -> int:
    """The process that started it."""
    fields = _stat(Path(f"/proc/{process}/stat"))
    return int(fields[1]) if fields else 0
