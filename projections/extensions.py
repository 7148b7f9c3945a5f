"""Extensions of petitions: the term that acceptance started, when more was granted and told, and the new term."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel import Recorded
from domain.petition import events as e
from projections.projection import Projection, Row, in_order, one_row
from projections.scoped import KNOWN_BY, Scoped, rescoping, scope_told


@dataclass(frozen=True, slots=True)
class ExtensionRow(Scoped):
    """The term of a petition and how it was extended: `first_due_on` once it was accepted, `told_on` once extended."""

    case_id: UUID
    first_due_on: date | None
    approved_on: date | None
    told_on: date | None
    extended_by: int | None
    new_due_on: date | None


UNEXTENDED = dict.fromkeys(("first_due_on", "approved_on", "told_on", "extended_by", "new_due_on"))


def _extension(_row: Row | None, recorded: Recorded) -> dict[str, Any]:
    event: Any = recorded.event
    match event:
        case e.Received() | e.CarriedOver():
            return {**UNEXTENDED, "case_id": recorded.stream}
        case e.Accepted():
            return {"first_due_on": event.clock.due_on}
        case e.ExtensionApproved():
            return {"approved_on": event.approved_on}
        case e.Extended():
            clock = event.clock
            return {"told_on": event.told_on, "extended_by": clock.extended_by, "new_due_on": clock.due_on}
    return {}


EXTENSIONS = Projection(
    name="extensions",
    version=6,
    row=ExtensionRow,
    id_column="case_id",
    key_column="case_id",
    on=dict.fromkeys((*rescoping(["petition"]), e.ExtensionApproved, e.Extended), one_row(_extension)),
    settle=scope_told,
    indexes=(*KNOWN_BY, *in_order("case_id", ("told_on",), where="told_on IS NOT NULL")),
)
