"""What every GET answers as JSON is what the OpenAPI document says, field by field; tried over the demonstration."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

from domain.roles import Role
from service.demonstration.people import OFFICERS
from service.edge.running import Service
from tests.support.api import Api
from tests.support.applications import application_on
from tests.support.demonstrations import Played

pytestmark = pytest.mark.store

IDS = ("id", "batch", "case_id", "fund", "officer", "unit")
"""What a row of a list calls the record that it stands for."""
FEW = 12
"""Of how many records of a list each is read by itself."""
WITHOUT_ROWS = ("/catalogue", "/access-log")
"""What is told in one piece."""


class Document:
    """What the API says of itself, against which its answers are held."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.document = client.get("/api/openapi.json").get_json()
        self.schemas = {name: _closed(schema) for name, schema in self.document["components"]["schemas"].items()}
        self.answered: set[tuple[str, int]] = set()

    @property
    def paths(self) -> dict[str, dict[str, Any]]:
        """What answers a GET with JSON; a file is not described by a schema."""
        read = {path: item["get"] for path, item in self.document["paths"].items() if "get" in item}
        return {path: told for path, told in read.items() if "application/json" in told["responses"]["200"]["content"]}

    def holds(self, path: str, answer: TestResponse) -> None:
        told = self.paths[path]["responses"]
        assert str(answer.status_code) in told, f"{path}: {answer.status_code} {answer.text}"
        response = told[str(answer.status_code)]
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rpartition("/")[2]]
        content = response["content"].get(answer.mimetype) or response["content"][answer.content_type]
        schema = {**content.get("schema", {}), "components": {"schemas": self.schemas}}
        body = answer.get_json() if content else None
        for mistake in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(body):
            raise AssertionError(f"{path}: {mistake.json_path}: {mistake.message}")
        assert response.get("headers", {}).keys() <= set(answer.headers.keys())
        self.answered.add((path, answer.status_code))


class Documented(Document):
    """The demonstration's API, every answer of which is held against the document."""

    def __init__(self, client: FlaskClient, service: Service) -> None:
        super().__init__(client)
        lines = (service.settings.home / "tokens.txt").read_text(encoding="utf-8").splitlines()
        words = [line.split() for line in lines]
        self.tokens = {each.tag: next(line[-1] for line in words if line[:1] == [each.tag]) for each in OFFICERS}

    def get(self, path: str, tag: str | None, identifier: object = "", query: str = "") -> TestResponse:
        """The answer, which is one that the document tells of, with a body as it says."""
        headers = {"Authorization": f"Bearer {self.tokens[tag]}"} if tag else {}
        record, _, number = str(identifier).partition("/")
        address = path.replace("{identifier}", record).replace("{number}", number or "1")
        answer = self.client.get(f"{address}{query}", headers=headers)
        self.holds(path, answer)
        return answer

    def rows(self, path: str, tag: str) -> Iterator[dict[str, Any]]:
        """Every row that the officer sees, page after page."""
        query = ""
        while True:
            answer = self.get(path, tag, query=query)
            if answer.status_code == 403:
                return
            body = answer.get_json(silent=True) or {"items": [{"file": answer.data}]}
            yield from body.get("items", ())
            if not body.get("next_cursor"):
                return
            query = f"?cursor={body['next_cursor']}"


def _closed(schema: Any) -> Any:
    """The schema without room for what it does not name."""
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _closed(part) for name, part in schema.items()}
    return {"additionalProperties": False, **told} if "properties" in told else told


@pytest.fixture(scope="module")
def documented(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Documented]:
    with played_once.opened(tmp_path_factory.mktemp("answers") / "home") as service, application_on(service) as app:
        told = Documented(app.test_client(), service)
        _give_batch(told)
        service.engine.catch_up()
        yield told


def _give_batch(documented: Documented) -> None:
    """One act over many records, which nobody of the demonstration gives; its one record is none."""
    said = {
        "collection": "petitions",
        "action": "note",
        "body": {"note": "已电话核实", "noted_on": "2025-03-03"},
        "items": [{"id": str(uuid4()), "version": 1}],
    }
    headers = {"Authorization": f"Bearer {documented.tokens['intake']}", "Idempotency-Key": "one batch"}
    answer = documented.client.post("/api/v1/batches", json=said, headers=headers)
    assert answer.status_code == 201, answer.text


def is_list(operation: dict[str, Any]) -> bool:
    return not operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/Catalogue")


def test_every_list_and_every_record_is_as_documented(documented: Documented) -> None:
    for path in documented.paths:
        if "{identifier}" in path:
            continue
        found: dict[str, list[str]] = {}
        for tag in documented.tokens:
            for row in documented.rows(path, tag):
                found.setdefault(_id(row), []).append(tag)
        assert found or path.endswith(WITHOUT_ROWS), f"nothing in {path}"
        for record in documented.paths:
            if record.startswith(f"{path}/{{identifier}}"):
                for identifier, tags in list(found.items())[:FEW]:
                    statuses = [documented.get(record, tag, identifier).status_code for tag in reversed(tags)]
                    assert 200 in statuses, (record, statuses)
    assert {(path, 200) for path in documented.paths} <= documented.answered


def _id(row: dict[str, Any]) -> str:
    if {"case_id", "number"} <= row.keys():
        return f"{row['case_id']}/{row['number']}"
    return str(next((row[name] for name in IDS if name in row), row))


def test_a_report_on_openings_and_files_is_as_documented(api: Api) -> None:
    case = api.screened()
    case.timeline(api.clerk)
    assert api.get("/registers/RG-P1.csv", api.clerk).status_code == 200
    report = api.get("/access-log", api.officer(Role.PI_OFFICER))
    told = report.get_json()
    assert told["readers"]
    assert told["openings"]
    assert told["files"]
    Document(api.client).holds("/api/v1/access-log", report)


SOME = ("intake", "team_lead", "auditor", "admin", "payer", "leader", "union", "discipline", "fund_audit")
OPEN_TO_ALL = ("/catalogue", "/units", "/officers", "/registers", "/batches")


def test_every_problem_is_as_documented_and_none_is_documented_that_is_never_answered(documented: Documented) -> None:
    for path, operation in documented.paths.items():
        case = _first(documented, path) if "{identifier}" in path and "422" in operation["responses"] else uuid4()
        for tag in (None, *SOME):
            documented.get(path, tag, uuid4())
            documented.get(path, tag, uuid4(), "?nonsense=1")
            if "422" in operation["responses"]:
                documented.get(path, tag, case, "?as_of=2999-01-01T00:00:00Z")
        reached = {str(status) for known, status in documented.answered if known == path}
        named = set(operation["responses"]) - {"200", "default", "503"}
        assert named - reached <= ({"403"} if any(each in path for each in OPEN_TO_ALL) else set()), path


def _first(documented: Documented, path: str) -> str:
    collection = path.partition("/{identifier}")[0]
    return next(row["case_id"] for tag in SOME for row in documented.rows(collection, tag))
