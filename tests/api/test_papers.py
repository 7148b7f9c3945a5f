"""Payment orders, emergencies and notices over HTTP: what somebody knows of a request who knows nothing else of it."""

from typing import Any

import psycopg
import pytest

from domain.roles import Role
from tests.support.addresses import paths
from tests.support.api import Api, Officer, problem
from tests.support.relief import MINE, PLANT, Relief
from tests.support.walking import Walk, payment

pytestmark = pytest.mark.store

PAYING = {"Casework_Purpose": "PAYING"}
NOWHERE = "00000000-0000-4000-8000-000000000000"
ACCOUNT, PAYEE = "6222020200112233445", "张建国"


@pytest.fixture
def relief(api: Api) -> Relief:
    return Relief(api)


def order_of(case: Walk, number: int = 1) -> str:
    return f"/payment-orders/{case.id}/{number}"


def as_of_none(api: Api, path: str, case: Walk, by: Officer) -> None:
    """What is answered of the case is what is answered of none."""
    got, unknown = api.get(path, by), api.get(path.replace(str(case.id), NOWHERE), by)
    assert got.status_code in (403, 404), path
    assert (got.status_code, got.data) == (
        unknown.status_code,
        unknown.data.replace(NOWHERE.encode(), str(case.id).encode()),
    )


def test_a_payment_order_tells_number_payee_account_and_amount_and_nothing_of_the_request(relief: Relief) -> None:
    case, payer = relief.ordered("P-0001"), relief.of(Role.PAYER)
    (row,) = relief.api.items("/payment-orders", payer)
    assert (row["case_no"], row["number"], row["amount_fen"], row["status"]) == (
        case.read(relief.union)["case_no"],
        1,
        500_000,
        "APPROVED",
    )
    assert not {"category", "kind", "unit", "payee", "account"} & row.keys()
    closed = relief.api.get(order_of(case), payer).get_json()
    assert (closed["payee"], closed["account"], closed["wants_purpose"]) == (None, None, ["C3"])
    opened = relief.api.get(order_of(case), payer, **PAYING).get_json()
    assert (opened["payee"], opened["account"]) == (PAYEE, ACCOUNT)
    assert [each["action"] for each in opened["actions"]] == ["payment", "tie"]
    as_of_none(relief.api, case.path, case, payer)
    as_of_none(relief.api, f"{case.path}/timeline", case, payer)


def test_an_order_is_known_until_its_receipt_and_to_the_payers_of_its_fund_alone(relief: Relief) -> None:
    payer, elsewhere = relief.of(Role.PAYER), relief.of(Role.PAYER, PLANT)
    case = relief.planned("P-0001")
    as_of_none(relief.api, order_of(case), case, payer)
    relief.approve(case)
    as_of_none(relief.api, order_of(case), case, elsewhere)
    assert relief.api.items("/payment-orders", elsewhere) == []
    own = relief.opened(PLANT, "FD1")
    relief.approve(relief.plan(case, 1_000, own), 2)
    assert [row["number"] for row in relief.api.items("/payment-orders", payer)] == [1]
    assert [row["number"] for row in relief.api.items("/payment-orders", elsewhere)] == [2]
    refused = case.post("payment", elsewhere, payment(relief.today, 1))
    assert problem(refused, 409, "aid_unknown")
    relief.pay(case, payer)
    day = str(relief.today)
    receipt = {"aid": 1, "proof": "BANK_PROOF", "receipted_on": day}
    done = relief.api.post(f"{case.path}/receipt", payer, receipt, case.answer.headers["ETag"], key="receipt")
    told = done.get_json()
    assert (told["status"], told["version"], told["events"]) == ("RECEIPTED", 3, ["hardship.aid_receipted"])
    as_of_none(relief.api, order_of(case), case, payer)
    assert relief.api.items("/payment-orders", payer) == []
    again = relief.api.post(f"{case.path}/receipt", payer, receipt, case.answer.headers["ETag"], key="receipt")
    assert (again.status_code, again.data) == (200, done.data)


@pytest.mark.scenario(50, half="whoever pays knows the order alone: payee and account, opened one by one")
def test_whoever_pays_finds_nothing_of_the_request_anywhere(relief: Relief) -> None:
    case, payer = relief.ordered("P-0001"), relief.of(Role.PAYER)
    relief.api.service.engine.catch_up()
    found = [path for path in paths(relief.api.app, case.id) if path.startswith("/api/v1/") and ".xlsx" not in path]
    telling = {path for path in found if str(case.id) in relief.api.get(path.removeprefix("/api/v1"), payer).text}
    told = {path for path in telling if relief.api.get(path.removeprefix("/api/v1"), payer).status_code == 200}
    assert told == {"/api/v1/payment-orders", f"/api/v1{order_of(case)}"}
    problem(relief.api.get("/due-dates", payer), 403, "forbidden")
    problem(relief.api.get("/funds", payer), 403, "forbidden")
    problem(relief.api.get("/registers/RG-H4", payer), 403, "forbidden")


