"""The six steps of the tour: each a place in the running service, and who has to look at it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from domain.deadlines.calendar import WEEKEND
from domain.deadlines.clocks import Clock
from domain.deadlines.running import clock_facts
from domain.kernel import Recorded
from domain.supervision.events import ItemReopened
from service.demonstration.hardship_stories import ENDS_NEXT
from service.demonstration.hardship_stories import STORIES as REQUESTS
from service.demonstration.petition_stories import STORIES as PETITIONS
from service.demonstration.stage import DEMONSTRATION, officer_ref
from service.demonstration.supervision_stories import STORIES as CHECKS
from service.edge.running import Service


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: its key, the page, the officer who sees it, and what fills its sentence."""

    key: str
    href: str
    officer: UUID
    facts: dict[str, Any]


def stops(service: Service) -> tuple[Stop, ...]:
    """The six steps; the last one shows everybody's doings, newest first, for a visitor acts as many officers."""
    return (
        _skipped_holidays(service),
        _publicity_not_over(service),
        Stop("race", "/tour", officer_ref("centre"), {}),
        _failed_verification(service),
        _replay(service),
        Stop("audit", "/audit-trail", officer_ref("auditor"), {}),
    )


def _cases(kind: str, count: int) -> Iterable[UUID]:
    return (uuid5(DEMONSTRATION, f"{kind} {number}") for number in range(1, count + 1))


def _first(service: Service, cases: Iterable[UUID], wanted: Callable[[Recorded], Any]) -> tuple[UUID, Recorded, Any]:
    for case in cases:
        for recorded in service.ledger.history(case):
            if found := wanted(recorded):
                return case, recorded, found
    raise LookupError("the demonstration holds nothing of the kind")


def _skipped_holidays(service: Service) -> Stop:
    """A due date that names the holidays it skipped."""

    def skipped(recorded: Recorded) -> Clock | None:
        clocks = (part for part in clock_facts(recorded.event) if isinstance(part, Clock))
        return next((clock for clock in clocks if any(span.code != WEEKEND for span in clock.skipped)), None)

    cases = [*_cases("petition", len(PETITIONS)), *_cases("hardship", len(REQUESTS))]
    case, recorded, clock = _first(service, cases, skipped)
    collection = "petitions" if case in cases[: len(PETITIONS)] else "hardship-requests"
    officer = officer_ref("head" if collection == "petitions" else "centre")
    facts = {"due_on": clock.due_on, "nominal_on": clock.nominal_on}
    return Stop("holiday", f"/{collection}/{case}/replay?version={recorded.version}", officer, facts)


def _publicity_not_over(service: Service) -> Stop:
    """An approval that is refused because the notice still stands."""
    number = next(n for n, story in enumerate(REQUESTS, 1) if story.name == ENDS_NEXT)
    case = uuid5(DEMONSTRATION, f"hardship {number}")
    clocks = [part for recorded in service.ledger.history(case) for part in clock_facts(recorded.event)]
    due_on = next(part.due_on for part in clocks if part.rule == "D-H03")
    return Stop("publicity", f"/hardship-requests/{case}/approval", officer_ref("centre"), {"due_on": due_on})


def _failed_verification(service: Service) -> Stop:
    """A verification that failed; how overdue the item was by then is still there."""

    def failed(recorded: Recorded) -> Any:
        event = recorded.event
        return event if isinstance(event, ItemReopened) and event.late_days else None

    case, recorded, event = _first(service, _cases("supervision", len(CHECKS)), failed)
    facts = {"late_days": event.late_days, "due_on": event.due_on}
    page = f"/supervision-cases/{case}/replay?version={recorded.version}"
    return Stop("verification", page, officer_ref("team_lead"), facts)


def _replay(service: Service) -> Stop:
    """A case that can be stepped through, forth and back."""
    case = uuid5(DEMONSTRATION, "petition 1")
    count = len(service.ledger.history(case))
    return Stop("replay", f"/petitions/{case}/replay?version={count // 2}", officer_ref("head"), {"count": count})
