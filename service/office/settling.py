"""Recording a holiday plan, and counting anew every running term whose counted days it changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.actors import Actor, Cause, ServiceActing
from domain.catalogue import BY_KIND
from domain.deadlines.calendar import Calendar, YearCalendar
from domain.deadlines.clocks import Clock, settled_anew
from domain.deciding import decide
from domain.kernel import Recorded, Rejected, fold
from domain.organisation.local_rows import LocalRows
from domain.organisation.working_days import (
    WORKING_DAYS,
    WORKING_DAYS_STREAM,
    CalendarImported,
    CalendarKnownAlready,
    DayOff,
    ImportCalendar,
)
from projections.due_dates import DUE_DATES
from service.kinds.catalogue import CASES_BY_KIND
from service.machine.database import Database
from service.store.codec import Codec
from service.store.ledger import Ledger
from service.store.recorder import Recorder
from service.store.steps import Step
from service.store.tasks import Task
from service.views.engine import Engine
from service.views.naming import over
from service.work.followers import Follower

GROUP = 50

CONCERNED = over(
    """
    SELECT case_id, min(kind), bool_or(provisional) FROM {due_dates}
    WHERE provisional OR EXISTS (
        SELECT FROM unnest(%(first)s::date[], %(last)s::date[]) AS plan (first_on, last_on)
        WHERE started_on < last_on AND due_on >= first_on
    )
    GROUP BY case_id ORDER BY case_id
    """,
    DUE_DATES,
)


@dataclass(frozen=True, slots=True)
class Move:
    """A running term of a case as it stands, and as the plans count it."""

    case: UUID
    kind: str
    before: Clock
    after: Clock


@dataclass(frozen=True, slots=True)
class Settled:
    """How many cases had a provisional due day or one that moves, and how many were counted anew."""

    asked: int
    settled: int


@dataclass(frozen=True, slots=True)
class _Concerned:
    """A case that a plan may touch."""

    case: UUID
    kind: str
    waits: bool


def _command(plan: YearCalendar, left_out: Sequence[date]) -> ImportCalendar:
    off = tuple(DayOff(day, holiday) for day, holiday in plan.off.items())
    return ImportCalendar(plan.year, off, tuple(plan.worked), tuple(day for day in left_out if day.year == plan.year))


def _groups(concerned: Sequence[_Concerned]) -> Iterator[Sequence[_Concerned]]:
    return (concerned[start : start + GROUP] for start in range(0, len(concerned), GROUP))


class Settling:
    """Publishes plans of working days, and settles the terms that they move."""

    def __init__(self, ledger: Ledger, recorder: Recorder, codec: Codec, engine: Engine, reading: Database) -> None:
        self._ledger = ledger
        self._recorder = recorder
        self._codec = codec
        self._engine = engine
        self._reading = reading

    def import_calendar(
        self, plan: YearCalendar, by: Actor = Task.CALENDAR_IMPORT.actor, left_out: Sequence[date] = ()
    ) -> bool:
        """Records the plan of a year; returns False where the same days were recorded before.

        `left_out` are the days off by law that it leaves out on purpose. Raises Rejected for any other fault.
        """
        try:
            self._ledger.execute([Step(WORKING_DAYS_STREAM, _command(plan, left_out))], by)
        except CalendarKnownAlready:
            return False
        return True

    def would_be_recorded(self, plan: YearCalendar, left_out: Sequence[date] = ()) -> bool:
        """What `import_calendar` would answer, without recording anything. Raises Rejected."""
        history = self._ledger.history(WORKING_DAYS_STREAM)
        state = fold(WORKING_DAYS, (recorded.event for recorded in history))
        try:
            decide(
                WORKING_DAYS,
                state,
                _command(plan, left_out),
                self._ledger.desk(WORKING_DAYS_STREAM, Task.CALENDAR_IMPORT.actor),
            )
        except CalendarKnownAlready:
            return False
        return True

    def settle_clocks(
        self,
        years: Sequence[int] | None = None,
        by: Actor = Task.CLOCKS_SETTLE.actor,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Settled:
        """Counts anew every running term whose days the plans of these years, or of every imported one, have changed.

        What a killed run left is done by the next.
        """
        calendar = self.known_calendar()
        concerned = self._concerned(self._imported() if years is None else years)
        asked = settled = done = 0
        for group in _groups(concerned):
            moving = {move.case for move in self._moves(group, calendar)}
            asked += sum(each.waits or each.case in moving for each in group)
            settled += self._settle(
                [Step(each.case, CASES_BY_KIND[each.kind].settling()) for each in group if each.case in moving], by
            )
            done += len(group)
            progress(done, len(concerned))
        self._engine.catch_up([DUE_DATES])
        return Settled(asked, settled)

    def follower(self) -> Follower:
        """Counts terms anew after every plan, where whoever recorded it could not finish."""
        return Follower("plans", (CalendarImported,), self._after_plan)

    def _after_plan(self, _connection: Connection[Any], recorded: Recorded) -> None:
        if isinstance(recorded.event, CalendarImported):
            cause = Cause(recorded.stream, recorded.version)
            self.settle_clocks([recorded.event.year], ServiceActing(Task.CLOCKS_SETTLE, cause))

    def moves(self, plans: Sequence[YearCalendar]) -> Iterator[Move]:
        """Every running term that would be counted anew once the plans are recorded."""
        known = self.known_calendar()
        calendar = replace(known, years={**known.years, **{plan.year: plan for plan in plans}})
        for group in _groups(self._concerned([plan.year for plan in plans])):
            yield from self._moves(group, calendar)

    def known_calendar(self) -> Calendar:
        """Every published plan that decisions follow: the packaged years and those that were imported."""
        return self._ledger.desk(WORKING_DAYS_STREAM, Task.CLOCKS_SETTLE.actor).calendar

    def local_rows(self) -> LocalRows:
        """The terms and numbers that places have set themselves, and those that wait for a second person."""
        return fold(WORKING_DAYS, (recorded.event for recorded in self._ledger.history(WORKING_DAYS_STREAM))).rows

    def _imported(self) -> Sequence[int]:
        history = self._ledger.history(WORKING_DAYS_STREAM)
        return tuple(fold(WORKING_DAYS, (recorded.event for recorded in history)).years)

    def _concerned(self, years: Sequence[int]) -> list[_Concerned]:
        """Each case with a provisional due day, or a term that runs within what the plans of the years may name."""
        self._engine.catch_up([DUE_DATES])
        spans = {"first": [date(year - 1, 12, 1) for year in years], "last": [date(year, 12, 31) for year in years]}
        with self._reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
            return [_Concerned(*row) for row in cursor.execute(CONCERNED, spans)]

    def _moves(self, group: Sequence[_Concerned], calendar: Calendar) -> Iterator[Move]:
        """The terms of these cases that the calendar counts otherwise than they stand."""
        loaded = self._recorder.load(each.case for each in group).streams
        for each in group:
            aggregate, settling = BY_KIND[each.kind], CASES_BY_KIND[each.kind].settling
            state = fold(aggregate, (self._codec.decode(*row).event for row in loaded[each.case]))
            if aggregate.status_of(state) not in settling.allowed_in:
                continue
            for after in settled_anew(state.clocks, calendar):
                yield Move(each.case, each.kind, state.clocks[after.rule, after.item], after)

    def _settle(self, steps: Sequence[Step], by: Actor) -> int:
        """How many of the cases were counted anew: all in one statement, else each by itself."""
        if not steps:
            return 0
        try:
            self._ledger.execute(steps, by)
        except Rejected:
            return sum(self._settle([step], by) for step in steps) if len(steps) > 1 else 0
        return len(steps)
