"""Supervision cases and hardship requests beside the petitions: real commands, some twenty cases to a statement."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.hardship.codes import Category
from domain.kernel import Command
from domain.organisation.unit import FoundUnit, unit_ref
from domain.supervision.codes import Trade, TriageDecision
from domain.supervision.finding import DraftFindings, Finalise, HearUnit
from domain.supervision.leading import Triage
from domain.supervision.noticing import Reply
from domain.values import HouseholdRef, OfficerRef
from service.edge.running import Service
from service.store.steps import Step
from tests.support import hardships, supervision
from tests.support.given import CLERK, HEAD, LEADER, SECOND, acting

SHARE = 10
"""One case of each of the two kinds for so many petitions."""
GROUP = 20
UNIT = unit_ref("BENCH")
PLANT = unit_ref("BENCH-PLANT")
FIRST_MONDAY = date(2025, 9, 8)
TEAM = (
    supervision.member(supervision.ENGINEER, Trade.ENGINEERING, unit=UNIT),
    supervision.member(supervision.WORKER, Trade.FRONT_LINE, unit=UNIT),
)

Stage = tuple[OfficerRef, Callable[[int], Command[Any]]]
"""Who gives a command, and the command for the case with a number."""


def found_plant(service: Service) -> None:
    """The unit that is supervised."""
    service.ledger.execute([Step(PLANT, FoundUnit("BENCH-PLANT", "基准工厂", UNIT, date(2025, 1, 6)))], acting(CLERK))


def file_others(service: Service, first: int, last: int) -> None:
    """The checks and requests that belong to the petitions from `first` up to and without `last`."""
    for start in range(first, last, GROUP):
        numbers = range(start, min(start + GROUP, last))
        _carry_out(service, "check", numbers, CHECK)
        _carry_out(service, "request", numbers, REQUEST)
        _carry_out(service, "request", [number for number in numbers if number % 2], PUBLICITY)


def _carry_out(service: Service, kind: str, numbers: Sequence[int], stages: Iterable[Stage]) -> None:
    for by, command in stages:
        steps = [Step(_named(f"{kind} {number}"), command(number)) for number in numbers]
        if steps:
            service.ledger.execute(steps, acting(by))


def _named(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"casework:benchmark/{name}")


def _day(number: int, later: int = 0) -> date:
    return FIRST_MONDAY + timedelta(weeks=number % 20, days=later)


def _household(number: int) -> HouseholdRef:
    return HouseholdRef(_named(f"household {number}"))


def _apply(number: int) -> Command[Any]:
    emergency: dict[str, Any] = {"emergency": True, "emergency_note": "住房失火"} if number % 50 == 0 else {}
    return hardships.apply(_day(number), household=_household(number), unit=UNIT, **emergency)


CHECK: tuple[Stage, ...] = (
    (CLERK, lambda n: supervision.lead(_day(n), registered_on=_day(n), supervised_unit=PLANT, unit=UNIT)),
    (HEAD, lambda n: Triage(TriageDecision.DEMOCRATIC_SUPERVISION, _day(n))),
    (LEADER, lambda n: supervision.plan(_day(n), ends_on=_day(n, 90))),
    (LEADER, lambda n: supervision.team(_day(n), TEAM, start=supervision.start(_day(n)))),
    (
        supervision.ENGINEER,
        lambda n: DraftFindings(
            _day(n), (supervision.finding(responsible_unit=PLANT),), (supervision.evidence(_day(n)),)
        ),
    ),
    (supervision.ENGINEER, lambda n: HearUnit(_day(n), "无异议")),
    (supervision.ENGINEER, lambda n: Finalise(_day(n), (supervision.ENGINEER, supervision.WORKER))),
    (LEADER, lambda n: supervision.notice(_day(n))),
    (supervision.CONTACT, lambda n: Reply(_day(n), supervision.plans())),
)
REQUEST: tuple[Stage, ...] = (
    (hardships.UNION, _apply),
    (hardships.UNION, lambda n: hardships.visit(_day(n, 4))),
    (SECOND, lambda n: hardships.verify(_day(n, 8))),
    (hardships.UNION, lambda n: hardships.review(Category.H1, _day(n, 11))),
)
PUBLICITY: tuple[Stage, ...] = ((hardships.UNION, lambda n: hardships.publish(_day(n, 18))),)
