"""Whose own matter a case is: officers who filed it, are of the household or named in it; marks keep them from it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Protocol, TypeVar

from domain.cases.recusing import OfficerRecused
from domain.kernel import Command, Desk, Event, Rejected
from domain.marks import Mark, marks_for
from domain.officers import Serving, named_in
from domain.scopes import NOWHERE, Scope
from domain.values import MORE, OfficerRef, Several

CONCERNED = Serving(former=True, takes_part=False)
"""Any officer, also one whose roles have ended."""
MOST = 10
Concerned = Annotated[tuple[OfficerRef, ...], Several(0, MOST), CONCERNED, MORE]
"""Officers who file a matter, are of the household, or are named in it; whoever opens the case may name them."""


@dataclass(frozen=True, slots=True)
class OfficersConcerned:
    """For whom the marks stand, who and how many nobody reads: for them the case exists no more; 信访工作条例 §28."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    marks: tuple[Mark, ...]
    known_on: date

    def rescoped(self, scope: Scope) -> Scope:
        return scope.keeping_from(*self.marks)


class Scoping(Protocol):
    """What naming them reads of the state of a case."""

    @property
    def scope(self) -> Scope: ...


R = TypeVar("R", bound=Scoping)


class OwnMatter(Rejected):
    """SD6: nobody takes part in what they or their family ask for."""

    code = "own_matter"
    says = (
        "You take no part in a matter of your own or of your household, or in one that names you: somebody else "
        "records it. Where it is recorded already, declare the tie instead."
    )


@dataclass(frozen=True, slots=True, repr=False)
class NameConcerned(Command[R]):
    """Names officers who filed the matter, are of the household, or are named in it, once that is known.

    From that moment the case does not exist for them, whatever roles they hold.
    """

    fact: ClassVar[type[OfficersConcerned]]
    beside: ClassVar[bool] = True
    concerns: Annotated[tuple[OfficerRef, ...], Several(1, MOST), CONCERNED]
    known_on: date

    def decide(self, state: R, desk: Desk) -> tuple[Event, ...]:
        day = desk.happened("known_on", self.known_on)
        return concerned(self.fact, self.concerns, day, desk, state.scope)


F = TypeVar("F", bound=OfficersConcerned)


def concerned(
    fact: type[F], officers: Sequence[OfficerRef], on: date, desk: Desk, scope: Scope = NOWHERE
) -> tuple[F, ...]:
    """The fact that those officers are concerned by the matter, none where there are none. Raises OwnMatter."""
    if not officers:
        return ()
    if desk.officer in officers:
        raise OwnMatter
    return (fact(marks_for(officers, desk.stream, desk.marks, len(scope.kept_from)), on),)


def is_own_matter(state: object, who: OfficerRef, desk: Desk) -> bool:
    """Whether an open case is kept from the officer; of what is in confidence no rule tells whom it concerns."""
    scope: Scope = getattr(state, "scope", NOWHERE)
    if not scope.kept_from or scope.is_in_confidence:
        return False
    return desk.marks.stand_for(scope.kept_from, who)


def nobody_concerned(command: Command[Any], state: object, desk: Desk) -> None:
    """Nobody is named for a step whose own matter it is, as far as is known or is being said. Raises OfficerRecused."""
    for officer in _taking_part(command):
        if officer in _named_with(command) or is_own_matter(state, officer, desk):
            raise OfficerRecused(officer=officer)


def _named_with(command: Command[Any]) -> Collection[OfficerRef]:
    return getattr(command, "concerns", ())


def _taking_part(command: Command[Any]) -> Iterator[OfficerRef]:
    return (OfficerRef(each.officer) for each in named_in(command) if each.serving.takes_part)
