"""What waits for a second person: one row per statement, of every kind of case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import domain.catalogue as catalogue
from domain.cases.codes import Confirmer
from domain.cases.facts import Stated
from domain.kernel import Recorded
from domain.recording import day_alone, moment_alone
from projections.projection import Changes, Projection, Rows, Stood, in_order
from projections.scoped import KNOWN_BY_KIND, ScopedOfKinds, of_parts, scope_columns_in


@dataclass(frozen=True, slots=True)
class ConfirmationRow(ScopedOfKinds):
    """A statement that nobody has confirmed or contested yet.

    `fact` names its first fact, nothing where it is how the case began; `one_of` are those who were named, and where
    `only_named` nobody else confirms.
    """

    confirmation_id: str
    case_id: UUID
    kind: str
    entry: int
    fact: str | None
    stated_by: UUID
    stated_at: datetime | None
    stated_on: date | None
    one_of: list[UUID]
    only_named: bool
    position: int


def confirmation_id(case: UUID, entry: int) -> str:
    """What the row of a statement is found by."""
    return f"{case.hex}/{entry}"


def _stated(_rows: Rows, recorded: Recorded) -> Changes:
    event = recorded.event
    if not isinstance(event, Stated):
        return {}
    named = [each for second in event.seconds for each in second.one_of]
    return {
        confirmation_id(recorded.stream, event.entry): {
            "confirmation_id": confirmation_id(recorded.stream, event.entry),
            "case_id": recorded.stream,
            "kind": catalogue.BY_EVENT[type(event)].kind,
            "entry": event.entry,
            "fact": None,
            "stated_by": event.stated_by,
            "stated_at": moment_alone(recorded.at),
            "stated_on": day_alone(recorded.at),
            "one_of": named,
            "only_named": all(second.who is Confirmer.NAMED for second in event.seconds),
            "position": recorded.position,
        }
    }


def _standing(rows: Rows, stood: Stood) -> Changes:
    """Those that still wait, what they state, whom they still wait for, and for whom the case exists."""
    open_ones = stood.state.waiting.statements
    scope = scope_columns_in(catalogue.BY_EVENT[type(stood.last.event)].kind, stood.state.scope)
    changes: dict[str, dict[str, object] | None] = {}
    for row_id, row in rows.items():
        known = open_ones.get(row["entry"])
        if known is None:
            changes[row_id] = None
        else:
            named = [each for second in known.seconds for each in second.one_of]
            only = all(second.who is Confirmer.NAMED for second in known.seconds)
            fact = known.facts[0].NAME if known.facts else None
            changes[row_id] = {**scope, "fact": fact, "one_of": named, "only_named": only}
    return changes


CONFIRMATIONS = Projection(
    name="confirmations",
    version=3,
    row=ConfirmationRow,
    id_column="confirmation_id",
    key_column="case_id",
    on=of_parts(
        [aggregate.kind for aggregate in catalogue.CASES],
        {event: _stated for aggregate in catalogue.CASES for event in aggregate.events if issubclass(event, Stated)},
    ),
    settle=_standing,
    indexes=(
        *KNOWN_BY_KIND,
        "(case_id)",
        *in_order("confirmation_id", ("position",), within="kind"),
    ),
)
