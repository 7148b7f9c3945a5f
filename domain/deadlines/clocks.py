"""Running terms as facts: started, extended, paused, counted anew, stopped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from domain.deadlines.calendar import ONE_DAY, WEEKEND, Calendar, days_between
from domain.deadlines.rules import FILING_WINDOWS, PERIODS, REGISTER, UNHURRIED, Rule, Unit, rule_for, rule_version
from domain.deadlines.terms import moved_on
from domain.growing import Growing


@dataclass(frozen=True, slots=True)
class Skipped:
    """Consecutive days off that moved or lengthened a term; `code` is the holiday's, else `weekend`."""

    first_on: date
    last_on: date
    code: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A running term, told as a fact.

    `extended_by` holds every day added after the start, by an extension or because a pause is not counted; working
    days for a working-day term, natural days for any other. `nominal_on` is the end before it is rolled to `due_on`.
    `waits_for` is the first year whose holiday plan is not published yet and may still move the due day.
    """

    rule: str
    rule_version: int
    profile: str
    item: str
    started_on: date
    length: int
    unit: Unit
    extended_by: int
    nominal_on: date
    due_on: date
    waits_for: int | None
    skipped: tuple[Skipped, ...]

    @property
    def provisional(self) -> bool:
        """Whether a plan that is still to come may move the due day."""
        return self.waits_for is not None


class StopReason(StrEnum):
    """Why a term no longer runs."""

    MET = "met"
    EXEMPT = "exempt"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A term that ran until `stopped_on`; `late_days` are natural days after the rolled due day."""

    rule: str
    item: str
    stopped_on: date
    due_on: date
    late_days: int
    why: StopReason


Running = Growing[tuple[str, str], Clock]
"""By rule and item."""

NOTHING_RUNNING: Running = Growing()


class LengthNotAllowed(ValueError):
    """The rule does not let the case set this length, or needs one that was not given."""


def started(
    code: str, on: date, calendar: Calendar, profile: str, *, item: str = "", length: int | None = None
) -> Clock:
    """The term of the rule in force on its first day, which is not counted (民法典 §201); its end is rolled (§203).

    `length` is for rules that leave it to the case. Errors: `UnknownRule`, `UnknownProfile`, `LengthNotAllowed`.
    """
    rule = rule_for(code, profile, on, calendar.rules)
    unplaced = _unplaced(rule, profile, item, on, _length(rule, length))
    return _placed(unplaced, moved_on(on, unplaced.length, rule.unit, calendar), calendar)


def stated(due_on: date, started_on: date, profile: str, *, item: str = "") -> Clock:
    """A term whose due day an old register states: taken as it stands, never rolled and never provisional."""
    rule = rule_for(REGISTER, profile, started_on)
    clock = _unplaced(rule, profile, item, started_on, (due_on - started_on).days)
    return replace(clock, nominal_on=due_on, due_on=due_on)


def extended(clock: Clock, days: int, calendar: Calendar) -> Clock:
    """Lengthened from the nominal end, then rolled (信访工作条例 §34); days as in `Clock.extended_by`.

    The caller checks the maximum, the one extension and that it was decided before the due day. Error: `ValueError`.
    """
    if days < 0:
        raise ValueError(f"a term is never shortened: {days} days")
    clock = settled(clock, calendar)
    longer = replace(clock, extended_by=clock.extended_by + days)
    end = clock.due_on if _is_kept(clock, calendar) else clock.nominal_on
    return _placed(longer, _lengthened(clock, end, days, calendar), calendar)


def paused(clock: Clock, days: int, calendar: Calendar) -> Clock:
    """Days not counted in the term, as the hearing in a re-review (信访工作条例 §36); days as in `Clock.extended_by`.

    For a working-day term `Calendar.working_days_between` tells how many working days the pause took.
    """
    return extended(clock, days, calendar)


def settled(clock: Clock, calendar: Calendar) -> Clock:
    """A running term counted anew with the calendars known now; the same clock where its counted days still hold.

    The days off of today decide where it ends (民法典 §203), and its days have to be full. A period that is waited for
    is never shortened: where somebody may file until a day that was promised, that day stands.
    """
    if not _asks_calendar(clock):
        return clock
    end = moved_on(clock.started_on, clock.length, clock.unit, calendar)
    counted = _placed(clock, _lengthened(clock, end, clock.extended_by, calendar), calendar)
    if clock.rule in PERIODS and counted.due_on < clock.due_on:
        kept = replace(counted, due_on=clock.due_on, skipped=clock.skipped)
        counted = replace(kept, waits_for=_waits_for(kept, calendar))
    return clock if _days(counted) == _days(clock) else counted


