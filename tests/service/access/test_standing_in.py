"""Where nobody of a unit is free for a step, whoever holds the role in the unit above takes it, and is told of it."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import psycopg
import pytest

from domain.petition.deciding import ApproveDecision
from domain.petition.ending import OpenImplementation
from domain.petition.reception import Screen
from domain.petition.registering import Register
from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from domain.supervision.noticing import Reply
from domain.values import OfficerRef, UnitRef
from projections.scoped import scope_columns
from service.access.acting import allowing
from service.access.doers import Doer, doers
from service.access.scopes import condition_for, held_for
from service.access.standing_in import for_reading
from service.kinds.allowance import Relation
from service.kinds.catalogue import BY_KIND, CASES
from service.store.staff import Staff
from service.store.steps import Caller
from service.views.conditions import values_of
from tests.service.access.standings import GROUP, ME, MINE, OTHER, PLANT, SHOP, TREE, scopes

SOMEBODY = OfficerRef(UUID(int=11))
LEFT = UnitRef(UUID(int=12))
MERGED = replace(TREE, parents={**TREE.parents, LEFT: MINE}, successors={LEFT: SHOP})
"""A unit of the mine was dissolved, and the shop took on what it left."""


def caller(role: Role, *held: Held, unit: UnitRef = PLANT) -> Caller:
    """Whoever holds the role for the plant, where others hold these."""
    own = Held(role, unit)
    holders = {each: frozenset({SOMEBODY}) for each in held} | {own: frozenset({ME})}
    return Caller(ME, frozenset({own}), unit, units=MERGED, staff=Staff(lambda: holders, MERGED))


def petition(unit: UnitRef, openness: Openness = Openness.OPEN) -> Scope:
    return Scope(openness, unit, recorder=OTHER).before(unit)


def test_a_step_is_left_to_the_role_above_where_it_is_vacant_below() -> None:
    head, below = caller(Role.PET_HEAD), petition(SHOP, Openness.CLOSED)
    assert allowing(head, Screen, scope=below) == [Held(Role.PET_HEAD, PLANT)]
    assert not allowing(caller(Role.PET_HEAD, Held(Role.PET_HEAD, SHOP)), Screen, scope=below)
    assert not allowing(caller(Role.PET_HEAD), Screen, scope=petition(MINE, Openness.CLOSED))


def test_a_step_that_two_roles_take_is_left_above_where_both_are_vacant() -> None:
    below = petition(SHOP)
    clerk = caller(Role.INTAKE, Held(Role.PET_HEAD, SHOP))
    assert not allowing(clerk, Register, scope=below)
    assert allowing(caller(Role.INTAKE), Register, scope=below)


def test_nobody_stands_in_above_whoever_stands_in_already() -> None:
    above = caller(Role.PET_HEAD, Held(Role.PET_HEAD, PLANT), unit=GROUP)
    assert not allowing(above, Screen, scope=petition(SHOP, Openness.CLOSED))
    assert allowing(caller(Role.PET_HEAD, unit=GROUP), Screen, scope=petition(SHOP, Openness.CLOSED))


def test_whoever_is_recused_counts_as_nobody_and_whoever_must_not_take_two_steps_neither() -> None:
    below, at_the_shop = petition(SHOP), Held(Role.PET_HEAD, SHOP)
    head = caller(Role.PET_HEAD, at_the_shop)
    assert allowing(head, Screen, scope=below.barring(SOMEBODY))
    assert allowing(head, Screen, scope=below, unable=frozenset({SOMEBODY}))
    assert not allowing(head, Screen, scope=below, unable=frozenset({OTHER}))


def test_what_is_closed_or_sealed_is_known_above_only_where_the_desk_is_vacant() -> None:
    rows = BY_KIND["petition"].reading.allowances
    for openness in (Openness.CLOSED, Openness.SEALED):
        below = petition(SHOP, openness)
        staffed = caller(Role.PET_HEAD, Held(Role.PET_HEAD, SHOP))
        assert held_for(caller(Role.PET_HEAD), rows, below, for_reading("petition"))
        assert not held_for(staffed, rows, below, for_reading("petition"))


def test_a_step_that_named_officers_may_take_is_not_left_above_while_one_of_them_is_able() -> None:
    check = Scope(Openness.OPEN, PLANT, supervised=SHOP).before(SHOP).assigning(OTHER)
    with_team = caller(Role.SUPERVISED, Held(Role.TEAM_MEMBER, MINE))
    holders = {Held(Role.TEAM_MEMBER, MINE): frozenset({OTHER})}
    teamed = replace(with_team, unit=MINE, staff=Staff(lambda: holders, MERGED))
    assert not allowing(teamed, Reply, scope=check)
    assert allowing(replace(teamed, staff=Staff(dict, MERGED)), Reply, scope=check)


def test_what_a_dissolved_unit_left_is_its_successors() -> None:
    lead = caller(Role.OWNER_LEAD, unit=SHOP)
    assert allowing(lead, OpenImplementation, scope=petition(LEFT))
    assert held_for(lead, BY_KIND["petition"].reading.allowances, petition(LEFT))
    assert not allowing(caller(Role.OWNER_LEAD, unit=MINE), OpenImplementation, scope=petition(LEFT))


def test_it_is_told_who_takes_a_step_and_for_whom_they_stand_in() -> None:
    reader = caller(Role.AUDITOR, Held(Role.PET_HEAD, SHOP), Held(Role.UNIT_LEAD, GROUP))
    (head,) = doers(Screen, petition(SHOP), reader)
    assert head == Doer(Role.PET_HEAD, Relation.TOLD, SHOP)
    assert doers(Screen, petition(SHOP).barring(SOMEBODY), reader) == (
        Doer(Role.PET_HEAD, Relation.TOLD, SHOP, is_vacant=True),
    )
    above = caller(Role.AUDITOR, Held(Role.UNIT_LEAD, GROUP))
    assert doers(ApproveDecision, petition(SHOP), above) == (
        Doer(Role.UNIT_LEAD, Relation.OWNED, GROUP, instead_of=SHOP),
    )


@pytest.mark.store
@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_lists_show_what_is_left_to_the_role_above(kind: str, database_url: str) -> None:
    reading = BY_KIND[kind].reading
    known = dict(scopes(kind))
    units = "openness text, owner uuid, desks uuid[], assigned uuid[], recorder uuid, supervised uuid"
    with psycopg.connect(database_url) as connection:
        rest = "asked text[], barred uuid[], kept_from text[], packages uuid[]"
        connection.execute(f"CREATE TEMPORARY TABLE cases (name text, {units}, {rest})")
        for name, scope in known.items():
            row = (name, *scope_columns(scope).values())
            connection.execute("INSERT INTO cases VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", row)
        for role, staffed in product(Role, (SHOP, MINE)):
            asking = caller(role, *(Held(each, staffed) for each in Role))
            condition = condition_for(
                asking, reading.allowances, for_reading(kind), is_supervising=reading.is_supervising
            )
            query = f"SELECT name FROM cases WHERE {condition.sql}"
            shown = {name for (name,) in connection.execute(query, values_of([condition]))}
            decided = {
                name for name, scope in known.items() if held_for(asking, reading.allowances, scope, for_reading(kind))
            }
            assert shown == decided, role
