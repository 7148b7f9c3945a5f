"""A view that is added to a large store, or changed, is built beside: nothing else waits for it."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from projections.catalogue import VIEWS
from projections.petitions import PETITIONS
from service.edge.running import Service
from service.views import engine as engine_module
from service.views.engine import Engine
from service.views.naming import table_of
from service.views.queries import Queries
from tests.support.api import Api, problem
from tests.support.applications import application_on
from tests.support.services import TestClock

pytestmark = pytest.mark.store
ADDED = replace(PETITIONS, name="added")
CASES = 3_000
COPIED = """
    INSERT INTO events (originator_id, originator_version, topic, state)
    SELECT copy.id, e.originator_version, e.topic, e.state
    FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, %s)) copy, events e
    WHERE e.originator_id = %s ORDER BY copy.id, e.originator_version
"""


def fill(api: Api) -> None:
    """Thousands of cases straight into the log, each with what happened to one that was received."""
    case = api.received()
    with psycopg.connect(api.service.url) as connection:
        connection.execute(COPIED, (CASES, case.id))
    api.service.engine.catch_up()


@pytest.fixture
def grown(service: Service, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A store of thousands of cases, served by a release that knows one view more."""
    later = replace(service, engine=Engine(service.reading, service.codec, [*VIEWS, ADDED]))
    with application_on(later) as app:
        api = Api(app, later, clock)
        engine = later.engine
        object.__setattr__(later, "engine", service.engine)
        fill(api)
        object.__setattr__(later, "engine", engine)
        monkeypatch.setattr(engine_module, "BATCH", 500)
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
    assert steps >= 2 * CASES // 500
    assert {each.position for each in engine.standings()} == {grown.service.recorder.max_notification_id()}
    queries = Queries(grown.service.reading)
    assert queries.counts(ADDED, "status") == queries.counts(PETITIONS, "status")


def built(engine: Engine) -> dict[str, bool]:
    return {each.view: each.is_built for each in engine.standings()}


def test_readers_of_a_view_that_is_being_built_are_told_when_to_come_back(api: Api) -> None:
    sent = api.received()
    api.service.engine.catch_up()
    with psycopg.connect(api.service.url) as connection:
        connection.execute(f"ALTER TABLE {table_of(PETITIONS)} RENAME TO petitions_v0")
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