def settled_anew(running: Running, calendar: Calendar) -> tuple[Clock, ...]:
    """Those of the running terms whose counted days have changed with the calendars known now."""
    anew = ((clock, settled(clock, calendar)) for clock in running.values())
    return tuple(after for before, after in anew if after is not before)


def stopped(clock: Clock, on: date, why: StopReason = StopReason.MET) -> ClockStopped:
    """The end of a term, with the natural days it was late; nobody is late where `in_time` says so, or for a period."""
    late_days = 0 if clock.rule in UNHURRIED or in_time(clock, on) else (on - clock.due_on).days
    return ClockStopped(clock.rule, clock.item, on, clock.due_on, late_days, why)


def in_time(clock: Clock, on: date) -> bool:
    """Whether an act on that day is in time: until the end of the rolled due day (民法典 §203).

    Guards on provisional terms are decided in the filer's favour: while its calendar is not published, a window in
    which somebody may file (review, re-review, objection) is not held to be over. A duty is due on the day promised.
    """
    return on <= clock.due_on or (clock.provisional and clock.rule in FILING_WINDOWS)


def warnings(clock: Clock) -> tuple[date, ...]:
    """The days to remind: 10 and 3 natural days before the nominal end of terms of 30 days or more, else 3 before."""
    notice_days = (10, 3) if (clock.nominal_on - clock.started_on).days >= 30 else (3,)
    ahead = (clock.nominal_on - timedelta(days=days) for days in notice_days)
    return tuple(day for day in ahead if day > clock.started_on)


def _length(rule: Rule, given: int | None) -> int:
    length = rule.length if given is None else given
    allowed = given is None or given == rule.length or (rule.by_case is not None and rule.by_case.allows(given))
    if length is None or not allowed:
        raise LengthNotAllowed(f"{rule.code} version {rule.version}: length {given} is not allowed")
    return length


def _unplaced(rule: Rule, profile: str, item: str, on: date, length: int) -> Clock:
    return Clock(rule.code, rule.version, profile, item, on, length, rule.unit, 0, on, on, None, ())


def _lengthened(clock: Clock, end: date, days: int, calendar: Calendar) -> date:
    return moved_on(end, days, Unit.WD if clock.unit is Unit.WD else Unit.CAL, calendar)


def _placed(clock: Clock, nominal_on: date, calendar: Calendar) -> Clock:
    if not _asks_calendar(clock):
        return replace(clock, nominal_on=nominal_on, due_on=nominal_on, waits_for=None, skipped=())
    due_on = calendar.working_day_on_or_after(nominal_on)
    placed = replace(clock, nominal_on=nominal_on, due_on=due_on)
    return replace(placed, waits_for=_waits_for(placed, calendar), skipped=_skipped(placed, calendar))


def _asks_calendar(clock: Clock) -> bool:
    return clock.unit is Unit.WD or rule_version(clock.rule, clock.rule_version).rolls


def _waits_for(clock: Clock, calendar: Calendar) -> int | None:
    return calendar.waits_for(clock.started_on + ONE_DAY, clock.due_on)


def _days(clock: Clock) -> tuple[object, ...]:
    """What a calendar decides of a term; how a plan calls its days off changes nothing."""
    skipped = tuple((span.first_on, span.last_on) for span in clock.skipped)
    return clock.nominal_on, clock.due_on, clock.waits_for, skipped


def _is_kept(clock: Clock, calendar: Calendar) -> bool:
    """Whether the term stands longer than it would be counted now."""
    return clock.rule in PERIODS and clock.due_on > calendar.working_day_on_or_after(clock.nominal_on)


def _skipped(clock: Clock, calendar: Calendar) -> tuple[Skipped, ...]:
    """What stands between the nominal end and the due day; of a working-day term every holiday on its way."""
    before_due = clock.due_on - ONE_DAY
    if clock.unit is Unit.WD:
        spans = _days_off(clock.started_on + ONE_DAY, before_due, calendar)
        return tuple(_told(span, calendar) for span in spans if any(day.weekday() < 5 for day in span))
    return tuple(_told(span, calendar) for span in _days_off(clock.nominal_on, before_due, calendar))


def _days_off(first: date, last: date, calendar: Calendar) -> Iterator[tuple[date, ...]]:
    for off, span in groupby(days_between(first, last), calendar.is_day_off):
        if off:
            yield tuple(span)


def _told(span: tuple[date, ...], calendar: Calendar) -> Skipped:
    codes = (calendar.day_off_code(day) for day in span)
    holiday = next((code for code in codes if code not in (None, WEEKEND)), None)
    return Skipped(span[0], span[-1], holiday or WEEKEND)
