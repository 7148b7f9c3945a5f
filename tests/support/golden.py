"""Golden files: what was once agreed, so that a change of it is seen; CASEWORK_WRITE_GOLDEN=1 writes them anew."""

import os
from collections.abc import Iterable
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def equals_golden(name: str, text: str) -> None:
    """The text is what the golden file holds."""
    path = GOLDEN / name
    if os.environ.get("CASEWORK_WRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), (
        f"{name} differs: if it is meant, write it with CASEWORK_WRITE_GOLDEN=1"
    )


def lines(entries: Iterable[str]) -> str:
    """One entry per line, sorted."""
    return "".join(f"{entry}\n" for entry in sorted(entries))
