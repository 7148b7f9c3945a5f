"""Ties in cases of each kind: what was declared, asked for or ordered, and what was decided on it, refused ones too."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.actors import role_of
from domain.cases import recusal as e
from domain.cases.codes import TieStanding
from domain.hardship import events as hardship
from domain.kernel import Recorded
from domain.petition import events as petition
from domain.scopes import NOWHERE
from domain.supervision import events as supervision
from projections.excerpts import paper_id
from projections.projection import Changes, Projection, Rows, in_order
from projections.scoped import KNOWN_BY, Scoped, of_parts, scope_columns, scope_told


@dataclass(frozen=True, slots=True)
class TieRow(Scoped):
    """One recusal: in which role it was declared or asked for, of which tie, and in which role it was decided when."""

    tie_id: str
    case_id: UUID
    number: int
    stated_as: str
    tie: str
    standing: str
    decided_as: str
    stated_on: date
    decided_on: date | None


def _row_id(recorded: Recorded) -> str:
    event: Any = recorded.event
    return paper_id(recorded.stream, event.recusal)


def _stated(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    row_id, role = _row_id(recorded), str(role_of(recorded.by) or "")
    told: dict[str, Any] = {"tie": event.tie}
    match event:
        case e.TieDeclared():
            told |= {"standing": TieStanding.DECLARED, "stated_as": role, "stated_on": event.declared_on}
        case e.RecusalAsked():
            told |= {"standing": TieStanding.ASKED, "stated_as": role, "stated_on": event.asked_on}
        case e.RecusalOrdered():
            day = event.ordered_on
            told |= {"standing": TieStanding.ORDERED, "decided_as": role, "decided_on": day}
            told |= {} if row_id in rows else {"stated_on": day}
    return {row_id: told if row_id in rows else {**_begun(recorded), **told}}


def _begun(recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    about = {"tie_id": _row_id(recorded), "case_id": recorded.stream, "number": event.recusal}
    return {**scope_columns(NOWHERE), **about, "stated_as": "", "decided_as": "", "decided_on": None}


def _decided(rows: Rows, recorded: Recorded) -> Changes:
    event: Any = recorded.event
    is_confirmed = isinstance(event, e.RecusalConfirmed)
    told = {
        "standing": TieStanding.CONFIRMED if is_confirmed else TieStanding.REFUSED,
        "decided_as": str(role_of(recorded.by) or ""),
        "decided_on": event.decided_on,
    }
    return {_row_id(recorded): told} if _row_id(recorded) in rows else {}


def _ties(name: str, kind: str, facts: Any) -> Projection:
    """The view of one kind, whose facts on recusals are there under the names that all kinds give them."""
    stated = dict.fromkeys((facts.TieDeclared, facts.RecusalAsked, facts.RecusalOrdered), _stated)
    decided = dict.fromkeys((facts.RecusalConfirmed, facts.RecusalRefused), _decided)
    return Projection(
        name=name,
        version=3,
        row=TieRow,
        id_column="tie_id",
        key_column="case_id",
        on=of_parts([kind], {**stated, **decided}),
        settle=scope_told,
        indexes=(*KNOWN_BY, "(case_id)", *in_order("tie_id", ("stated_on",))),
    )


TIES = _ties("ties", "supervision", supervision)
PETITION_TIES = _ties("petition_ties", "petition", petition)
RELIEF_TIES = _ties("relief_ties", "hardship", hardship)
