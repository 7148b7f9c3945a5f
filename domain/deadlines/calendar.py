"""Working days, statutory days off and make-up working days, year by year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.deadlines.festivals import base_days
from domain.deadlines.rules import RULES, Rule

WEEKEND = "weekend"
ONE_DAY = timedelta(days=1)
NEXT_YEARS_REACH = timedelta(days=7)
"""How far the plan of a year may reach back into December of the year before (since 2007 at most to 29 December)."""


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """The State Council's holiday plan of one year; it may hold late December days of the year before."""

    year: int
    off: Mapping[date, str]
    worked: frozenset[date]


def belongs(day: date, year: int) -> bool:
    """Whether the plan of the year may name the day: one of its own, or of the December before."""
    return day.year == year or (day.year, day.month) == (year - 1, 12)


@dataclass(frozen=True, slots=True)
class Calendar:
    """All published plans; a year without one has weekends and the base days of 全国年节及纪念日放假办法 (2024)."""

    years: Mapping[int, YearCalendar]
    local_rules: tuple[Rule, ...] = ()
    """The rows of terms that places have set themselves."""
    version: int = 0
    """Of the stream of plans that the group imported, whose last one is followed; 0 where there is none."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every row of a term: those of the release, and those that places have set."""
        return (*RULES, *self.local_rules) if self.local_rules else RULES

    def with_year(self, plan: YearCalendar) -> "Calendar":
        return replace(self, years={**self.years, plan.year: plan})

    def is_published(self, year: int) -> bool:
        return year in self.years

    def waits_for(self, first: date, last: date) -> int | None:
        """The first year whose plan is still to come and may change a day from the first to the last, if there is one.

        The week before a new year waits for its plan.
        """
        years = range(first.year, (last + NEXT_YEARS_REACH).year + 1)
        return next((year for year in years if not self.is_published(year)), None)

    def is_day_off(self, day: date) -> bool:
        return self.day_off_code(day) is not None

    def day_off_code(self, day: date) -> str | None:
        """The holiday's code, `weekend`, or None for a working day; the later year's plan wins in December."""
        for plan in self._plans_for(day):
            if day in plan.worked:
                return None
            if day in plan.off:
                return plan.off[day]
        base = None if self.is_published(day.year) else base_days(day.year).get(day)
        return base or (WEEKEND if day.weekday() >= 5 else None)

    def working_day_on_or_after(self, day: date) -> date:
        while self.is_day_off(day):
            day += ONE_DAY
        return day

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after `day`, which is not counted itself (民法典 §201)."""
        for _ in range(count):
            day = self.working_day_on_or_after(day + ONE_DAY)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie after the first day and up to the second, that one included."""
        return sum(not self.is_day_off(day) for day in days_between(after + ONE_DAY, until))

    def _plans_for(self, day: date) -> Iterator[YearCalendar]:
        return (self.years[year] for year in (day.year + 1, day.year) if year in self.years)


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included; none if the last lies before the first."""
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
