"""Units: founded, moved, led, dissolved with a successor."""

from datetime import date
from uuid import uuid4

import pytest

from domain.agreements import parts_of
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.officers import stands_over
from domain.organisation.administration import ADMINISTRATION, ADMINISTRATION_AGGREGATE
from domain.organisation.events import (
    LeaderNamed,
    LeaderReleased,
    MoveOrdered,
    ProfileChosen,
    UnitDissolved,
    UnitFounded,
    UnitMoved,
)
from domain.organisation.unit import (
    UNIT,
    ChooseProfile,
    DissolveUnit,
    FoundUnit,
    LeadsAlready,
    LeadsNot,
    MoveUnit,
    NameLeader,
    ProfileHoldsAlready,
    ProfileInThePast,
    ReleaseLeader,
    UnitCodeMalformed,
    UnitCodeTaken,
    UnitRefMismatch,
    UnitStandsThere,
    UnitSucceedsItself,
    UnitUnderItself,
    unit_ref,
)
from domain.profiles import Chosen, Profile
from domain.unit_tree import UnitTree
from domain.units import Unit, UnitNotActive, UnitStatus
from domain.values import UnitRef
from tests.support.given import GONE, GROUP, HEAD, LEADER, PLANT, TODAY, UNITS, given
from tests.support.petitions import day

PLANT_3 = unit_ref("HS03")
LINE = {**UNITS, PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), PLANT_3)}
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
    active.when(DissolveUnit(day("2025-03-02"), PLANT)).refuses(FactOutOfOrder, field="dissolved_on")
    after = active.when(DissolveUnit(day("2025-03-04"), PLANT))
    after.then(UnitDissolved(PLANT, day("2025-03-04")))
    assert after.state.status is UnitStatus.DISSOLVED


def test_another_active_unit_succeeds() -> None:
    active = given(UNIT, FOUNDED)
    active.when(DissolveUnit(day("2025-03-04"), GONE)).refuses(UnitNotActive, unit="HS02")
    for successor in (PLANT_3, PLANT):
        step = DissolveUnit(day("2025-03-04"), successor)
        active.when(step, stream=PLANT_3, consulted=LINE).refuses(UnitSucceedsItself)


def test_a_unit_moves_under_another_one_or_under_none() -> None:
    active = given(UNIT, FOUNDED)
    moved = active.when(MoveUnit(TODAY, PLANT), stream=PLANT_3)
    moved.then(UnitMoved(PLANT, TODAY))
    assert moved.state.parent == PLANT
    assert moved.when(MoveUnit(TODAY), stream=PLANT_3).state.parent is None
    active.when(MoveUnit(TODAY, GROUP), stream=PLANT_3).refuses(UnitStandsThere)
    active.when(MoveUnit(TODAY, GONE), stream=PLANT_3).refuses(UnitNotActive)
    active.when(MoveUnit(day("2025-03-02"), PLANT), stream=PLANT_3).refuses(FactOutOfOrder, field="moved_on")


def test_a_unit_never_stands_below_itself() -> None:
    active = given(UNIT, FOUNDED)
    active.when(MoveUnit(TODAY, PLANT), stream=PLANT_3, consulted=LINE).refuses(UnitUnderItself)
    own = {**UNITS, PLANT_3: active.state}
    active.when(MoveUnit(TODAY, PLANT_3), stream=PLANT_3, consulted=own).refuses(UnitUnderItself)


def test_moves_are_decided_one_after_another() -> None:
    (part,) = parts_of(PLANT_3, given(UNIT, FOUNDED).state, MoveUnit(TODAY, PLANT))
    assert (part.kind, part.stream) == ADMINISTRATION
    given(ADMINISTRATION_AGGREGATE).when(part.command).then(MoveOrdered(PLANT_3, TODAY))


def test_who_leads_a_unit_from_above_is_recorded_until_it_ends() -> None:
    named = given(UNIT, FOUNDED).when(NameLeader(LEADER, TODAY))
    named.then(LeaderNamed(LEADER, TODAY))
    assert set(named.state.leaders) == {LEADER}
    named.when(NameLeader(LEADER, TODAY)).refuses(LeadsAlready)
    released = named.when(ReleaseLeader(LEADER, TODAY))
    released.then(LeaderReleased(LEADER, TODAY))
    assert not released.state.leaders
    released.when(ReleaseLeader(LEADER, TODAY)).refuses(LeadsNot)
    named.when(ReleaseLeader(HEAD, TODAY)).refuses(LeadsNot)


