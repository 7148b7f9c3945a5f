"""Who may read hardship requests and their texts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.hardship.codes import EMERGENCY_CHECK, AidStatus, Status
from domain.hardship.knowing import waits_for
from domain.hardship.state import Hardship
from domain.roles import Role
from projections.aids import AIDS
from projections.relief_queue import RELIEF_QUEUE
from projections.ties import RELIEF_TIES
from projections.waiting_aids import waiting_in
from service.kinds.allowance import Allowance, Relation, allowed
from service.kinds.fund.roles import CENTRE
from service.kinds.hardship.roles import APPROVER, BASE, CHAIR, DECIDING, FILING, READERS, STAFF
from service.kinds.openings import CASE_FILE, NOTHING_MORE, PERSONS, When, opening
from service.kinds.reading import RECUSALS, Reading

OBJECTOR = "hardship.objected objector"
ON_RECUSALS = tuple(f"hardship.{fact}" for fact in RECUSALS)
AT_LEVEL: Mapping[Role, When] = {Role.AID_APPROVER: When.WAITING, Role.UNION_CHAIR: When.WAITING_ABOVE}


def holding(request: Hardship) -> frozenset[When]:
    """What holds of a request: at whose level it waits, or an aid of it does, and whether an emergency does."""
    waits = {AT_LEVEL[role] for role in waits_for(request)}
    is_put = any(aid.is_emergency for aid in request.aids_in(AidStatus.PLANNED))
    return NOTHING_MORE | waits | ({When.PUT_BEFORE} if is_put else set())


def holding_in(row: Mapping[str, Any]) -> frozenset[When]:
    """The same of a row of the list; the row of an aid tells nothing of it."""
    if "waiting" not in row:
        return NOTHING_MORE
    asks = {aid.asks for aid in waiting_in(row["waiting"]) if aid.status is AidStatus.PLANNED}
    waits = {*asks, *((Role.AID_APPROVER,) if row["status"] == Status.APPROVAL else ())}
    put = {When.PUT_BEFORE} if Role.UNIT_LEAD in asks else set()
    return NOTHING_MORE | {AT_LEVEL[role] for role in waits if role in AT_LEVEL} | put


OPENINGS = (
    *opening(BASE | CENTRE, Relation.BELOW, CASE_FILE | PERSONS),
    *opening(APPROVER, Relation.ASKED, CASE_FILE | PERSONS, When.WAITING),
    *opening(CHAIR, Relation.ASKED, CASE_FILE | PERSONS, When.WAITING_ABOVE),
    *opening(DECIDING, Relation.ASKED, CASE_FILE, texts=ON_RECUSALS),
)
"""Who works on a request reads it, who approves it as long as it waits at that level. Who objects to a publicity is
opened for nobody, and who decides on a recusal is told what is said of it. Who pays, leads the unit or takes in an
objection knows papers of it alone."""

ALLOWANCES = (
    *allowed(BASE | CENTRE | {Role.AUDITOR}, Relation.BELOW),
    *allowed(APPROVER | DECIDING, Relation.ASKED),
    *allowed(APPROVER | CHAIR, Relation.HEARD),
)
"""A family's request is known to the union in the own unit and above it, never beside it; to who approves it while it
waits at that level, and that there is one afterwards; to who decides on a recusal until that is decided."""

CATEGORY, KIND = "hardship.reviewed category", "hardship.aid_planned kind"
GUARDED = frozenset(
    {
        CATEGORY,
        KIND,
        "hardship.applied member_count",
        "hardship.verified member_count",
        "hardship.reviewed dibao_line_fen",
        "hardship.published category",
        "hardship.published aid_kind",
        "hardship.aid_paid kind",
    }
)
"""What stands in the clear because rules read it, and tells of the family all the same (个人信息保护法 §28)."""

TERMS = ((Allowance(Role.FUND_AUDIT, Relation.BELOW), frozenset({EMERGENCY_CHECK})),)
"""The committee that audits funds hears of money that was paid before anything was checked."""

WATCH_TIES = DECIDING | CENTRE | {Role.AUDITOR}
"""Whoever decides on recusals, works on requests of all units below, or replays."""

READING = Reading(
    views={RELIEF_QUEUE.name: READERS, AIDS.name: STAFF | {Role.AUDITOR}, RELIEF_TIES.name: WATCH_TIES},
    openings=OPENINGS,
    never=frozenset({OBJECTOR}),
    holding=holding,
    holding_in=holding_in,
    allowances=ALLOWANCES,
    terms=TERMS,
    guarded=GUARDED,
    columns={RELIEF_QUEUE.name: {"category": CATEGORY}, AIDS.name: {"kind": KIND}},
)

FILES = replace(READING, allowances=tuple(allowed(FILING, Relation.BELOW)), terms=())
"""That a family's file was opened or released, its own unit knows and those above it."""
