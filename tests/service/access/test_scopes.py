"""For whom a case exists, and who acts on it: by role, unit and assignment, in one decision and in lists alike."""

from dataclasses import replace
from itertools import product

import psycopg
import pytest

from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from domain.values import UnitRef
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import VIEWS
from projections.projection import Projection
from projections.scoped import SCOPE_COLUMNS, scope_columns, scope_columns_in
from service.access import visibility
from service.access.acting import allowing
from service.access.decisions import readable_kinds
from service.access.relations import STANDINGS
from service.access.scopes import condition_for, held_for
from service.access.visibility import KIND_OF_VIEW, exists_for, known, visible
from service.kinds.allowance import Relation
from service.kinds.catalogue import BY_KIND, CASES
from service.views.conditions import values_of
from tests.service.access.standings import (
    GROUP,
    LETTER,
    MARKS,
    ME,
    MINE,
    OTHER,
    PLANT,
    SHOP,
    TREE,
    caller,
    scopes,
    standings,
    told,
)
from tests.support.golden import equals_golden, lines

ANOTHER = Scope().barring(OTHER).barred
BOTH = Scope().barring(OTHER).barring(ME).barred


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_for_whom_a_case_exists_is_as_agreed(kind: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    known = [
        f"{name}: {' '.join(role for role in Role if held_for(caller(role), allowances, scope)) or '-'}"
        for name, scope in scopes(kind)
    ]
    equals_golden(f"scopes-{kind}.txt", lines(known))


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_who_acts_on_which_case_is_as_agreed(kind: str) -> None:
    known = dict(standings(kind))
    equals_golden(
        f"acts-{kind}.txt",
        lines(
            f"{offer.command.__name__}, {role}, {told(kind, names)}"
            for offer in BY_KIND[kind].offers
            for role in Role
            if (names := [name for name, scope in known.items() if allowing(caller(role), offer.command, scope=scope)])
        ),
    )


def test_every_relation_is_one_that_a_case_can_stand_in() -> None:
    assert set(STANDINGS) == set(Relation)


def test_the_line_of_a_supervised_unit_knows_what_its_contact_is_told_and_its_members_in_the_team() -> None:
    allowances = BY_KIND["supervision"].reading.allowances
    check = Scope(Openness.OPEN, PLANT, supervised=GROUP).assigning(ME)
    for role in Role:
        barred = held_for(caller(role, works_in=SHOP), allowances, check)
        assert bool(barred) == (role in (Role.TEAM_LEAD, Role.TEAM_MEMBER)), role
    of_the_shop = Scope(Openness.OPEN, PLANT, supervised=SHOP)
    assert held_for(caller(Role.UNION_CHAIR), allowances, of_the_shop)
    assert not held_for(caller(Role.UNION_CHAIR, works_in=SHOP), allowances, of_the_shop)


def test_the_contact_of_a_unit_is_a_member_of_no_team_that_looks_into_it_and_is_told_as_its_contact() -> None:
    reading = BY_KIND["supervision"].reading
    check = Scope(Openness.OPEN, GROUP, supervised=PLANT).assigning(ME)
    both = replace(caller(Role.SUPERVISED), held=frozenset({Held(Role.SUPERVISED, PLANT), Held(Role.TEAM_LEAD, GROUP)}))
    assert not held_for(both, reading.allowances, check)
    assert held_for(both, reading.allowances, check.before(PLANT)) == {Held(Role.SUPERVISED, PLANT)}
    elsewhere = Scope(Openness.OPEN, GROUP, supervised=MINE).assigning(ME)
    assert held_for(both, reading.allowances, elsewhere) == {Held(Role.TEAM_LEAD, GROUP)}
    bare = replace(both, held=frozenset({Held(Role.TEAM_LEAD, GROUP)}))
    assert held_for(bare, reading.allowances, check) == {Held(Role.TEAM_LEAD, GROUP)}


def test_the_trail_shows_a_contact_nothing_of_checks_of_the_unit_whatever_else_is_held() -> None:
    both = replace(caller(Role.SUPERVISED), held=frozenset({Held(Role.SUPERVISED, PLANT), Held(Role.UNIT_LEAD, PLANT)}))
    shown = " AND ".join(each.sql for each in visible(both, AUDIT_TRAIL))
    assert "NOT supervised = ANY(%s)" in shown
    assert values_of(visible(both, AUDIT_TRAIL))[-1] == [PLANT]
    assert len(visible(both, AUDIT_TRAIL)) == len(known(both, AUDIT_TRAIL)) + 1


def test_whoever_is_recorded_as_leading_a_unit_belongs_to_its_line_and_to_no_other() -> None:
    allowances = BY_KIND["supervision"].reading.allowances
    leads = replace(
        caller(Role.UNION_CHAIR), units=replace(TREE, led_by={ME: frozenset({SHOP}), OTHER: frozenset({PLANT})})
    )
    into_the_shop, into_the_plant = (Scope(Openness.OPEN, PLANT, supervised=each) for each in (SHOP, PLANT))
    assert not held_for(leads, allowances, into_the_shop)
    assert held_for(leads, allowances, into_the_plant)
    assert replace(leads, units=TREE).line == leads.line - {SHOP}


def test_rows_whose_reader_is_asked_for_are_few_for_a_role_that_is_held_over_everything_too() -> None:
    allowances = [row for row in BY_KIND["supervision"].reading.allowances if row.relation is Relation.ASKED]
    role = allowances[0].role
    over_all = replace(caller(role), held=frozenset({Held(role, GROUP)}), units=TREE)
    assert TREE.subtree(GROUP) >= TREE.known
    assert condition_for(over_all, allowances, is_supervising=True).leaves_few


@pytest.mark.parametrize(
    "view", [view for view in VIEWS if view.name in KIND_OF_VIEW and view.counting], ids=lambda view: view.name
)
def test_what_is_counted_is_counted_by_all_that_the_conditions_ask_for(view: Projection) -> None:
    reading = BY_KIND[KIND_OF_VIEW[view.name]].reading
    everybody = replace(caller(Role.INTAKE), held=frozenset(Held(role, PLANT) for role in Role))
    asked = condition_for(everybody, reading.allowances, is_supervising=reading.is_supervising).sql
    assert view.counting
    assert {name for name in SCOPE_COLUMNS if name in asked} <= set(view.counting.bucket.__annotations__)


def recused(known: dict[str, Scope]) -> dict[str, Scope]:
    """The same cases, and each once more with the officer recused from it, and once with another one."""
    mine = {f"{name}, recused": replace(scope, barred=BOTH) for name, scope in known.items()}
    others = {f"{name}, another recused": replace(scope, barred=ANOTHER) for name, scope in known.items()}
    return {**known, **mine, **others}


def accusing(known: dict[str, Scope]) -> dict[str, Scope]:
    """The same cases, and what is sealed once more for each whom it may accuse."""
    sealed = {name: scope for name, scope in known.items() if scope.openness is Openness.SEALED}
    whom = {"me": ME, "another": OTHER, "the group": GROUP, "the plant": PLANT, "the shop": SHOP, "the mine": MINE}
    return known | {
        f"{name}, accusing {called}": scope.accusing(MARKS.of(LETTER, OTHER), MARKS.of(LETTER, one))
        for name, scope in sealed.items()
        for called, one in whom.items()
    }


def own(known: dict[str, Scope]) -> dict[str, Scope]:
    """The same cases, and each once more as a matter of the officer's own, and once as one of another officer's."""
    whom = {"mine": ME, "another's": OTHER}
    return known | {
        f"{name}, {called}": scope.keeping_from(MARKS.of(LETTER, one))
        for name, scope in known.items()
        for called, one in whom.items()
    }


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_x3_for_whom_it_concerns_no_case_exists_by_any_role_and_for_others_nothing_changes(kind: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    for role, (_name, scope) in product(Role, scopes(kind)):
        asking = caller(role)
        assert not held_for(asking, allowances, scope.keeping_from(MARKS.of(LETTER, ME)))
        beside = held_for(asking, allowances, scope.keeping_from(MARKS.of(LETTER, OTHER)))
        assert beside == held_for(asking, allowances, scope)


@pytest.mark.parametrize("works_in", [GROUP, PLANT, SHOP, MINE])
@pytest.mark.parametrize("role", Role)
def test_x1_for_the_accused_and_the_line_of_the_accused_unit_no_letter_exists_by_any_role(
    role: Role, works_in: UnitRef
) -> None:
    allowances, asking = BY_KIND["petition"].reading.allowances, caller(role, works_in)
    for name, scope in scopes("petition"):
        if scope.openness is Openness.SEALED:
            allowed = held_for(asking, allowances, scope)
            for accused in (ME, GROUP, PLANT, SHOP, MINE):
                found = held_for(asking, allowances, scope.accusing(MARKS.of(LETTER, accused)))
                assert found == (frozenset() if accused in (ME, *asking.line) else allowed), (name, accused)


def test_who_cannot_try_the_marks_knows_of_no_letter_that_accuses_somebody() -> None:
    asking = replace(caller(Role.PET_HEAD), marks=None)
    letter = Scope(Openness.SEALED, PLANT).before(PLANT)
    allowances = BY_KIND["petition"].reading.allowances
    assert held_for(asking, allowances, letter)
    assert not held_for(asking, allowances, letter.accusing(MARKS.of(LETTER, OTHER)))


def test_whoever_is_recorded_as_leading_the_accused_unit_is_of_its_line() -> None:
    allowances, letter = BY_KIND["petition"].reading.allowances, Scope(Openness.SEALED, PLANT).before(PLANT)
    leads = replace(caller(Role.PET_HEAD), units=replace(TREE, led_by={ME: frozenset({SHOP})}))
    assert held_for(leads, allowances, letter.accusing(MARKS.of(LETTER, PLANT)))
    assert not held_for(leads, allowances, letter.accusing(MARKS.of(LETTER, SHOP)))


@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_for_whoever_is_recused_no_case_exists_by_any_role_and_for_others_nothing_changes(kind: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    for role, (_name, scope) in product(Role, scopes(kind)):
        assert not held_for(caller(role), allowances, replace(scope, barred=BOTH))
        beside = held_for(caller(role), allowances, replace(scope, barred=ANOTHER))
        assert beside == held_for(caller(role), allowances, scope)


@pytest.mark.store
@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_lists_leave_out_what_the_decision_refuses_and_nothing_else(kind: str, database_url: str) -> None:
    allowances = BY_KIND[kind].reading.allowances
    known = accusing(
        recused(own({**dict(scopes(kind)), "of no unit that is looked into": Scope(Openness.OPEN, PLANT)}))
    )
    units = "openness text, owner uuid, desks uuid[], assigned uuid[], recorder uuid, supervised uuid"
    rest = "asked text[], barred uuid[], kept_from text[], packages uuid[]"
    with psycopg.connect(database_url) as connection:
        connection.execute(f"CREATE TEMPORARY TABLE cases (name text, {units}, {rest})")
        for name, scope in known.items():
            row = (name, *scope_columns(scope).values())
            connection.execute("INSERT INTO cases VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", row)
        for role, works_in, marks in product(Role, (GROUP, PLANT, SHOP, MINE), (MARKS, None)):
            asking = replace(caller(role, works_in), marks=marks)
            condition = condition_for(asking, allowances, is_supervising=kind == "supervision")
            query = f"SELECT name FROM cases WHERE {condition.sql}"
            shown = {name for (name,) in connection.execute(query, values_of([condition]))}
            assert shown == {name for name, scope in known.items() if held_for(asking, allowances, scope)}, role


@pytest.mark.store
@pytest.mark.parametrize("homes", [0, visibility.HOMES])
@pytest.mark.parametrize("kind", [kind.aggregate.kind for kind in CASES])
def test_the_trail_shows_each_event_once_to_whom_its_case_exists_unit_by_unit_or_not(
    kind: str, homes: int, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visibility, "HOMES", homes)
    told = own({**dict(scopes(kind)), "forwarded": Scope(Openness.OPEN, PLANT).before(PLANT).before(MINE)})
    rows = {name: scope_columns_in(kind, scope) for name, scope in told.items()}
    columns = "openness text, owner uuid, desks uuid[], assigned uuid[], recorder uuid, supervised uuid, asked text[]"
    with psycopg.connect(database_url) as connection:
        more = "barred uuid[], kept_from text[], packages uuid[], reach uuid[]"
        connection.execute(f"CREATE TEMPORARY TABLE trail (name text, kind text, {columns}, {more})")
        for name, row in rows.items():
            connection.execute(
                f"INSERT INTO trail VALUES ({', '.join(['%s'] * (len(row) + 2))})", (name, kind, *row.values())
            )
        for role, works_in in product(Role, (GROUP, PLANT, SHOP, MINE)):
            asking = caller(role, works_in)
            (condition,) = known(asking, AUDIT_TRAIL)
            shown = [
                name
                for way in condition.ways or (condition,)
                for (name,) in connection.execute(f"SELECT name FROM trail WHERE {way.sql}", values_of([way]))
            ]
            part = BY_KIND[kind].reading.part
            is_told_apart = part is not None and AUDIT_TRAIL.name in part.rows and role in part.roles
            reads = kind in readable_kinds(asking.roles) and not is_told_apart
            there = [name for name, scope in told.items() if reads and exists_for(asking, kind, scope)]
            assert sorted(shown) == sorted(there), role
