"""The soonest due day of a case, from the clocks that its events start and stop."""

from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any

from domain.deadlines.clocks import Clock, ClockStopped

NEVER = date.max
"""The due day of a case on which no clock runs: after every other."""


def running_after(running: str, event: object) -> str:
    """The running clocks as `rule/item=day`, separated by spaces, after one more event."""
    clocks = dict(each.split("=") for each in running.split())
    for part in sorted(clock_parts(event), key=lambda part: isinstance(part, Clock)):
        if isinstance(part, Clock):
            clocks[f"{part.rule}/{part.item}"] = part.due_on.isoformat()
        else:
            clocks.pop(f"{part.rule}/{part.item}", None)
    return " ".join(f"{name}={day}" for name, day in sorted(clocks.items()))


def soonest(running: str) -> date:
    """The soonest due day among them, NEVER where none runs."""
    days = [date.fromisoformat(each.partition("=")[2]) for each in running.split()]
    return min(days, default=NEVER)


def late_days(event: object) -> int:
    """The most days by which a clock that the event stops was late."""
    return max((part.late_days for part in clock_parts(event) if isinstance(part, ClockStopped)), default=0)


def clock_parts(event: Any) -> list[Clock | ClockStopped]:
    """Every clock that the event starts or stops, in the order of its fields."""
    kind: Any = type(event)
    values = (getattr(event, name) for name in _names(kind))
    parts = (part for value in values for part in (value if isinstance(value, tuple) else (value,)))
    return [part for part in parts if isinstance(part, Clock | ClockStopped)]


@cache
def _names(event: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(event) if "Clock" in str(each.type))


def has_clocks(event: Any) -> bool:
    """Whether events of that class can start or stop a clock."""
    return bool(_names(event))
