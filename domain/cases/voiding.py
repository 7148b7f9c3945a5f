"""Void (作废): a case that was registered by mistake ends, stays visible, and is counted as void."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar

from domain.cases.facts import Voided
from domain.cases.waiting import Keeping, effective
from domain.deadlines.clocks import StopReason, stopped
from domain.kernel import Command, Desk, Event, Rejected
from domain.values import Text, written

R = TypeVar("R", bound=Keeping)


class GoneOut(Rejected):
    """Whoever was told something, or was paid, is owed the end that the procedure gives."""

    code = "gone_out"
    says = "A notice, an answer or money has gone out already: the case ends by its own procedure."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class Void(Command[R]):
    """With its reason, and by two: it takes effect once a second person has confirmed it.

    Not once one of the facts that are `out` has been recorded.
    """

    voided: ClassVar[type[Voided]]
    out: ClassVar[tuple[type[Event], ...]]
    beside: ClassVar[bool] = True
    reason: Annotated[str, Text(most=2_000, long=True)]

    @classmethod
    def barred(cls, state: R, desk: Desk) -> Iterator[Rejected]:
        if any(isinstance(effect.event, cls.out) for effect in effective(state.past.items())):
            yield GoneOut()

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        reason = written(state.known_subject, "reason", self.reason)
        ended = tuple(stopped(clock, desk.today, StopReason.ENDED) for clock in state.clocks.values())
        return (self.voided(reason, desk.officer, desk.today, ended),)
