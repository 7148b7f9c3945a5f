"""Handing over several cases at once: each by itself, under a key of its own that follows from the one given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.kernel import Rejected
from domain.values import OfficerRef
from service.access.acting import RoleNeeded, RoleRefused
from service.access.decisions import Denied
from service.kinds.kind import CaseKind
from service.office.giving import Asked, Giving
from service.office.leaving import handing
from service.sealing.keys import KeyDestroyed
from service.store.steps import Caller, LedgerError, Outcome, UnknownStream

MOST = 200
"""So many cases are handed over at once."""
REFUSALS = (Rejected, LedgerError, Denied, RoleNeeded, RoleRefused, KeyDestroyed)
"""What may stand against one of them, and is told of that one alone."""


@dataclass(frozen=True, slots=True)
class ToHandOver:
    """A case, and the version of it that was seen."""

    kind: CaseKind
    case: UUID
    seen: int


@dataclass(frozen=True, slots=True)
class Handing:
    """From whom, to whom, and on which day."""

    concerned: OfficerRef
    handed_to: OfficerRef
    handed_on: date


def hand_over_each(
    giving: Giving, caller: Caller, key: str, said: Handing, cases: Iterable[ToHandOver]
) -> Iterator[tuple[ToHandOver, Outcome | Exception]]:
    """What became of each, in order; the same key and cases give the same outcomes, and go on where they came to."""
    for each in cases:
        offer = handing(each.kind.name)
        if offer is None:
            yield each, UnknownStream(each.case.hex)
            continue
        hand_over: Any = offer.command
        command = hand_over(said.concerned, said.handed_to, said.handed_on)
        asked = Asked(each.kind, command, caller, f"{key}/{each.case.hex}", each.case, each.seen)
        try:
            yield each, giving.give(asked)
        except REFUSALS as refused:
            yield each, refused
