"""No value of any query parameter or header is a fault of ours: texts that are none are refused at one gate."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from domain.organisation.exclusive import never_together
from domain.roles import Role
from tests.support.api import Api, Officer, problem

pytestmark = pytest.mark.store

UNREADABLE = ("%00", "a%00b", "%1B[2J", "%C2%85")
ODD = ("9" * 400, "-1", "%D9%A3", "%EF%BC%91", "%C2%B2", "NaN", "1e999", "%ED%A0%80", "%FF", "%F3%A0%80%81")
DATES = ("0000-01-01", "9999-12-31", "2026-02-30", "2026-03-03T09:00:00%2B99:00", "10000-01-01")
STORED = "00000000-0000-4000-8000-000000000001"


def together(roles: Iterable[Role]) -> list[Role]:
    """As many of the roles as one person may hold, the first first."""
    held: list[Role] = []
    for role in roles:
        held += [] if any(never_together(role, other) for other in held) else [role]
    return held


@pytest.fixture(scope="module")
def everybody(shared_api: Api) -> Officer:
    return shared_api.officer(*together(Role)[:20])


def addresses(api: Api) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Every address that is read, with its parameters, from the document of the API."""
    for path, operations in api.client.get("/api/openapi.json").get_json()["paths"].items():
        if "get" in operations:
            yield path, [*operations.get("parameters", ()), *operations["get"].get("parameters", ())]


def filled(path: str) -> str:
    """The address with an id, code or year in every place."""
    for name, value in (("{code}", "RG-P1"), ("{year}", "2026")):
        path = path.replace(name, value)
    before, _brace, rest = path.partition("{")
    return before if not rest else before + STORED + rest.partition("}")[2]


def test_every_parameter_of_every_address_takes_any_value_without_a_fault(shared_api: Api, everybody: Officer) -> None:
    tried: set[str] = set()
    for path, parameters in addresses(shared_api):
        for name in (each["name"] for each in parameters if each["in"] == "query"):
            fresh = name not in tried
            tried.add(name)
            for value in (*UNREADABLE, *ODD, *DATES) if fresh else (UNREADABLE[0], ODD[0], ODD[2]):
                answer = shared_api.client.get(f"{filled(path)}?{name}={value}", headers=everybody.header)
                assert answer.status_code < 500, f"{path}?{name}={value}: {answer.text[:300]}"
                if value in UNREADABLE:
                    problem(answer, 400, "malformed")
    assert len(tried) > 20


def test_a_parameter_whose_name_is_no_text_is_refused_and_named(shared_api: Api) -> None:
    answer = shared_api.client.get("/api/v1/units?a%00b=1", headers=shared_api.clerk.header)
    assert "a\\x00b" in problem(answer, 400, "malformed")["detail"]


def test_an_address_that_is_no_text_is_not_found(shared_api: Api) -> None:
    for path in ("/api/v1/registers/%00", "/api/v1/units/%00", "/static/%00", "/petitions/%1b"):
        answer = shared_api.client.get(path, headers=shared_api.clerk.header)
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["Authorization", "Casework-Position", "If-Match", "Accept-Language", "Cookie", "Host"]
)
def test_no_header_is_a_fault_of_ours(shared_api: Api, name: str) -> None:
    for value in ("\xff", "9" * 400, "\x1b", "=\x7f;;=", "", "[::1", "]:x", quote("张三")):
        for path in ("/api/v1/petitions", "/login"):
            headers = {**shared_api.clerk.header, name: value}
            assert shared_api.client.get(path, headers=headers).status_code < 500, (path, value)
