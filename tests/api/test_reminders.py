"""Reminders before a due day, over HTTP on a clock that the test sets: from which day, of what, and to whom shown."""

from datetime import date, timedelta

import pytest

from tests.support.api import Api, Body, received

pytestmark = pytest.mark.store

SEPT_16 = date(2025, 9, 16)
"""Fifteen days later, on 1 October, holidays begin: the term is due on the 9th."""


def terms(api: Api, query: str = "") -> list[Body]:
    return api.items(f"/due-dates?rule=D-P01{query}", api.clerk)


def test_a_reminder_counts_from_the_nominal_end_and_ends_with_the_due_day(api: Api) -> None:
    api.clock.set_day(SEPT_16 - timedelta(days=1))
    assert api.clerk
    api.clock.set_day(SEPT_16)
    answer = api.post("/petitions", api.clerk, {**received(), "received_on": str(SEPT_16)})
    assert answer.status_code == 201, answer.text
    (term,) = terms(api)
    assert (term["remind_on"], term["remind_again_on"], term["reminded_on"]) == ("2025-09-28", None, None)
    assert (term["nominal_on"], term["due_on"]) == ("2025-10-01", "2025-10-09")
    found = {}
    for day in ("2025-09-27", "2025-09-28", "2025-10-09", "2025-10-10"):
        api.clock.set_day(date.fromisoformat(day))
        found[day] = [each["reminded_on"] for each in terms(api, "&reminded=true")]
    assert found == {"2025-09-27": [], "2025-09-28": ["2025-09-28"], "2025-10-09": ["2025-09-28"], "2025-10-10": []}
    assert len(terms(api, "&overdue=true")) == 1
    assert len(terms(api, "&reminded=false")) == 1
    assert api.get("/due-dates?reminded=perhaps", api.clerk).status_code == 400
