"""The soonest due day of a case, from the clocks that its events start, pause and stop."""

from collections.abc import Collection
from datetime import date

from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.running import clock_facts

NEVER = date.max
"""The due day of a case on which no clock runs: after every other."""


def running_after(running: str, event: object) -> str:
    """The running clocks as `rule/item=day`, separated by spaces, after one more event."""
    clocks = dict(each.split("=") for each in running.split())
    for part in sorted(clock_facts(event), key=lambda part: isinstance(part, Clock)):
        if isinstance(part, Clock):
            clocks[f"{part.rule}/{part.item}"] = part.due_on.isoformat()
        else:
            clocks.pop(f"{part.rule}/{part.item}", None)
    return " ".join(f"{name}={day}" for name, day in sorted(clocks.items()))


def next_due(running: str, standing_still: Collection[str] = ()) -> tuple[date, str | None]:
    """The soonest due day among them and its rule, without the rules that stand still; NEVER where none runs."""
    due = ((due_on, rule) for rule, due_on in terms_in(running) if rule not in standing_still)
    return min(due, default=(NEVER, None))


def terms_in(running: str) -> list[tuple[str, date]]:
    """Rule and due day of every running clock."""
    clocks = (each.split("=") for each in running.split())
    return [(name.partition("/")[0], date.fromisoformat(day)) for name, day in clocks]


def soonest(running: str) -> date:
    """The soonest due day among them, NEVER where none runs."""
    return next_due(running)[0]


def late_days(event: object) -> int:
    """The most days by which a clock that the event stops was late."""
    return max((part.late_days for part in clock_facts(event) if isinstance(part, ClockStopped)), default=0)
