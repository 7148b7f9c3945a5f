"""Papers of hardship requests that lie before those who know nothing else of them: orders, emergencies, notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.deadlines.clocks import Clock
from domain.deadlines.running import clock_facts
from domain.hardship import events as e
from domain.hardship.aids import Aid
from domain.hardship.codes import THE_NOTICE
from domain.hardship.state import Hardship
from domain.kernel import Event, Recorded
from domain.scopes import NOWHERE, Excerpt, Scope
from projections.projection import Changes, Fold, Projection, Row, Rows, Settle, Stood, in_order
from projections.scoped import KNOWN_BY, Scoped, scope_columns

PUBLICITY = "D-H03"


@dataclass(frozen=True, slots=True)
class OrderRow(Scoped):
    """An aid as whoever pays knows of it: its number, from which fund, how much; neither category nor kind."""

    order_id: str
    case_id: UUID
    case_no: str
    number: int
    amount_fen: int
    fund: UUID
    status: str
    approved_on: date | None
    due_on: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class EmergencyRow(Scoped):
    """Emergency aid as the leader of the unit knows of it."""

    emergency_id: str
    case_id: UUID
    case_no: str
    number: int
    unit: UUID
    amount_fen: int
    status: str
    proposed_on: date
    approved_on: date | None
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class NoticeRow(Scoped):
    """A notice as it hangs, without the person: the number, where, from which day on and until when."""

    notice_id: str
    case_id: UUID
    case_no: str
    number: int
    unit: UUID
    place: str
    status: str
    posted_on: date
    stands_until_on: date | None
    take_down_on: date


@dataclass(frozen=True, slots=True)
class VoucherRow(Scoped):
    """The voucher of an aid that was drawn for whoever audits its fund."""

    voucher_id: str
    case_id: UUID
    case_no: str
    number: int
    kind: str
    amount_fen: int
    fund: UUID
    is_emergency: bool
    status: str
    paid_on: date | None
    drawn_on: date


@dataclass(frozen=True, slots=True)
class UncheckedRow(Scoped):
    """Emergency aid that was paid and is still to be checked."""

    unchecked_id: str
    case_id: UUID
    case_no: str
    number: int
    unit: UUID
    amount_fen: int
    fund: UUID
    status: str
    paid_on: date | None


def paper_id(case: UUID, number: int) -> str:
    """A paper's row: the request, and its number among those of its kind."""
    return f"{case.hex}/{number}"


def scope_of(state: Any, excerpt: Excerpt, number: int) -> dict[str, Any]:
    found = (each for each in state.scope.laid if each.excerpt is excerpt and each.number == number)
    scope: Scope = next((state.scope.of(each) for each in found), NOWHERE)
    return scope_columns(scope)


def _begun(recorded: Recorded, id_column: str, number: int, **columns: Any) -> Changes:
    """A row of which the state tells all that may change; nobody knows of it before the state says who does."""
    row_id = paper_id(recorded.stream, number)
    about = {id_column: row_id, "case_id": recorded.stream, "number": number}
    return {row_id: {**scope_columns(NOWHERE), **about, "case_no": "", "status": "", **columns}}


