"""What became of cases that were handed over at once, told the same way by the interface and by pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from service.access.decisions import Denied
from service.edge.answers import caller, service
from service.edge.problems import Problem
from service.edge.raised import problem_of
from service.kinds.catalogue import CASES
from service.kinds.kind import CaseKind
from service.office.handing import Handing, ToHandOver, hand_over_each
from service.office.leaving import handing
from service.store.steps import Outcome


@dataclass(frozen=True, slots=True)
class Handed:
    """A case, and the version that it has come to, or the problem that stands against it and what was raised."""

    kind: CaseKind
    case: UUID
    version: int | None = None
    problem: Problem | None = None
    error: Exception | None = None


def require_handing() -> None:
    """Raises Denied unless the caller may hand over cases of some kind."""
    offers = (handing(kind.name) for kind in CASES)
    if not any(offer is not None and caller().roles & offer.roles for offer in offers):
        raise Denied("HandOver")


def handed_over(key: str, said: Handing, cases: Sequence[ToHandOver]) -> tuple[list[Handed], int]:
    """What became of each, and the last position that was written; 0 where nothing was."""
    found, position = [], 0
    for each, outcome in hand_over_each(service().giving, caller(), key, said, cases):
        if isinstance(outcome, Outcome):
            position = max(position, outcome.position)
            found.append(Handed(each.kind, each.case, version=outcome.version))
        else:
            found.append(Handed(each.kind, each.case, problem=problem_of(outcome), error=outcome))
    return found, position
