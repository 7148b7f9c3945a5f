"""The household's one file: whoever opens it first holds it, also when two try at the same moment."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, assert_never
from uuid import UUID

from domain.hardship.codes import HouseholdStatus
from domain.hardship.events import HouseholdEvent, HouseholdFileOpened, HouseholdFileReleased
from domain.kernel import Aggregate, Command, Desk, Rejected, events_of
from domain.values import UnitRef


@dataclass(frozen=True, slots=True)
class Household:
    """Whether a request holds the household's file, and which; else until which day the last one held it."""

    status: HouseholdStatus = HouseholdStatus.NEW
    case: UUID | None = None
    released_on: date = date.min


class HouseholdHasActiveFile(Rejected):
    """One household, one file: 先建档、后帮扶."""

    code = "household_has_active_file"
    says = "This household has an active request or file already. Continue that one, or end it first."


@dataclass(frozen=True, slots=True, repr=False)
class OpenFile(Command[Household]):
    """Follows from an application; refuses a second one while the first is active: one household, one file.

    An application that is typed later, of a day on which the file was still held, is refused as well.
    """

    allowed_in: ClassVar = frozenset(HouseholdStatus)
    case: UUID
    unit: UnitRef
    opened_on: date

    def decide(self, state: Household, desk: Desk) -> tuple[HouseholdFileOpened, ...]:
        if state.status is HouseholdStatus.HELD:
            raise HouseholdHasActiveFile
        day = desk.happened("applied_on", self.opened_on, not_before=state.released_on)
        return (HouseholdFileOpened(self.case, self.unit, day),)


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


def evolve(state: Household, event: HouseholdEvent) -> Household:
    """The household after one more fact."""
    match event:
        case HouseholdFileOpened():
            return replace(state, status=HouseholdStatus.HELD, case=event.case)
        case HouseholdFileReleased():
            return Household(HouseholdStatus.FREE, None, max(event.released_on, state.released_on))
    assert_never(event)


HOUSEHOLD = Aggregate(
    kind="household",
    initial=Household(),
    starts=HouseholdStatus.NEW,
    statuses=HouseholdStatus,
    events=events_of(HouseholdEvent),
    commands=(OpenFile, ReleaseFile),
    evolve=evolve,
    status_of=lambda state: state.status,
)
