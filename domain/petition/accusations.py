"""The facts of an accusation: sealed, passed up, sent to the discipline office; and what rules read of them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, assert_never

from domain.deadlines.clocks import Clock, ClockStopped
from domain.marks import Mark
from domain.petition.codes import Delivery
from domain.roles import Role
from domain.scopes import Scope
from domain.values import Guarded, OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class Party:
    """One of whom an accusation speaks: where they work, who they are where they sign in, and the unit to whose
    discipline office they belong."""

    unit: UnitRef
    officer: OfficerRef | None
    discipline_of: UnitRef | None


@dataclass(frozen=True, slots=True)
class Accusation:
    """Everybody of whom a letter speaks."""

    parties: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Whom the letter accuses: nobody reads it here, and by the marks alone access is decided; 信访工作条例 §30."""

    NAME: ClassVar = "petition.sealed"
    VERSION: ClassVar = 1
    accusation: Guarded[Accusation]
    marks: tuple[Mark, ...]
    sealed_on: date
    clock: Clock | None
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.accusing(*self.marks).asking(Role.ID_CUSTODIAN)


@dataclass(frozen=True, slots=True)
class PassedUp:
    """The letter concerned the desk that opened it: it is the matter of a desk above alone."""

    NAME: ClassVar = "petition.passed_up"
    VERSION: ClassVar = 1
    to_unit: UnitRef
    passed_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.before_alone(self.to_unit)


@dataclass(frozen=True, slots=True)
class PackageSent:
    """To the discipline office of that unit, unopened; 信访工作条例 §§22, 23(4)."""

    NAME: ClassVar = "petition.package_sent"
    VERSION: ClassVar = 1
    to_unit: UnitRef
    sent_on: date
    stopped: tuple[ClockStopped, ...]

    def rescoped(self, scope: Scope) -> Scope:
        return scope.sent_to(self.to_unit)


@dataclass(frozen=True, slots=True)
class PackageReceived:
    """Signed for by the discipline office, whose term for telling the informant runs from there."""

    NAME: ClassVar = "petition.package_received"
    VERSION: ClassVar = 1
    received_on: date
    clock: Clock | None
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class AcceptanceTold:
    """The discipline office has told the informant whether it takes the matter on; 检举控告工作规则."""

    NAME: ClassVar = "petition.acceptance_told"
    VERSION: ClassVar = 1
    told_on: date
    method: Delivery
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class InquiryConcluded:
    """The discipline office has concluded; what it found stays there."""

    NAME: ClassVar = "petition.inquiry_concluded"
    VERSION: ClassVar = 1
    concluded_on: date
    clock: Clock | None


@dataclass(frozen=True, slots=True)
class ResultTold:
    """The discipline office has told the informant the result."""

    NAME: ClassVar = "petition.result_told"
    VERSION: ClassVar = 1
    told_on: date
    method: Delivery
    stopped: tuple[ClockStopped, ...]


AccusationFact = Sealed | PassedUp | PackageSent | PackageReceived | AcceptanceTold | InquiryConcluded | ResultTold


@dataclass(frozen=True, slots=True)
class Sealing:
    """How often whom it accuses was named, and what became of the package; `date.min` is a day that has not come."""

    count: int = 0
    sent_to: UnitRef | None = None
    sent_on: date = date.min
    received_on: date = date.min
    is_acceptance_told: bool = False
    concluded_on: date = date.min
    is_result_told: bool = False


NOT_SEALED = Sealing()


def sealing_after(known: Sealing, fact: AccusationFact) -> Sealing:
    """The same after one more fact."""
    match fact:
        case Sealed():
            return replace(known, count=known.count + 1)
        case PassedUp():
            return known
        case PackageSent():
            return replace(known, sent_to=fact.to_unit, sent_on=fact.sent_on)
        case PackageReceived():
            return replace(known, received_on=fact.received_on)
        case AcceptanceTold():
            return replace(known, is_acceptance_told=True)
        case InquiryConcluded():
            return replace(known, concluded_on=fact.concluded_on)
        case ResultTold():
            return replace(known, is_result_told=True)
    assert_never(fact)
