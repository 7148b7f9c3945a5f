"""A view that is added to a large store, or changed, is built beside: nothing else waits for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import psycopg
import pytest

from domain.petition.carrying import CarryOver, carried_stream
from domain.values import UnitRef
from projections.catalogue import VIEWS
from projections.petitions import PETITIONS
from service.edge.running import Service
from service.store.steps import Step
from service.views import engine as engine_module
from service.views.engine import Engine
from service.views.naming import counts_of, table_of
from service.views.queries import Queries
from tests.support.api import Api, problem
from tests.support.applications import application_on
from tests.support.group import OPERATOR
from tests.support.services import TestClock

pytestmark = pytest.mark.store
ADDED = replace(PETITIONS, name="added")
CASES = 3_000
BATCH = 250


def fill(api: Api) -> None:
    """Thousands of cases, carried over in groups as an import does."""
    for first in range(0, CASES, BATCH):
        numbers = map(str, range(first, first + BATCH))
        rows = {each: CarryOver("1", each, UnitRef(api.unit), date(2026, 2, 3), "来信") for each in numbers}
        api.service.ledger.execute([Step(carried_stream("1", each), row) for each, row in rows.items()], OPERATOR)
    api.service.engine.catch_up()


@pytest.fixture
def grown(service: Service, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A store of thousands of cases, served by a release that knows one view more."""
    later = replace(service, engine=Engine(service.reading, service.codec, [*VIEWS, ADDED], service.vault.for_search))
    with application_on(later) as app:
        api = Api(app, later, clock)
        engine = later.engine
        object.__setattr__(later, "engine", service.engine)
        fill(api)
        object.__setattr__(later, "engine", engine)
        monkeypatch.setattr(engine_module, "BATCH", BATCH)
        yield api


def test_a_view_that_is_added_holds_nothing_back_while_it_is_built(grown: Api) -> None:
    engine, clerk = grown.service.engine, grown.clerk
    assert engine.prepare() == ["added"]
    steps = 0
    while not built(engine)["added"]:
        sent = grown.received()
        seen = sent.answer.headers["Casework-Position"]
        number = sent.read(clerk)["case_no"]
        listed = grown.get(f"/petitions?number={number}", clerk, Casework_Position=seen)
        assert [row["case_id"] for row in listed.get_json()["items"]] == [str(sent.id)]
        assert grown.get("/officers", clerk, Casework_Position=seen).status_code == 200
        ready = grown.client.get("/readyz")
        assert (ready.status_code, ready.get_json()["views_building"], ready.get_json()["lagging"]) == (
            200,
            ["added"],
            None,
        )
        engine.advance()
        steps += 1
    assert steps >= CASES // BATCH
    assert {each.position for each in engine.standings()} == {grown.service.recorder.max_notification_id()}
    queries = Queries(grown.service.reading)
    assert queries.counts(ADDED, "status") == queries.counts(PETITIONS, "status")


def built(engine: Engine) -> dict[str, bool]:
    return {each.view: each.is_built for each in engine.standings()}


def test_readers_of_a_view_that_is_being_built_are_told_when_to_come_back(api: Api) -> None:
    sent = api.received()
    api.service.engine.catch_up()
    with psycopg.connect(api.service.url) as connection:
        connection.execute(f"DROP TABLE {table_of(PETITIONS)}, {counts_of(PETITIONS)}")
        connection.execute("UPDATE views.positions SET version = 0 WHERE view = 'petitions'")
    assert api.service.engine.prepare() == ["petitions"]
    clerk, seen = api.clerk, {"Casework_Position": sent.answer.headers["Casework-Position"]}
    for headers in ({}, seen):
        answer = api.get("/petitions", clerk, **headers)
        problem(answer, 503, "view_building")
        assert int(answer.headers["Retry-After"]) > 0
        assert api.get("/due-dates", clerk, **headers).status_code == 200
    assert sent.read(clerk)["case_no"]
    assert 'casework_view_building{view="petitions"} 1' in api.client.get("/metrics").text
    while api.service.engine.advance():
        pass
    assert api.get("/petitions", clerk, **seen).status_code == 200
