"""What a run was measured on: machine, versions, commit and command."""

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from service.machine.binaries import postgres_binaries


def about() -> dict[str, Any]:
    """What a reader needs to judge the figures: machine and versions."""
    return {
        "machine": f"{os.cpu_count()} cores, {_processor()}, {_memory()} GB",
        "versions": f"Python {platform.python_version()}, {_said(str(postgres_binaries() / 'postgres'), '--version')}, "
        f"eventsourcing {version('eventsourcing')}",
    }


def run_of(small: int, medium: int, large: int, seconds: int) -> dict[str, Any]:
    """What a reader needs to take the figures of a part again: command, commit, cases in the stores; how long it took.

    Folders are left out of the command.
    """
    words = [each for each in sys.argv[1:] if "/" not in each and each not in ("--home", "--json")]
    return {
        "command": " ".join(["python -m tests.benchmarks", *words]),
        "commit": _said("git", "rev-parse", "--short=7", "HEAD"),
        "cases": [small, medium, large],
        "seconds": seconds,
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 10**9


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
