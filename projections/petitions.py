"""The petitions view: one row per petition, for lists, filters and search."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.kernel import Recorded
from domain.petition import events as e
from domain.petition.accusations import AcceptanceTold, PackageReceived, PackageSent, PassedUp, ResultTold, Sealed
from domain.petition.codes import Purpose, ReviewResult
from domain.petition.reviews import ReviewDecided
from domain.petition.splits import Split
from domain.values import Personal
from projections.case_rows import marked, stands
from projections.projection import (
    Bigrams,
    Changes,
    Counting,
    Memories,
    Memory,
    Position,
    Projection,
    Reaches,
    Row,
    Rows,
    Search,
    Stood,
    Wakes,
    by_beginning,
    in_order,
    one_row,
)
from projections.scoped import KNOWN_BY, Scoped
from projections.searching import number_key
from projections.standing_counts import measuring

IN_CONFIDENCE = "yes"
"""Of an accusation, or where confidentiality was requested: found by number and codes, never by its texts."""


@dataclass(frozen=True, slots=True)
class PetitionRow(Scoped):
    """What lists show of a petition; nothing of it tells who filed it."""

    case_id: UUID
    case_no: str
    external_id: str | None
    unit: UUID
    status: str
    channel: str | None
    purpose: str | None
    issue: str | None
    route: str | None
    title: Personal[str] | None
    brief: Personal[str] | None
    group_size: int | None
    is_collective: bool
    is_accusation: bool
    received_on: date
    notice_on: date | None
    accepted_on: date | None
    replied_on: date | None
    delivered_on: date | None
    closed_on: date | None
    outcome: str | None
    sent_to: UUID | None
    sent_on: date | None
    signed_for_on: date | None
    acceptance_told_on: date | None
    result_told_on: date | None
    late_days: int
    overdue_rules: str
    handler_count: int
    version: int
    changed_at: datetime | None
    changed_on: date | None
    changed_position: Position
    clocks: Memory
    wakes_on: Wakes
    codes: Memory
    confidence: Memory
    number_key: Memory
    external_key: Memory
    search: Bigrams


class PetitionCount(NamedTuple):
    """Petitions, and their running terms, by what readers may know of."""

    rule: str
    due_on: date
    status: str
    openness: Memory
    owner: UUID
    desks: Reaches
    assigned: Reaches
    asked: Memories
    barred: Reaches
    kept_from: Memories
    packages: Reaches


def _received(row: Row | None, recorded: Recorded, event: e.Received) -> dict[str, Any]:
    return {
        **_nothing_yet(),
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "number_key": number_key(event.case_no),
        "unit": event.unit,
        "channel": event.channel,
        "received_on": event.received_on,
    }


def _nothing_yet() -> dict[str, Any]:
    return {
        "external_id": None,
        "external_key": "",
        "channel": None,
        "purpose": None,
        "issue": None,
        "route": None,
        "title": None,
        "brief": None,
        "group_size": None,
        "is_collective": False,
        "is_accusation": False,
        "notice_on": None,
        "accepted_on": None,
        "replied_on": None,
        "delivered_on": None,
        "closed_on": None,
        "outcome": None,
        "sent_to": None,
        "sent_on": None,
        "signed_for_on": None,
        "acceptance_told_on": None,
        "result_told_on": None,
        "late_days": 0,
        "handler_count": 0,
        "codes": "",
        "confidence": "",
    }


def _carried_over(row: Row | None, recorded: Recorded, event: e.CarriedOver) -> dict[str, Any]:
    return {
        **_nothing_yet(),
        "case_id": recorded.stream,
        "case_no": event.case_no,
        "number_key": number_key(event.case_no),
        "external_id": event.external_id,
        "external_key": number_key(event.external_id),
        "unit": event.unit,
        "channel": event.channel,
        "purpose": event.purpose,
        "issue": event.issue,
        "title": event.title,
        "group_size": event.group_size,
        "is_accusation": event.purpose is Purpose.P3,
        "received_on": event.received_on,
        "accepted_on": event.accepted_on,
        "replied_on": event.replied_on,
        "closed_on": event.closed_on,
        "outcome": event.outcome,
        "codes": " ".join(filter(None, (event.purpose, event.issue))),
        "confidence": IN_CONFIDENCE if event.purpose is Purpose.P3 else "",
    }


def _registered(event: e.Registered) -> dict[str, Any]:
    first = event.demands[0]
    codes = [code for demand in event.demands for code in (demand.purpose, demand.issue)]
    return {
        "purpose": first.purpose,
        "issue": first.issue,
        "title": event.title,
        "group_size": event.group_size,
        "is_collective": event.is_collective,
        "is_accusation": any(demand.purpose is Purpose.P3 for demand in event.demands),
        "codes": " ".join(codes),
        "confidence": IN_CONFIDENCE if event.confidentiality_requested else "",
    }


def _split(event: Split) -> dict[str, Any]:
    first = event.remaining[0]
    codes = [code for each in event.remaining for code in (each.purpose, each.issue) if code]
    return {"purpose": first.purpose, "issue": first.issue, "codes": " ".join(codes)}


def _screened(event: e.Screened) -> dict[str, Any]:
    return {"brief": event.brief} if event.brief else {}


def _columns(row: Row, event: e.PetitionEvent) -> dict[str, Any]:
    match event:
        case e.Registered():
            return _registered(event)
        case e.NoticeSent():
            return {"notice_on": row["notice_on"] or event.sent_on}
        case e.Screened():
            return _screened(event)
        case e.Forwarded():
            return {"unit": event.to_unit}
        case e.Accepted():
            return {"route": event.route, "accepted_on": event.accepted_on}
        case e.HandlingStarted():
            return {}
        case Split():
            return _split(event)
    return _decided(event)


def _decided(event: e.PetitionEvent) -> dict[str, Any]:
    match event:
        case e.DecisionIssued():
            return {"replied_on": event.dispatched_on, "outcome": _first(event.outcomes)}
        case e.DecisionDelivered():
            return {"delivered_on": event.delivered_on}
        case ReviewDecided(result=ReviewResult.REVOKE_REDO):
            return {"replied_on": None, "delivered_on": None, "outcome": None}
        case ReviewDecided():
            return {"delivered_on": None, **({"outcome": event.results[0].outcome} if event.results else {})}
    return _ended(event)


def _ended(event: e.PetitionEvent) -> dict[str, Any]:
    match event:
        case e.NotAccepted():
            return {"notice_on": event.told_on, "closed_on": event.told_on}
        case e.Closed():
            return {"closed_on": event.closed_on}
        case e.KeptAsContact():
            return {"closed_on": event.kept_on}
        case e.Withdrawn():
            return {"closed_on": event.withdrawn_on}
        case e.Voided():
            return {"closed_on": event.voided_on}
    return _referred(event)


def _referred(event: e.PetitionEvent) -> dict[str, Any]:
    """What becomes of an accusation: the unit whose desk has it, and the days of the package."""
    match event:
        case PassedUp():
            return {"unit": event.to_unit}
        case PackageSent():
            return {"sent_to": event.to_unit, "sent_on": event.sent_on}
        case PackageReceived():
            return {"signed_for_on": event.received_on}
        case AcceptanceTold():
            return {"acceptance_told_on": event.told_on}
        case ResultTold():
            return {"result_told_on": event.told_on}
        case Sealed():
            return {"is_accusation": True, "confidence": IN_CONFIDENCE}
    return {}


def _first(outcomes: tuple[Any, ...]) -> Any:
    return outcomes[0] if outcomes else None


def _late_days(row: Row, event: Any) -> dict[str, Any]:
    late = max([ended.late_days for ended in stopped]) if (stopped := getattr(event, "stopped", ())) else 0
    return {"late_days": row["late_days"] + late} if late else {}


def _petition(row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    if isinstance(event, e.Received):
        columns = _received(row, recorded, event)
    elif isinstance(event, e.CarriedOver):
        columns = _carried_over(row, recorded, event)
    else:
        columns = _columns(row or {}, event)
    return {**columns, **_late_days(row or columns, event), **marked(row, event)}


def _standing(rows: Rows, stood: Stood) -> Changes:
    """What the state knows: where the petition stands, and how many are named for it."""
    columns = {**stands(stood), "handler_count": len(stood.state.scope.assigned)}
    return dict.fromkeys(rows, columns)


PETITIONS = Projection(
    name="petitions",
    version=11,
    row=PetitionRow,
    id_column="case_id",
    key_column="case_id",
    on={event: one_row(_petition) for event in e.PetitionEvent.__args__},
    settle=_standing,
    indexes=(
        *KNOWN_BY,
        *in_order(
            "case_id",
            ("received_on", "changed_position"),
            ("status", "channel", "purpose", "issue", "route", "unit"),
        ),
        *in_order("case_id", ("received_on",), where="is_collective"),
        *in_order("case_id", ("sent_on",), where="sent_on IS NOT NULL"),
        *by_beginning("number_key", "external_key"),
        "(case_no)",
        "(wakes_on, case_id)",
    ),
    search=Search(
        clear=("codes",),
        sealed=("title", "brief"),
        closed_by="confidence",
        alone=("title",),
    ),
    counting=Counting(PetitionCount, measuring(PetitionCount)),
)
