"""Which columns and filters the list of each kind of case shows: one entry per kind, and a plain one for any other."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from domain.kernel import Aggregate
from domain.petition.codes import Channel, Issue, Purpose
from domain.petition.codes import Status as PetitionStatus
from projections.catalogue import CASE_VIEWS


@dataclass(frozen=True, slots=True)
class Kind:
    """How cases of a kind are listed: its columns, the codes that can be filtered by, and the day that sorts it."""

    columns: tuple[str, ...]
    codes: Mapping[str, type[StrEnum]]
    day: str

    def list_name(self, column: str) -> str | None:
        """The code list that the column's codes belong to."""
        known = self.codes.get(column)
        return known.__name__ if known else None


KINDS: Mapping[str, Kind] = {
    "petition": Kind(
        columns=("case_no", "title", "status", "unit", "channel", "purpose", "issue", "received_on"),
        codes={"status": PetitionStatus, "channel": Channel, "purpose": Purpose, "issue": Issue},
        day="received_on",
    ),
}

USUAL_COLUMNS = ("case_no", "title", "status", "unit")


def kind_of(aggregate: Aggregate[object]) -> Kind:
    """How cases of the kind are listed; one without an entry shows what every kind has."""
    return KINDS.get(aggregate.kind) or _usual(aggregate)


def _usual(aggregate: Aggregate[object]) -> Kind:
    held = [each.name for each in fields(CASE_VIEWS[aggregate.kind].row)]
    day = next((name for name in held if name.endswith("_on")), "changed_at")
    columns = (*(name for name in USUAL_COLUMNS if name in held), day)
    return Kind(columns, {"status": aggregate.statuses}, day)
