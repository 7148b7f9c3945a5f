"""The working-day calendars that the group imported, one year at a time, in one stream."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, ClassVar
from uuid import NAMESPACE_URL, uuid5

from domain.deadlines.calendar import YearCalendar, belongs
from domain.kernel import Aggregate, Command, Desk, Rejected
from domain.values import Code, Several, Whole

WORKING_DAYS_STREAM = uuid5(NAMESPACE_URL, "casework:working-days")


@dataclass(frozen=True, slots=True)
class DayOff:
    """A statutory day off and the code of its holiday."""

    day: date
    holiday: Code


@dataclass(frozen=True, slots=True)
class CalendarImported:
    """The State Council's notice for one year: days off and make-up working days."""

    NAME: ClassVar = "organisation.calendar_imported"
    VERSION: ClassVar = 1
    year: int
    off: tuple[DayOff, ...]
    worked: tuple[date, ...]


class WorkingDaysStatus(StrEnum):
    """Calendars can be imported at any time."""

    OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The imported years; a later import of a year takes the place of the earlier one."""

    years: Mapping[int, YearCalendar] = field(default_factory=lambda: MappingProxyType({}))


class DayOutsideTheYear(Rejected):
    code = "day_outside_the_year"
    says = "The day {day} does not belong to the plan of {year}, which covers that year and the December before it."


class DayOffAndWorked(Rejected):
    code = "day_off_and_worked"
    says = "The day {day} is given more than once, or both as a day off and as a working day."


class CalendarKnownAlready(Rejected):
    code = "calendar_known_already"
    says = "The calendar of {year} was imported already with the same days."


@dataclass(frozen=True, slots=True, repr=False)
class ImportCalendar(Command[WorkingDays]):
    allowed_in: ClassVar = frozenset({WorkingDaysStatus.OPEN})
    year: Annotated[int, Whole(2000, 2100)]
    off: Annotated[tuple[DayOff, ...], Several(1, 100)]
    worked: Annotated[tuple[date, ...], Several(0, 100)]

    def decide(self, state: WorkingDays, desk: Desk) -> tuple[CalendarImported, ...]:
        self._days_agree()
        event = CalendarImported(
            self.year, tuple(sorted(self.off, key=lambda off: off.day)), tuple(sorted(self.worked))
        )
        if state.years.get(self.year) == year_of(event):
            raise CalendarKnownAlready(year=self.year)
        return (event,)

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


def evolve(state: WorkingDays, event: CalendarImported) -> WorkingDays:
    """The known years after one more import."""
    return WorkingDays({**state.years, event.year: year_of(event)})


WORKING_DAYS = Aggregate(
    kind="working_days",
    initial=WorkingDays(),
    starts=WorkingDaysStatus.OPEN,
    statuses=WorkingDaysStatus,
    events=(CalendarImported,),
    commands=(ImportCalendar,),
    evolve=evolve,
    status_of=lambda state: WorkingDaysStatus.OPEN,
)
