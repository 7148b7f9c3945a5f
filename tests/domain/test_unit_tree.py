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
