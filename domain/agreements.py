"""Commands that bind several streams: what else must be appended in the same statement, or nothing is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from domain.cases.facts import Confirmed, Remarked, Stated
from domain.cases.numbering import DocumentNumbered, NumberVoided
from domain.cases.second import on_day
from domain.fund.auditing import drawn
from domain.fund.commands import CarryBalance, CloseFund, PayReserved, Release, Reserve
from domain.fund.events import SampleDrawn
from domain.funds import Fund, fund_stream
from domain.hardship.aiding import ApproveAid, CancelAid
from domain.hardship.application import Apply
from domain.hardship.approving import RefuseFile
from domain.hardship.codes import AidStatus, Category, ObjectionOutcome
from domain.hardship.drawing import LayVoucher
from domain.hardship.emergency import ApproveEmergencyAid
from domain.hardship.ending import WithdrawRequest
from domain.hardship.events import AidApproved, AidCancelled, AidPaid, OfficersConcerned, Refused, Voided, Withdrawn
from domain.hardship.household import ConcernHousehold, OpenFile, ReleaseFile
from domain.hardship.mending import Confirm
from domain.hardship.objecting import ResolveObjection
from domain.hardship.paying import PayAid
from domain.hardship.reviewing import ReviewEligibility
from domain.hardship.state import Hardship
from domain.kernel import Command, Event
from domain.numbering.commands import TakeNumber, VoidTakenNumber
from domain.officers import Officer
from domain.organisation.administration import ADMINISTRATION, EndAdministrator, OrderMove
from domain.organisation.granting import EndRole
from domain.organisation.unit import MoveUnit
from domain.petition.splitting import OpenPart, SplitOff, opening_of_part, part_of
from domain.petition.state import Petition
from domain.roles import Role
from domain.series import SERIES_KIND, series_stream
from domain.units import Unit
from domain.values import UnitRef


@dataclass(frozen=True, slots=True)
class Part:
    """A further command, decided by its own aggregate on its own state; it consults no other stream."""

    kind: str
    stream: UUID
    command: Command[Any]


Agreement = Callable[[UUID, Any, Any], tuple[Part, ...]]
"""From the named stream, its state before the command, and the command, to the further parts.

