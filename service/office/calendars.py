"""Where holiday calendars come from: the years packaged with `chinese-calendar`, and files in the holiday-cn form."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from chinese_calendar import constants

from domain.deadlines.calendar import Calendar, YearCalendar, belongs

PACKAGED_CODES = {
    constants.Holiday.new_years_day.value: "new_year",
    constants.Holiday.spring_festival.value: "spring_festival",
    constants.Holiday.tomb_sweeping_day.value: "qingming",
    constants.Holiday.labour_day.value: "labour_day",
    constants.Holiday.dragon_boat_festival.value: "dragon_boat",
    constants.Holiday.mid_autumn_festival.value: "mid_autumn",
    constants.Holiday.national_day.value: "national_day",
}

CODES_BY_WORD = {
    "国庆": "national_day",
    "十一": "national_day",
    "元旦": "new_year",
    "春节": "spring_festival",
    "清明": "qingming",
    "五一": "labour_day",
    "劳动": "labour_day",
    "端午": "dragon_boat",
    "中秋": "mid_autumn",
}
"""Found in this order, so that a joint “国庆节、中秋节” is National Day."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class CalendarFileInvalid(ValueError):
    """The file is no published holiday plan; the message says what is wrong with it."""


class _Day(msgspec.Struct, rename={"is_off_day": "isOffDay"}):
    name: str
    date: date
    is_off_day: bool


class _Year(msgspec.Struct):
    year: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    papers: list[str]
    days: list[_Day]


@cache
def packaged_calendar() -> Calendar:
    """Every year that the installed `chinese-calendar` covers; each day stands in the plan of its own year."""
    off: defaultdict[int, dict[date, str]] = defaultdict(dict)
    worked: defaultdict[int, set[date]] = defaultdict(set)
    for day, name in constants.holidays.items():
        off[day.year][day] = PACKAGED_CODES.get(name, "other")
    for day in constants.workdays:
        worked[day.year].add(day)
    return Calendar({year: YearCalendar(year, days, frozenset(worked[year])) for year, days in off.items()})


def read_calendar_files(path: Path) -> tuple[YearCalendar, ...]:
    """The holiday plans of a file with one year or a list of years. Error: `CalendarFileInvalid`.

    A plan may name December days of the year before (New Year's holiday); they are kept with it and
    `Calendar` looks them up there. Any other day outside the year is an error.
    """
    try:
        decoded = msgspec.json.decode(path.read_bytes().removeprefix(BYTE_ORDER_MARK), type=_Year | list[_Year])
        years = decoded if isinstance(decoded, list) else [decoded]
        return tuple(_plan(year) for year in _each_once(years))
    except OSError as error:
        raise CalendarFileInvalid(f"{path.name} cannot be read: {error.strerror or error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, CalendarFileInvalid) as error:
        raise CalendarFileInvalid(f"{path.name}: {error}") from error


def _each_once(years: Sequence[_Year]) -> Sequence[_Year]:
    if not years:
        raise CalendarFileInvalid("holds no year")
    _refuse("years given twice", [year for year, count in Counter(y.year for y in years).items() if count > 1])
    return years


def _plan(year: _Year) -> YearCalendar:
    if not year.days:
        raise CalendarFileInvalid(f"{year.year} has no days: its plan is not published yet")
    dates = Counter(day.date for day in year.days)
    _refuse(f"{year.year} names days twice", [day for day, count in dates.items() if count > 1])
    _refuse(f"{year.year} names days of another year", [day for day in dates if not belongs(day, year.year)])
    off = {day.date: _code(day.name) for day in year.days if day.is_off_day}
    return YearCalendar(year.year, off, frozenset(day.date for day in year.days if not day.is_off_day))


def _refuse(what: str, found: Sequence[object]) -> None:
    if found:
        raise CalendarFileInvalid(f"{what}: {', '.join(map(str, found))}")


def _code(name: str) -> str:
    return next((code for word, code in CODES_BY_WORD.items() if word in name), "other")
