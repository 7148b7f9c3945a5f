"""How a running term stands to a day: one meaning of overdue, for every page, list and answer."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from domain.deadlines.rules import UNHURRIED


class Standing(StrEnum):
    """A duty past its day is overdue; a period past its end lets the next step be taken, and is never late."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    OVER = "over"


def standing(rule: str, due_on: date, today: date, *, is_paused: bool = False) -> Standing:
    """Where a term stands; one that is paused is neither due nor overdue."""
    if is_paused:
        return Standing.PAUSED
    if due_on >= today:
        return Standing.RUNNING
    return Standing.OVER if rule in UNHURRIED else Standing.OVERDUE


def reminded_on(reminders: Iterable[date | None], today: date) -> date | None:
    """The last of the days of reminding that has come; None before the first."""
    return max((day for day in reminders if day is not None and day <= today), default=None)


def overdue_days(rule: str, due_on: date, today: date, *, is_paused: bool = False) -> int:
    """Natural days after the due day of a duty; 0 of everything else."""
    is_overdue = standing(rule, due_on, today, is_paused=is_paused) is Standing.OVERDUE
    return (today - due_on).days if is_overdue else 0
