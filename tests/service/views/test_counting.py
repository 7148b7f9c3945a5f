"""What is counted of views is what their rows say, after any history in any batches, and after a rebuild."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from uuid import UUID

import psycopg
import pytest

from domain.kernel import Recorded
from domain.roles import Held, Role
from domain.values import OfficerRef, UnitRef
from projections.catalogue import CASE_VIEWS
from projections.petitions import PETITIONS
from projections.projection import Fold, Projection
from projections.standing_counts import ITSELF, for_whom
from service.access.visibility import counted, visible
from service.edge.running import Service
from service.store.codec import Codec
from service.store.steps import Caller
from service.views import folding
from service.views.conditions import equals
from service.views.counting import CountBelowNothing
from service.views.naming import counts_of, table_of
from service.views.queries import Queries
from service.views.searching import opens_nothing
from service.views.states import States
from tests.projections.test_case_views import LIVES
from tests.support.agreeing import recorded
from tests.support.counted import COUNTED, assert_counted
from tests.support.filing import filed, with_unit, withdrawn
from tests.support.following import random_history, unequal

pytestmark = pytest.mark.store


def history(chance: random.Random) -> Iterator[Recorded]:
    """Lives of cases of every kind side by side, some of them cut short."""
    lives = [
        [replace(each, stream=UUID(int=number)) for each in recorded(life)[: chance.randint(1, len(life))]]
        for number, life in enumerate(chance.choices(list(LIVES.values()), k=12))
    ]
    while lives := [life for life in lives if life]:
        yield chance.choice(lives).pop(0)


def unsearched(view: Projection) -> Projection:
    """The view without search terms, as texts of these lives are not sealed."""

    def folding_without(fold: Fold) -> Fold:
        return lambda rows, each: {row: found and {**found, "search": ""} for row, found in fold(rows, each).items()}

    return replace(view, search=None, on={event: folding_without(fold) for event, fold in view.on.items()})


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_what_rows_say_after_any_batch_of_any_history(database_url: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a history, not a secret
    events, states = list(history(chance)), States(Codec())
    with psycopg.connect(database_url) as connection:
        while events:
            size = chance.randint(1, 40)
            batch, events = events[:size], events[size:]
            stood = states.told(connection, batch)
            for view in map(unsearched, COUNTED):
                part = folding.part_of(view, table_of(view), batch, stood)
                folding.write(connection, [part], stood, opens_nothing)
            assert_counted(connection)


def test_counts_of_a_service_are_what_rows_say_and_a_rebuild_counts_the_same(
    service: Service, database_url: str
) -> None:
    random_history(with_unit(service), 3, 30)
    service.engine.catch_up()
    with psycopg.connect(database_url) as connection:
        assert_counted(connection)
    assert unequal(service) == []
    assert all(each.is_equal for each in service.rebuilder.rebuild(COUNTED))
    filed(service)
    service.engine.catch_up()
    with psycopg.connect(database_url) as connection:
        assert_counted(connection)
    assert sum(Queries(service.reading).counts(PETITIONS, "status", [equals("rule", ITSELF)]).values()) > 0


def test_a_count_that_was_changed_by_hand_is_found_and_mended(service: Service, database_url: str) -> None:
    filed(with_unit(service))
    service.engine.catch_up()
    with psycopg.connect(database_url) as connection:
        connection.execute(f"UPDATE {counts_of(PETITIONS)} SET n = n + 1")
    assert unequal(service) == ["petitions"]
    list(service.rebuilder.rebuild([PETITIONS]))
    assert unequal(service) == []


def test_a_view_whose_counts_do_not_hold_what_leaves_them_is_set_aside(
    service: Service, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    stream = filed(with_unit(service)).stream
    service.engine.catch_up()
    with psycopg.connect(database_url) as connection:
        connection.execute(f"DELETE FROM {counts_of(PETITIONS)}")
    withdrawn(service, stream)
    service.engine.catch_up()
    aside = {each.view: each.set_aside for each in service.engine.standings() if each.set_aside}
    assert aside == {"petitions": CountBelowNothing.__name__}
    list(service.rebuilder.rebuild([PETITIONS]))
    assert unequal(service) == []


@pytest.mark.parametrize("view", COUNTED, ids=lambda view: view.name)
def test_what_a_role_may_know_of_is_asked_of_the_columns_of_buckets(view: Projection, service: Service) -> None:
    stands = Held(Role.AUDITOR, UnitRef(UUID(int=1)))
    for role in Role:
        caller = Caller(OfficerRef(UUID(int=2)), frozenset({replace(stands, role=role)}), stands.unit)
        assert Queries(service.reading).counts(view, "due_on", counted(caller, view)) == {}


def test_each_reader_is_counted_the_cases_that_he_is_shown_also_those_that_he_knows_of_in_two_ways(
    demonstration: Service,
) -> None:
    queries = Queries(demonstration.reading)
    rows = [row for view in CASE_VIEWS.values() for row in queries.all(view)]
    officers = {OfficerRef(UUID(int=2)), *sorted({each for row in rows for each in row["assigned"]})[:2]}
    units = sorted({row["owner"] for row in rows})[:2]
    assert len(officers) > 1
    several = [{Role.HANDLER, Role.OWNER_LEAD}, {Role.TEAM_MEMBER, Role.SUPERVISED}]
    for officer, unit, roles in product(officers, units, [*({role} for role in Role), *several]):
        caller = Caller(officer, frozenset(Held(role, unit) for role in roles))
        for view in CASE_VIEWS.values():
            shown = Counter(row["status"] for row in queries.all(view, visible(caller, view)))
            itself = [equals("rule", ITSELF), *counted(caller, view)]
            assert queries.counts(view, "status", itself) == shown, (roles, view.name)


def test_a_case_counts_once_for_units_and_once_for_each_officer_however_teams_are_made_up() -> None:
    row = {"assigned": [UUID(int=1), UUID(int=2), UUID(int=1)], "owner": UUID(int=9), "openness": "OPEN"}
    columns = ("openness", "owner", "assigned")
    told = [("OPEN", UUID(int=9), named) for named in ((), (UUID(int=1),), (UUID(int=2),))]
    assert for_whom(row, columns) == told
