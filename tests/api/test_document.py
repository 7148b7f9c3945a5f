"""The OpenAPI document: whole, without loose ends, and true of what the service answers."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import service
from domain.petition.ending import Close, ReviewWindowOpen
from service.edge.problem_codes import EDGE, problem_codes, refusals_of
from service.edge.raised import CODES_BY_STATUS
from service.kinds.catalogue import COLLECTIONS
from tests.support.api import Api

pytestmark = pytest.mark.store

METHODS = {"get", "post"}


@pytest.fixture(scope="module")
def document(shared_api: Api) -> dict[str, Any]:
    answer = shared_api.client.get("/api/openapi.json")
    assert answer.status_code == 200
    return dict(answer.get_json())


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            yield path, method, item[method]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for member in value.values():
            yield from references(member)
    if isinstance(value, list):
        for member in value:
            yield from references(member)


def test_every_operation_has_its_own_name_and_a_summary(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names)) > 30
    assert all(operation["summary"] for _, _, operation in operations(document))


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        place: Any = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def test_the_document_says_what_it_is(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "casework"
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    assert not [operation for _, _, operation in operations(document) if "security" in operation]


def test_paths_and_their_parameters_agree(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            given = [*item.get("parameters", []), *item[method].get("parameters", [])]
            in_path = {each["name"] for each in given if each["in"] == "path"}
            assert in_path == {part[1:-1] for part in path.split("/") if part.startswith("{")}
            named = [(each["in"], each["name"]) for each in given]
            assert len(named) == len(set(named)), path


def test_every_schema_is_one_of_the_json_schema_that_openapi_3_1_names(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        for part in schema.get("required", ()):
            assert part in schema["properties"], name


def test_every_operation_names_its_answer_and_the_problems_that_stand_in_its_way(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        told = set(operation["responses"])
        is_one = "{identifier}" in path
        assert told & {"200", "201"}
        assert told >= {"400", "401", "403", "503", *(["404"] if is_one else [])}, path
        assert told >= ({"409", "413", "415", "422"} if method == "post" else set()), path
        assert ({"412", "428"} <= told) == (method == "post" and is_one), path


def test_every_error_is_a_problem_document(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Problem"]
    assert {"type", "title", "status", "detail", "code"} == set(schema["required"])
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status == "default" or int(status) >= 400:
                found = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
                assert list(found["content"]) == ["application/problem+json"]


def test_every_command_of_every_collection_has_its_address(document: dict[str, Any]) -> None:
    posts = {path: operation for path, method, operation in operations(document) if method == "post"}
    for collection in COLLECTIONS:
        for address in collection.addressed:
            path = f"/api/v1/{collection.name}" + (f"/{{identifier}}/{address.noun}" if address.noun else "")
            operation = posts.pop(path)
            headers = {
                each["name"] for each in operation["parameters"] if each["in"] == "header" and each.get("required")
            }
            assert headers == {"Idempotency-Key", *(["If-Match"] if address.noun else [])}
            body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert body.endswith(address.command.__name__)
            assert "not_allowed_in_this_status" in operation["x-refusals"]
    assert posts.keys() == {"/api/v1/batches", "/api/v1/handovers"}


def test_every_code_that_can_be_answered_is_listed_with_its_status() -> None:
    used = set(problems_in_code())
    assert used <= {(status, code) for code, (status, _) in EDGE.items()}
    assert {code for _, code in used} | set(CODES_BY_STATUS.values()) >= set(EDGE)
    listed = problem_codes()
    for collection in COLLECTIONS:
        for command in collection.aggregate.commands:
            assert all(listed[rejected.code]["status"] == 409 for rejected in refusals_of(command))
    assert ReviewWindowOpen in refusals_of(Close)


def problems_in_code() -> Iterator[tuple[int, str]]:
    """Status and code wherever the API makes a problem."""
    for file in (
        file for door in ("api", "edge") for file in Path(str(service.__file__)).parent.joinpath(door).glob("*.py")
    ):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                literals = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if node.func.id == "Problem" and len(literals) >= 2:
                    yield literals[0], literals[1]  # type: ignore[misc]
                if node.func.id == "_later":
                    yield 503, str(literals[0])
                if node.func.id == "_malformed":
                    yield 400, "malformed"


def test_a_body_says_what_each_field_takes(document: dict[str, Any]) -> None:
    receive = document["components"]["schemas"]["PetitionReceive"]
    assert receive["additionalProperties"] is False
    assert set(receive["required"]) >= {"channel", "received_on", "unit"}
    assert receive["properties"]["received_on"] == {"type": "string", "format": "date"}
    assert receive["properties"]["unit"]["type"] == "string"
    title = document["components"]["schemas"]["PetitionRegistration"]["properties"]["title"]
    assert (title["type"], title["minLength"], title["maxLength"]) == ("string", 1, 40)


def test_no_operation_is_summed_up_by_a_signature(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        assert operation["summary"]
        assert "domain." not in operation["summary"]
        assert "Annotated" not in operation["summary"]


def test_every_field_of_a_body_has_a_type_or_a_shape(document: dict[str, Any]) -> None:
    shapes = {"type", "$ref", "anyOf", "allOf", "oneOf", "enum"}
    for _, _, operation in operations(document):
        told = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
        schema = document["components"]["schemas"].get(told.get("$ref", "").rpartition("/")[2], {})
        for name, part in schema.get("properties", {}).items():
            assert shapes & set(part), (operation["operationId"], name)
