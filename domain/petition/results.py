"""What was found on each demand of a petition."""

from dataclasses import dataclass

from domain.petition.codes import Outcome
from domain.values import Content


@dataclass(frozen=True, slots=True)
class DemandResult:
    """What was found on one demand, counted from 1."""

    demand: int
    outcome: Outcome
    basis: Content[str]
