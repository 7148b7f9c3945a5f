"""What a family's file and a fund are to other units: nobody there hears of them in the trail or moves the money."""

import pytest

from domain.roles import Role
from tests.support.api import Api, problem
from tests.support.walking import Walk, application

pytestmark = pytest.mark.store

MONEY = {"amount_fen": 500_000, "allocated_on": "2026-01-05"}


def opened(api: Api, unit: str) -> str:
    """A fund of the unit, opened by its own centre."""
    body = {"unit": unit, "source": "FD3", "period": "2026", "opened_on": "2026-01-02"}
    return str(api.post("/funds", api.officer(Role.AID_CENTER, unit=unit), body).get_json()["id"])


@pytest.fixture
def plants(api: Api) -> Api:
    """Two plants beside each other below the group."""
    for code in ("HS01", "HS02"):
        api.service.people.add_unit(code, code, "HS")
    return api


def trail(api: Api, kind: str, role: Role, unit: str) -> list[str]:
    """The events of that kind of which whoever holds the role for the unit hears, the first one first."""
    rows = api.items(f"/audit-trail?kind={kind}", api.officer(role, unit=unit))
    return [row["event"].partition(".")[2] for row in reversed(rows)]


def test_that_a_family_has_a_file_is_known_to_the_auditors_of_its_unit_then_and_to_no_leader(plants: Api) -> None:
    today = plants.clock.today
    for unit in ("HS01", "HS02"):
        union = plants.officer(Role.UNION_BASE, unit=unit)
        case = Walk(plants, "hardship-requests", union, application(today, unit))
        if unit == "HS01":
            case.then("withdrawal", union, statement="不再需要", withdrawn_on=str(today))
    opened, released = "household_file_opened", "household_file_released"
    heard = {unit: trail(plants, "household", Role.AUDITOR, unit) for unit in ("HS", "HS01", "HS02")}
    assert heard == {"HS": [opened, released, opened], "HS01": [opened, released], "HS02": [opened]}
    assert [trail(plants, "household", Role.UNIT_LEAD, unit) for unit in ("HS", "HS01", "HS02")] == [[], [], []]


def test_what_is_done_with_a_fund_is_known_to_the_auditors_of_its_unit_and_to_no_leader(plants: Api) -> None:
    fund = opened(plants, "HS01")
    assert plants.post(f"/funds/{fund}/allocation", plants.officer(Role.AID_CENTER), MONEY, 1).status_code == 200
    heard = {unit: trail(plants, "fund", Role.AUDITOR, unit) for unit in ("HS", "HS01", "HS02")}
    assert heard == {"HS": ["opened", "allocated"], "HS01": ["opened", "allocated"], "HS02": []}
    assert [trail(plants, "fund", Role.UNIT_LEAD, unit) for unit in ("HS", "HS01", "HS02")] == [[], [], []]


def test_the_centre_of_a_unit_moves_no_money_of_a_unit_above_or_beside_it(plants: Api) -> None:
    funds = opened(plants, "HS"), opened(plants, "HS02")
    closing = {"next_period": "2027", "closed_on": "2026-12-31"}
    centres = plants.officer(Role.AID_CENTER, unit="HS01"), plants.officer(Role.AID_CENTER, Role.HANDLER, unit="HS01")
    for noun, body in (("allocation", MONEY), ("closing", closing)):
        for centre in centres:
            unknown = problem(plants.post(f"/funds/{plants.unit}/{noun}", centre, body, 1), 404, "not_found")
            for fund in funds:
                refused = problem(plants.post(f"/funds/{fund}/{noun}", centre, body, 1), 404, "not_found")
                assert str(refused).replace(fund, "") == str(unknown).replace(str(plants.unit), "")
    assert plants.post(f"/funds/{funds[1]}/allocation", plants.officer(Role.AID_CENTER), MONEY, 1).status_code == 200
