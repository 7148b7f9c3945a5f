"""The fact that some demands of a petition went into one of their own, and the demands that stand."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.deadlines.clocks import ClockStopped
from domain.petition.codes import Issue, Purpose
from domain.values import Content


@dataclass(frozen=True, slots=True)
class StandingDemand:
    """A demand that stands, under the number that it was registered with; of an old register its codes may be lost."""

    number: int
    purpose: Purpose | None
    issue: Issue | None


@dataclass(frozen=True, slots=True)
class Split:
    """Which demands went into a petition of their own and which stand; whoever reads this one reads the other's number.

    What accuses somebody never leaves: the petition that holds it stays sealed, and the other tells nothing of it.
    """

    NAME: ClassVar = "petition.split"
    VERSION: ClassVar = 1
    leaving: tuple[int, ...]
    remaining: tuple[StandingDemand, ...]
    part_no: Content[str]
    split_on: date
    stopped: tuple[ClockStopped, ...]


def purposes_of(demands: tuple[StandingDemand, ...]) -> frozenset[Purpose]:
    """What is asked for in them."""
    return frozenset(each.purpose for each in demands if each.purpose)


def issues_of(demands: tuple[StandingDemand, ...]) -> frozenset[Issue]:
    """What they are about."""
    return frozenset(each.issue for each in demands if each.issue)
