"""Aiding by file: an aid is planned, approved by another officer against a fund, or cancelled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.deadlines.clocks import StopReason, started, stopped
from domain.funds import AidNumber, Fund, FundNotOpen, open_fund
from domain.hardship.aids import Aid
from domain.hardship.checking import no_relative_takes_part
from domain.hardship.codes import OPEN, UNPAID, AidKind, AidStatus, Status
from domain.hardship.events import AidApproved, AidCancelled, AidPlanned
from domain.hardship.limits import COUNTED, kind_fits, within_caps
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk, Rejected
from domain.officers import stands_over
from domain.parameters import parameters_for
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.values import MORE, MOST_FEN, Amount, Declaration, FundRef, Known, LongText, Sensitive, Whole, written

PAYMENT = "D-H05"
LEVELS = frozenset({Role.AID_APPROVER, Role.UNION_CHAIR})
"""Who approves aids, each up to an amount."""

AidOfTheRequest = Annotated[AidNumber, Known("aids")]
"""An aid of this request by its number; where there is one alone, a form starts with it."""


class AidUnknown(Rejected):
    code = "aid_unknown"
    says = "The file holds no aid with the number {aid}."


class AidNotInThisStatus(Rejected):
    code = "aid_not_in_this_status"
    says = "The aid {aid} is {status}; this step needs {allowed}."


def aid_in(state: Hardship, number: int, *allowed: AidStatus) -> Aid:
    """The aid with that number; refuses one that is unknown or stands elsewhere."""
    aid = state.aids.get(number)
    if aid is None:
        raise AidUnknown(aid=number)
    if aid.status not in allowed:
        raise AidNotInThisStatus(aid=number, status=aid.status, allowed=", ".join(sorted(allowed)))
    return aid


def basis_of(state: Hardship, basis_fen: int | None) -> Sensitive[int] | None:
    """What an amount is measured by, sealed."""
    return None if basis_fen is None else Sensitive(state.known_subject, "basis_fen", basis_fen)


def fund_for(state: Hardship, ref: FundRef, desk: Desk) -> Fund:
    """The open fund of the unit of the request or of one above it; of one elsewhere nobody hears."""
    fund = open_fund(desk, ref)
    if fund.unit is None or state.unit is None or not stands_over(fund.unit, state.unit, desk.consulted):
        raise FundNotOpen
    return fund


def level_of(amount_fen: int, on: date, desk: Desk) -> Role:
    """Who approves so much: the approver of the union up to a limit, its chair above it."""
    limit = parameters_for(desk.profile, on).approver_level_fen
    return Role.AID_APPROVER if amount_fen <= limit else Role.UNION_CHAIR


class GuardianConsentMissing(Rejected):
    """个人信息保护法 §31."""

    code = "guardian_consent_missing"
    says = "Aid for a child's schooling needs the consent of the guardian."


@dataclass(frozen=True, slots=True, repr=False)
class PlanAid(Command[Hardship]):
    """The kind fits the category, the caps of the calendar year hold, and the fund is open."""

    allowed_in: ClassVar = frozenset({Status.ON_FILE})
    kind: AidKind
    amount_fen: Amount
    fund: FundRef
    grounds: LongText
    planned_on: date
    no_relative: Declaration
    basis_fen: Annotated[int | None, Whole(1, MOST_FEN), MORE] = None
    guardian_consents: Annotated[bool, MORE] = False

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("fund", self.fund),)

    def lines(self, state: Hardship) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidPlanned, ...]:
        no_relative_takes_part(self.no_relative)
        day = desk.happened("planned_on", self.planned_on, not_before=state.stepped_on)
        self._is_possible(state, day, desk)
        fund = fund_for(state, self.fund, desk)
        return (
            AidPlanned(
                aid=len(state.aids) + 1,
                kind=self.kind,
                amount_fen=self.amount_fen,
                fund=self.fund,
                fund_unit=fund.unit,
                basis_fen=basis_of(state, self.basis_fen),
                grounds=written(state.known_subject, "grounds", self.grounds),
                is_emergency=False,
                asks=level_of(self.amount_fen, day, desk),
                planned_by=desk.officer,
                planned_on=day,
            ),
        )

    def _is_possible(self, state: Hardship, day: date, desk: Desk) -> None:
        this_year = [aid for aid in state.aids_in(*COUNTED) if aid.planned_on.year == day.year]
        kind_fits(self.kind, state.category, (aid for aid in this_year if not aid.is_emergency))
        if self.kind is AidKind.A3 and not self.guardian_consents:
            raise GuardianConsentMissing
        used = sum(aid.amount_fen for aid in this_year if aid.kind is self.kind)
        by = (parameters_for(desk.profile, day), state.dibao_line_fen, self.basis_fen)
        within_caps(self.kind, state.category, self.amount_fen, used, by)


def approved(aid: Aid, on: date, desk: Desk) -> AidApproved:
    """The approval, by another officer than the one who planned; its amount is reserved in the fund with it."""
    if aid.planned_by == desk.officer:
        raise SameOfficerProposesAndApproves
    day = desk.happened("approved_on", on, not_before=aid.stepped_on)
    clock = started(PAYMENT, day, desk.calendar, desk.profile, item=str(aid.number))
    return AidApproved(aid.number, desk.officer, day, clock)


class AidNeedsAnotherApproval(Rejected):
    code = "aid_needs_another_approval"
    says = "The aid {aid} takes the other way of approval: emergency aid is approved by the unit's leader alone."


class AidAtAnotherLevel(Rejected):
    code = "aid_at_another_level"
    says = "The aid {aid} waits for another level. Its amount is approved by: {role}."


class NoAidToDecide(Rejected):
    code = "no_aid_to_decide"
    says = "No aid awaits approval."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ApproveAid(Command[Hardship]):
    """Approved and reserved in the fund in one statement; whoever planned it does not approve it."""

    allowed_in: ClassVar = frozenset({Status.ON_FILE})
    aid: AidOfTheRequest
    approved_on: date
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        waiting = [aid for aid in state.aids_in(AidStatus.PLANNED) if not aid.is_emergency]
        if not waiting:
            yield NoAidToDecide()
        elif all(aid.planned_by == desk.officer for aid in waiting):
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidApproved, ...]:
        no_relative_takes_part(self.no_relative)
        aid = aid_in(state, self.aid, AidStatus.PLANNED)
        if aid.is_emergency:
            raise AidNeedsAnotherApproval(aid=self.aid)
        if desk.role in LEVELS and desk.role is not aid.asks:
            raise AidAtAnotherLevel(aid=self.aid, role=aid.asks)
        return (approved(aid, self.approved_on, desk),)


class NoAidToCancel(Rejected):
    code = "no_aid_to_cancel"
    says = "No aid is planned or approved."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class CancelAid(Command[Hardship]):
    """An aid that was not paid falls away; what was reserved for it is free again."""

    allowed_in: ClassVar = OPEN
    aid: AidOfTheRequest
    reason: LongText
    cancelled_on: date

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        if not state.aids_in(*UNPAID):
            yield NoAidToCancel()

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidCancelled, ...]:
        aid = aid_in(state, self.aid, *UNPAID)
        day = desk.happened("cancelled_on", self.cancelled_on, not_before=aid.stepped_on)
        clock = state.clock(PAYMENT, str(aid.number))
        ended = (stopped(clock, day, StopReason.ENDED),) if clock else ()
        return (AidCancelled(aid.number, written(state.known_subject, "reason", self.reason), day, ended),)