def _order(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    days = {"due_on": event.planned_on, **dict.fromkeys(("approved_on", "paid_on"))}
    return _begun(recorded, "order_id", event.aid, amount_fen=event.amount_fen, fund=event.fund, **days)


def _emergency(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    if not event.is_emergency:
        return {}
    days = {"proposed_on": event.planned_on, **dict.fromkeys(("approved_on", "paid_on"))}
    unit = UUID(int=0)
    return _begun(recorded, "emergency_id", event.aid, unit=unit, amount_fen=event.amount_fen, **days)


def _voucher(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    if paper_id(recorded.stream, event.aid) in rows:
        return {}
    about = {"kind": "", "amount_fen": 0, "fund": UUID(int=0), "is_emergency": False, "paid_on": None}
    return _begun(recorded, "voucher_id", event.aid, **about, drawn_on=event.drawn_on)


def _unchecked(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    if not event.is_emergency:
        return {}
    unit = UUID(int=0)
    about = {"unit": unit, "amount_fen": event.amount_fen, "fund": event.fund, "paid_on": None}
    return _begun(recorded, "unchecked_id", event.aid, **about)


def _notice(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    hangs = {"place": event.place, "posted_on": event.posted_on, "take_down_on": event.take_down_on}
    return _begun(recorded, "notice_id", THE_NOTICE, unit=event.unit, stands_until_on=event.clock.due_on, **hangs)


def _hangs_on(rows: Rows, recorded: Recorded) -> Changes:
    """Until when a notice hangs: its last day stays told once its term has ended."""
    moved = [each for each in clock_facts(recorded.event) if isinstance(each, Clock) and each.rule == PUBLICITY]
    return {row_id: {"stands_until_on": moved[-1].due_on} for row_id in rows} if moved else {}


def _days(rows: Rows, recorded: Recorded) -> Changes:
    """The day of a step of an aid, in the row that shows it."""
    event: Any = recorded.event
    row_id = paper_id(recorded.stream, event.aid)
    if row_id not in rows:
        return {}
    if isinstance(event, e.AidApproved):
        told: dict[str, Any] = {"approved_on": event.approved_on}
        return {row_id: told | ({"due_on": event.clock.due_on} if "due_on" in rows[row_id] else {})}
    return {row_id: {"paid_on": event.paid_on}}


def _of_aids(excerpt: Excerpt) -> Settle:
    def settle(rows: Rows, stood: Stood) -> Changes:
        state: Hardship = stood.state
        return {row_id: _aid_told(excerpt, row, state) for row_id, row in rows.items()}

    return settle


def _aid_told(excerpt: Excerpt, row: Row, state: Hardship) -> dict[str, Any]:
    aid: Aid = state.aids[row["number"]]
    told = {**scope_of(state, excerpt, aid.number), "case_no": state.case_no, "status": aid.status}
    about: dict[str, Any] = {"unit": state.unit, "paid_on": aid.paid_on, "kind": aid.kind, "amount_fen": aid.amount_fen}
    about |= {"fund": aid.fund, "is_emergency": aid.is_emergency}
    return told | {name: value for name, value in about.items() if name in row}


def _of_notices(rows: Rows, stood: Stood) -> Changes:
    state: Hardship = stood.state
    told = {**scope_of(state, Excerpt.NOTICE, THE_NOTICE), "case_no": state.case_no, "status": state.status}
    return dict.fromkeys(rows, told)


def _nothing(_rows: Rows, _recorded: Recorded) -> Changes:
    return {}


def _on(shown: Mapping[type[Event], Fold], others: Fold = _nothing) -> Mapping[type[Event], Fold]:
    """Every fact of a request may change for whom a paper of it exists."""
    facts: Iterable[type[Event]] = e.HardshipEvent.__args__
    return {**dict.fromkeys(facts, others), **shown}


PAYMENT_ORDERS = Projection(
    name="payment_orders",
    version=2,
    row=OrderRow,
    id_column="order_id",
    key_column="case_id",
    on=_on({e.AidPlanned: _order, e.AidApproved: _days, e.AidPaid: _days}),
    settle=_of_aids(Excerpt.PAYMENT_ORDER),
    indexes=(*KNOWN_BY, "(case_id)", *in_order("order_id", ("due_on",), ("status",))),
)

EMERGENCY_AIDS = Projection(
    name="emergency_aids",
    version=2,
    row=EmergencyRow,
    id_column="emergency_id",
    key_column="case_id",
    on=_on({e.AidPlanned: _emergency, e.AidApproved: _days, e.AidPaid: _days}),
    settle=_of_aids(Excerpt.EMERGENCY_AID),
    indexes=(*KNOWN_BY, "(case_id)", *in_order("emergency_id", ("proposed_on",), ("status",))),
)

NOTICES = Projection(
    name="publicity_notices",
    version=2,
    row=NoticeRow,
    id_column="notice_id",
    key_column="case_id",
    on=_on({e.Published: _notice}, _hangs_on),
    settle=_of_notices,
    indexes=(*KNOWN_BY, "(case_id)", *in_order("notice_id", ("posted_on",), ("unit",))),
)

VOUCHERS = Projection(
    name="vouchers",
    version=1,
    row=VoucherRow,
    id_column="voucher_id",
    key_column="case_id",
    on=_on({e.VoucherDrawn: _voucher}),
    settle=_of_aids(Excerpt.VOUCHER),
    indexes=(*KNOWN_BY, "(case_id)", *in_order("voucher_id", ("paid_on",), ("status", "kind"))),
)

UNCHECKED_AIDS = Projection(
    name="unchecked_aids",
    version=1,
    row=UncheckedRow,
    id_column="unchecked_id",
    key_column="case_id",
    on=_on({e.AidPlanned: _unchecked}),
    settle=_of_aids(Excerpt.UNCHECKED),
    indexes=(*KNOWN_BY, "(case_id)", *in_order("unchecked_id", ("paid_on",), ("status",))),
)
