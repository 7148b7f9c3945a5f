"""Running the command line in tests: in this process with an environment of its own, or as a child process."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.sealing.keys import create_master_key

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Done:
    """How a verb ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """The JSON object that the last line of output holds."""
        found: dict[str, Any] = json.loads(self.out.rstrip("\n").rpartition("\n")[2])
        return found


def environment_for(url: str | None, home: Path) -> dict[str, str]:
    """Settings for a database, or for the embedded one where none is named."""
    if url is None:
        return {"CASEWORK_HOME": str(home)}
    key_file = home / "master.key"
    if not key_file.exists():
        create_master_key(key_file)
    return {
        "CASEWORK_HOME": str(home),
        "CASEWORK_DATABASE_URL": url,
        "CASEWORK_SECRET_KEY": "a secret for tests that is long enough",
        "CASEWORK_MASTER_KEY_FILE": str(key_file),
    }


def child_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child process: this one's without its own settings, and those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEWORK_")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def command(*argv: str) -> list[str]:
    """The command line as a child process."""
    return [sys.executable, "-m", "service", *argv]


def run(settings: Mapping[str, str], *argv: str, **options: Any) -> Done:
    """Runs a verb in a child process."""
    done = subprocess.run(
        command(*argv), env=child_environment(settings), capture_output=True, text=True, timeout=60, **options
    )
    return Done(done.returncode, done.stdout, done.stderr)
