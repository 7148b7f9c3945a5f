"""What was measured: figures by name, kept as JSON, so that a run may be done in parts."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Figures:
    """Values with their units, times of lists at both sizes, and what they were measured on."""

    values: dict[str, float] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[float, float]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, value: float, unit: str = "×") -> None:
        """Notes a figure and says it; a ratio has no unit of its own. Where it was missing before, it no longer is."""
        self.values[name], self.units[name] = float(f"{value:.4g}"), unit
        self.missing.pop(name, None)
        print(f"  {name:<56}{value:>12,.2f} {unit}", flush=True)

    def lacks(self, name: str, why: str) -> None:
        """Notes that a figure cannot be had here, and why."""
        self.values.pop(name, None)
        self.missing[name] = why
        print(f"  {name:<56}     missing: {why}", flush=True)

    def took(self, name: str, small: float, large: float) -> None:
        """Notes how long a list took in both stores, in milliseconds."""
        self.lists[name] = (round(small, 2), round(large, 2))

    def ran(self, part: str, run: dict[str, Any]) -> None:
        """Notes how a part of the figures was measured."""
        self.about.setdefault("runs", {})[part] = run

    @property
    def commits(self) -> str:
        """The commits that were measured, the usual case being one."""
        return ", ".join(dict.fromkeys(run["commit"] for run in self.about.get("runs", {}).values())) or "unknown"

    def value(self, name: str) -> float:
        """The figure, or nan where it was not measured."""
        return self.values.get(name, math.nan)

    def save(self, path: Path) -> None:
        """Writes everything as JSON."""
        told = {
            "about": self.about,
            "figures": {name: {"value": value, "unit": self.units[name]} for name, value in self.values.items()},
            "missing": self.missing,
            "lists": {name: {"small": small, "large": large} for name, (small, large) in self.lists.items()},
        }
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def loaded(path: Path) -> Figures:
    """What was kept before, or nothing."""
    if not path.exists():
        return Figures()
    told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Figures(
        values={name: each["value"] for name, each in told["figures"].items()},
        units={name: each["unit"] for name, each in told["figures"].items()},
        lists={name: (each["small"], each["large"]) for name, each in told["lists"].items()},
        missing=dict(told["missing"]),
        about=dict(told["about"]),
    )
