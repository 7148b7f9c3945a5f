"""The units as a tree: what lies below a unit, and who takes on what a dissolved one leaves."""

from uuid import UUID

from domain.unit_tree import ALONE, UnitTree

GROUP, COMPANY, PLANT, SHOP, MINE, GONE = (UUID(int=number) for number in range(1, 7))
PARENTS = {GROUP: None, COMPANY: GROUP, PLANT: COMPANY, SHOP: PLANT, MINE: GROUP, GONE: GROUP}
TREE = UnitTree(PARENTS, {GONE: PLANT})


def test_a_unit_lies_below_every_one_above_it() -> None:
    assert TREE.line_above(SHOP) == {SHOP, PLANT, COMPANY, GROUP}
    assert TREE.subtree(COMPANY) == {COMPANY, PLANT, SHOP, GONE}
    assert TREE.subtree(MINE) == {MINE}
    assert TREE.subtree(GROUP) == TREE.known == set(PARENTS)


def test_what_a_dissolved_unit_left_is_its_successors_and_of_those_above_either() -> None:
    assert TREE.line_above(GONE) == {GONE, GROUP, PLANT, COMPANY}
    assert GONE in TREE.subtree(PLANT)


def test_units_that_name_each_other_as_successors_end_nowhere() -> None:
    assert UnitTree({PLANT: GROUP, MINE: GROUP}, {PLANT: MINE, MINE: PLANT}).subtree(PLANT) == {PLANT, MINE}


def test_a_unit_that_is_not_known_stands_alone() -> None:
    assert ALONE.subtree(PLANT) == ALONE.line_above(PLANT) == {PLANT}


def test_what_a_dissolved_unit_left_is_taken_on_by_its_successor_and_by_that_ones() -> None:
    merged = UnitTree(PARENTS, {GONE: SHOP, SHOP: MINE})
    assert merged.taken_on(MINE) == {MINE, SHOP, GONE}
    assert merged.taken_on(GONE) == {GONE}
    assert UnitTree(PARENTS, {PLANT: MINE, MINE: PLANT}).taken_on(PLANT) == {PLANT, MINE}


def test_a_unit_stands_for_those_right_below_it_that_are_vacant_and_no_further() -> None:
    assert TREE.stood_for(COMPANY, lambda unit: unit == SHOP) == {COMPANY}
    assert TREE.stood_for(COMPANY, lambda unit: unit in (PLANT, SHOP)) == {COMPANY, PLANT, GONE, SHOP}
    assert TREE.stood_for(PLANT, lambda _unit: False) == {PLANT, GONE}
    assert TREE.stood_for(GROUP, lambda _unit: True) == set(PARENTS)
