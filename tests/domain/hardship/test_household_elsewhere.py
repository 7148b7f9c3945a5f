"""A household that has a file in another unit: whoever knows nothing of that unit is told nothing of the file."""

from domain.hardship.events import HouseholdFileOpened, HouseholdFileReleased
from domain.hardship.household import HOUSEHOLD, HouseholdHasActiveFile, HouseholdNotFree, OpenFile
from domain.kernel import FactOutOfOrder
from domain.roles import Role
from domain.units import Unit, UnitStatus
from tests.support.given import CLERK, GROUP, PLANT, acting, given, ref
from tests.support.hardships import APPLIED_ON, PAID_ON
from tests.support.petitions import day

FIRST, SECOND = ref("first case"), ref("second case")
MINE = ref("mine")
PLACES = {
    GROUP: Unit(UnitStatus.ACTIVE, "HS", day("2000-01-01")),
    PLANT: Unit(UnitStatus.ACTIVE, "HS01", day("2000-01-01"), GROUP),
    MINE: Unit(UnitStatus.ACTIVE, "HS02", day("2000-01-01"), GROUP),
}
HELD = (HouseholdFileOpened(FIRST, PLANT, APPLIED_ON),)
RELEASED = (*HELD, HouseholdFileReleased(FIRST, PAID_ON))
EARLY = OpenFile(SECOND, PLANT, day("2025-10-14"))


def test_of_a_file_elsewhere_one_refusal_tells_neither_state_nor_day() -> None:
    beside = acting(CLERK, Role.UNION_BASE, MINE)  # type: ignore[arg-type]
    active = given(HOUSEHOLD, HELD).when(EARLY, by=beside, consulted=PLACES).refuses(HouseholdNotFree)
    over = given(HOUSEHOLD, RELEASED).when(EARLY, by=beside, consulted=PLACES).refuses(HouseholdNotFree)
    assert (str(active), active.facts, active.passes_on) == (str(over), over.facts, over.passes_on)
    assert active.facts == {}


def test_the_own_unit_and_those_above_it_are_told_what_stands_in_the_way() -> None:
    for unit in (PLANT, GROUP):
        knowing = acting(CLERK, Role.AID_CENTER, unit)
        given(HOUSEHOLD, HELD).when(EARLY, by=knowing, consulted=PLACES).refuses(HouseholdHasActiveFile)
        given(HOUSEHOLD, RELEASED).when(EARLY, by=knowing, consulted=PLACES).refuses(FactOutOfOrder, earliest=PAID_ON)


def test_once_it_is_free_whoever_asks_is_given_a_file() -> None:
    later = OpenFile(SECOND, PLANT, PAID_ON)
    beside = acting(CLERK, Role.UNION_BASE, MINE)  # type: ignore[arg-type]
    opened = given(HOUSEHOLD, RELEASED).when(later, by=beside, consulted=PLACES).happened
    assert opened == (HouseholdFileOpened(SECOND, PLANT, PAID_ON),)
