"""Emergency aid: after a sudden event money comes first, and visit, check and publicity come after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.hardship.aiding import AidNeedsAnotherApproval, AidOfTheRequest, aid_in, approved, fund_for
from domain.hardship.checking import no_relative_takes_part
from domain.hardship.codes import BEFORE_FILE, OPEN, AidKind, AidStatus
from domain.hardship.events import AidApproved, AidPlanned
from domain.hardship.limits import COUNTED
from domain.hardship.state import Hardship
from domain.kernel import Command, Desk, Rejected
from domain.parameters import parameters_for
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.values import Amount, Declaration, FundRef, LongText, written


class EmergencyCapExceeded(Rejected):
    """社会救助暂行办法 §48: simplified procedure in urgent cases."""

    code = "emergency_cap_exceeded"
    says = "Emergency aid may reach {limit_fen} in all; {used_fen} are planned or paid, {asked_fen} are asked for."


@dataclass(frozen=True, slots=True, repr=False)
class ProposeEmergencyAid(Command[Hardship]):
    """The grassroots union proposes within the cap; 社会救助暂行办法 §48. On file the ordinary way is as quick."""

    allowed_in: ClassVar = BEFORE_FILE
    amount_fen: Amount
    fund: FundRef
    grounds: LongText
    proposed_on: date
    no_relative: Declaration

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("fund", self.fund),)

    def lines(self, state: Hardship) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidPlanned, ...]:
        no_relative_takes_part(self.no_relative)
        day = desk.happened("proposed_on", self.proposed_on, not_before=state.applied_on)
        self._is_within_the_cap(state, day, desk)
        fund = fund_for(state, self.fund, desk)
        return (
            AidPlanned(
                aid=len(state.aids) + 1,
                kind=AidKind.A11,
                amount_fen=self.amount_fen,
                fund=self.fund,
                fund_unit=fund.unit,
                basis_fen=None,
                grounds=written(state.known_subject, "grounds", self.grounds),
                is_emergency=True,
                asks=Role.UNIT_LEAD,
                planned_by=desk.officer,
                planned_on=day,
            ),
        )

    def _is_within_the_cap(self, state: Hardship, day: date, desk: Desk) -> None:
        limit = parameters_for(desk.profile, day).emergency_cap_fen
        used = sum(aid.amount_fen for aid in state.aids_in(*COUNTED) if aid.is_emergency)
        if used + self.amount_fen > limit:
            raise EmergencyCapExceeded(limit_fen=limit, used_fen=used, asked_fen=self.amount_fen)


class NoEmergencyAidToDecide(Rejected):
    code = "no_emergency_aid_to_decide"
    says = "No emergency aid awaits approval."
    is_moot = True


@dataclass(frozen=True, slots=True, repr=False)
class ApproveEmergencyAid(Command[Hardship]):
    """The unit's leader is the second person; the amount is reserved in the fund in the same statement."""

    allowed_in: ClassVar = OPEN
    aid: AidOfTheRequest
    approved_on: date
    no_relative: Declaration

    @classmethod
    def barred(cls, state: Hardship, desk: Desk) -> Iterator[Rejected]:
        waiting = [aid for aid in state.aids_in(AidStatus.PLANNED) if aid.is_emergency]
        if not waiting:
            yield NoEmergencyAidToDecide()
        elif all(aid.planned_by == desk.officer for aid in waiting):
            yield SameOfficerProposesAndApproves()

    def decide(self, state: Hardship, desk: Desk) -> tuple[AidApproved, ...]:
        no_relative_takes_part(self.no_relative)
        aid = aid_in(state, self.aid, AidStatus.PLANNED)
        if not aid.is_emergency:
            raise AidNeedsAnotherApproval(aid=self.aid)
        return (approved(aid, self.approved_on, desk),)
