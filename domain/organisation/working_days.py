"""The stream of how days and terms are counted: plans of working days, one year at a time, and local rows."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar
from uuid import NAMESPACE_URL, uuid5

from domain.deadlines.calendar import Calendar, YearCalendar, belongs
from domain.deadlines.festivals import base_days
from domain.kernel import Aggregate, Command, Desk, Rejected, events_of
from domain.organisation.counting import WorkingDays, WorkingDaysStatus
from domain.organisation.local_rows import LocalRowFact, rows_after
from domain.organisation.setting_rows import ConfirmLocalRow, DeclineLocalRow, ProposeLocalRow
from domain.values import Code, Several, Whole

WORKING_DAYS_STREAM = uuid5(NAMESPACE_URL, "casework:working-days")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A statutory day off and the code of its holiday."""

    day: date
    holiday: Code


@dataclass(frozen=True, slots=True)
class CalendarImported:
    """The State Council's notice for one year: days off and make-up working days.

    `left_out` are days off by law that the plan leaves out, as whoever imported it said on purpose.
    """

    NAME: ClassVar = "organisation.calendar_imported"
    VERSION: ClassVar = 1
    year: int
    off: tuple[DayOff, ...]
    worked: tuple[date, ...]
    left_out: tuple[date, ...]


class DayOutsideTheYear(Rejected):
    code = "day_outside_the_year"
    says = "The day {day} does not belong to the plan of {year}, which covers that year and the December before it."


class DayOffAndWorked(Rejected):
    code = "day_off_and_worked"
    says = "The day {day} is given more than once, or both as a day off and as a working day."


class BaseDaysLeftOut(Rejected):
    """全国年节及纪念日放假办法 (2024) §2."""

    code = "base_days_left_out"
    says = "The plan of {year} leaves out days off that the law sets: {days}. Complete it, or say of each that it may."


class CalendarKnownAlready(Rejected):
    code = "calendar_known_already"
    says = "The calendar of {year} was imported already with the same days."


@dataclass(frozen=True, slots=True, repr=False)
class ImportCalendar(Command[WorkingDays]):
    allowed_in: ClassVar = frozenset({WorkingDaysStatus.OPEN})
    year: Annotated[int, Whole(2000, 2100)]
    off: Annotated[tuple[DayOff, ...], Several(1, 100)]
    worked: Annotated[tuple[date, ...], Several(0, 100)]
    left_out: Annotated[tuple[date, ...], Several(0, 13)] = ()

    def decide(self, state: WorkingDays, desk: Desk) -> tuple[CalendarImported, ...]:
        self._days_agree()
        left_out = self._left_out()
        if unsaid := sorted(left_out - set(self.left_out)):
            raise BaseDaysLeftOut(year=self.year, days=", ".join(map(str, unsaid)))
        off = tuple(sorted(self.off, key=lambda off: off.day))
        event = CalendarImported(self.year, off, tuple(sorted(self.worked)), tuple(sorted(left_out)))
        if state.years.get(self.year) == year_of(event):
            raise CalendarKnownAlready(year=self.year)
        return (event,)

    def _left_out(self) -> set[date]:
        """Days off by law that would be worked under the plan; one on a weekend need not be named."""
        plan = YearCalendar(self.year, {off.day: off.holiday for off in self.off}, frozenset(self.worked))
        calendar = Calendar({self.year: plan})
        return {day for day in base_days(self.year) if not calendar.is_day_off(day)}

    def _days_agree(self) -> None:
        seen: set[date] = set()
        for day in (*(off.day for off in self.off), *self.worked):
            if not belongs(day, self.year):
                raise DayOutsideTheYear(day=day, year=self.year)
            if day in seen:
                raise DayOffAndWorked(day=day)
            seen.add(day)


def year_of(event: CalendarImported) -> YearCalendar:
    """The year as the deadline rules read it."""
    return YearCalendar(event.year, {off.day: off.holiday for off in event.off}, frozenset(event.worked))


def evolve(state: WorkingDays, event: CalendarImported | LocalRowFact) -> WorkingDays:
    """The known years and rows after one more fact."""
    version = state.version + 1
    if isinstance(event, CalendarImported):
        return replace(state, years=state.years.holding(event.year, year_of(event)), version=version)
    return replace(state, rows=rows_after(state.rows, event), version=version)


WORKING_DAYS = Aggregate(
    kind="working_days",
    initial=WorkingDays(),
    starts=WorkingDaysStatus.OPEN,
    statuses=WorkingDaysStatus,
    events=events_of(CalendarImported | LocalRowFact),
    commands=(ImportCalendar, ProposeLocalRow, ConfirmLocalRow, DeclineLocalRow),
    evolve=evolve,
    status_of=lambda state: WorkingDaysStatus.OPEN,
)
