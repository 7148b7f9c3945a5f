"""Health, readiness and metrics; methods that an address does not take; a database that is away."""

from pathlib import Path

import psycopg
import pytest

from service.machine.embedded import embedded
from service.store.migrate import migrate
from service.wsgi import build
from tests.support.api import Api, problem, received
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store


def execute(api: Api, statement: str) -> None:
    with psycopg.connect(api.service.url, autocommit=True) as connection:
        connection.execute(statement.encode())


def ready(api: Api) -> dict[str, object]:
    return dict(api.client.get("/readyz").get_json())


def test_a_service_in_order_is_ready(api: Api) -> None:
    api.service.engine.catch_up()
    assert api.client.get("/healthz").get_json() == {"status": "ok"}
    assert ready(api)["status"] == "ready"


def test_readiness_names_views_that_are_set_aside(api: Api) -> None:
    execute(api, "UPDATE views.positions SET set_aside = 'ValueError' WHERE view = 'petitions'")
    assert (ready(api)["status"], ready(api)["set_aside"]) == ("degraded", ["petitions"])
    assert 'casework_view_set_aside{view="petitions"} 1' in api.client.get("/metrics").text


def test_readiness_names_a_tail_that_lags(api: Api) -> None:
    api.received()
    assert ready(api)["lagging"] is None
    api.clock.move(minutes=5)
    lagging = ready(api)["lagging"]
    assert isinstance(lagging, dict)
    assert lagging["seconds"] >= 300
    assert "casework_tail_age_seconds 300" in api.client.get("/metrics").text
    api.service.engine.catch_up()
    assert ready(api)["lagging"] is None


def test_readiness_names_migrations_that_are_missing(databases: Databases, tmp_path: Path) -> None:
    url = databases.empty()
    service = service_on(url, tmp_path, TestClock())
    client = build(service).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (503, "not_ready")
    assert answer.get_json()["migrations"]
    migrate(url)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["migrations"]) == (503, [])
    assert "petitions" in answer.get_json()["views_missing"]
    service.engine.prepare()
    assert client.get("/readyz").get_json()["status"] == "ready"
    service.close()
    databases.drop(url)


def test_methods_that_an_address_does_not_take_are_problems_too(api: Api) -> None:
    for method, path in (
        ("PUT", "/petitions"),
        ("DELETE", "/units"),
        ("PATCH", "/catalogue"),
        ("POST", "/audit-trail"),
    ):
        answer = api.client.open(f"/api/v1{path}", method=method, headers=api.clerk.header)
        problem(answer, 405, "method_not_allowed")
        assert "GET" in answer.headers["Allow"]
    problem(api.client.post("/healthz"), 405, "method_not_allowed")
    assert api.client.open("/api/v1/petitions", method="TRACE", headers=api.clerk.header).status_code == 405


def test_head_answers_as_get_without_a_body_and_options_names_the_methods(api: Api) -> None:
    got = api.get("/units", api.clerk)
    asked = api.client.head("/api/v1/units", headers=api.clerk.header)
    assert (asked.status_code, asked.data, asked.headers["Content-Length"]) == (200, b"", str(len(got.data)))
    missing = api.client.head(f"/api/v1/petitions/{api.unit}", headers=api.clerk.header)
    assert (missing.status_code, missing.data, missing.mimetype) == (404, b"", "application/problem+json")
    options = api.client.options("/api/v1/petitions", headers=api.clerk.header)
    assert {"GET", "POST"} <= set(options.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    "path", ["/api/v1/petitions/1", "/api/v1/petitions/", "/api/v1/nothing", "/api/v1/petitions/%00", "/api/nothing"]
)
def test_what_is_not_there_is_a_problem(shared_api: Api, path: str) -> None:
    problem(shared_api.client.get(path, headers=shared_api.clerk.header), 404, "not_found")


def test_every_answer_forbids_what_browsers_would_otherwise_do(api: Api) -> None:
    for answer in (api.get("/units", api.clerk), api.client.get("/api/v1/units"), api.client.get("/healthz")):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_fault_of_ours_is_told_without_its_place(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the machine")

    api.app.config["TESTING"] = False
    officer = api.clerk
    monkeypatch.setattr("service.api.organisation.queries", broken)
    answer = api.get("/units", officer)
    problem(answer, 500, "failed")
    assert "secret" not in answer.text


def test_a_database_that_goes_away_is_told_as_such_and_comes_back(tmp_path: Path) -> None:
    with embedded(tmp_path / "own", fsync=False) as server, Databases(server.url).ready() as databases:
        service = service_on(databases.create(), tmp_path, TestClock())
        api = Api(build(service), service, TestClock())
        clerk = api.clerk
        body = received()
        assert api.post("/petitions", clerk, body, key="k").status_code == 201
    service.recorder.datastore.pool.timeout = service.reading.pool.timeout = 0.2
    for _ in range(2):
        for answer in (
            api.get("/petitions", clerk),
            api.post("/petitions", clerk, body, key="k"),
            api.client.get("/readyz"),
        ):
            problem(answer, 503, "store_unavailable")
            assert int(answer.headers["Retry-After"]) >= 1
    assert api.client.get("/healthz").status_code == 200
    service.close()
