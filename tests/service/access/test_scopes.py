"""For whom a case exists: by role, unit and assignment, in one decision and in the conditions of lists alike."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from uuid import UUID

import psycopg
import pytest

from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from domain.unit_tree import UnitTree
from domain.values import OfficerRef, UnitRef
from service.access.scopes import condition_for, held_for
from service.kinds.catalogue import BY_KIND, CASES
from service.store.steps import Caller
from service.views.conditions import values_of
from tests.support.golden import equals_golden, lines

GROUP, PLANT, SHOP, MINE = (UnitRef(UUID(int=number)) for number in range(1, 5))
NAMES = {GROUP: "above", PLANT: "own", SHOP: "below", MINE: "other"}
TREE = UnitTree({GROUP: None, PLANT: GROUP, SHOP: PLANT, MINE: GROUP})
ME, OTHER = OfficerRef(UUID(int=7)), OfficerRef(UUID(int=8))


def caller(role: Role, works_in: UnitRef = MINE) -> Caller:
    """Who holds the role for the plant."""
    return Caller(ME, frozenset({Held(role, PLANT)}), works_in, units=TREE)


def scopes(kind: str) -> Iterator[tuple[str, Scope]]:
    """Cases of the kind that stand in every way to the plant and to the officer, each by what it is called."""
    for openness, owner, is_named in product(Openness, NAMES, (False, True)):
        if kind != "petition" and openness is not Openness.OPEN:
            continue
        scope = Scope(openness, owner, assigned=(ME,) if is_named else (OTHER,))
        name = f"{openness.lower()}, {NAMES[owner]} unit's{', assigned' if is_named else ''}"
        if kind == "petition":
            yield name, scope.before(owner)
        elif kind == "hardship":
            yield name, scope
        else:
            for looked_into, is_told in product((GROUP, PLANT, SHOP, MINE), (False, True)):
                seen = Scope(openness, owner, assigned=scope.assigned, supervised=looked_into)
                of = f"{name}, into {NAMES[looked_into]} unit{', begun' if is_told else ''}"
                yield of, seen.before(looked_into) if is_told else seen


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_for_whom_a_case_exists_is_as_agreed(kind: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    told = [
        f"{name}: {' '.join(role for role in Role if held_for(caller(role), allowances, scope)) or '-'}"
        for name, scope in scopes(kind)
    ]
    equals_golden(f"scopes-{kind}.txt", lines(told))


def test_the_line_of_a_supervised_unit_knows_what_its_contact_is_told_and_its_members_in_the_team() -> None:
    allowances = BY_KIND["supervision"].reading.allowances
    check = Scope(Openness.OPEN, PLANT, assigned=(ME,), supervised=GROUP)
    for role in Role:
        barred = held_for(caller(role, works_in=SHOP), allowances, check)
        assert bool(barred) == (role in (Role.TEAM_LEAD, Role.TEAM_MEMBER)), role
    led = Scope(Openness.OPEN, PLANT, supervised=PLANT)
    assert not held_for(caller(Role.UNIT_LEAD), allowances, led)
    assert held_for(caller(Role.AID_CENTER), allowances, led)


def recused(known: dict[str, Scope]) -> dict[str, Scope]:
    """The same cases, and each once more with the officer recused from it, and once with another one."""
    mine = {f"{name}, recused": replace(scope, barred=(OTHER, ME)) for name, scope in known.items()}
    others = {f"{name}, another recused": replace(scope, barred=(OTHER,)) for name, scope in known.items()}
    return {**known, **mine, **others}


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_for_whoever_is_recused_no_case_exists_by_any_role_and_for_others_nothing_changes(kind: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    for role, (_name, scope) in product(Role, scopes(kind)):
        assert not held_for(caller(role), allowances, replace(scope, barred=(OTHER, ME)))
        beside = held_for(caller(role), allowances, replace(scope, barred=(OTHER,)))
        assert beside == held_for(caller(role), allowances, scope)


@pytest.mark.store
@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_lists_leave_out_what_the_decision_refuses_and_nothing_else(kind: str, database_url: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    known = recused(dict(scopes(kind)))
    columns = "name text, openness text, owner uuid, desks uuid[], assigned uuid[], supervised uuid, barred uuid[]"
    with psycopg.connect(database_url) as connection:
        connection.execute(f"CREATE TEMPORARY TABLE cases ({columns})")
        for name, scope in known.items():
            named = (list(scope.desks), list(scope.assigned), scope.supervised, list(scope.barred))
            row = (name, str(scope.openness), scope.owner, *named)
            connection.execute("INSERT INTO cases VALUES (%s, %s, %s, %s, %s, %s, %s)", row)
        for role, works_in in product(Role, (GROUP, PLANT, SHOP, MINE)):
            asking = caller(role, works_in)
            condition = condition_for(asking, allowances, is_supervising=kind == "supervision")
            query = f"SELECT name FROM cases WHERE {condition.sql}"
            shown = {name for (name,) in connection.execute(query, values_of([condition]))}
            assert shown == {name for name, scope in known.items() if held_for(asking, allowances, scope)}, role
