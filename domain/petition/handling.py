"""Handling: handlers start, the petitioner is heard, evidence is gathered, and the term may be extended once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import Clock, StopReason, extended, in_time, stopped
from domain.deadlines.rules import rule_for
from domain.kernel import Command, Desk, Rejected
from domain.petition import refusals
from domain.petition.codes import Delivery, EvidenceKind, Route, Status
from domain.petition.events import (
    EvidenceAdded,
    Extended,
    ExtensionApproved,
    ExtensionRefused,
    ExtensionRequested,
    HandlingStarted,
    SubmitterAsked,
    TalkRecorded,
)
from domain.petition.routing import HANDLING
from domain.petition.state import Petition
from domain.separation import SameOfficerProposesAndApproves, at_least_two
from domain.values import LongText, OfficerRef, Several, Text, Whole, written


@dataclass(frozen=True, slots=True, repr=False)
class StartHandling(Command[Petition]):
    """At least one handler; one who is named twice counts once."""

    allowed_in: ClassVar = frozenset({Status.ACCEPTED})
    handlers: Annotated[tuple[OfficerRef, ...], Several(1, 10)]
    started_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[HandlingStarted, ...]:
        day = desk.happened("started_on", self.started_on, not_before=state.stepped_on)
        return (HandlingStarted(tuple(dict.fromkeys(self.handlers)), day),)


@dataclass(frozen=True, slots=True, repr=False)
class AskSubmitter(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    question: Annotated[str, Text(most=2_000, long=True)]
    asked_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[SubmitterAsked, ...]:
        day = desk.happened("asked_on", self.asked_on, not_before=state.accepted_on)
        return (SubmitterAsked(written(state.known_subject, "question", self.question), day),)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of at least two officers with the petitioner or somebody else who knows."""

    talked_on: date
    officers: Annotated[tuple[OfficerRef, ...], Several(1, 10)]
    minutes: LongText


def talk_recorded(talk: Talk, state: Petition, desk: Desk, *, with_petitioner: bool) -> TalkRecorded:
    """The talk as a fact; 国有企业管理人员处分条例 §27 by analogy: at least two persons."""
    present = at_least_two(talk.officers)
    day = desk.happened("talked_on", talk.talked_on, not_before=state.received_on)
    return TalkRecorded(with_petitioner, present, written(state.known_subject, "minutes", talk.minutes), day)


@dataclass(frozen=True, slots=True, repr=False)
class RecordTalk(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    talk: Talk
    with_petitioner: bool = True

    def decide(self, state: Petition, desk: Desk) -> tuple[TalkRecorded, ...]:
        return (talk_recorded(self.talk, state, desk, with_petitioner=self.with_petitioner),)


@dataclass(frozen=True, slots=True, repr=False)
class AddEvidence(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    kind: EvidenceKind
    description: LongText
    obtained_on: date

    def decide(self, state: Petition, desk: Desk) -> tuple[EvidenceAdded, ...]:
        day = desk.happened("obtained_on", self.obtained_on)
        return (EvidenceAdded(self.kind, written(state.known_subject, "description", self.description), day),)


def _legal_clock(state: Petition) -> Clock:
    clock = state.clock(HANDLING)
    if clock is None:
        raise refusals.NotInThePetitionProcedure
    return clock


@dataclass(frozen=True, slots=True, repr=False)
class RequestExtension(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.HANDLING})
    days: Annotated[int, Whole(1, 90)]
    reason: Annotated[str, Text(most=2_000, long=True)]
    requested_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.route is not Route.R6 or state.clock(HANDLING) is None:
            yield refusals.NotInThePetitionProcedure()
        elif state.is_extended:
            yield refusals.ExtensionAlreadyDecided()
        elif state.extension_asked:
            yield refusals.ExtensionAlreadyAsked()

    def decide(self, state: Petition, desk: Desk) -> tuple[ExtensionRequested, ...]:
        clock = _legal_clock(state)
        day = desk.happened("requested_on", self.requested_on, not_before=state.accepted_on)
        if not in_time(clock, day):
            raise refusals.ExtensionAfterDue(due_on=clock.due_on)
        extension = rule_for(clock.rule, clock.profile, clock.started_on).extension
        limit = extension.max_days if extension else 0
        if self.days > limit:
            raise refusals.ExtensionTooLong(limit=limit, days=self.days)
        reason = written(state.known_subject, "reason", self.reason)
        return (ExtensionRequested(self.days, reason, desk.officer, day),)


@dataclass(frozen=True, slots=True)
class Telling:
    """How and when the petitioner was told, or telling was tried."""

    told_on: date
    method: Delivery


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
            raise refusals.NoExtensionAsked
        clock = _legal_clock(state)
        day = desk.happened("approved_on", self.approved_on, not_before=asked.on)
        if not in_time(clock, day):
            raise refusals.ExtensionAfterDue(due_on=clock.due_on)
        longer = extended(clock, asked.days, desk.calendar)
        approved = ExtensionApproved(asked.days, desk.officer, day, longer.due_on)
        if self.telling is None:
            return (approved,)
        return (approved, _told(self.telling, clock, longer, day, desk))


def _undecided(state: Petition) -> Iterator[Rejected]:
    if state.extension_asked is None:
        yield refusals.NoExtensionAsked()


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


@dataclass(frozen=True, slots=True, repr=False)
class TellExtension(Command[Petition]):
    """The petitioner is told of an approved extension, which takes effect with it."""

    allowed_in: ClassVar = frozenset({Status.HANDLING, Status.DECISION_REVIEW})
    telling: Telling

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.extension_untold is None:
            yield refusals.NoExtensionToTell()

    def decide(self, state: Petition, desk: Desk) -> tuple[Extended, ...]:
        untold, clock = state.extension_untold, _legal_clock(state)
        if untold is None:
            raise refusals.NoExtensionToTell
        longer = extended(clock, untold.days, desk.calendar)
        return (_told(self.telling, clock, longer, untold.approved_on, desk),)
