"""Who may know of supervision cases, and who may read their texts."""

from domain.roles import Role
from domain.supervision.state import Supervision
from domain.values import KeyClass
from projections.projection import Projection
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.supervision_board import BEGUN, SUPERVISION_BOARD
from service.kinds.reading import Reading, of_kind
from service.kinds.supervision.roles import COMMITTEE, READERS, SUPERVISED, TEAM
from service.store.steps import Caller
from service.views.queries import Condition, equals

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
    if roles & (TEAM | COMMITTEE):
        return True
    return bool(roles & SUPERVISED) and event in SHOWN_TO_THE_UNIT


def is_supervised_only(caller: Caller) -> bool:
    """Whether the caller sees checks as the contact of a supervised unit and as nobody else."""
    return bool(caller.roles & SUPERVISED) and not caller.roles & (READERS - SUPERVISED)


def knows(caller: Caller, case: Supervision) -> bool:
    """Whether the check exists for the caller: for the contact of its unit alone once it began."""
    return not is_supervised_only(caller) or caller.unit in case.scope.desks


def tells(caller: Caller, event: str) -> bool:
    """How a check came about, and what the team gathers, is not for the supervised unit."""
    return not is_supervised_only(caller) or event in TOLD_TO_THE_UNIT


def hides(caller: Caller, view: Projection) -> list[Condition]:
    """The contact of a supervised unit knows of the checks of that unit alone, and not before they began."""
    if not is_supervised_only(caller):
        return []
    if view is SUPERVISION_BOARD:
        return [Condition("begun = %s AND supervised_unit = %s", BEGUN, (caller.unit,))]
    if view is RECTIFICATION_ITEMS:
        return [equals("responsible_unit", caller.unit)]
    return of_kind("supervision", view, Condition("desks @> ARRAY[%s]::uuid[]", caller.unit))


READING = Reading(
    views={SUPERVISION_BOARD.name: READERS, RECTIFICATION_ITEMS.name: READERS},
    opens=opens,
    shows=lambda roles, key_class, _column: key_class is KeyClass.CONTENT and bool(roles & READERS),
    knows=knows,
    tells=tells,
    hides=hides,
)
