"""Whose local rules hold: chosen for a unit from a day on, inherited below it, followed by a unit that moves."""

from uuid import UUID

import pytest

from domain.organisation.unit import unit_ref
from domain.roles import Role
from tests.support.api import DAY, Api, received

pytestmark = pytest.mark.store
NATIONAL, ZHEJIANG = ("national", "2026-03-18"), ("zhejiang", "2026-03-10")


@pytest.fixture
def group(api: Api) -> Api:
    """A plant with a workshop, and another plant."""
    for code, parent in (("A", "HS"), ("A1", "A"), ("B", "HS")):
        api.service.people.add_unit(code, code, parent)
    return api


def first_notice(api: Api, unit: str) -> tuple[str, str]:
    """The place whose rules the term of the first notice follows, and its last day."""
    answer = api.post("/petitions", api.officer(Role.INTAKE, unit=unit), received(unit=unit))
    history = api.service.ledger.history(UUID(answer.get_json()["id"]))
    clock = history[0].event.clock  # type: ignore[attr-defined]
    return clock.profile, clock.due_on.isoformat()


def change(api: Api, unit: str, noun: str, **body: str) -> int:
    """The status of the answer to the administrator's command."""
    address = f"/units/{unit_ref(unit)}"
    version = int(api.get(address, api.operator).headers["ETag"].strip('"'))
    return api.post(f"{address}/{noun}", api.operator, body, version).status_code


def test_terms_follow_the_rules_of_the_unit_or_of_the_nearest_above_it(group: Api) -> None:
    assert change(group, "A", "profile", profile="zhejiang", from_on=DAY) == 200
    assert first_notice(group, "A") == ZHEJIANG
    assert first_notice(group, "A1") == ZHEJIANG
    assert first_notice(group, "B") == NATIONAL
    row = group.get(f"/units/{unit_ref('A')}", group.operator).get_json()
    assert (row["profile"], row["profile_from_on"], row["profile_before"]) == ("zhejiang", DAY, None)


def test_a_choice_for_a_later_day_changes_nothing_before_it(group: Api) -> None:
    assert change(group, "A", "profile", profile="zhejiang", from_on="2026-03-05") == 200
    assert first_notice(group, "A") == NATIONAL
    group.clock.move(days=2)
    assert first_notice(group, "A")[0] == "zhejiang"


def test_a_unit_that_moves_has_the_rules_of_where_it_stands_from_the_next_request_on(group: Api) -> None:
    assert change(group, "B", "profile", profile="zhejiang", from_on=DAY) == 200
    assert first_notice(group, "A1") == NATIONAL
    assert change(group, "A1", "move", parent=str(unit_ref("B")), moved_on=DAY) == 200
    assert first_notice(group, "A1") == ZHEJIANG


def test_days_that_have_passed_and_unknown_places_are_refused(group: Api) -> None:
    assert change(group, "A", "profile", profile="zhejiang", from_on="2026-03-02") == 409
    assert change(group, "A", "profile", profile="atlantis", from_on=DAY) == 422
