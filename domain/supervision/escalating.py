"""Escalating: what a unit leaves undone goes to those above, who decide, or to the authority (§3.3, row 14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar

from domain.deadlines.clocks import StopReason, started, stopped
from domain.kernel import Command, Desk, Rejected
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import Authority, EscalationCause, Status
from domain.supervision.escalations import STAGE, Escalated, EscalationDecided, ItemsHandedOver
from domain.supervision.noticing import NoticeNotDelivered
from domain.supervision.stage import nothing_left, stage_ended
from domain.supervision.state import ANSWER, RECTIFY, Supervision
from domain.values import LongText, Text, written

OVERDUE = {EscalationCause.NO_ANSWER: ANSWER, EscalationCause.NOT_RECTIFIED: RECTIFY}
"""The duty that has to be overdue for a cause; a refusal and a faked correction are told in the paper."""


class NothingOverdueToEscalate(Rejected):
    code = "nothing_overdue_to_escalate"
    says = "No term of that kind is overdue in this check. Choose another cause."


class PartyDecidesItself(Rejected):
    code = "party_decides_itself"
    says = "This was put before the party committee. It records its own decision."


class NotPutBeforeParty(Rejected):
    code = "not_put_before_party"
    says = "This was put before the superior union. Whoever leads the union records the decision that came back."


@dataclass(frozen=True, slots=True, repr=False)
class Escalate(Command[Supervision]):
    """The union goes above the unit, whoever holds the case, or nobody: what counts is the duty and its day."""

    allowed_in: ClassVar = frozenset({Status.NOTICE_ISSUED, Status.RECTIFYING})
    cause: EscalationCause
    authority: Authority
    paper: LongText
    escalated_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        if state.delivered_on is None:
            yield NoticeNotDelivered()

    def decide(self, state: Supervision, desk: Desk) -> tuple[Escalated, ...]:
        rule, item, due_on = self._overdue(state)
        day = desk.happened("escalated_on", self.escalated_on, not_before=state.stepped_on)
        return (
            Escalated(
                cause=self.cause,
                authority=self.authority,
                rule=rule,
                item=item,
                overdue_on=due_on + timedelta(days=1) if due_on else None,
                paper=written(state.known_subject, "escalation/paper", self.paper),
                escalated_by=desk.officer,
                escalated_on=day,
                clock=started(STAGE, day, desk.calendar, desk.profile),
            ),
        )

    def _overdue(self, state: Supervision) -> tuple[str | None, str | None, date | None]:
        """The duty that is late longest."""
        rule = OVERDUE.get(self.cause)
        if rule is None:
            return None, None, None
        late = sorted((due_on, item) for (late_rule, item), due_on in state.overdue.items() if late_rule == rule)
        if not late:
            raise NothingOverdueToEscalate(field="cause")
        due_on, item = late[0]
        return rule, item, due_on


@dataclass(frozen=True, slots=True, repr=False)
class RecordDecision(Command[Supervision]):
    """What those above decided: the party committee records its own, the union that of the superior."""

    allowed_in: ClassVar = frozenset({Status.ESCALATED})
    decision: LongText
    decided_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        yield from nothing_left(state)
        asked = state.escalated_to is Authority.PARTY_COMMITTEE
        if asked and desk.role is Role.UNION_CHAIR:
            yield PartyDecidesItself()
        elif not asked and desk.role is Role.PARTY_COMMITTEE:
            yield NotPutBeforeParty()
        if asked and state.escalated_by == desk.officer:
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Supervision, desk: Desk) -> tuple[EscalationDecided, ...]:
        day = desk.happened("decided_on", self.decided_on, not_before=state.stepped_on)
        decision = written(state.known_subject, "escalation/decision", self.decision)
        to = state.escalated_to or Authority.SUPERIOR
        return (EscalationDecided(to, decision, desk.officer, day, tuple(stage_ended(state, day))),)


@dataclass(frozen=True, slots=True, repr=False)
class ProposeToAuthority(Command[Supervision]):
    """提请处理建议书 to the competent authority, which has what is left from now on; 浙江省工会劳动法律监督条例 §23."""

    allowed_in: ClassVar = frozenset({Status.ESCALATED})
    competent: Annotated[str, Text(most=200)]
    proposal: LongText
    handed_over_on: date

    @classmethod
    def barred(cls, state: Supervision, desk: Desk) -> Iterator[Rejected]:
        yield from nothing_left(state)

    def decide(self, state: Supervision, desk: Desk) -> tuple[ItemsHandedOver, ...]:
        day = desk.happened("handed_over_on", self.handed_over_on, not_before=state.stepped_on)
        items = tuple(number for number, item in state.items.items() if not item.is_settled)
        subject = state.known_subject
        clocks = (state.clock(RECTIFY, str(number)) for number in items)
        left = (stopped(clock, day, StopReason.ENDED) for clock in clocks if clock)
        return (
            ItemsHandedOver(
                items=items,
                competent=written(subject, "escalation/competent", self.competent),
                proposal=written(subject, "escalation/proposal", self.proposal),
                handed_over_by=desk.officer,
                handed_over_on=day,
                stopped=(*stage_ended(state, day), *left),
            ),
        )
