"""Whom a letter accuses: the units, persons and offices that are named when it is sealed, and who is their line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID, uuid5

from domain.kernel import Desk, Rejected
from domain.marks import Mark, Marks, marks_for
from domain.officers import Officer, Serving, line_above, stands_over
from domain.roles import Role
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, UnitRef

ACCUSED_OFFICER = Serving(former=True, takes_part=False)
"""Any officer, also one whose roles have ended."""
DESK = frozenset({Role.INTAKE, Role.PET_HEAD})
DISCIPLINE = frozenset({Role.DI_OFFICER, Role.DI_HEAD})


@dataclass(frozen=True, slots=True)
class Accused:
    """One of whom a letter speaks: the unit where they work, and the officer where they sign in.

    `is_of_the_desk` says that they belong to the desk that would screen the letter, or head it; `discipline_of` names
    the unit to whose discipline office they belong.
    """

    accused_unit: UnitRef
    officer: Annotated[OfficerRef | None, ACCUSED_OFFICER] = None
    is_of_the_desk: bool = False
    discipline_of: UnitRef | None = None


class AccusedUnitUnknown(Rejected):
    code = "accused_unit_unknown"
    says = "There is no unit {unit}. Choose from the list of units that of the person who is accused."


def discipline_office(unit: UUID) -> UUID:
    """What the marks call the discipline office of the unit."""
    return uuid5(unit, "discipline office")


def units_named(accused: Sequence[Accused]) -> list[tuple[str, UUID]]:
    """The units that the accused are said to work in, as streams that a decision reads."""
    named = [each for one in accused for each in (one.accused_unit, one.discipline_of) if each is not None]
    return [("unit", each) for each in dict.fromkeys(named)]


def units_exist(accused: Sequence[Accused], desk: Desk) -> None:
    """Tries the units that are named, also dissolved ones. Raises AccusedUnitUnknown."""
    for _kind, ref in units_named(accused):
        unit = desk.consulted.get(ref)
        if not isinstance(unit, Unit) or unit.status is UnitStatus.NEW:
            raise AccusedUnitUnknown(unit=ref)


def marks_of(accused: Sequence[Accused], desk: Desk, already: int) -> tuple[Mark, ...]:
    """The marks by which access to the matter is decided: of units, officers and discipline offices.

    It bears so many already: what fills them up is none of what filled those up.
    """
    return marks_for((each for one in accused for each in _stands_for(one, desk)), desk.stream, desk.marks, already)


def _stands_for(one: Accused, desk: Desk) -> Iterator[UUID]:
    yield one.accused_unit
    if one.officer is not None:
        yield one.officer
    offices = {one.discipline_of} - {None} | _units_served(one, DISCIPLINE, desk)
    yield from (discipline_office(unit) for unit in offices if unit is not None)


def concerns(accused: Sequence[Accused], unit: UnitRef, desk: Desk) -> bool:
    """Whether the desk of the unit is in the line of somebody accused, or somebody accused belongs to it."""
    return any(
        stands_over(one.accused_unit, unit, desk.consulted) or unit in _units_served(one, DESK, desk) for one in accused
    )


def _units_served(one: Accused, roles: frozenset[Role], desk: Desk) -> set[UnitRef]:
    """The units for which the accused officer holds one of the roles today."""
    officer = desk.consulted.get(one.officer) if one.officer else None
    held = officer.roles.items() if isinstance(officer, Officer) else ()
    return {each.unit for each, terms in held if each.role in roles and any(term.holds(desk.today) for term in terms)}


def units_above(unit: UnitRef, known: Mapping[UUID, Any]) -> list[UnitRef]:
    """The units above it, the nearest first."""
    return [UnitRef(each) for each in line_above(unit, known)[1:]]


def accuse_office(marks: Collection[Mark], unit: UUID, known: Mapping[UUID, Any], keyed: Marks) -> bool:
    """Whether the discipline office of the unit is in the line of whom the marks accuse, or one of it is accused."""
    return any(keyed.stand_for(marks, each) for each in (discipline_office(unit), *line_above(unit, known)))
