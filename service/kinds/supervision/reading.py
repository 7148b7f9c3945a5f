"""Who may know of supervision cases, and who may read their texts."""

from collections.abc import Mapping
from typing import Any

from domain.roles import Role
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.supervision_board import SUPERVISION_BOARD
from service.kinds.allowance import Allowance, Relation, allowed
from service.kinds.openings import CASE_FILE, opening
from service.kinds.reading import Reading
from service.kinds.supervision.roles import CHAIR, COMMITTEE, LEADERS, READERS, SUPERVISED, TEAM

SHOWN_TO_THE_UNIT = (
    "supervision.unit_heard",
    "supervision.notice_issued",
    "supervision.replied",
    "supervision.rectification_submitted",
    "supervision.item_reopened",
)
"""What the supervised unit reads: what is demanded of it, what it said itself, and why an item came back to it; never
how it came about, nor what was noted of an item that passed."""

TOLD_TO_THE_UNIT = (
    "supervision.started",
    *SHOWN_TO_THE_UNIT,
    "supervision.notice_delivered",
    "supervision.item_verified",
    "supervision.item_accepted_open",
    "supervision.closed",
    "supervision.clocks_settled",
)


OWED_BY_THE_UNIT = frozenset({"D-S06", "D-S07"})
"""Its answer, and what it has to put right."""


def tells(roles: frozenset[Role], event: str) -> bool:
    """How a check came about, and what the team gathers, is not for the supervised unit."""
    return not roles & READERS <= SUPERVISED or event in TOLD_TO_THE_UNIT


def as_told(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row without what the unit is not told: when the lead came, and how late the team was."""
    own = " ".join(rule for rule in row["overdue_rules"].split() if rule in OWED_BY_THE_UNIT)
    return {**row, "recorded_on": row["started_on"], "late_days": 0, "overdue_rules": own}


OPENINGS = (
    *opening(LEADERS | CHAIR, Relation.BELOW, CASE_FILE),
    *opening(TEAM, Relation.ASSIGNED, CASE_FILE),
    *opening(SUPERVISED, Relation.TOLD, CASE_FILE, texts=SHOWN_TO_THE_UNIT),
)
"""Where a lead came from is sealed as identity and opens for nobody (信访工作条例 §30). The supervised unit reads only
what is demanded of it, what it said itself, and why what it handed in was sent back."""

ALLOWANCES = (
    *allowed(TEAM, Relation.ASSIGNED),
    *allowed(CHAIR, Relation.OWNED),
    *allowed(LEADERS | COMMITTEE, Relation.ASKED_HERE),
    *allowed(SUPERVISED, Relation.TOLD),
    Allowance(Role.UNION_BASE, Relation.RECORDED),
    *allowed(frozenset({Role.ARCHIVIST}) | CHAIR, Relation.ASKED),
    Allowance(Role.AUDITOR, Relation.BELOW),
)
"""The own union's leaders know of a lead until a team is named for it, then the team alone, besides the chair.

The party organisation knows of what it is asked for, a contact of checks that began, and who recorded a lead of it.
"""

READING = Reading(
    views={SUPERVISION_BOARD.name: READERS, RECTIFICATION_ITEMS.name: READERS},
    openings=OPENINGS,
    tells=tells,
    as_told=as_told,
    allowances=ALLOWANCES,
    is_supervising=True,
)
