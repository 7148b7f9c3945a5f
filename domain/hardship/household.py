"""The household's one file: whoever opens it first holds it, also when two try at the same moment."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, assert_never
from uuid import UUID

from domain.hardship import refusals
from domain.hardship.codes import HouseholdStatus
from domain.hardship.events import HouseholdEvent, HouseholdFileOpened, HouseholdFileReleased
from domain.kernel import Aggregate, Command, Desk


@dataclass(frozen=True, slots=True)
class Household:
    """Whether a request holds the household's file, and which."""

    status: HouseholdStatus = HouseholdStatus.NEW
    case: UUID | None = None


@dataclass(frozen=True, slots=True, repr=False)
class OpenFile(Command[Household]):
    """Follows from an application; refuses a second one: one household, one file."""

    allowed_in: ClassVar = frozenset(HouseholdStatus)
    case: UUID
    opened_on: date

    def decide(self, state: Household, desk: Desk) -> tuple[HouseholdFileOpened, ...]:
        if state.status is HouseholdStatus.HELD:
            raise refusals.HouseholdHasActiveFile
        return (HouseholdFileOpened(self.case, desk.happened("opened_on", self.opened_on)),)


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseFile(Command[Household]):
    """Follows from the end of the request that holds the file."""

    allowed_in: ClassVar = frozenset({HouseholdStatus.HELD})
    case: UUID
    released_on: date

    def decide(self, state: Household, desk: Desk) -> tuple[HouseholdFileReleased, ...]:
        if state.case != self.case:
            raise refusals.HouseholdFileOfAnotherCase
        return (HouseholdFileReleased(self.case, desk.happened("released_on", self.released_on)),)


def evolve(state: Household, event: HouseholdEvent) -> Household:
    """The household after one more fact."""
    match event:
        case HouseholdFileOpened():
            return Household(HouseholdStatus.HELD, event.case)
        case HouseholdFileReleased():
            return Household(HouseholdStatus.FREE)
    assert_never(event)


HOUSEHOLD = Aggregate(
    kind="household",
    initial=Household(),
    starts=HouseholdStatus.NEW,
    statuses=HouseholdStatus,
    events=(HouseholdFileOpened, HouseholdFileReleased),
    commands=(OpenFile, ReleaseFile),
    evolve=evolve,
    status_of=lambda state: state.status,
)
