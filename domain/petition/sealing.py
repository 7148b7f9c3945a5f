"""Sealing: whom a letter accuses is named once, kept from all, and shut out; a letter about the desk is passed up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import Clock, ClockStopped, StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.accusations import Accusation, Party, PassedUp, Sealed
from domain.petition.accused import (
    Accused,
    concerns,
    marks_of,
    units_above,
    units_exist,
    units_named,
)
from domain.petition.codes import Purpose, Status
from domain.petition.notices import FIRST_NOTICE, OWNERS_NOTICE
from domain.petition.state import Petition
from domain.units import Unit
from domain.values import Several, UnitRef, guarded

TO_DISCIPLINE = "D-P10"


class NotAnAccusation(Rejected):
    code = "not_an_accusation"
    says = "The petition accuses nobody: none of its demands is registered as an accusation."
    is_moot = True


class NotSealedYet(Rejected):
    """信访工作条例 §30: before it is known whom it accuses, nobody can be kept from it."""

    code = "not_sealed_yet"
    says = "The petition accuses somebody, and whom is not named yet. Seal it first."


UNNAMED = "—"


class NoDeskAbove(Rejected):
    """信访工作条例 §30: whoever is accused does not screen the letter."""

    code = "no_desk_above"
    says = (
        "The letter concerns every desk up to the top unit {unit}. Enter nothing more: hand it, closed, to the "
        "superior authority of that unit ({superior}), which no unit of this service stands for."
    )


@dataclass(frozen=True, slots=True, repr=False)
class Seal(Command[Petition]):
    """Names whom the letter accuses, which nobody reads from then on; 信访工作条例 §§22, 23(4), 30.

    For the accused and their line the letter is no longer there. Where the desk itself is concerned, the same step
    passes it up to the nearest desk that is not.
    """

    allowed_in: ClassVar = frozenset({Status.RECEIVED, Status.REGISTERED, Status.ROUTING})
    accused: Annotated[tuple[Accused, ...], Several(1, 5)]
    sealed_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from only_accusations(state)

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return units_named(self.accused)

    def lines(self, state: Petition) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[Sealed | PassedUp, ...]:
        return sealed(self.accused, self.sealed_on, state, desk)


def only_accusations(state: Petition) -> Iterator[Rejected]:
    """What is registered is an accusation; a letter that nobody has registered may be one."""
    if state.purposes and Purpose.P3 not in state.purposes:
        yield NotAnAccusation()


def needs_seal(state: Petition) -> Iterator[Rejected]:
    """An accusation goes no step further until whom it accuses is named."""
    if Purpose.P3 in state.purposes and not state.sealing.count:
        yield NotSealedYet()


def sealed(accused: Sequence[Accused], on: date, state: Petition, desk: Desk) -> tuple[Sealed | PassedUp, ...]:
    """The seal, and the passing up where it concerns the desk that has the letter."""
    for rejection in only_accusations(state):
        raise rejection
    units_exist(accused, desk)
    day = desk.happened("sealed_on", on, not_before=state.received_on)
    parties = tuple(Party(one.accused_unit, one.officer, one.discipline_of) for one in accused)
    number = state.sealing.count + 1
    fact = Sealed(
        accusation=guarded(state.known_subject, f"accusation/{number}", Accusation(parties), is_protected=True),
        marks=marks_of(accused, desk, len(state.scope.kept_from)),
        sealed_on=day,
        clock=None if state.sealing.count else _term(state, day, desk),
        stopped=_notices_ended(state, day),
    )
    if state.unit is None or not (any(one.is_of_the_desk for one in accused) or concerns(accused, state.unit, desk)):
        return (fact,)
    return (fact, PassedUp(_next_desk(accused, state.unit, desk), day))


def _term(state: Petition, day: date, desk: Desk) -> Clock | None:
    """The days for handing it to the discipline office; they go on where they run already."""
    return None if state.clock(TO_DISCIPLINE) else started(TO_DISCIPLINE, day, desk.calendar, desk.profile)


def _notices_ended(state: Petition, day: date) -> tuple[ClockStopped, ...]:
    """信访工作条例 §23(4): of an accusation alone the discipline office tells, by its own rules."""
    if state.purposes != {Purpose.P3}:
        return ()
    running = [clock for rule in (FIRST_NOTICE, OWNERS_NOTICE) if (clock := state.clock(rule))]
    return tuple(stopped(clock, day, StopReason.ENDED) for clock in running)


def _next_desk(accused: Sequence[Accused], unit: UnitRef, desk: Desk) -> UnitRef:
    """The nearest desk above that no accused person belongs to, and that is not in their line. Raises NoDeskAbove."""
    above = units_above(unit, desk.consulted)
    for each in above:
        if not concerns(accused, each, desk):
            return each
    top = desk.consulted.get(above[-1] if above else unit)
    raise NoDeskAbove(unit=top.code if isinstance(top, Unit) else unit, superior=desk.superior or UNNAMED)
