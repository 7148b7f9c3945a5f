"""Units: founded under a parent, dissolved with or without a successor."""

import pytest

from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.organisation.events import UnitDissolved, UnitFounded
from domain.organisation.unit import (
    UNIT,
    DissolveUnit,
    FoundUnit,
    UnitCodeMalformed,
    UnitRefMismatch,
    UnitSucceedsItself,
    unit_ref,
)
from domain.units import UnitNotActive, UnitStatus
from tests.support.given import GONE, GROUP, PLANT, TODAY, given
from tests.support.petitions import day

PLANT_3 = unit_ref("HS03")
FOUNDED = UnitFounded("HS03", "三厂", GROUP, day("2025-03-03"))


def test_a_unit_is_founded_under_an_active_parent() -> None:
    step = FoundUnit(" hs03 ", "三厂", GROUP, day("2025-03-03"))
    after = given(UNIT).when(step, stream=PLANT_3)
    after.then(FOUNDED)
    assert (after.state.status, after.state.code) == (UnitStatus.ACTIVE, "HS03")
    given(UNIT).when(FoundUnit("HS03", "三厂", GONE), stream=PLANT_3).refuses(UnitNotActive, unit="HS02")


def test_a_unit_without_a_day_is_founded_today() -> None:
    given(UNIT).when(FoundUnit("HS03", "三厂"), stream=PLANT_3).then(UnitFounded("HS03", "三厂", None, TODAY))


@pytest.mark.parametrize("code", ["HS 3", "HS/3", "三厂", " ", "HS３"])
def test_a_code_is_letters_digits_and_hyphens(code: str) -> None:
    given(UNIT).when(FoundUnit(code, "三厂"), stream=unit_ref(code)).refuses(UnitCodeMalformed, given=code)


def test_a_code_names_its_stream() -> None:
    given(UNIT).when(FoundUnit("HS04", "三厂"), stream=PLANT_3).refuses(UnitRefMismatch, given="HS04")


def test_nothing_is_founded_in_the_future() -> None:
    step = FoundUnit("HS03", "三厂", None, TODAY)
    given(UNIT).when(step, stream=PLANT_3, today=day("2025-03-03")).refuses(FactInTheFuture)


def test_a_unit_is_dissolved_after_it_was_founded() -> None:
    active = given(UNIT, FOUNDED)
    active.when(DissolveUnit(day("2025-03-02"))).refuses(FactOutOfOrder, field="dissolved_on")
    after = active.when(DissolveUnit(day("2025-03-04"), PLANT))
    after.then(UnitDissolved(PLANT, day("2025-03-04")))
    assert after.state.status is UnitStatus.DISSOLVED


def test_another_active_unit_succeeds() -> None:
    active = given(UNIT, FOUNDED)
    active.when(DissolveUnit(day("2025-03-04"), GONE)).refuses(UnitNotActive, unit="HS02")
    active.when(DissolveUnit(day("2025-03-04"), PLANT_3), stream=PLANT_3).refuses(UnitSucceedsItself)
