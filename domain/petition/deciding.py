"""Deciding: an opinion is proposed, approved by another officer and dispatched, or returned; then delivered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from domain.deadlines.clocks import started, stopped
from domain.deadlines.rules import REGISTER
from domain.kernel import Command, Desk, Rejected
from domain.petition.codes import ANSWERED, SUPPORTED, Delivery, Outcome, Route, Status
from domain.petition.ending import closing, window_after
from domain.petition.events import (
    Closed,
    DecisionDelivered,
    DecisionIssued,
    DecisionProposed,
    DecisionReturned,
    ImplementationAwaited,
    TalkRecorded,
)
from domain.petition.folding import evolve
from domain.petition.handling import Talk, talk_recorded
from domain.petition.reacting import execution_awaited
from domain.petition.results import DemandResult
from domain.petition.silence import HANDLING, REDOING, SERVICE_LEVEL
from domain.petition.state import Petition
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.values import MORE, Known, LongText, Several, SubjectRef, Text, Whole, content, written


@dataclass(frozen=True, slots=True)
class Result:
    """What is proposed on one demand, counted from 1."""

    demand: Annotated[int, Whole(1, 20), Known("demand_numbers")]
    outcome: Outcome
    basis: Annotated[str, Text(most=2_000, long=True)]


class PetitionerNotHeard(Rejected):
    code = "petitioner_not_heard"
    says = "The petitioner must be heard before a decision is proposed. Record the talk, or add it to the proposal."


class DemandsWithoutResult(Rejected):
    code = "demands_without_result"
    says = "Every demand needs exactly one result. Number of demands: {demands}; results were given for: {given}."


class RemedyMissing(Rejected):
    """信访工作条例 §§32, 35: the opinion names the right to a review."""

    code = "remedy_missing"
    says = "An opinion in the petition procedure must tell the petitioner how to request a review."


@dataclass(frozen=True, slots=True, repr=False)
class ProposeDecision(Command[Petition]):
    """信访处理意见书: claim, facts and reasons, opinion and legal basis, and the remedy; 信访工作条例 §32."""

    allowed_in: ClassVar = frozenset({Status.HANDLING})
    proposed_on: date
    results: Annotated[tuple[Result, ...], Several(1, 20)]
    claim: LongText
    findings: LongText
    opinion: LongText
    legal_basis: LongText
    remedy: Annotated[str | None, Text(most=2_000, long=True)] = None
    heard: Annotated[Talk | None, MORE] = None

    @classmethod
    def asks(cls, state: Petition) -> Mapping[str, bool]:
        if state.route is not Route.R6:
            return {}
        is_unheard = state.has_contact and state.heard_on is None
        return {"remedy": True, "heard": True} if is_unheard else {"remedy": True}

    def decide(self, state: Petition, desk: Desk) -> tuple[TalkRecorded | DecisionProposed, ...]:
        talk = self._heard(state, desk)
        self._every_demand_has_a_result(state)
        if state.route is Route.R6 and not self.remedy:
            raise RemedyMissing(field="remedy")
        return (*talk, self._proposed(state.known_subject, state, desk))

    def _heard(self, state: Petition, desk: Desk) -> tuple[TalkRecorded, ...]:
        talk = (talk_recorded(self.heard, state, desk, with_petitioner=True),) if self.heard else ()
        days = [day for day in (state.heard_on, *(each.talked_on for each in talk)) if day is not None]
        is_heard = any(day <= self.proposed_on for day in days)
        if state.route is Route.R6 and state.has_contact and not is_heard:
            raise PetitionerNotHeard(field="heard")
        return talk

    def _every_demand_has_a_result(self, state: Petition) -> None:
        given = sorted(result.demand for result in self.results)
        if given != list(state.demand_numbers):
            told = ", ".join(map(str, given)) or "–"
            raise DemandsWithoutResult(demands=state.demand_count, given=told)

    def _proposed(self, subject: SubjectRef, state: Petition, desk: Desk) -> DecisionProposed:
        return DecisionProposed(
            results=tuple(
                DemandResult(r.demand, r.outcome, written(subject, f"results/{r.demand}", r.basis))
                for r in self.results
            ),
            claim=written(subject, "claim", self.claim),
            findings=written(subject, "findings", self.findings),
            opinion=written(subject, "opinion", self.opinion),
            legal_basis=written(subject, "legal_basis", self.legal_basis),
            remedy=content(subject, "remedy", self.remedy),
            proposed_by=desk.officer,
            proposed_on=desk.happened("proposed_on", self.proposed_on, not_before=state.stepped_on),
        )


class LeaderDecidesSupportAlone(Rejected):
    """§1.9: what is rejected or explained is the head's or the department's; 信访工作条例 §§31–32."""

    code = "leader_decides_support_alone"
    says = "The leader of the unit decides where a demand is supported. Elsewhere the head or the department decides."


def _decided_there(state: Petition, desk: Desk) -> Iterator[Rejected]:
    yield from _not_the_proposer(state, desk)
    if desk.role is Role.UNIT_LEAD and SUPPORTED.isdisjoint(state.outcomes):
        yield LeaderDecidesSupportAlone()


def _not_the_proposer(state: Petition, desk: Desk) -> Iterator[Rejected]:
    if state.decision_proposed_by == desk.officer:
        yield SameOfficerProposesAndApproves()


@dataclass(frozen=True, slots=True, repr=False)
class ApproveDecision(Command[Petition]):
    """The term ends when the opinion is issued and dispatched; 信访工作条例 §34."""

    allowed_in: ClassVar = frozenset({Status.DECISION_REVIEW})
    issued_on: date
    dispatched_on: date | None = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _decided_there(state, desk)

    def decide(self, state: Petition, desk: Desk) -> tuple[DecisionIssued, ...]:
        issued = desk.happened("issued_on", self.issued_on, not_before=state.stepped_on)
        sent = desk.happened("dispatched_on", self.dispatched_on or issued, not_before=issued)
        clocks = (state.clock(rule) for rule in (HANDLING, REDOING, SERVICE_LEVEL, REGISTER))
        return (
            DecisionIssued(
                outcomes=state.outcomes,
                approved_by=desk.officer,
                issued_on=issued,
                dispatched_on=sent,
                stopped=tuple(stopped(clock, sent) for clock in clocks if clock),
            ),
        )


@dataclass(frozen=True, slots=True, repr=False)
class ReturnDecision(Command[Petition]):
    allowed_in: ClassVar = frozenset({Status.DECISION_REVIEW})
    grounds: Annotated[str, Text(most=2_000, long=True)]
    returned_on: date

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        yield from _decided_there(state, desk)

    def decide(self, state: Petition, desk: Desk) -> tuple[DecisionReturned, ...]:
        day = desk.happened("returned_on", self.returned_on, not_before=state.stepped_on)
        return (DecisionReturned(written(state.known_subject, "grounds", self.grounds), desk.officer, day),)


class DeliveryOnlyAttempted(Rejected):
    """信访工作条例 §35: the days for a review run from the receipt of the written answer."""

    code = "delivery_only_attempted"
    says = "An attempt does not deliver the answer, and no days for a review run from it. Record the delivery."


class AlreadyDelivered(Rejected):
    code = "already_delivered"
    says = "The delivery of the answer is recorded already."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class RecordDelivery(Command[Petition]):
    """The written answer reaches the petitioner; with `content_on` the case is closed in the same visit."""

    allowed_in: ClassVar = ANSWERED
    once: ClassVar = "delivered_on"
    delivered_on: date
    method: Delivery
    content_on: date | None = None
    proof: Annotated[str | None, Text(most=500), MORE] = None

    @classmethod
    def barred(cls, state: Petition, desk: Desk) -> Iterator[Rejected]:
        if state.delivered_on is not None:
            yield AlreadyDelivered()

    def decide(self, state: Petition, desk: Desk) -> tuple[DecisionDelivered | ImplementationAwaited | Closed, ...]:
        if self.method is Delivery.ATTEMPTED:
            raise DeliveryOnlyAttempted
        day = desk.happened("delivered_on", self.delivered_on, not_before=state.issued_on or state.stepped_on)
        delivered = DecisionDelivered(
            method=self.method,
            proof=content(state.known_subject, "proof", self.proof),
            delivered_on=day,
            clock=started(window_after(state), day, desk.calendar, desk.profile),
        )
        if self.content_on is None:
            return (delivered, *execution_awaited(evolve(state, delivered), desk))
        return (delivered, closing(evolve(state, delivered), desk, self.content_on, content=True))