@pytest.mark.scenario(50, half="whoever pays knows the order alone: payee and account, opened one by one")
def test_every_order_is_opened_by_itself_and_a_reload_leaves_no_second_entry(relief: Relief, database_url: str) -> None:
    payer, first, second = relief.of(Role.PAYER), relief.ordered("P-0001"), relief.ordered("P-0002")
    for case in (first, first, second):
        for _ in range(2):
            assert relief.api.get(order_of(case), payer, **PAYING).get_json()["account"] == ACCOUNT
    assert relief.api.get(order_of(first), payer).get_json()["account"] == ACCOUNT
    query = "SELECT kind, case_id, purpose, is_own FROM reads WHERE reader = %s ORDER BY number"
    with psycopg.connect(database_url) as connection:
        entries = connection.execute(query, (payer.id,)).fetchall()
        assert entries == [("payment-orders", each.id, "PAYING", True) for each in (first, second)]
        relief.api.clock.move(days=1)
        assert relief.api.get(order_of(first), payer).get_json()["account"] is None
        relief.api.get(order_of(first), payer, **PAYING)
        assert len(connection.execute(query, (payer.id,)).fetchall()) == 3


def test_whoever_leads_the_unit_knows_the_emergency_by_event_amount_and_number(relief: Relief) -> None:
    ordinary, fire = relief.planned("P-0001"), relief.urgent("P-0002")
    leader = relief.of(Role.UNIT_LEAD)
    (row,) = relief.api.items("/emergency-aids", leader)
    assert (row["case_id"], row["amount_fen"], row["status"]) == (str(fire.id), 200_000, "PLANNED")
    path = f"/emergency-aids/{fire.id}/1"
    opened = relief.api.get(path, leader, Casework_Purpose="DECIDING").get_json()
    assert (opened["grounds"], opened["emergency_note"]) == ("住房失火，先行救助", "住房失火")
    assert "emergency-approval" in [each["action"] for each in opened["actions"]]
    for case in (ordinary, fire):
        as_of_none(relief.api, case.path, case, leader)
        assert relief.api.items("/hardship-requests", leader) == []
    as_of_none(relief.api, f"/emergency-aids/{ordinary.id}/1", ordinary, leader)
    as_of_none(relief.api, path, fire, relief.of(Role.UNIT_LEAD, MINE))
    fire.then("emergency-approval", leader, aid=1, approved_on=str(relief.today), no_relative=True)
    assert fire.answer.get_json()["status"] == "APPROVED"


@pytest.mark.parametrize("role", [Role.INTAKE, Role.CONGRESS_GROUP])
def test_an_objection_is_taken_in_from_the_notice_alone(relief: Relief, role: Role) -> None:
    applied = relief.applied("P-0001")
    case, taker = relief.published("P-0002", relief.today), relief.of(role, PLANT)
    (row,) = relief.api.items("/publicity-notices", taker)
    assert (row["case_id"], row["place"], row["posted_on"]) == (str(case.id), "WORKPLACE", str(relief.today))
    assert not {"category", "aid_kind", "masked_name", "name"} & row.keys()
    for each in (applied, case):
        as_of_none(relief.api, each.path, each, taker)
    as_of_none(relief.api, f"/publicity-notices/{applied.id}/1", applied, taker)
    case.then("objection", taker, reason="家里开店", objected_on=str(relief.today), objector="邻居")
    told: dict[str, Any] = case.answer.get_json()
    assert (told["status"], told["version"]) == ("OBJECTION", 2)
    assert relief.api.items("/publicity-notices", relief.of(role, MINE)) == []


def test_a_paper_is_for_its_roles_alone(relief: Relief) -> None:
    for collection, roles in (
        ("payment-orders", {Role.PAYER}),
        ("emergency-aids", {Role.UNIT_LEAD}),
        ("publicity-notices", {Role.INTAKE, Role.CONGRESS_GROUP}),
    ):
        for role in Role:
            status = relief.api.get(f"/{collection}", relief.of(role)).status_code
            assert status == (200 if role in roles else 403), (collection, role)
