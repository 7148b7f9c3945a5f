"""Publishing a calendar: the plan goes into the log, and every due day that waited for it becomes final."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from psycopg.rows import tuple_row

from domain.actors import Actor
from domain.deadlines.calendar import Calendar, YearCalendar
from domain.kernel import Rejected
from domain.organisation.working_days import WORKING_DAYS_STREAM, CalendarKnownAlready, DayOff, ImportCalendar
from projections.due_dates import DUE_DATES
from service.composition import Service
from service.kinds.catalogue import CASES_BY_KIND
from service.store.steps import Step
from service.store.tasks import Task
from service.views.naming import over

GROUP = 50

PROVISIONAL = over(
    "SELECT case_id, min(kind) FROM {due_dates} WHERE provisional GROUP BY case_id ORDER BY case_id", DUE_DATES
)


@dataclass(frozen=True, slots=True)
class Settled:
    """How many cases had a provisional due day, and how many of them are settled now; the others still wait."""

    asked: int
    settled: int


def import_calendar(service: Service, plan: YearCalendar, by: Actor = Task.CALENDAR_IMPORT.actor) -> bool:
    """Records the plan of a year; returns False where the same days were recorded before."""
    off = tuple(DayOff(day, holiday) for day, holiday in plan.off.items())
    try:
        service.ledger.execute([Step(WORKING_DAYS_STREAM, ImportCalendar(plan.year, off, tuple(plan.worked)))], by)
    except CalendarKnownAlready:
        return False
    return True


def settle_clocks(
    service: Service,
    by: Actor = Task.CLOCKS_SETTLE.actor,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Settled:
    """Settles every running due day that the known calendars make final; what a killed run left is done by the next."""
    waiting = _provisional(service)
    steps = [Step(case, CASES_BY_KIND[kind].settling()) for case, kind in waiting]
    settled = 0
    for done, group in _groups(steps):
        settled += _settle(service, group, by)
        progress(done, len(steps))
    service.engine.catch_up([DUE_DATES])
    return Settled(len(waiting), settled)


def known_calendar(service: Service) -> Calendar:
    """Every published plan that decisions follow: the packaged years and those that were imported."""
    return service.ledger.desk(WORKING_DAYS_STREAM, Task.CLOCKS_SETTLE.actor).calendar


def _provisional(service: Service) -> list[tuple[UUID, str]]:
    """Each case with a provisional due day, and its kind."""
    service.engine.catch_up([DUE_DATES])
    with service.reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return [(case, kind) for case, kind in cursor.execute(PROVISIONAL)]


def _groups(steps: Sequence[Step]) -> Iterator[tuple[int, Sequence[Step]]]:
    for start in range(0, len(steps), GROUP):
        group = steps[start : start + GROUP]
        yield start + len(group), group


def _settle(service: Service, steps: Sequence[Step], by: Actor) -> int:
    """How many of the cases were settled: all in one statement, else each by itself."""
    try:
        service.ledger.execute(steps, by)
    except Rejected:
        return sum(_settle(service, [step], by) for step in steps) if len(steps) > 1 else 0
    return len(steps)
