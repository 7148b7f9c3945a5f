"""Series of official numbers as a kind."""

from domain.numbering.aggregate import NUMBER_SERIES
from domain.roles import Role
from service.kinds.allowance import Allowance, Relation
from service.kinds.kind import Kind
from service.kinds.reading import Reading

TRAIL = "number-series"
"""What is read like a view: that numbers were taken, in the log."""

SERIES = Kind(
    name="number-series",
    aggregate=NUMBER_SERIES,
    description="Series of official numbers, one per kind of document, unit and year",
    offers=(),
    reading=Reading(views={TRAIL: frozenset({Role.AUDITOR})}, allowances=(Allowance(Role.AUDITOR, Relation.BELOW),)),
)
"""A number follows from what is done in a case, and is read there; in the trail its taking stands for nobody, as it
would tell of a case that is kept from the reader."""
