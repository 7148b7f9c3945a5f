"""Overdue (逾期) of any kind of case: a fact of a duty whose day is over, once per running term, never taken back."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from domain.deadlines.calendar import ONE_DAY
from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.pauses import NOTHING_PAUSED, standing_still
from domain.deadlines.rules import UNHURRIED
from domain.deadlines.running import clock_facts
from domain.growing import Growing
from domain.kernel import Desk, Event, Reaction


@dataclass(frozen=True, slots=True)
class FoundOverdue:
    """The due day of a duty was over and the duty was not recorded as done; 信访工作条例 §§44–45.

    `overdue_on` is the day after the due day, whenever the service came to record it. `waits_for` is the year whose
    holiday plan was not published then, where the due day was a provisional one.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    overdue_on: date
    rule: str
    item: str
    due_on: date
    waits_for: int | None


Overdue = Growing[tuple[str, str], date]
"""By rule and item: the due day at which a term that still runs was found overdue."""

NOTHING_OVERDUE: Overdue = Growing()


class Overduable(Protocol):
    """What is read of a case to find what is overdue."""

    @property
    def status(self) -> StrEnum: ...
    @property
    def clocks(self) -> Mapping[tuple[str, str], Clock]: ...
    @property
    def overdue(self) -> Overdue: ...


def overdue_after(overdue: Overdue, event: Any) -> Overdue:
    """What is marked after one more event: a mark goes with its term, and stays however the term is counted anew."""
    if isinstance(event, FoundOverdue):
        return overdue.holding((event.rule, event.item), event.due_on)
    if overdue:
        for part in clock_facts(event):
            if isinstance(part, ClockStopped):
                overdue = overdue.without((part.rule, part.item))
    return overdue


def finding_overdue(fact: type[FoundOverdue], open_in: Collection[StrEnum]) -> Reaction[Any]:
    """On the day after the due day of each duty the fact is recorded, whoever holds the case, until it has ended."""

    def due_on(state: Overduable) -> date | None:
        return _overdue_from(state) if state.status in open_in else None

    def facts(state: Overduable, desk: Desk) -> tuple[Event, ...]:
        day = _overdue_from(state)
        late = [clock for clock in _unmarked(state) if clock.due_on + ONE_DAY == day]
        in_order = sorted(late, key=lambda clock: (clock.rule, clock.item))
        return tuple(fact(c.due_on + ONE_DAY, c.rule, c.item, c.due_on, c.waits_for) for c in in_order)

    return Reaction("overdue", due_on, facts)


def _overdue_from(state: Overduable) -> date | None:
    return min((clock.due_on + ONE_DAY for clock in _unmarked(state)), default=None)


def _unmarked(state: Overduable) -> Iterator[Clock]:
    """The duties that run and were not found overdue."""
    pauses = getattr(state, "pauses", NOTHING_PAUSED)
    return (
        clock
        for place, clock in state.clocks.items()
        if clock.rule not in UNHURRIED and place not in state.overdue and not standing_still(pauses, clock.rule)
    )