def test_a_dissolved_unit_stands_where_its_successor_does() -> None:
    """Whoever holds a role for the successor, or above it, is high enough for what the dissolved unit left."""
    gone = Unit(UnitStatus.DISSOLVED, "HS02", date(2000, 1, 1), GROUP, successor=PLANT)
    known = {**UNITS, GONE: gone, PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), PLANT_3)}
    assert [stands_over(unit, GONE, known) for unit in (PLANT, PLANT_3, GROUP)] == [True, True, False]


@pytest.mark.parametrize("code", ["HS03", " hs03 "])
def test_a_code_belongs_to_one_unit_for_ever(code: str) -> None:
    again = FoundUnit(code, "二厂")
    given(UNIT, FOUNDED).when(again, stream=PLANT_3).refuses(UnitCodeTaken, taken="HS03")
    gone = UnitDissolved(GROUP, TODAY)
    given(UNIT, FOUNDED, gone).when(again, stream=PLANT_3).refuses(UnitCodeTaken, taken="HS03")


def test_the_rules_of_a_place_hold_from_the_day_on_for_which_they_are_chosen() -> None:
    chosen = given(UNIT, FOUNDED).when(ChooseProfile(Profile.ZHEJIANG, day("2026-03-01")), today=day("2026-02-01"))
    after = chosen.then(ProfileChosen(Profile.ZHEJIANG, day("2026-03-01"), None))
    kept = after.state.chosen
    assert kept is not None
    assert (kept.on(day("2026-02-28")), kept.on(day("2026-03-01"))) == (None, Profile.ZHEJIANG)
    later = after.when(ChooseProfile(Profile.QINGDAO, day("2026-05-01")), today=day("2026-04-01"))
    later.then(ProfileChosen(Profile.QINGDAO, day("2026-05-01"), Profile.ZHEJIANG))


def test_a_choice_that_has_not_taken_effect_is_replaced() -> None:
    coming = ProfileChosen(Profile.QINGDAO, day("2026-05-01"), Profile.ZHEJIANG)
    unit = given(UNIT, FOUNDED, coming)
    again = unit.when(ChooseProfile(Profile.ANQING, day("2026-04-15")), today=day("2026-04-01"))
    again.then(ProfileChosen(Profile.ANQING, day("2026-04-15"), Profile.ZHEJIANG))
    same = ChooseProfile(Profile.QINGDAO, day("2026-05-01"))
    unit.when(same, today=day("2026-04-01")).refuses(ProfileHoldsAlready, profile=Profile.QINGDAO)
    unit.when(same, today=day("2026-05-02")).refuses(ProfileInThePast)
    holding = ChooseProfile(Profile.QINGDAO, day("2026-06-01"))
    unit.when(holding, today=day("2026-05-01")).refuses(ProfileHoldsAlready)
    back = ChooseProfile(Profile.ZHEJIANG, day("2026-04-02"))
    unit.when(back, today=day("2026-04-01")).then(ProfileChosen(Profile.ZHEJIANG, day("2026-04-02"), Profile.ZHEJIANG))


def test_the_rules_of_a_place_are_not_chosen_for_days_that_have_passed() -> None:
    late = ChooseProfile(Profile.ZHEJIANG, day("2026-03-01"))
    given(UNIT, FOUNDED).when(late, today=day("2026-03-02")).refuses(ProfileInThePast, today=day("2026-03-02"))
    given(UNIT, FOUNDED).when(late, today=day("2026-03-01")).then_only(ProfileChosen)


def test_a_unit_has_the_rules_of_the_nearest_above_and_a_dissolved_one_those_of_its_successor() -> None:
    workshop, other = UnitRef(uuid4()), UnitRef(uuid4())
    chosen = {
        GROUP: Chosen(Profile.SHANGHAI, day("2020-01-01"), None),
        PLANT: Chosen(Profile.ZHEJIANG, day("2026-03-01"), None),
    }
    tree = UnitTree({GROUP: None, PLANT: GROUP, workshop: PLANT, other: GROUP}, {other: workshop}, chosen)
    assert tree.profile_of(workshop, day("2026-02-28")) is Profile.SHANGHAI
    assert tree.profile_of(workshop, day("2026-03-01")) is Profile.ZHEJIANG
    assert tree.profile_of(other, day("2026-03-01")) is Profile.ZHEJIANG
    assert tree.profile_of(uuid4(), day("2026-03-01")) is None
    assert tree.profile_of(None, day("2026-03-01")) is None
    assert UnitTree({PLANT: workshop, workshop: PLANT}).profile_of(PLANT, day("2026-03-01")) is None