Where the command will be refused by its own stream the parts do not matter: that refusal comes first.
"""


def _application(stream: UUID, state: Hardship, command: Apply) -> tuple[Part, ...]:
    return (Part("household", command.household, OpenFile(stream, command.unit, command.applied_on)),)


def _ending(stream: UUID, state: Hardship, on: date) -> tuple[Part, ...]:
    """The household is free again, and so is what was reserved and not paid."""
    if state.household is None:
        return ()
    promised = state.aids_in(AidStatus.APPROVED)
    released = (Part("fund", aid.fund, Release(stream, aid.number, on)) for aid in promised)
    return (Part("household", state.household, ReleaseFile(stream, on)), *released)


def _review(stream: UUID, state: Hardship, command: ReviewEligibility) -> tuple[Part, ...]:
    return _ending(stream, state, command.reviewed_on) if command.category is Category.H0 else ()


def _objection(stream: UUID, state: Hardship, command: ResolveObjection) -> tuple[Part, ...]:
    return _ending(stream, state, command.resolved_on) if command.outcome is ObjectionOutcome.REJECT else ()


def _refusal(stream: UUID, state: Hardship, command: RefuseFile) -> tuple[Part, ...]:
    return _ending(stream, state, command.refused_on)


def _withdrawal(stream: UUID, state: Hardship, command: WithdrawRequest) -> tuple[Part, ...]:
    return _ending(stream, state, command.withdrawn_on)


def _approval(
    stream: UUID, state: Hardship, command: ApproveAid | ApproveEmergencyAid | AidApproved
) -> tuple[Part, ...]:
    aid = state.aids.get(command.aid)
    if aid is None:
        return ()
    return (Part("fund", aid.fund, Reserve(stream, aid.number, aid.amount_fen, command.approved_on)),)


def _cancelling(stream: UUID, state: Hardship, command: CancelAid | AidCancelled) -> tuple[Part, ...]:
    aid = state.aids.get(command.aid)
    if aid is None or aid.status is not AidStatus.APPROVED:
        return ()
    return (Part("fund", aid.fund, Release(stream, aid.number, command.cancelled_on)),)


def _payment(stream: UUID, state: Hardship, command: PayAid | AidPaid) -> tuple[Part, ...]:
    aid = state.aids.get(command.aid)
    if aid is None:
        return ()
    return (Part("fund", aid.fund, PayReserved(stream, aid.number, aid.amount_fen, command.paid_on)),)


def _closing(stream: UUID, state: Fund, command: CloseFund) -> tuple[Part, ...]:
    if state.unit is None or state.source is None:
        return ()
    carried = CarryBalance(
        unit=state.unit,
        source=state.source,
        period=command.next_period,
        carried_fen=state.free_fen,
        from_period=state.period,
        carried_on=command.closed_on,
    )
    return (Part("fund", fund_stream(state.unit, state.source, command.next_period), carried),)


def _end_of_role(stream: UUID, state: Officer, command: EndRole) -> tuple[Part, ...]:
    """Administrators end one after another."""
    return (Part(*ADMINISTRATION, EndAdministrator(stream)),) if command.role is Role.SYSADMIN else ()


def _move(stream: UUID, state: Unit, command: MoveUnit) -> tuple[Part, ...]:
    """Moves follow one another."""
    return (Part(*ADMINISTRATION, OrderMove(UnitRef(stream))),)


def _split(stream: UUID, state: Petition, command: SplitOff) -> tuple[Part, ...]:
    """The demands that leave get a petition of their own."""
    opening = opening_of_part(command, state)
    return (Part("petition", part_of(stream, state), opening),) if opening else ()


def _confirmed(stream: UUID, state: Hardship, command: Confirm) -> tuple[Part, ...]:
    """What goes with the facts that take effect now."""
    known = state.waiting.statements.get(command.entry)
    facts = known.facts if known else ()
    return tuple(part for fact in facts for part in _bound_by(stream, state, fact))


def _bound_by(stream: UUID, state: Hardship, fact: Any) -> tuple[Part, ...]:
    """What goes with a fact of a request."""
    match fact:
        case AidApproved():
            return _approval(stream, state, fact)
        case AidPaid():
            return _payment(stream, state, fact)
        case AidCancelled():
            return _cancelling(stream, state, fact)
        case Refused():
            return _ending(stream, state, fact.refused_on)
        case Withdrawn():
            return _ending(stream, state, fact.withdrawn_on)
        case Voided():
            return _ending(stream, state, fact.voided_on)
    return ()


def _of_series(stream: UUID, fact: Event) -> tuple[Part, ...]:
    """A number that a document bears is the one that its series gave it."""
    match fact:
        case DocumentNumbered():
            taking = TakeNumber(fact.document, fact.unit, fact.year, fact.number, stream, fact.fact, fact.numbered_on)
            return (Part(SERIES_KIND, series_stream(fact.document, fact.unit, fact.year), taking),)
        case NumberVoided():
            voiding = VoidTakenNumber(fact.number, fact.voided_on)
            return (Part(SERIES_KIND, series_stream(fact.document, fact.unit, fact.year), voiding),)
    return ()


def _of_sample(state: Fund, fact: Event) -> tuple[Part, ...]:
    """Each voucher that was drawn lies before whoever drew the sample."""
    if not isinstance(fact, SampleDrawn) or state.unit is None:
        return ()
    unit, on = state.unit, fact.drawn_on
    return tuple(Part("hardship", case, LayVoucher(aid, unit, on)) for case, aid in drawn(state, fact))


def _of_household(state: Any, command: Command[Any], fact: Event) -> tuple[Part, ...]:
    """From whom a request is kept, the file of its household is kept as well."""
    if not isinstance(fact, OfficersConcerned):
        return ()
    household = command.household if isinstance(command, Apply) else state.household
    return (Part("household", household, ConcernHousehold(fact.marks, fact.known_on)),)


AGREEMENTS: Mapping[type[Command[Any]], Agreement] = MappingProxyType(
    {
        Apply: _application,
        ReviewEligibility: _review,
        ResolveObjection: _objection,
        RefuseFile: _refusal,
        WithdrawRequest: _withdrawal,
        ApproveAid: _approval,
        ApproveEmergencyAid: _approval,
        CancelAid: _cancelling,
        PayAid: _payment,
        CloseFund: _closing,
        EndRole: _end_of_role,
        MoveUnit: _move,
        Confirm: _confirmed,
        SplitOff: _split,
    }
)


def parts_in_effect(
    stream: UUID, state: Any, command: Command[Any], facts: Sequence[Event], today: date
) -> tuple[Part, ...]:
    """The further commands that go with what was decided of the command: none while it waits, or is a mere remark."""
    for fact in facts:
        if isinstance(fact, Stated) or (isinstance(fact, Confirmed) and not fact.is_whole):
            return ()
        if isinstance(fact, Remarked):
            is_taken = fact.stated_on is not None and command.once is not None
            return parts_of(stream, state, on_day(command, today)) if is_taken else ()
    return (
        *parts_of(stream, state, command),
        *(part for each in facts for part in _of_fact(stream, state, command, each)),
    )


def _of_fact(stream: UUID, state: Any, command: Command[Any], fact: Event) -> tuple[Part, ...]:
    return (*_of_series(stream, fact), *_of_sample(state, fact), *_of_household(state, command, fact))


def parts_of(stream: UUID, state: Any, command: Command[Any]) -> tuple[Part, ...]:
    """The further commands that go with this one on the stream, in the order in which they are decided."""
    agreement = AGREEMENTS.get(type(command))
    return agreement(stream, state, command) if agreement else ()


FOLLOWING: frozenset[type[Command[Any]]] = frozenset(
    {
        OpenFile,
        ReleaseFile,
        Reserve,
        Release,
        PayReserved,
        CarryBalance,
        EndAdministrator,
        OrderMove,
        TakeNumber,
        VoidTakenNumber,
        LayVoucher,
        ConcernHousehold,
        OpenPart,
    }
)
"""Commands that only follow from others: nobody asks for them by themselves, so they have no address and no role."""
