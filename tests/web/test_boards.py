"""The work lists as pages, on the demonstration: in the order of the API, for those alone who may read them."""

import pytest
from flask.testing import FlaskClient

from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.wsgi import build

pytestmark = pytest.mark.store


def acting(demonstration: Service, tag: str) -> FlaskClient:
    client = build(demonstration).test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session["officer"] = str(officer_ref(tag))
    return client


def test_the_board_names_units_with_open_items_and_the_overdue(demonstration: Service) -> None:
    page = acting(demonstration, "team_lead").get("/supervision-board").text
    assert "Open rectification items by unit" in page
    assert "机械一厂" in page
    assert "Overdue by" in page
    assert "日常监督" not in page


def test_the_queue_begins_with_the_emergencies_and_names_no_person(demonstration: Service) -> None:
    page = acting(demonstration, "centre").get("/relief-queue").text
    rows = page.split("<tbody>")[1].partition("</tbody>")[0].split("<tr>")[1:]
    urgent = ["Emergency" in row for row in rows]
    assert urgent == sorted(urgent, reverse=True)
    assert any(urgent)
    for name in ("雷雨声", "庄稼旺", "沈默然"):
        assert name not in page


def test_the_queue_says_what_aids_wait_for_and_what_the_funds_have_free(demonstration: Service) -> None:
    page = acting(demonstration, "centre").get("/relief-queue").text
    queue, _, funds = page.partition("</tbody>")
    assert "aid to be approved" in queue
    assert "receipt to be confirmed" in queue
    assert "Open funds" in funds
    assert "Open funds" in acting(demonstration, "union").get("/relief-queue").text
    for tag in ("intake", "payer", "fund_audit"):
        assert acting(demonstration, tag).get("/relief-queue").status_code == 403, tag


def test_they_are_for_those_whose_work_it_is(demonstration: Service) -> None:
    assert acting(demonstration, "handler").get("/supervision-board").status_code == 403
    assert acting(demonstration, "team_lead").get("/relief-queue").status_code == 403


def test_the_registers_that_one_may_read_can_be_taken_as_files(demonstration: Service) -> None:
    centre = acting(demonstration, "centre")
    page = centre.get("/registers").text
    assert 'href="/registers/RG-H4.xlsx"' in page
    assert "RG-P1" not in page
    assert centre.get("/registers/RG-H4.csv").data.decode("utf-8-sig").startswith('"No.",')
    assert 'href="/registers/RG-H4.csv?encoding=gb18030"' in page
    assert centre.get("/registers/RG-H4.csv?encoding=gb18030").data.decode("gb18030").startswith('"No.",')
    assert centre.get("/registers/RG-P1.csv").status_code == 403
    assert acting(demonstration, "payer").get("/registers/RG-H4.csv").status_code == 403
