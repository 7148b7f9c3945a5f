"""Sealing: who is marked, which terms end and begin, and when a letter is passed up, and to whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.growing import Growing
from domain.marks import AS_MANY
from domain.officers import Officer, OfficerStatus
from domain.petition.accusations import PassedUp, Sealed
from domain.petition.accused import Accused, AccusedUnitUnknown, discipline_office
from domain.petition.aggregate import PETITION
from domain.petition.codes import Purpose
from domain.petition.concerning import NameConcerned
from domain.petition.events import OfficersConcerned, Received, Registered
from domain.petition.reception import Screen
from domain.petition.registering import Register
from domain.petition.sealing import NoDeskAbove, NotAnAccusation, NotSealedYet, Seal
from domain.roles import Held, Role, Term
from domain.scopes import Openness
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, UnitRef
from tests.support.given import CLERK, GONE, GROUP, HEAD, PLANT, UNITS, Given, given, ref
from tests.support.petitions import MARCH_3, anonymous, day, demand, receive, received, registered, registration

MARCH_4 = day("2025-03-04")
SHOP = UnitRef(ref("workshop"))
BOSS = OfficerRef(ref("boss"))
TIED = OfficerRef(ref("tied"))
ACCUSING = registration(demands=(demand(Purpose.P3, "工段长收了钱"),))
MIXED = registration(demands=(demand(Purpose.P3, "工段长收了钱"), demand()))
TREE: Mapping[UUID, Any] = {
    **UNITS,
    PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), GROUP),
    SHOP: Unit(UnitStatus.ACTIVE, "HS0101", date(2000, 1, 1), PLANT),
}


def serving(unit: UnitRef, *held: Held) -> Officer:
    """An officer who works in that unit, holding the roles since long ago."""
    roles = Growing(dict.fromkeys(held, (Term(date(2000, 1, 1), None),)))
    return Officer(OfficerStatus.APPOINTED, unit, roles)


def at_the_plant(what: Any = ACCUSING) -> Given:
    """A letter that the plant's desk has registered."""
    came = given(PETITION).when(receive(unit=PLANT), consulted=TREE).history
    return given(PETITION, came, given(PETITION, came).when(Register(what)).happened)


def of(decided: Any, event: type[Any]) -> Any:
    """The one fact of that class among those that followed."""
    [found] = [each for each in decided.happened if isinstance(each, event)]
    return found


def test_a_letter_is_sealed_against_the_unit_and_the_officer_whom_it_accuses() -> None:
    boss = {BOSS: serving(SHOP, Held(Role.DI_OFFICER, SHOP))}
    accused = (Accused(SHOP, BOSS),)
    decided = at_the_plant().when(Seal(accused, MARCH_4), consulted={**TREE, **boss})
    fact = of(decided, Sealed)
    assert {SHOP.hex, BOSS.hex, discipline_office(SHOP).hex} <= set(fact.marks)
    assert not decided.events[1:]
    assert decided.state.scope.openness is Openness.SEALED
    assert set(decided.state.scope.kept_from) == set(fact.marks)
    assert fact.clock.rule == "D-P10"
    assert [ended.rule for ended in fact.stopped] == ["D-P01"]


@pytest.mark.parametrize("accused", [(Accused(SHOP),), (Accused(SHOP, discipline_of=PLANT), Accused(SHOP, BOSS))])
def test_how_many_are_accused_is_not_told_by_the_number_of_marks(accused: tuple[Accused, ...]) -> None:
    known = {**TREE, BOSS: serving(SHOP)}
    assert len(of(at_the_plant().when(Seal(accused, MARCH_4), consulted=known), Sealed).marks) == AS_MANY


def test_of_a_letter_with_other_demands_the_first_notice_is_still_owed() -> None:
    fact = of(at_the_plant(MIXED).when(Seal((Accused(SHOP),), MARCH_4), consulted=TREE), Sealed)
    assert (fact.clock.rule, fact.stopped) == ("D-P10", ())


def test_whom_it_accuses_besides_is_named_later_and_the_term_goes_on() -> None:
    first = at_the_plant().when(Seal((Accused(SHOP),), MARCH_4), consulted=TREE)
    more = first.when(Seal((Accused(GONE),), MARCH_4), consulted=TREE)
    assert of(more, Sealed).clock is None
    assert {SHOP.hex, GONE.hex} <= set(more.state.scope.kept_from)


def test_marks_made_twice_in_one_matter_have_none_in_common_but_of_whom_both_name() -> None:
    concerning = at_the_plant().when(NameConcerned((TIED,), MARCH_4), by=CLERK, consulted=TREE)
    first = concerning.when(Seal((Accused(SHOP),), MARCH_4), consulted=TREE)
    more = first.when(Seal((Accused(GONE), Accused(SHOP)), MARCH_4), consulted=TREE)
    made = [set(of(concerning, OfficersConcerned).marks), set(of(first, Sealed).marks), set(of(more, Sealed).marks)]
    assert [len(each) for each in made] == [AS_MANY] * 3
    assert made[0] & made[1] == made[0] & made[2] == set()
    assert made[1] & made[2] == {SHOP.hex}
    assert len(more.state.scope.kept_from) == 3 * AS_MANY - 1


