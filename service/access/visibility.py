"""What a reader may know of at all: an accusation exists for the petition desk and the auditor alone."""

from typing import Any

from domain.petition.codes import Purpose
from domain.petition.state import Petition
from domain.roles import Role
from projections.audit_trail import AUDIT_TRAIL
from projections.due_dates import DUE_DATES
from projections.petitions import PETITIONS
from projections.projection import Projection
from projections.timelines import TIMELINES
from service.access.petitions import DESK
from service.views.queries import Condition

KNOW_OF_ACCUSATIONS = DESK | {Role.AUDITOR}
"""信访工作条例 §§22, 30: an accusation must not become known, neither its text nor that it was made."""

CASE_COLUMNS = {DUE_DATES.name: "case_id", TIMELINES.name: "case_id", AUDIT_TRAIL.name: "stream"}


def visible(roles: frozenset[Role], view: Projection) -> list[Condition]:
    """What holds for every row that the roles may know of: lists, counts, search and cursors leave the others out."""
    if roles & KNOW_OF_ACCUSATIONS:
        return []
    if view is PETITIONS:
        return [Condition("is_accusation = %s", False)]
    column = CASE_COLUMNS.get(view.name)
    if column is None:
        return []
    accusations = f"SELECT case_id FROM views.{PETITIONS.name} WHERE is_accusation = %s"  # noqa: S608 — our own name
    return [Condition(f"{column} NOT IN ({accusations})", True)]


def may_know(roles: frozenset[Role], state: Any) -> bool:
    """Whether a case in that state exists for the roles."""
    accuses = isinstance(state, Petition) and Purpose.P3 in state.purposes
    return not accuses or bool(roles & KNOW_OF_ACCUSATIONS)
