"""What a reader may know of at all: accusations are for the petition desk, a check for its own unit once it began."""

from datetime import date
from typing import Any

from domain.petition.codes import Purpose
from domain.petition.state import Petition
from domain.roles import Role
from domain.supervision.state import Supervision
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES
from projections.petitions import PETITIONS
from projections.projection import Projection
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.supervision_board import SUPERVISION_BOARD
from projections.timelines import TIMELINES
from service.access.petitions import DESK
from service.access.supervision import READERS, SUPERVISED, TOLD_TO_THE_UNIT
from service.store.steps import Caller
from service.views.naming import over
from service.views.queries import Condition

KNOW_OF_ACCUSATIONS = DESK | {Role.AUDITOR}
"""信访工作条例 §§22, 30: an accusation must not become known, neither its text nor that it was made."""

CASE_COLUMNS = {DUE_DATES.name: "case_id", TIMELINES.name: "case_id", AUDIT_TRAIL.name: "stream"}


def visible(caller: Caller, view: Projection) -> list[Condition]:
    """What holds for every row that the caller may know of: lists, counts, search and cursors leave the others out."""
    return [*_without_accusations(caller.roles, view), *_of_own_unit(caller, view)]


def _without_accusations(roles: frozenset[Role], view: Projection) -> list[Condition]:
    if roles & KNOW_OF_ACCUSATIONS:
        return []
    if view is PETITIONS:
        return [Condition("is_accusation = %s", False)]
    column = CASE_COLUMNS.get(view.name)
    if column is None:
        return []
    accusations = over("SELECT case_id FROM {petitions} WHERE is_accusation = %s", PETITIONS)
    return [Condition(f"{column} NOT IN ({accusations})", True)]


def _of_own_unit(caller: Caller, view: Projection) -> list[Condition]:
    """The contact of a supervised unit knows of the checks of that unit alone, and not before they began."""
    if not _is_supervised_only(caller.roles):
        return []
    if view is SUPERVISION_BOARD:
        return [Condition("started_on IS NOT NULL AND supervised_unit = %s", caller.unit)]
    if view is RECTIFICATION_ITEMS:
        return [Condition("responsible_unit = %s", caller.unit)]
    column = CASE_COLUMNS.get(view.name)
    if column is None:
        return []
    checks = over("SELECT case_id FROM {supervision_board}", SUPERVISION_BOARD)
    known = f"{checks} WHERE started_on IS NOT NULL AND supervised_unit = %s"
    return [Condition(f"(kind <> 'supervision' OR {column} IN ({known}))", caller.unit)]


def _is_supervised_only(roles: frozenset[Role]) -> bool:
    return bool(roles & SUPERVISED) and not roles & (READERS - SUPERVISED)


def may_know(caller: Caller, state: Any) -> bool:
    """Whether a case in that state exists for the caller."""
    if isinstance(state, Petition) and Purpose.P3 in state.purposes:
        return bool(caller.roles & KNOW_OF_ACCUSATIONS)
    if isinstance(state, Supervision) and _is_supervised_only(caller.roles):
        return state.supervised_unit == caller.unit and state.started_on > date.min
    return True


def knows_all(caller: Caller, kind: str) -> bool:
    """Whether every case of the kind exists for the caller, so that none has to be looked at first."""
    if kind == "petition":
        return bool(caller.roles & KNOW_OF_ACCUSATIONS)
    return kind != "supervision" or not _is_supervised_only(caller.roles)


def is_told(caller: Caller, event: str) -> bool:
    """Whether the caller is told who recorded the event and what it says; others see that something happened.

    How a check came about, and what the team gathers, is not for the supervised unit.
    """
    is_of_a_check = event.startswith("supervision.")
    return not (is_of_a_check and _is_supervised_only(caller.roles)) or event in TOLD_TO_THE_UNIT
