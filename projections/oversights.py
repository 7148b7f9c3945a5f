"""Supervision of petitions (督办) and proposals to do better: one row per letter, with its answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel import Recorded
from domain.petition.oversight import ANSWER, Supervised, SupervisionAnswered
from domain.petition.state import Petition
from domain.scopes import NOWHERE
from projections.excerpts import paper_id
from projections.projection import Changes, Projection, Rows, Stood, in_order
from projections.scoped import KNOWN_BY, Scoped, of_parts, scope_columns, scope_told


@dataclass(frozen=True, slots=True)
class OversightRow(Scoped):
    """One letter: for which lapse, to which unit, until when the answer is due, and what the unit makes of it."""

    oversight_id: str
    case_id: UUID
    number: int
    measure: str
    lapse: str
    to_unit: UUID
    supervised_on: date
    answer_due_on: date
    answered_on: date | None
    adoption: str | None


def _supervised(_rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id = paper_id(recorded.stream, event.oversight)
    about = {"oversight_id": row_id, "case_id": recorded.stream, "number": event.oversight, "to_unit": event.to_unit}
    asked = {"measure": event.measure, "lapse": event.lapse, "supervised_on": event.supervised_on}
    to_come = {"answer_due_on": event.clock.due_on, "answered_on": None, "adoption": None}
    return {row_id: {**scope_columns(NOWHERE), **about, **asked, **to_come}}


def _answered(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id = paper_id(recorded.stream, event.oversight)
    return {row_id: {"answered_on": event.answered_on, "adoption": event.adoption}} if row_id in rows else {}


def _standing(rows: Rows, stood: Stood) -> Changes:
    """Until when the answer is due follows from its term, as long as that runs."""
    state: Petition | None = stood.state
    scoped = scope_told(rows, stood)
    if state is None:
        return scoped
    running = {row_id: state.clock(ANSWER, str(row["number"])) for row_id, row in rows.items()}
    due = {row_id: {"answer_due_on": clock.due_on} for row_id, clock in running.items() if clock}
    return {row_id: {**(columns or {}), **due.get(row_id, {})} for row_id, columns in scoped.items()}


OVERSIGHTS = Projection(
    name="oversights",
    version=1,
    row=OversightRow,
    id_column="oversight_id",
    key_column="case_id",
    on=of_parts(["petition"], {Supervised: _supervised, SupervisionAnswered: _answered}),
    settle=_standing,
    indexes=(*KNOWN_BY, "(case_id)", *in_order("oversight_id", ("supervised_on",))),
)
