"""What every kind of case may know of a unit: whether it exists, and its code."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.growing import Growing
from domain.kernel import Desk, Rejected
from domain.profiles import Chosen
from domain.values import OfficerRef, UnitRef


class UnitStatus(StrEnum):
    """Whether a unit exists."""

    NEW = "NEW"
    ACTIVE = "ACTIVE"
    DISSOLVED = "DISSOLVED"


@dataclass(frozen=True, slots=True)
class Unit:
    """What decisions on and about a unit read; `leaders` lead it directly from above (分管领导)."""

    status: UnitStatus = UnitStatus.NEW
    code: str = ""
    founded_on: date = date.min
    parent: UnitRef | None = None
    leaders: Growing[OfficerRef, None] = field(default_factory=Growing)
    successor: UnitRef | None = None
    chosen: Chosen | None = None


class UnitNotActive(Rejected):
    code = "unit_not_active"
    says = "The unit {unit} is unknown or no longer active. Choose a unit from the list of units."


def active_unit(desk: Desk, ref: UUID) -> Unit:
    """The consulted unit; refuses one that is unknown or dissolved."""
    return active(desk.consulted.get(ref), ref)


def active(unit: object, ref: UUID) -> Unit:
    """The state as that of the unit; refuses one that is unknown or dissolved."""
    if not isinstance(unit, Unit) or unit.status is not UnitStatus.ACTIVE:
        raise UnitNotActive(unit=unit.code if isinstance(unit, Unit) and unit.code else ref)
    return unit
