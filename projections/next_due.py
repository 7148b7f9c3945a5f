"""The running terms of a case as columns: all of them for counting, and the soonest due day."""

from collections.abc import Collection
from datetime import date

from domain.deadlines.clocks import ClockStopped, Running
from domain.deadlines.running import clock_facts

NEVER = date.max
"""The due day of a case on which no clock runs: after every other."""


def running_text(clocks: Running) -> str:
    """The running clocks as `rule/item=day`, separated by spaces."""
    return " ".join(sorted(f"{rule}/{item}={clock.due_on}" for (rule, item), clock in clocks.items()))


def terms_in(running: str) -> list[tuple[str, date]]:
    """Rule and due day of every clock in such a text."""
    return [(rule, due_on) for rule, _item, due_on in items_in(running)]


def items_in(running: str) -> list[tuple[str, str, date]]:
    """Rule, item and due day of every clock in such a text."""
    clocks = (each.split("=") for each in running.split())
    return [(*_rule_and_item(name), date.fromisoformat(day)) for name, day in clocks]


def _rule_and_item(name: str) -> tuple[str, str]:
    rule, _stroke, item = name.partition("/")
    return rule, item


def next_due(clocks: Running, standing_still: Collection[str] = ()) -> tuple[date, str | None]:
    """The soonest due day and its rule, without the rules that stand still; NEVER where none runs."""
    due = ((clock.due_on, clock.rule) for clock in clocks.values() if clock.rule not in standing_still)
    return min(due, default=(NEVER, None))


def late_days(event: object) -> int:
    """The most days by which a clock that the event stops was late."""
    return max((part.late_days for part in clock_facts(event) if isinstance(part, ClockStopped)), default=0)
