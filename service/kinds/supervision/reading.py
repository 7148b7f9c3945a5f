"""Who may know of supervision cases, and who may read their texts."""

from domain.roles import Role
from domain.supervision.state import Supervision
from domain.values import KeyClass
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.supervision_board import SUPERVISION_BOARD
from service.kinds.allowance import Allowance, Relation, allowed
from service.kinds.reading import Reading
from service.kinds.supervision.roles import CHAIR, COMMITTEE, LEADERS, READERS, SUPERVISED, TEAM

SHOWN_TO_THE_UNIT = ("supervision.notice_issued", "supervision.replied", "supervision.rectification_submitted")
"""What the supervised unit reads: what is demanded of it, and what it answered itself; never how it came about."""


TOLD_TO_THE_UNIT = (
    "supervision.started",
    *SHOWN_TO_THE_UNIT,
    "supervision.notice_delivered",
    "supervision.item_verified",
    "supervision.item_reopened",
    "supervision.item_accepted_open",
    "supervision.closed",
    "supervision.clocks_settled",
)


def opens(roles: frozenset[Role], key_class: KeyClass, case: Supervision, event: str) -> bool:
    """Whether a sealed text of the case is opened for the roles.

    Where a lead came from is sealed as identity and opened for nobody (信访工作条例 §30). The supervised unit reads
    only what is demanded of it. An auditor reads facts and codes, never texts.
    """
    if key_class is not KeyClass.CONTENT:
        return False
    if roles & (TEAM | CHAIR):
        return True
    return bool(roles & SUPERVISED) and event in SHOWN_TO_THE_UNIT


def tells(roles: frozenset[Role], event: str) -> bool:
    """How a check came about, and what the team gathers, is not for the supervised unit."""
    return roles != SUPERVISED or event in TOLD_TO_THE_UNIT


TITLED = READERS - {Role.ARCHIVIST}
"""Who reads in the list what a check is about."""

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
    opens=opens,
    shows=lambda roles, key_class, _column: (
        key_class is KeyClass.CONTENT and bool(roles & (READERS - {Role.ARCHIVIST}))
    ),
    tells=tells,
    allowances=ALLOWANCES,
    is_supervising=True,
)
