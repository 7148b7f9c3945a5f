"""Whoever audits funds, over HTTP and on pages: sums by kind of aid, a drawn sample opened one by one, and no more."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.fund.aggregate import FUND
from domain.fund.auditing import drawn
from domain.fund.events import SampleDrawn
from domain.kernel import fold
from domain.roles import Role
from tests.support.api import Api, Officer, problem
from tests.support.relief import MINE, PLANT, Relief
from tests.support.walking import Walk

pytestmark = pytest.mark.store

SUPERVISING = {"Casework_Purpose": "SUPERVISING"}
ACCOUNT, PAYEE = "6222020200112233445", "张建国"


@pytest.fixture
def relief(api: Api) -> Relief:
    return Relief(api)


def given_at_once(relief: Relief, household: str) -> Walk:
    """A family whose emergency aid was paid today, and is still to be checked."""
    case, day = relief.urgent(household), str(relief.today)
    case.then("emergency-approval", relief.of(Role.UNIT_LEAD), aid=1, approved_on=day, no_relative=True)
    return relief.pay(case, relief.of(Role.PAYER))


def sample(relief: Relief, by: Officer, **changes: Any) -> Any:
    version = relief.api.get(f"/funds/{relief.fund}", by).headers["ETag"]
    body = {"size": 2, "paid_from": "2026-01-05", "paid_until": str(relief.today), **changes}
    return relief.api.post(f"/funds/{relief.fund}/sample", by, body, version)


@pytest.mark.scenario(51, half="money that is still to be checked lies before the audit, also after the withdrawal")
def test_whoever_audits_reads_sums_by_kind_opens_what_was_drawn_and_hears_of_unchecked_emergency_money(
    relief: Relief,
) -> None:
    api = relief.api
    cases = [given_at_once(relief, f"P-000{number}") for number in range(4)]
    audit, other = relief.of(Role.FUND_AUDIT), relief.of(Role.FUND_AUDIT, name="乙")
    below, elsewhere = relief.of(Role.FUND_AUDIT, PLANT), relief.of(Role.FUND_AUDIT, MINE)
    tied = relief.of(Role.FUND_AUDIT, name="丙")
    for case in cases:
        case.then("concern", relief.union, concerns=[str(tied.id)], known_on=str(relief.today))
    problem(sample(relief, relief.centre), 403, "forbidden")
    assert api.items("/vouchers", audit) == []
    seen = sample(relief, audit)
    assert seen.status_code == 200, seen.text
    assert (seen.status_code, seen.get_json()["events"]) == (200, ["fund.sample_drawn"])

    told = api.get(f"/funds/{relief.fund}/audit", audit).get_json()
    assert told["by_kind"] == [{"kind": "A11", "aids": 4, "promised_fen": 0, "paid_fen": 800_000}]
    (drawing,) = told["samples"]
    assert {name: drawing[name] for name in ("sample", "size", "of", "least_fen", "drawn_by")} == {
        "sample": 1,
        "size": 2,
        "of": 4,
        "least_fen": 0,
        "drawn_by": str(audit.id),
    }
    assert api.get(f"/funds/{relief.fund}/audit", relief.centre).get_json() == told
    for hidden in (below, elsewhere):
        assert api.get(f"/funds/{relief.fund}/audit", hidden).status_code == 404

    rows = api.items("/vouchers", audit)
    history = api.service.ledger.history(UUID(relief.fund))
    place = next(n for n, each in enumerate(history) if isinstance(each.event, SampleDrawn))
    before, fact = fold(FUND, [each.event for each in history[:place]]), history[place].event
    assert isinstance(fact, SampleDrawn)
    assert {(UUID(row["case_id"]), row["number"]) for row in rows} == set(drawn(before, fact))
    assert {(row["kind"], row["amount_fen"], row["status"], row["fund"]) for row in rows} == {
        ("A11", 200_000, "PAID", relief.fund)
    }
    assert api.items("/vouchers", other) == api.items("/vouchers", elsewhere) == []

    path = f"/vouchers/{rows[0]['case_id']}/1"
    closed = api.get(path, audit).get_json()
    assert (closed["payee"], closed["account"], closed["wants_purpose"]) == (None, None, ["C3"])
    opened = api.get(path, audit, **SUPERVISING).get_json()
    assert (opened["payee"], opened["account"]) == (PAYEE, ACCOUNT)
    assert [each["action"] for each in opened["actions"]] == ["tie"]
    left = next(case for case in cases if str(case.id) not in {row["case_id"] for row in rows})
    for address, reader in ((path, other), (path, below), (f"/vouchers/{left.id}/1", audit), (left.path, audit)):
        assert api.get(address, reader, **SUPERVISING).status_code in (403, 404), (address, reader)
    report = api.get("/access-log", relief.of(Role.PI_OFFICER)).get_json()
    told_of = [(each["reader"], each["kind"], each["purpose"]) for each in report["openings"]]
    assert told_of == [(str(audit.id), "vouchers", "SUPERVISING")]

    assert {row["case_id"] for row in api.items("/unchecked-aids", audit)} == {str(case.id) for case in cases}
    assert api.items("/unchecked-aids", elsewhere) == api.items("/unchecked-aids", tied) == []
    left.then("withdrawal", relief.union, statement="不再申请", withdrawn_on=str(relief.today))
    api.clock.set_day(relief.today + timedelta(days=60))
    unchecked = {row["case_id"]: row for row in api.items("/unchecked-aids", audit)}
    assert unchecked.keys() == {str(case.id) for case in cases}
    assert {"payee", "account", "kind"} & unchecked[str(left.id)].keys() == set()


def test_an_auditor_whose_own_household_it_is_sees_in_the_trail_no_file_of_it_before_nor_after(relief: Relief) -> None:
    api, trail = relief.api, "/audit-trail?kind=household"
    tied, other = relief.of(Role.AUDITOR), relief.of(Role.AUDITOR, name="乙")
    case = relief.applied("P-0001", concerns=[])
    later = relief.applied("P-0002", concerns=[str(tied.id)])
    assert len(api.items(trail, tied)) == 1
    seen = api.items(trail, other)
    assert [row["event"] for row in reversed(seen)].count("hardship.household_file_opened") == 2
    case.then("concern", relief.union, concerns=[str(tied.id)], known_on=str(relief.today))
    for each in (case, later):
        each.then("withdrawal", relief.union, statement="不再申请", withdrawn_on=str(relief.today))
    relief.applied("P-0002", concerns=[])
    assert api.items(trail, tied) == []
    assert {row["event"] for row in api.items(trail, other)} == {
        "hardship.household_file_opened",
        "hardship.household_file_released",
        "hardship.household_concerned",
    }
