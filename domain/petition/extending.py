"""Extending: the term is extended once, in time, by somebody else than asked, and takes effect once told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import Clock, StopReason, extended, in_time, stopped
from domain.deadlines.rules import rule_for
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import Delivery, Route, Status
from domain.petition.events import (
    Extended,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
)
from domain.petition.silence import HANDLING, REDOING
from domain.petition.state import Petition
from domain.separation import SameOfficerProposesAndApproves
from domain.values import Text, Whole, written


class NotInThePetitionProcedure(Rejected):
    """信访工作条例 §34: the term and its extension belong to the petition procedure proper."""

    code = "not_in_the_petition_procedure"
    says = "Only petitions on route R6 have a legal term that can be extended."
    is_moot = True


class RedoingIsNotExtended(Rejected):
    """信访工作条例 §34 extends the term that acceptance starts; the days for handling again are those of the review."""

    code = "redoing_is_not_extended"
    says = "The days for handling the matter again were set by the review, and are not extended."
    is_moot = True


def _legal_clock(state: Petition) -> Clock:
    clock = state.clock(HANDLING)
    if clock is None:
        raise NotInThePetitionProcedure
    return clock


class ExtensionAlreadyDecided(Rejected):
    code = "extension_already_decided"
    says = "The term was extended once already; 信访工作条例 §34 allows one extension."
    is_moot = True


class ExtensionAlreadyAsked(Rejected):
    code = "extension_already_asked"
    says = "An extension was requested already and awaits its decision."


class ExtensionTooLong(Rejected):
    code = "extension_too_long"
    says = "The term may be extended by at most {limit} days; {days} were asked for."


class ExtensionAfterDue(Rejected):
    code = "extension_after_due"
    says = (
        "An extension is asked for and decided before the term ends, which was on {due_on}. If it was, give that day "
        "as “{field}”; otherwise the petition stays open, overdue."
    )


@dataclass(frozen=True, slots=True, repr=False)
class RequestExtension(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    days: Annotated[int, Whole(1, 90)]
    reason: Annotated[str, Text(most=2_000, long=True)]
    requested_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.clock(REDOING):
            yield RedoingIsNotExtended()
        elif state.route is not Route.R6 or state.clock(HANDLING) is None:
            yield NotInThePetitionProcedure()
        elif state.is_extended:
            yield ExtensionAlreadyDecided()
        elif state.extension_asked:
            yield ExtensionAlreadyAsked()

    def decide(self, state: Petition, desk: Desk) -> tuple[ExtensionRequested, ...]:
        clock = _legal_clock(state)
        day = desk.happened("requested_on", self.requested_on, not_before=state.accepted_on)
        if not in_time(clock, day):
            raise ExtensionAfterDue(due_on=clock.due_on, field="requested_on")
        extension = rule_for(clock.rule, clock.profile, clock.started_on).extension
        limit = extension.max_days if extension else 0
        if self.days > limit:
            raise ExtensionTooLong(limit=limit, days=self.days)
        reason = written(state.known_subject, "reason", self.reason)
        return (ExtensionRequested(self.days, reason, desk.officer, day),)


@dataclass(frozen=True, slots=True)
class Telling:
    """How and when the petitioner was told, or telling was tried."""

    told_on: date
    method: Delivery


class NoExtensionAsked(Rejected):
    code = "no_extension_asked"
    says = "Nobody has asked for an extension."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ApproveExtension(Command[Petition]):
    """The unit's leader decides before the term ends; it takes effect once told; 信访工作条例 §34."""

    allowed_in: ClassVar = frozenset({Status.HANDLING})
    approved_on: date
    telling: Telling | None = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _undecided(state)
        if state.extension_asked and state.extension_asked.by == desk.officer:
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Petition, desk: Desk) -> tuple[ExtensionApproved | Extended, ...]:
        asked = state.extension_asked
        if asked is None:
            raise NoExtensionAsked
        clock = _legal_clock(state)
        day = desk.happened("approved_on", self.approved_on, not_before=asked.on)
        if not in_time(clock, day):
            raise ExtensionAfterDue(due_on=clock.due_on, field="approved_on")
        longer = extended(clock, asked.days, desk.calendar)
        approved = ExtensionApproved(asked.days, desk.officer, day, longer.due_on)
        if self.telling is None:
            return (approved,)
        return (approved, _told(self.telling, clock, longer, day, desk))


def _undecided(state: Petition) -> Iterator[Rejected]:
    if state.extension_asked is None:
        yield NoExtensionAsked()


def _told(telling: Telling, clock: Clock, longer: Clock, approved_on: date, desk: Desk) -> Extended:
    """Without effect until told: days that passed between the end of the shorter term and the telling stay late."""
    day = desk.happened("told_on", telling.told_on, not_before=approved_on)
    late = () if in_time(clock, day) else (stopped(clock, day, StopReason.REPLACED),)
    return Extended(telling.method, day, longer, late)


@dataclass(frozen=True, slots=True, repr=False)
class RefuseExtension(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    grounds: Annotated[str, Text(most=2_000, long=True)]
    refused_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _undecided(state)

    def decide(self, state: Petition, desk: Desk) -> tuple[ExtensionRefused, ...]:
        asked_on = state.extension_asked.on if state.extension_asked else None
        day = desk.happened("refused_on", self.refused_on, not_before=asked_on)
        return (ExtensionRefused(written(state.known_subject, "grounds", self.grounds), day),)


class NoExtensionToTell(Rejected):
    code = "no_extension_to_tell"
    says = "There is no approved extension of which the petitioner has still to be told."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class TellExtension(Command[Petition]):
    """The petitioner is told of an approved extension, which takes effect with it."""

    allowed_in: ClassVar = frozenset({Status.HANDLING, Status.DECISION_REVIEW})
    telling: Telling

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.extension_untold is None:
            yield NoExtensionToTell()

    def decide(self, state: Petition, desk: Desk) -> tuple[Extended, ...]:
        untold, clock = state.extension_untold, _legal_clock(state)
        if untold is None:
            raise NoExtensionToTell
        longer = extended(clock, untold.days, desk.calendar)
        return (_told(self.telling, clock, longer, untold.approved_on, desk),)
