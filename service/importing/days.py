"""How a cell of a date column is read: spellings beyond doubt always, others only as declared."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from service.importing.cells import Cell, CellRefused, Read, half_width, is_blank, notes_on, shown, visible

_TIME = (
    r"(?:(?:T|\s|(?=[上下]午)|(?<=[日号]))\s*(?P<half>上午|下午)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})?(?:\.\d+)?秒?)?分?"
    r"\s*(?P<meridiem>[AaPp][Mm])?\s*(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
_ISO = re.compile(r"(?P<y>\d{4})\s*(?P<sep>[-/])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})" + _TIME)
_DOTTED = re.compile(r"(?P<y>\d{4})\s*\.\s*(?P<m>\d{1,2})\s*\.\s*(?P<d>\d{1,2})\.?" + _TIME)
_CHINESE = re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?" + _TIME)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)" + _TIME)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-./])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})" + _TIME)
_NO_YEAR_FIRST = re.compile(r"\d{1,2}([-./])\d{1,2}\1(\d{4}|\d{2})\b.*")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_BEYOND_DOUBT = ((_ISO, ()), (_DOTTED, ("dotted_date",)), (_CHINESE, ("chinese_date",)), (_COMPACT, ("compact_date",)))

_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel counts wall-clock days
_SERIALS = range(18264, 73051)  # 1950-01-01 to 2099-12-31: a year such as 2023 is no serial number
_COMPACT_NUMBERS = range(19490101, 21010101)
_YEARS = range(1949, 2101)


@dataclass(frozen=True, slots=True)
class DayRules:
    """The date spellings that a mapping declares, and the zone whose days count."""

    zone: ZoneInfo
    formats: tuple[str, ...] = ()
    order: str = "ymd"


def read_day(cell: Cell, rules: DayRules) -> Read[date | None]:
    """The day that a cell states, None if it is blank.

    Year-first spellings are always understood; 01/02/2022 only by a declared format or order, never by guessing.
    """
    if is_blank(cell):
        return Read(None)
    read = _day(cell, rules)
    if read.value.year not in _YEARS:
        raise CellRefused("date_out_of_range", f"the date is {shown(cell)}")
    return read


def _day(cell: Cell, rules: DayRules) -> Read[date]:
    match cell:
        case datetime():
            return _of_moment(cell, rules.zone)
        case date():
            return Read(cell)
        case int() | float() if not isinstance(cell, bool):
            return _of_number(cell, rules.zone)
        case str():
            return _of_text(cell, rules)
    raise _unreadable(cell)


def _of_number(number: float, zone: ZoneInfo) -> Read[date]:
    if _COMPACT_NUMBERS.start <= number < _COMPACT_NUMBERS.stop and number == int(number):
        return _of_text(str(int(number)), DayRules(zone))
    if not _SERIALS.start <= number < _SERIALS.stop:
        raise _unreadable(number)
    return _of_moment(_SERIAL_ZERO + timedelta(days=number), zone, ("serial_date",))


@lru_cache(maxsize=65536)
def _of_text(text: str, rules: DayRules) -> Read[date]:
    spelling = half_width(visible(text)).strip()
    notes = notes_on(text)
    moment, found = _declared(spelling, rules) or _beyond_doubt(spelling) or _in_order(spelling, rules) or (None, ())
    if moment is not None:
        return _of_moment(moment, rules.zone, notes + found)
    if _SERIAL.fullmatch(spelling):
        read = _of_number(float(spelling), rules.zone)
        return Read(read.value, notes + read.notes)
    raise _undeclared(text) if _year_first_only(rules) and _NO_YEAR_FIRST.fullmatch(spelling) else _unreadable(text)


def _year_first_only(rules: DayRules) -> bool:
    return rules.order == "ymd" and all(spelling.lower().startswith("%y") for spelling in rules.formats)


def _declared(text: str, rules: DayRules) -> tuple[datetime, tuple[str, ...]] | None:
    for spelling in rules.formats:
        try:
            return datetime.strptime(text, spelling), ()  # noqa: DTZ007 -- the register's wall clock unless %z is declared
        except ValueError:
            continue
    return None


def _beyond_doubt(text: str) -> tuple[datetime, tuple[str, ...]] | None:
    for pattern, notes in _BEYOND_DOUBT:
        if found := pattern.fullmatch(text):
            return _moment(found, int(found["m"]), int(found["d"])), notes
    return None


def _in_order(text: str, rules: DayRules) -> tuple[datetime, tuple[str, ...]] | None:
    found = _YEAR_LAST.fullmatch(text) if rules.order != "ymd" else None
    if not found:
        return None
    a, b = int(found["a"]), int(found["b"])
    return _moment(found, *((b, a) if rules.order == "dmy" else (a, b))), ()


def _moment(found: re.Match[str], month: int, day: int) -> datetime:
    try:
        moment = datetime(int(found["y"]), month, day, *_clock(found))  # noqa: DTZ001 -- the register's wall clock
        return moment if not found["offset"] else moment.replace(tzinfo=_offset(found["offset"]))
    except ValueError:
        raise _unreadable(found.string) from None


def _clock(found: re.Match[str]) -> tuple[int, int, int]:
    hour, half = int(found["hour"] or 0), (found["meridiem"] or found["half"] or "").lower()
    if half and (not 1 <= hour <= 12) and half in ("am", "pm"):
        raise ValueError(hour)
    if half in ("pm", "下午") and hour < 12:
        hour += 12
    if half in ("am", "上午") and hour == 12:
        hour = 0
    return hour, int(found["minute"] or 0), int(found["second"] or 0)


def _offset(text: str) -> timezone:
    if text == "Z":
        return timezone(timedelta(0))
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _of_moment(moment: datetime, zone: ZoneInfo, notes: tuple[str, ...] = ()) -> Read[date]:
    if moment.tzinfo is not None and moment.year in _YEARS:
        moment, notes = moment.astimezone(zone), (*notes, "zone_converted")
    timed = (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0)
    return Read(moment.date(), (*notes, "time_dropped") if timed else notes)


def _unreadable(cell: Cell) -> CellRefused:
    return CellRefused("date_unreadable", f"the date is {shown(cell)}")


def _undeclared(cell: Cell) -> CellRefused:
    return CellRefused("date_order_undeclared", f"the date is {shown(cell)}")
