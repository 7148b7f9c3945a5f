"""Terms of a whole case counted anew, once a day in one of its facts is another than was recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.cases.facts import DueMoved, Recounted
from domain.cases.waiting import Effect
from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import (
    NOTHING_RUNNING,
    Clock,
    ClockStopped,
    Running,
    extended,
    settled,
    started,
    stopped,
)
from domain.deadlines.rules import REGISTER, rule_version
from domain.deadlines.running import clock_facts, clocks_after


@dataclass(slots=True)
class Recount:
    """A walk through what took effect; `moves` tells whether the day of a term follows from the corrected field."""

    version: int
    was: date
    day: date
    moves: bool
    calendar: Calendar
    recorded: Running = NOTHING_RUNNING
    right: dict[tuple[str, str], Clock] = field(default_factory=dict)
    found: list[Recounted] = field(default_factory=list)
    moved: dict[tuple[str, str], DueMoved] = field(default_factory=dict)

    def walk(self, history: Iterable[Effect]) -> None:
        """Goes through what took effect."""
        for _version, version, event in history:
            parts = clock_facts(event)
            stops = [self._stop(each, version) for each in parts if isinstance(each, ClockStopped)]
            clocks = [self._clock(each, version) for each in parts if isinstance(each, Clock)]
            self.recorded = clocks_after(self.recorded, event)
            for each in stops:
                self.right.pop((each.rule, each.item), None)
            self.right.update({(each.rule, each.item): each for each in clocks})
            self._keep(version, parts, clocks, stops)

    def _keep(self, version: int, parts: list[Any], clocks: list[Clock], stops: list[ClockStopped]) -> None:
        anew = Recounted(
            version,
            tuple(each for each in clocks if each not in parts),
            tuple(each for each in stops if each not in parts),
        )
        if anew.clocks or anew.stopped:
            self.found.append(anew)
        fresh: dict[Any, Any] = {_place(each): each for each in (*clocks, *stops)}
        for before in parts:
            after = fresh[_place(before)]
            if after.due_on != before.due_on:
                key = (before.rule, before.item)
                was = self.moved[key].was_due_on if key in self.moved else before.due_on
                self.moved[key] = DueMoved(*key, was, after.due_on)

    def _stop(self, stop: ClockStopped, version: int) -> ClockStopped:
        key = (stop.rule, stop.item)
        running = self.right.get(key)
        on = self.day if self._is_corrected(version, stop.stopped_on) else stop.stopped_on
        if running is None or (on == stop.stopped_on and running == self.recorded.get(key)):
            return stop
        return stopped(running, on, stop.why)

    def _clock(self, clock: Clock, version: int) -> Clock:
        key = (clock.rule, clock.item)
        before, now = self.recorded.get(key), self.right.get(key)
        if before is None or now is None or before.started_on != clock.started_on:
            return self._anew(clock) if self._is_corrected(version, clock.started_on) else clock
        if now == before:
            return clock
        more = clock.extended_by - before.extended_by
        return extended(now, more, self.calendar) if more > 0 else settled(now, self.calendar)

    def _anew(self, clock: Clock) -> Clock:
        if clock.rule == REGISTER:
            return clock
        by_case = rule_version(clock.rule, clock.rule_version).by_case
        length = clock.length if by_case else None
        return started(clock.rule, self.day, self.calendar, clock.profile, item=clock.item, length=length)

    def _is_corrected(self, version: int, day: date) -> bool:
        return self.moves and version == self.version and day == self.was


def _place(part: Any) -> tuple[type, str, str]:
    return type(part), part.rule, part.item