@pytest.mark.parametrize(
    ("accused", "consulted"),
    [
        (Accused(PLANT), {}),
        (Accused(SHOP, BOSS), {BOSS: serving(SHOP, Held(Role.PET_HEAD, PLANT))}),
        (Accused(SHOP, BOSS), {BOSS: serving(SHOP, Held(Role.INTAKE, PLANT))}),
        (Accused(SHOP, is_of_the_desk=True), {}),
    ],
    ids=["the unit of the desk", "its head", "its clerk", "somebody of it who does not sign in"],
)
def test_a_letter_about_the_desk_is_passed_up_in_the_same_step(accused: Accused, consulted: Any) -> None:
    decided = at_the_plant().when(Seal((accused,), MARCH_4), consulted={**TREE, **consulted})
    assert of(decided, PassedUp) == PassedUp(GROUP, MARCH_4)
    scope = decided.state.scope
    assert (scope.owner, list(scope.desks), decided.state.unit) == (GROUP, [GROUP], GROUP)


def test_a_clerk_of_former_days_does_not_make_the_letter_one_about_the_desk() -> None:
    before = Officer(
        OfficerStatus.APPOINTED,
        SHOP,
        Growing({Held(Role.INTAKE, PLANT): (Term(date(2000, 1, 1), date(2001, 1, 1)),)}),
    )
    decided = at_the_plant().when(Seal((Accused(SHOP, BOSS),), MARCH_4), consulted={**TREE, BOSS: before})
    assert [type(each) for each in decided.happened] == [Sealed]


def test_a_desk_above_that_is_accused_too_is_passed_over() -> None:
    came = given(PETITION).when(receive(unit=SHOP), consulted=TREE).history
    both = (Accused(SHOP), Accused(SHOP, BOSS))
    boss = {BOSS: serving(GROUP, Held(Role.PET_HEAD, PLANT))}
    decided = given(PETITION, came).when(Seal(both, MARCH_4), consulted={**TREE, **boss})
    assert of(decided, PassedUp).to_unit == GROUP


def test_above_the_top_unit_there_is_no_desk_and_the_refusal_says_who_takes_the_letter() -> None:
    at_the_plant().when(Seal((Accused(GROUP),), MARCH_4), consulted=TREE).refuses(NoDeskAbove, unit="HS")


def test_a_letter_is_received_registered_sealed_and_passed_up_in_one_step() -> None:
    opened = receive(unit=PLANT, registration=ACCUSING, accused=(Accused(PLANT),))
    decided = given(PETITION).when(opened, consulted=TREE)
    assert [type(each) for each in decided.happened] == [Received, Registered, Sealed, PassedUp]
    assert list(decided.state.scope.desks) == [GROUP]
    unread = given(PETITION).when(receive(unit=PLANT, accused=(Accused(PLANT),)), consulted=TREE)
    assert [type(each) for each in unread.happened] == [Received, Sealed, PassedUp]


def test_a_letter_that_was_sealed_first_owes_no_notice_once_it_is_registered() -> None:
    before = given(PETITION).when(receive(accused=(Accused(SHOP),)), consulted=TREE)
    assert set(before.state.clocks) == {("D-P01", ""), ("D-P10", "")}
    assert set(before.when(Register(ACCUSING)).state.clocks) == {("D-P10", "")}
    assert set(before.when(Register(MIXED)).state.clocks) == {("D-P01", ""), ("D-P10", "")}


def test_what_accuses_nobody_is_not_sealed_so() -> None:
    given(PETITION, registered()).when(Seal((Accused(PLANT),), MARCH_4), consulted=TREE).refuses(NotAnAccusation)
    opened = receive(registration=registration(), accused=(Accused(PLANT),))
    given(PETITION).when(opened, consulted=TREE).refuses(NotAnAccusation)


def test_a_unit_that_nobody_knows_is_not_accused() -> None:
    unknown = UnitRef(ref("nowhere"))
    given(PETITION, received()).when(Seal((Accused(unknown),), MARCH_4)).refuses(AccusedUnitUnknown, unit=unknown)


def test_an_accusation_is_not_screened_before_it_is_known_whom_it_accuses() -> None:
    accused = given(PETITION, registered(given_facts=anonymous(demands=(demand(Purpose.P3, "收钱"),))))
    accused.when(Screen(MARCH_3), by=HEAD).refuses(NotSealedYet)
    accused.when(Seal((Accused(PLANT),), MARCH_3), consulted=TREE).when(Screen(MARCH_4), by=HEAD)
