"""How the cases of each kind are listed: one entry per kind, and a plain one for any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum

from domain.deadlines.pauses import PauseReason
from domain.hardship import codes as hardship
from domain.kernel import Aggregate
from domain.petition import codes as petition
from domain.supervision import codes as supervision
from projections.catalogue import CASE_VIEWS


@dataclass(frozen=True, slots=True)
class Kind:
    """The columns of a list, and the filters of the API that its page offers.

    `codes` are the columns that hold codes, `choices` those of them that can be filtered by; `units` and `days` name
    filters.
    """

    columns: tuple[str, ...]
    codes: Mapping[str, type[StrEnum]]
    choices: tuple[str, ...] = ("status",)
    units: str | None = "unit"
    days: tuple[str, ...] = field(default=())


KINDS: Mapping[str, Kind] = {
    "petition": Kind(
        columns=("case_no", "title", "status", "unit", "channel", "purpose", "issue", "received_on"),
        codes={
            "status": petition.Status,
            "channel": petition.Channel,
            "purpose": petition.Purpose,
            "issue": petition.Issue,
            "route": petition.Route,
            "outcome": petition.Outcome,
        },
        choices=("status", "channel", "purpose", "issue"),
        days=("received_from", "received_until"),
    ),
    "supervision": Kind(
        columns=("case_no", "title", "status", "supervised_unit", "subjects", "open_items", "next_due_on"),
        codes={"status": supervision.Status, "subjects": supervision.SubjectCode},
        units="supervised_unit",
        days=("due_until",),
    ),
    "hardship": Kind(
        columns=("case_no", "status", "category", "unit", "emergency", "open_aids", "applied_on", "next_due_on"),
        codes={"status": hardship.Status, "category": hardship.Category, "paused_for": PauseReason},
        choices=("status", "category"),
        days=("due_until",),
    ),
}

USUAL_COLUMNS = ("case_no", "title", "status", "unit")


def kind_of(aggregate: Aggregate[object]) -> Kind:
    """How cases of the kind are listed; one without an entry shows what every kind has."""
    return KINDS.get(aggregate.kind) or _usual(aggregate)


def _usual(aggregate: Aggregate[object]) -> Kind:
    held = [each.name for each in fields(CASE_VIEWS[aggregate.kind].row)]
    days = [name for name in held if name.endswith("_on")]
    columns = (*(name for name in USUAL_COLUMNS if name in held), *days[:1])
    return Kind(columns, {"status": aggregate.statuses}, units="unit" if "unit" in held else None)
