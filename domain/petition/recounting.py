"""Terms of a petition that begin of themselves, counted anew once a day in one of its facts is another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.cases.recounting import Recount
from domain.cases.waiting import Effect
from domain.deadlines.calendar import ONE_DAY
from domain.deadlines.clocks import Clock
from domain.petition import events as e
from domain.petition.accusations import PackageSent
from domain.petition.state import TELLING

DECISIONS = (e.Forwarded, e.Accepted, e.NotAccepted, PackageSent, e.Withdrawn)
"""What leaves nothing to presume, if it happened within the term for telling the petitioner."""


@dataclass(slots=True)
class PetitionRecount(Recount):
    """What silence began follows from the term for telling: it begins on another day, or never did.

    `was_told` and `told` are the last such term, as it was recorded and as it is right.
    """

    was_told: Clock | None = field(default=None)
    told: Clock | None = field(default=None)
    delivered: int = 0

    def _clock(self, clock: Clock, effect: Effect, later: Sequence[Effect]) -> Clock | None:
        event = effect.event
        right = self._right(clock, effect, later)
        if isinstance(event, e.DecisionDelivered):
            self.delivered = effect.own
        if clock.rule in TELLING:
            self.was_told, self.told = clock, right
        return right

    def _right(self, clock: Clock, effect: Effect, later: Sequence[Effect]) -> Clock | None:
        event, known = effect.event, Recount._clock(self, clock, effect, later)
        if isinstance(event, e.PresumedAccepted) and self.told != self.was_told:
            first = _silent_from(self.told, self._decided_on(later))
            return self._anew(clock, first) if first else None
        if isinstance(event, e.Accepted) and (self.told != self.was_told or effect.own == self.version):
            on = self._day_of(effect)
            return self._begun(clock, known, min(on, _silent_from(self.told, on) or on))
        if isinstance(event, e.ImplementationAwaited) and self._is_corrected(self.delivered, clock.started_on):
            return self._anew(clock, self.day)
        return known

    def _begun(self, clock: Clock, known: Clock | None, first: date) -> Clock:
        if known is not None and known.started_on == first:
            return known
        return clock if clock.started_on == first else self._anew(clock, first)

    def _decided_on(self, later: Sequence[Effect]) -> date:
        """The day of the first decision, else today."""
        decided = (self._day_of(each) for each in later if isinstance(each.event, DECISIONS))
        return min(next(decided, self.today), self.today)

    def _day_of(self, effect: Effect) -> date:
        day: date = getattr(effect.event, _DAYS[type(effect.event)])
        return self.day if self.moves and effect.own == self.version and day == self.was else day


_DAYS = {
    e.Forwarded: "forwarded_on",
    e.Accepted: "accepted_on",
    e.NotAccepted: "told_on",
    PackageSent: "sent_on",
    e.Withdrawn: "withdrawn_on",
}


def _silent_from(told: Clock | None, until: date) -> date | None:
    """The first day of handling by silence, where the term for telling had ended before `until`."""
    return told.nominal_on + ONE_DAY if told is not None and told.due_on < until else None
