"""Referring: an accusation goes unopened to a discipline office, which signs for it and keeps its own terms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from domain.cases.recusal import DECISION
from domain.deadlines.clocks import Clock, ClockStopped, StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.petition.accusations import AcceptanceTold, InquiryConcluded, PackageReceived, PackageSent, ResultTold
from domain.petition.accused import accuse_office, units_above
from domain.petition.codes import BEFORE_REPLY, Delivery, Purpose, Status
from domain.petition.sealing import TO_DISCIPLINE, needs_seal, only_accusations
from domain.petition.state import Petition
from domain.units import Unit, active_unit
from domain.values import Known, UnitRef

TELL_ACCEPTANCE = "D-P11"
TELL_RESULT = "D-P12"
NOBODY = "—"


class AccusationAmongOthers(Rejected):
    code = "accusation_among_others"
    says = (
        "The petition holds other demands besides the accusation, which the discipline office does not deal with. "
        "Split them off first."
    )


class DisciplineOfficeAccused(Rejected):
    """检举控告工作规则 §15: what is said of a discipline office, its head or a member goes to the office above it."""

    code = "discipline_office_accused"
    says = "The package does not go to the discipline office of {unit}. The nearest that may have it: {next}."


@dataclass(frozen=True, slots=True, repr=False)
class SendPackage(Command[Petition]):
    """Whoever sends it on reads neither what it says nor of whom; 信访工作条例 §§22, 23(4)."""

    allowed_in: ClassVar = BEFORE_REPLY - {Status.REGISTERED}
    to_unit: Annotated[UnitRef, Known("unit")]
    sent_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from only_accusations(state)
        yield from needs_seal(state)
        if state.purposes != {Purpose.P3}:
            yield AccusationAmongOthers()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.to_unit),)

    def lines(self, state: Petition) -> Sequence[UUID]:
        return (self.to_unit,)

    def decide(self, state: Petition, desk: Desk) -> tuple[PackageSent, ...]:
        active_unit(desk, self.to_unit)
        if _is_accused(self.to_unit, state, desk):
            raise DisciplineOfficeAccused(unit=_code(self.to_unit, desk.consulted), next=self._next(state, desk))
        day = desk.happened("sent_on", self.sent_on, not_before=state.stepped_on)
        ended = (clock for (rule, _), clock in state.clocks.items() if rule not in (TO_DISCIPLINE, DECISION))
        return (PackageSent(self.to_unit, day, tuple(stopped(clock, day, StopReason.ENDED) for clock in ended)),)

    def _next(self, state: Petition, desk: Desk) -> str:
        above = units_above(self.to_unit, desk.consulted)
        return next(
            (_code(each, desk.consulted) for each in above if not _is_accused(each, state, desk)),
            desk.superior or NOBODY,
        )


def _is_accused(unit: UnitRef, state: Petition, desk: Desk) -> bool:
    return accuse_office(state.scope.kept_from, unit, desk.consulted, desk.marks)


def _code(unit: UnitRef, known: Mapping[UUID, Any]) -> str:
    found = known.get(unit)
    return found.code if isinstance(found, Unit) else str(unit)


class PackageAlreadyReceived(Rejected):
    code = "package_already_received"
    says = "The discipline office has signed for the package already."
    is_moot = True


class PackageNotReceived(Rejected):
    code = "package_not_received"
    says = "The discipline office has not signed for the package yet."


class AlreadyConcluded(Rejected):
    code = "already_concluded"
    says = "The discipline office has concluded already."
    is_moot = True


class NotConcludedYet(Rejected):
    code = "not_concluded_yet"
    says = "The discipline office has not concluded yet, so that there is no result to tell."


class InformantToldAlready(Rejected):
    code = "informant_told_already"
    says = "That the informant was told is recorded already."
    is_moot = True


class InformantNotReachable(Rejected):
    code = "informant_not_reachable"
    says = "The informant left no contact, so that nobody can have told them."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class SignForPackage(Command[Petition]):
    """The discipline office signs for what it received: from there on it tells the informant, by its own rules."""

    allowed_in: ClassVar = frozenset({Status.REFERRED_DI})
    received_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if _is_received(state):
            yield PackageAlreadyReceived()

    def decide(self, state: Petition, desk: Desk) -> tuple[PackageReceived, ...]:
        day = desk.happened("received_on", self.received_on, not_before=state.sealing.sent_on)
        return (PackageReceived(day, _telling(TELL_ACCEPTANCE, day, state, desk), _ended(TO_DISCIPLINE, state, day)),)


@dataclass(frozen=True, slots=True, repr=False)
class TellAcceptance(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.REFERRED_DI})
    told_on: date
    method: Delivery

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _not_received(state)
        yield from _not_reachable(state)
        if state.sealing.is_acceptance_told:
            yield InformantToldAlready()

    def decide(self, state: Petition, desk: Desk) -> tuple[AcceptanceTold, ...]:
        day = desk.happened("told_on", self.told_on, not_before=state.sealing.received_on)
        return (AcceptanceTold(day, self.method, _ended(TELL_ACCEPTANCE, state, day)),)


@dataclass(frozen=True, slots=True, repr=False)
class ConcludeInquiry(Command[Petition]):
    """That the discipline office has concluded, and when; what it found stays there."""

    allowed_in: ClassVar = frozenset({Status.REFERRED_DI})
    concluded_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _not_received(state)
        if _is_concluded(state):
            yield AlreadyConcluded()

    def decide(self, state: Petition, desk: Desk) -> tuple[InquiryConcluded, ...]:
        day = desk.happened("concluded_on", self.concluded_on, not_before=state.sealing.received_on)
        return (InquiryConcluded(day, _telling(TELL_RESULT, day, state, desk)),)


@dataclass(frozen=True, slots=True, repr=False)
class TellResult(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.REFERRED_DI})
    told_on: date
    method: Delivery

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _not_reachable(state)
        if not _is_concluded(state):
            yield NotConcludedYet()
        elif state.sealing.is_result_told:
            yield InformantToldAlready()

    def decide(self, state: Petition, desk: Desk) -> tuple[ResultTold, ...]:
        day = desk.happened("told_on", self.told_on, not_before=state.sealing.concluded_on)
        return (ResultTold(day, self.method, _ended(TELL_RESULT, state, day)),)


def _is_received(state: Petition) -> bool:
    return state.sealing.received_on != date.min


def _is_concluded(state: Petition) -> bool:
    return state.sealing.concluded_on != date.min


def _not_received(state: Petition) -> Iterator[Rejected]:
    if not _is_received(state):
        yield PackageNotReceived()


def _not_reachable(state: Petition) -> Iterator[Rejected]:
    if not state.has_contact:
        yield InformantNotReachable()


def _telling(rule: str, on: date, state: Petition, desk: Desk) -> Clock | None:
    """The term for telling whoever can be reached: that it runs tells nobody who signed with the true name."""
    return started(rule, on, desk.calendar, desk.profile) if state.has_contact else None


def _ended(rule: str, state: Petition, day: date) -> tuple[ClockStopped, ...]:
    clock = state.clock(rule)
    return (stopped(clock, day),) if clock else ()
