"""The household's one file: whoever opens it first holds it, also when two try at the same moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, assert_never
from uuid import UUID

from domain.actors import OfficerActing
from domain.hardship.codes import HouseholdStatus
from domain.hardship.events import HouseholdConcerned, HouseholdEvent, HouseholdFileOpened, HouseholdFileReleased
from domain.kernel import Aggregate, Command, Desk, Rejected, events_of
from domain.marks import Mark
from domain.officers import stands_over
from domain.values import Several, Text, UnitRef


@dataclass(frozen=True, slots=True)
class Household:
    """Whether a request holds the household's file, and which; else until which day the last one held it.

    `unit` is the unit of the request that holds it, or held it last.
    """

    status: HouseholdStatus = HouseholdStatus.NEW
    case: UUID | None = None
    unit: UnitRef | None = None
    released_on: date = date.min


class HouseholdHasActiveFile(Rejected):
    """One household, one file: 先建档、后帮扶."""

    code = "household_has_active_file"
    says = "This household has an active request or file already. Continue that one, or end it first."


class HouseholdNotFree(Rejected):
    """What another unit knows of a family stays there: neither where, nor in which state, nor until when."""

    code = "household_not_free"
    says = "No file can be opened here for this household. Ask the aid centre above, which can look into it."


@dataclass(frozen=True, slots=True, repr=False)
class OpenFile(Command[Household]):
    """Follows from an application; refuses a second one while the first is active: one household, one file.

    An application that is typed later, of a day on which the file was still held, is refused as well. Whoever acts for
    the unit of that file, or for one above it, is told which; everybody else that none can be opened.
    """

    allowed_in: ClassVar = frozenset(HouseholdStatus)
    case: UUID
    unit: UnitRef
    opened_on: date

    def lines(self, state: Household) -> Sequence[UUID]:
        return () if state.unit is None else (state.unit,)

    def decide(self, state: Household, desk: Desk) -> tuple[HouseholdFileOpened, ...]:
        is_held = state.status is HouseholdStatus.HELD
        if (is_held or self.opened_on < state.released_on) and not _may_know(state, desk):
            raise HouseholdNotFree
        if is_held:
            raise HouseholdHasActiveFile
        day = desk.happened("applied_on", self.opened_on, not_before=state.released_on)
        return (HouseholdFileOpened(self.case, self.unit, day),)


def _may_know(state: Household, desk: Desk) -> bool:
    """Whether whoever acts knows of the file that is held, or was: for its unit, or for one above it."""
    by = desk.by
    if not isinstance(by, OfficerActing) or state.unit is None:
        return True
    return stands_over(by.unit, state.unit, desk.consulted)


class HouseholdFileOfAnotherCase(Rejected):
    code = "household_file_of_another_case"
    says = "The household's file is held by another request."


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseFile(Command[Household]):
    """Follows from the end of the request that holds the file."""

    allowed_in: ClassVar = frozenset({HouseholdStatus.HELD})
    case: UUID
    released_on: date

    def decide(self, state: Household, desk: Desk) -> tuple[HouseholdFileReleased, ...]:
        if state.case != self.case:
            raise HouseholdFileOfAnotherCase
        return (HouseholdFileReleased(self.case, desk.happened("released_on", self.released_on)),)


@dataclass(frozen=True, slots=True, repr=False)
class ConcernHousehold(Command[Household]):
    """Follows from naming, in a request of the household, officers whose own matter it is."""

    allowed_in: ClassVar = frozenset(HouseholdStatus) - {HouseholdStatus.NEW}
    marks: Annotated[tuple[Annotated[str, Text(most=64)], ...], Several(1, 16)]
    known_on: date

    def decide(self, state: Household, desk: Desk) -> tuple[HouseholdConcerned, ...]:
        return (HouseholdConcerned(tuple(map(Mark, self.marks)), self.known_on),)


def evolve(state: Household, event: HouseholdEvent) -> Household:
    """The household after one more fact."""
    match event:
        case HouseholdFileOpened():
            return replace(state, status=HouseholdStatus.HELD, case=event.case, unit=event.unit)
        case HouseholdFileReleased():
            until = max(event.released_on, state.released_on)
            return replace(state, status=HouseholdStatus.FREE, case=None, released_on=until)
        case HouseholdConcerned():
            return state
    assert_never(event)


HOUSEHOLD = Aggregate(
    kind="household",
    initial=Household(),
    starts=HouseholdStatus.NEW,
    statuses=HouseholdStatus,
    events=events_of(HouseholdEvent),
    commands=(OpenFile, ReleaseFile, ConcernHousehold),
    evolve=evolve,
    status_of=lambda state: state.status,
)
