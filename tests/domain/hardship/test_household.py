"""One household, one active file: whoever opens it first holds it."""

from domain.hardship.codes import HouseholdStatus
from domain.hardship.events import HouseholdFileOpened, HouseholdFileReleased
from domain.hardship.household import (
    HOUSEHOLD,
    HouseholdFileOfAnotherCase,
    HouseholdHasActiveFile,
    OpenFile,
    ReleaseFile,
)
from domain.kernel import FactOutOfOrder, NotAllowedNow
from tests.support.given import given, ref
from tests.support.hardships import APPLIED_ON, PAID_ON
from tests.support.petitions import GROUP, day

FIRST, SECOND = ref("first case"), ref("second case")
OPENED = HouseholdFileOpened(FIRST, GROUP, APPLIED_ON)
RELEASED = HouseholdFileReleased(FIRST, PAID_ON)


def test_the_first_request_holds_the_file() -> None:
    held = given(HOUSEHOLD).when(OpenFile(FIRST, GROUP, APPLIED_ON)).then(OPENED)
    assert held.state.status is HouseholdStatus.HELD
    held.when(OpenFile(SECOND, GROUP, PAID_ON)).refuses(HouseholdHasActiveFile)
    held.when(OpenFile(FIRST, GROUP, PAID_ON)).refuses(HouseholdHasActiveFile)


def test_the_end_of_that_request_frees_the_household() -> None:
    held = given(HOUSEHOLD, OPENED)
    held.when(ReleaseFile(SECOND, PAID_ON)).refuses(HouseholdFileOfAnotherCase)
    free = held.when(ReleaseFile(FIRST, PAID_ON)).then(RELEASED)
    free.when(ReleaseFile(FIRST, PAID_ON)).refuses(NotAllowedNow)
    free.when(OpenFile(SECOND, GROUP, PAID_ON)).then(HouseholdFileOpened(SECOND, GROUP, PAID_ON))


def test_a_file_that_was_active_on_the_day_of_the_application_is_in_the_way_whenever_that_is_typed() -> None:
    free = given(HOUSEHOLD, OPENED, RELEASED)
    early = OpenFile(SECOND, GROUP, day("2025-10-14"))
    free.when(early).refuses(FactOutOfOrder, field="applied_on", earliest=PAID_ON)
    again = given(HOUSEHOLD, OPENED, RELEASED, HouseholdFileOpened(SECOND, GROUP, PAID_ON))
    again.when(ReleaseFile(SECOND, PAID_ON)).when(early).refuses(FactOutOfOrder)
