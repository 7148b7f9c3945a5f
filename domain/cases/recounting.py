"""Terms of a whole case counted anew, once a day in one of its facts is another than was recorded."""

from collections.abc import Sequence
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
    StopReason,
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
    today: date
    calendar: Calendar
    recorded: Running = NOTHING_RUNNING
    right: dict[tuple[str, str], Clock] = field(default_factory=dict)
    found: list[Recounted] = field(default_factory=list)
    moved: dict[tuple[str, str], DueMoved] = field(default_factory=dict)

    def walk(self, history: Sequence[Effect]) -> None:
        """Goes through what took effect."""
        for place, effect in enumerate(history):
            parts = clock_facts(effect.event)
            stops = [self._stop(each, effect.own) for each in parts if isinstance(each, ClockStopped)]
            clocks = [self._clock(each, effect, history[place + 1 :]) for each in parts if isinstance(each, Clock)]
            self.recorded = clocks_after(self.recorded, effect.event)
            for stop in stops:
                self.right.pop((stop.rule, stop.item), None)
            self._keep(effect.own, parts, [each for each in clocks if each], stops)

    @property
    def fallen(self) -> tuple[ClockStopped, ...]:
        """The ends of the terms that run and do not follow from what is right."""
        left = (clock for key, clock in self.recorded.items() if key not in self.right)
        return tuple(stopped(clock, clock.started_on, StopReason.REPLACED) for clock in left)

    def _keep(self, version: int, parts: list[Any], clocks: list[Clock], stops: list[ClockStopped]) -> None:
        self.right.update({(each.rule, each.item): each for each in clocks})
        anew = Recounted(
            version,
            tuple(each for each in clocks if each not in parts),
            tuple(each for each in stops if each not in parts),
        )
        if anew.clocks or anew.stopped:
            self.found.append(anew)
        fresh: dict[Any, Any] = {_place(each): each for each in (*clocks, *stops)}
        for before in parts:
            after = fresh.get(_place(before), before)
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

    def _clock(self, clock: Clock, effect: Effect, _later: Sequence[Effect]) -> Clock | None:
        """The term as it is right; None where it does not follow from what is right."""
        key = (clock.rule, clock.item)
        before, now = self.recorded.get(key), self.right.get(key)
        if before is None or before.started_on != clock.started_on:
            is_corrected = self._is_corrected(effect.own, clock.started_on)
            return self._anew(clock, self.day) if is_corrected else clock
        if now is None or now == before:
            return clock if now else None
        more = clock.extended_by - before.extended_by
        return extended(now, more, self.calendar) if more > 0 else settled(now, self.calendar)

    def _anew(self, clock: Clock, on: date) -> Clock:
        if clock.rule == REGISTER:
            return clock
        by_case = rule_version(clock.rule, clock.rule_version).by_case
        length = clock.length if by_case else None
        return started(clock.rule, on, self.calendar, clock.profile, item=clock.item, length=length)

    def _is_corrected(self, version: int, day: date) -> bool:
        return self.moves and version == self.version and day == self.was


def _place(part: Any) -> tuple[type, str, str]:
    return type(part), part.rule, part.item
