"""Where a term ends before it is rolled: natural days, working days, months."""

from calendar import monthrange
from datetime import date, timedelta

from domain.deadlines.calendar import Calendar
from domain.deadlines.rules import Unit


def moved_on(day: date, length: int, unit: Unit, calendar: Calendar) -> date:
    """The last day of a term whose first day is not counted (民法典 §201)."""
    if unit is Unit.WD:
        return calendar.working_day_after(day, length)
    if unit is Unit.MONTH:
        return months_after(day, length)
    return day + timedelta(days=length)


def months_after(day: date, months: int) -> date:
    """The day of the same number in the last month, or that month's last day (民法典 §202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
