"""The stage on which the demonstration's stories are played: a set clock, a cast, and steps in the order of days."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.actors import Actor
from domain.deadlines.calendar import Calendar
from domain.kernel import Command, Rejected
from domain.organisation.unit import unit_ref
from domain.roles import Held
from domain.values import OfficerRef
from service.access.acting import actor_for
from service.demonstration.people import OFFICERS, DemoOfficer
from service.office.calendars import packaged_calendar
from service.store.ledger import Ledger
from service.store.steps import Caller, Step

DEMONSTRATION = uuid5(NAMESPACE_URL, "casework:demonstration")
OPENING = time(8, 40)
NIGHT = time(0, 1)


@dataclass(slots=True)
class SetClock:
    """A clock that stands where the stage puts it."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


def officer_ref(tag: str) -> OfficerRef:
    """The demonstration's officer with that tag."""
    return OfficerRef(uuid5(DEMONSTRATION, f"officer {tag}"))


def cast() -> dict[str, Caller]:
    """Every officer of the demonstration as a caller."""
    return {officer.tag: _caller(officer) for officer in OFFICERS}


def _caller(officer: DemoOfficer) -> Caller:
    unit = unit_ref(officer.unit)
    return Caller(officer_ref(officer.tag), frozenset(Held(role, unit) for role in officer.roles), unit)


def player(tag: str, *commands: Command[Any]) -> Actor:
    """The officer with that tag, in the role that allows the commands."""
    return actor_for(cast()[tag], *map(type, commands))


Scene = Callable[[date], None]


@dataclass(slots=True)
class Stage:
    """Plays scenes day by day; a scene may ask for later ones, and `begins` is called as each day does."""

    ledger: Ledger
    clock: SetClock
    zone: tzinfo
    today: date
    players: dict[str, Caller] = field(default_factory=cast)
    begins: Callable[[], object] = lambda: None
    calendar: Calendar = field(default_factory=packaged_calendar)
    refused: list[str] = field(default_factory=list)
    _scenes: list[tuple[date, int, Scene]] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)

    def at(self, day: date, scene: Scene) -> None:
        """The scene is played on the first working day from `day` on; never, if that lies after today."""
        moved = self.calendar.working_day_on_or_after(day)
        if moved <= self.today:
            heapq.heappush(self._scenes, (moved, next(self._numbers), scene))

    def on_the_day(self, day: date, scene: Scene) -> None:
        """The scene is played on that very day, working day or not."""
        heapq.heappush(self._scenes, (min(day, self.today), next(self._numbers), scene))

    def play(self) -> int:
        """Plays everything in the order of days; returns how many scenes were played.

        Where a rule refuses (a calendar that is not published yet makes a day provisional), that story stops there.
        """
        played = 0
        while self._scenes:
            day, _number, scene = heapq.heappop(self._scenes)
            self._set(day)
            try:
                scene(day)
                played += 1
            except Rejected as rejected:
                self.refused.append(rejected.code)
        self._days_until(self.today)
        return played

    def act(self, who: str, stream: UUID, *commands: Command[Any]) -> None:
        """One visit to the desk."""
        steps: Sequence[Step] = [Step(stream, command) for command in commands]
        self.ledger.execute(steps, actor_for(self.players[who], *map(type, commands)))
        self.clock.moment += timedelta(seconds=41)

    def _set(self, day: date) -> None:
        if self._day < day:
            self._days_until(day)
            self.clock.moment = datetime.combine(day, OPENING, self.zone).astimezone(UTC)
        self.clock.moment += timedelta(minutes=3)

    def _days_until(self, day: date) -> None:
        """Nights go by: as each day begins, the service does what the day asks of it."""
        while self._day < day:
            self.clock.moment = datetime.combine(self._day + timedelta(days=1), NIGHT, self.zone).astimezone(UTC)
            self.begins()

    @property
    def _day(self) -> date:
        return self.clock.moment.astimezone(self.zone).date()
