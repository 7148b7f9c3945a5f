"""What a run was measured on: machine, versions, commit and command."""

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from service.machine.binaries import postgres_binaries


def about(small: int, medium: int, large: int) -> dict[str, Any]:
    """Everything that a reader needs to judge the figures or to take them again."""
    return {
        "command": " ".join(
            [
                "python -m tests.benchmarks",
                *(each for each in sys.argv[1:] if "/" not in each and each not in ("--home", "--json")),
            ]
        ),
        "commit": _said("git", "rev-parse", "--short=7", "HEAD"),
        "machine": f"{os.cpu_count()} cores, {_processor()}, {_memory()} GB",
        "versions": f"Python {platform.python_version()}, {_said(str(postgres_binaries() / 'postgres'), '--version')}, "
        f"eventsourcing {version('eventsourcing')}",
        "cases": {"small": small, "medium": medium, "large": large},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 10**9


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
