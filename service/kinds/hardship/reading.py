"""Who may read hardship requests and their texts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.hardship.approving import DECIDED_IN
from domain.hardship.codes import AidStatus
from domain.hardship.state import Hardship
from projections.aids import AIDS
from projections.relief_queue import RELIEF_QUEUE
from projections.waiting_aids import waiting_in
from service.kinds.allowance import Relation, allowed
from service.kinds.fund.roles import CENTRE, MONEY
from service.kinds.hardship.roles import APPROVER, BASE, DECIDING, FILING, LEADER, PAYER, READERS
from service.kinds.openings import CASE_FILE, NOTHING_MORE, PERSONS, When, opening
from service.kinds.reading import RECUSALS, Reading

OBJECTOR = "hardship.objected objector"
PAYEE = ("hardship.applied name", "hardship.account_recorded account")
EMERGENCY = ("hardship.applied emergency_note",)
ON_RECUSALS = tuple(f"hardship.{fact}" for fact in RECUSALS)


def _holding(status: str, planned_emergencies: list[bool]) -> frozenset[When]:
    waits = {When.WAITING} if planned_emergencies or status in DECIDED_IN else set()
    put = {When.PUT_BEFORE} if any(planned_emergencies) else set()
    return NOTHING_MORE | waits | put


def holding(request: Hardship) -> frozenset[When]:
    """What holds of a request: it waits while it stands before its approval, or an aid of it does."""
    return _holding(request.status, [aid.is_emergency for aid in request.aids_in(AidStatus.PLANNED)])


def holding_in(row: Mapping[str, Any]) -> frozenset[When]:
    """The same of a row of the list, which does not tell whether a planned aid is an emergency's."""
    planned = [aid for aid in waiting_in(row["waiting"]) if aid.status is AidStatus.PLANNED]
    return _holding(row["status"], [False] * len(planned))


OPENINGS = (
    *opening(BASE | CENTRE, Relation.BELOW, CASE_FILE | PERSONS),
    *opening(APPROVER, Relation.BELOW, CASE_FILE | PERSONS, When.WAITING),
    *opening(LEADER, Relation.BELOW, PERSONS, When.PUT_BEFORE, EMERGENCY),
    *opening(DECIDING, Relation.BELOW, CASE_FILE, texts=ON_RECUSALS),
    *opening(PAYER, Relation.BELOW, PERSONS, texts=PAYEE),
)
"""Who works on a request reads it, who approves it as long as it waits for that. Who objects to a publicity is opened
for nobody here. Who pays sees the payee and the account, nothing of the family, and who decides on a
recusal what is said of it."""

ALLOWANCES = tuple(allowed(READERS | MONEY, Relation.BELOW))
"""A family's request is known in the own unit and above it, never beside it."""

READING = Reading(
    views={RELIEF_QUEUE.name: READERS, AIDS.name: MONEY},
    openings=OPENINGS,
    never=frozenset({OBJECTOR}),
    holding=holding,
    holding_in=holding_in,
    allowances=ALLOWANCES,
)

FILES = replace(READING, allowances=tuple(allowed(FILING, Relation.BELOW)))
"""That a family's file was opened or released, its own unit knows and those above it."""
