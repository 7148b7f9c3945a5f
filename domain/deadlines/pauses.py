"""Running terms that stand still: which events pause and resume them, since when, and why."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.running import clock_facts
from domain.growing import Growing


class PauseReason(StrEnum):
    """Why a term stands still."""

    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Pauses:
    """What an event class says in `PAUSES`: the rule whose term stands still, why, and the field that holds the day."""

    rule: str
    why: PauseReason
    since: str


@dataclass(frozen=True, slots=True)
class Resumes:
    """What an event class says in `RESUMES`: the rule, and the field that holds the day of the check.

    The term runs again once such an event brings it anew; until then something else still holds it.
    """

    rule: str
    until: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A term that stands still since a day, or that did until `resumed_on` where `is_over`.

    `checked_on` is the latest day of a check: facts may be typed in another order than they happened.
    """

    why: PauseReason
    since_on: date
    checked_on: date = date.min
    resumed_on: date = date.min
    is_over: bool = False


Paused = Growing[str, Pause]
"""By rule: what stands still or once stood still."""

NOTHING_PAUSED: Paused = Growing()


def pauses_after(pauses: Paused, event: Any) -> Paused:
    """The pauses after one more event; a term that is stopped takes its pause with it."""
    if not pauses and not hasattr(event, "PAUSES"):
        return pauses
    kept = pauses
    for part in clock_facts(event):
        kept = kept.without(part.rule) if isinstance(part, ClockStopped) else kept
    match getattr(event, "PAUSES", None), getattr(event, "RESUMES", None):
        case Pauses() as said, _:
            return kept.holding(said.rule, _begun(kept.get(said.rule), said, event))
        case _, Resumes() as said if said.rule in kept:
            return kept.holding(said.rule, _checked(kept[said.rule], said, event))
    return kept


def standing_still(pauses: Paused, rule: str) -> Pause | None:
    """The pause in which the rule's term stands now."""
    pause = pauses.get(rule)
    return None if pause is None or pause.is_over else pause


def may_pause(event: Any, rule: str | None = None) -> bool:
    """Whether the event, or events of that class, pause or resume a term, or the term of that rule."""
    said = (getattr(event, "PAUSES", None), getattr(event, "RESUMES", None))
    return any(each is not None and rule in (None, each.rule) for each in said)


def _begun(before: Pause | None, said: Pauses, event: Any) -> Pause:
    day: date = getattr(event, said.since)
    if before is None:
        return Pause(said.why, day)
    since = max(day, before.resumed_on)
    return replace(before, since_on=since if before.is_over else min(since, before.since_on), is_over=False)


def _checked(before: Pause, said: Resumes, event: Any) -> Pause:
    checked = replace(before, checked_on=max(getattr(event, said.until), before.checked_on))
    if any(isinstance(part, Clock) and part.rule == said.rule for part in clock_facts(event)):
        return replace(checked, resumed_on=checked.checked_on, is_over=True)
    return checked
