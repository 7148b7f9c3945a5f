"""The facts of what is handed to other organs: the package, its receipt, their feedback; and what rules read of it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, assert_never

from domain.deadlines.clocks import Clock, ClockStopped
from domain.growing import Growing
from domain.scopes import Excerpt, Laid, Scope
from domain.supervision.codes import Organ, ReferralStatus
from domain.values import Content, Guarded, OfficerRef, UnitRef


@dataclass(frozen=True, slots=True)
class ReferralAwaited:
    """It was decided that something is handed over: from that day its term runs until the receipt."""

    NAME: ClassVar = "supervision.referral_awaited"
    VERSION: ClassVar = 1
    decided_on: date
    clock: Clock


@dataclass(frozen=True, slots=True)
class Referred:
    """Sealed and sent: the team reads the package no more, and looks no further into what is in it (§3.3, row 4).

    `to_unit` is the unit whose discipline office finds it here; None of an organ that does not work with the service.
    """

    NAME: ClassVar = "supervision.referred"
    VERSION: ClassVar = 1
    referral: int
    organ: Organ
    to_unit: UnitRef | None
    about: UnitRef
    package: Guarded[str]
    referred_by: OfficerRef
    referred_on: date
    clock: Clock | None
    feedback: Clock

    def rescoped(self, scope: Scope) -> Scope:
        if self.to_unit is None:
            return scope
        return scope.laying(Laid(Excerpt.REFERRAL, self.referral, self.to_unit, self.about))


@dataclass(frozen=True, slots=True)
class ReferralReceived:
    NAME: ClassVar = "supervision.referral_received"
    VERSION: ClassVar = 1
    referral: int
    receipt_no: Content[str] | None
    received_on: date
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class FeedbackGiven:
    """The organ has told on that day what became of the matter; what it told stays there."""

    NAME: ClassVar = "supervision.feedback_given"
    VERSION: ClassVar = 1
    referral: int
    feedback_on: date
    stopped: tuple[ClockStopped, ...]


ReferralFact = ReferralAwaited | Referred | ReferralReceived | FeedbackGiven


@dataclass(frozen=True, slots=True)
class Referral:
    """One package; `date.min` is a day that has not come."""

    number: int
    organ: Organ
    to_unit: UnitRef | None
    referred_by: OfficerRef
    referred_on: date
    received_on: date = date.min
    feedback_on: date = date.min

    @property
    def is_received(self) -> bool:
        return self.received_on != date.min

    @property
    def has_feedback(self) -> bool:
        return self.feedback_on != date.min

    @property
    def status(self) -> ReferralStatus:
        if self.has_feedback:
            return ReferralStatus.FEEDBACK_GIVEN
        return ReferralStatus.RECEIVED if self.is_received else ReferralStatus.SENT


Referrals = Growing[int, Referral]
NO_REFERRALS: Referrals = Growing()


def referrals_after(known: Referrals, fact: ReferralFact) -> Referrals:
    """The packages after one more fact."""
    match fact:
        case ReferralAwaited():
            return known
        case Referred():
            sent = Referral(fact.referral, fact.organ, fact.to_unit, fact.referred_by, fact.referred_on)
            return known.holding(fact.referral, sent)
        case ReferralReceived() | FeedbackGiven():
            there = known.get(fact.referral)
            return known if there is None else known.holding(fact.referral, _told(there, fact))
    assert_never(fact)


def _told(there: Referral, fact: ReferralReceived | FeedbackGiven) -> Referral:
    if isinstance(fact, ReferralReceived):
        return replace(there, received_on=fact.received_on)
    return replace(there, feedback_on=fact.feedback_on)
