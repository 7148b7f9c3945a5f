"""Clocks that explain themselves: a sentence on how the due day was counted."""

import re
from dataclasses import dataclass
from datetime import date

from domain.deadlines.calendar import WEEKEND
from domain.deadlines.clocks import Clock, ClockStopped, Skipped
from domain.deadlines.pauses import Pause
from domain.deadlines.rules import Unit as Term
from domain.deadlines.rules import UnknownRule, rule_version, term_kind
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, SENTENCE, Words
from service.words.standing import Badge, badge


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A running clock as a page shows it."""

    title: str
    kind: str
    item: str
    due_on: date
    badge: Badge | None
    sentence: str
    source: str
    is_provisional: bool
    is_paused: bool
    overdue_on: date | None = None

    @property
    def tone(self) -> str:
        """How urgent it looks."""
        return self.badge.tone if self.badge else ""


def shown(
    clock: Clock, words: Words, today: date, pause: Pause | None = None, overdue_on: date | None = None
) -> ClockShown:
    """The clock with its sentence, how its due day stands to today, and the day from which it was found overdue."""
    return ClockShown(
        title=words.rule(clock.rule),
        kind=words.code(term_kind(clock.rule)),
        item=clock.item,
        due_on=clock.due_on,
        badge=badge(words, clock.rule, clock.due_on, today, *((pause.since_on, pause.why) if pause else ())),
        sentence=sentence(clock, words),
        source=_source(clock),
        is_provisional=clock.provisional,
        is_paused=pause is not None,
        overdue_on=overdue_on,
    )


LAW = re.compile("[\u4e00-\u9fff]+[^,;:]*§[^,;:]*")


def _source(clock: Clock) -> str:
    """The law that the rule comes from; nothing for rules of the house."""
    try:
        found = LAW.search(rule_version(clock.rule, clock.rule_version).source)
    except UnknownRule:
        return ""
    return found.group() if found else ""


def sentence(clock: Clock, words: Words) -> str:
    """How the due day was counted, from its first day to the day off that moved it."""
    if clock.unit is Term.STATED:
        return words.text(_("The old register states {due} as the due day."), due=words.day(clock.due_on))
    parts = [_counted(clock, words), _moved(clock, words)]
    if clock.provisional:
        parts.append(_waits(clock, words))
    return words.joined(parts, SENTENCE)


COUNTED = {
    Term.CAL: _("{length} natural days from {start} end on {end}."),
    Term.WD: _("{length} working days from {start} end on {end}."),
    Term.MONTH: _("{length} months from {start} end on {end}."),
}
COUNTED_WITH_MORE = {
    Term.CAL: _("{length} natural days from {start}, and {more} more by extension, end on {end}."),
    Term.WD: _("{length} working days from {start}, and {more} more by extension or pause, end on {end}."),
    Term.MONTH: _("{length} months from {start}, and {more} days more by extension, end on {end}."),
}


def _counted(clock: Clock, words: Words) -> str:
    message = (COUNTED_WITH_MORE if clock.extended_by else COUNTED)[clock.unit]
    start, end = words.day(clock.started_on), words.day(clock.nominal_on)
    return words.text(message, length=clock.length, more=clock.extended_by, start=start, end=end)


def _moved(clock: Clock, words: Words) -> str:
    if clock.unit is Term.WD:
        off = [_span(span, words) for span in clock.skipped if span.code != WEEKEND]
        return (
            words.text(_("Days off on the way are not counted: {off}."), off=words.joined(off, CLAUSE)) if off else ""
        )
    if clock.due_on == clock.nominal_on:
        return ""
    off = [_span(span, words) for span in clock.skipped]
    due = words.day(clock.due_on)
    if not off:
        return words.text(_("That is a day off, so it is due on {due}."), due=due)
    return words.text(_("That is a day off ({off}), so it is due on {due}."), off=words.joined(off, CLAUSE), due=due)


def _span(span: Skipped, words: Words) -> str:
    facts = {
        "name": words.holiday(span.code),
        "first": words.month_day(span.first_on),
        "last": words.month_day(span.last_on),
    }
    if span.first_on == span.last_on:
        return words.text(_("{name}, {first}"), **facts)
    return words.text(_("{name}, {first} to {last}"), **facts)


def _waits(clock: Clock, words: Words) -> str:
    message = _("Provisional: the holiday plan of {year} is not published yet, so the day may still move.")
    return words.text(message, year=clock.waits_for)


def ended(stop: ClockStopped, words: Words) -> str:
    """How a clock ended."""
    late = words.text(_(", {days} late"), days=words.days(stop.late_days)) if stop.late_days else ""
    message = _("{rule}: {why} on {day} (due on {due}{late})")
    facts = {"rule": words.rule(stop.rule), "why": words.code(stop.why), "late": late}
    return words.text(message, day=words.day(stop.stopped_on), due=words.day(stop.due_on), **facts)


def begun(clock: Clock, words: Words) -> str:
    """A clock as a step of the timeline tells it."""
    return words.text(_("{rule}: due on {due}"), rule=words.rule(clock.rule), due=words.day(clock.due_on))
