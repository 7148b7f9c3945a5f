"""No page of any case of the demonstration shows a code where people read a label, or an amount in fen."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.catalogue import AGGREGATES
from projections.catalogue import CASE_VIEWS
from service.demonstration.people import of_unit
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.kinds.catalogue import CASES
from service.kinds.codes import CODE_LISTS
from service.views.queries import Queries
from service.words.sentences import LANGUAGES
from tests.support.applications import application_on

pytestmark = pytest.mark.store

READERS = {"supervision": "team_lead", "hardship": "centre"}
DESK = re.compile(r"PET-(.+)-[0-9]{4}-")
NUMBER = re.compile(r"\b(?:PET|SUP|HAR)-[A-Z0-9-]+")
STATUSES = {str(status) for aggregate in AGGREGATES for status in aggregate.statuses}
CODES = {str(code) for codes in CODE_LISTS for code in codes} | STATUSES
SHOUTED = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
FEN = re.compile(r"\b[0-9]+ fen\b")


def codes_in(html: str) -> list[str]:
    """The codes that stand in the text of a page."""
    text = NUMBER.sub("", unescape(re.sub("<[^>]+>", " ", html.partition("<main")[2])))
    return [word for word in SHOUTED.findall(text) if word in CODES] + FEN.findall(text)


def reader_of(kind: str, row: Mapping[str, Any]) -> str:
    """Who is shown the case: of a petition, which may not be screened yet, the head of the desk that received it."""
    desk = DESK.match(row["case_no"])
    return of_unit("head", desk[1]) if desk else READERS[kind]


@pytest.fixture
def client(demonstration: Service) -> Iterator[FlaskClient]:
    with application_on(demonstration) as app:
        yield app.test_client()


def read(client: FlaskClient, tag: str, language: str, address: str) -> str:
    client.set_cookie("language", language)
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref(tag))
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("collection", CASES, ids=lambda collection: collection.name)
def test_no_page_of_a_case_shows_codes(
    client: FlaskClient, demonstration: Service, collection: object, language: str
) -> None:
    kind, name = collection.aggregate.kind, collection.name  # type: ignore[attr-defined]
    rows = Queries(demonstration.reading).all(CASE_VIEWS[kind])
    assert len(rows) > 10
    replayed = {row["status"]: row for row in rows}
    shown = [(row, f"/{name}/{row['case_id']}") for row in rows]
    for row, address in (*shown, *((row, f"/{name}/{row['case_id']}/replay") for row in replayed.values())):
        page = read(client, reader_of(kind, row), language, address)
        assert not codes_in(page), (address, codes_in(page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_list_shows_codes(client: FlaskClient, language: str) -> None:
    for tag, address in (
        ("head", "/petitions"),
        ("head", "/due-dates"),
        ("head", "/"),
        ("team_lead", "/supervision-cases"),
        ("team_lead", "/supervision-board"),
        ("centre", "/hardship-requests"),
        ("centre", "/relief-queue"),
        ("centre", "/funds"),
        ("payer", "/payment-orders"),
        ("leader", "/emergency-aids"),
        ("intake", "/publicity-notices"),
        ("auditor", "/audit-trail"),
    ):
        page = read(client, tag, language, address)
        assert not codes_in(page), (address, codes_in(page))


def test_the_search_for_codes_finds_them() -> None:
    shown = "<main><dd>REAL_NAME</dd><p>PET-HS-2026-OPEN0000 3000000 fen</p><i>ON_POST</i></main>"
    assert codes_in(shown) == ["REAL_NAME", "ON_POST", "3000000 fen"]
