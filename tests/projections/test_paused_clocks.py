"""A clock that stands still in the views: due dates and the relief queue say since when and why, and it is not due."""

from datetime import date
from typing import Any

import pytest

from domain.hardship.aggregate import HARDSHIP
from domain.hardship.codes import ObjectionOutcome
from domain.hardship.ending import WithdrawRequest
from domain.kernel import fold
from projections.due_dates import DUE_DATES
from projections.excerpts import NOTICES
from projections.next_due import NEVER
from projections.projection import rows_after
from tests.projections.test_case_views import recorded, row_after
from tests.support.given import History, given
from tests.support.hardships import AROUND, UNION, objection, published, resolve

ON_9, ON_13 = date(2025, 10, 9), date(2025, 10, 13)
OBJECTED, KEPT = objection(ON_9), resolve(ON_13)


def after(*commands: Any) -> History:
    history = published()
    for command in commands:
        history = given(HARDSHIP, history).when(command, by=UNION, consulted=AROUND).history
    return history


def clocks(history: History) -> dict[str, tuple[date, date | None, str | None]]:
    """The due-dates view after the events: by rule the due day, and since when and why it stands still."""
    rows = rows_after(DUE_DATES, recorded(history), fold(HARDSHIP, history)).values()
    return {row["rule"]: (row["due_on"], row["paused_on"], row["paused_for"]) for row in rows}


def queued(history: History) -> tuple[date, str | None, date | None, str | None]:
    row = row_after(HARDSHIP, history)
    return row["next_due_on"], row["next_due_rule"], row["paused_on"], row["paused_for"]


def test_an_objection_pauses_the_publicity_and_its_check_lets_it_run_again() -> None:
    due = date(2025, 10, 10)
    assert clocks(published()) == {"D-H03": (due, None, None)}
    assert queued(published()) == (due, "D-H03", None, None)
    assert clocks(after(OBJECTED)) == {"D-H03": (due, ON_9, "objection")}
    assert queued(after(OBJECTED)) == (NEVER, None, ON_9, "objection")
    later = clocks(after(OBJECTED, KEPT))["D-H03"][0]
    assert later > due
    assert clocks(after(OBJECTED, KEPT)) == {"D-H03": (later, None, None)}
    assert queued(after(OBJECTED, KEPT)) == (later, "D-H03", None, None)


def test_a_notice_says_until_when_it_hung_also_where_its_term_has_ended_since() -> None:
    def hung(history: History) -> list[date]:
        return [
            row["stands_until_on"] for row in rows_after(NOTICES, recorded(history), fold(HARDSHIP, history)).values()
        ]

    withdrawn = WithdrawRequest(statement="不再需要", withdrawn_on=ON_13)
    later = clocks(after(OBJECTED, KEPT))["D-H03"][0]
    assert "D-H03" not in clocks(after(OBJECTED, KEPT, withdrawn))
    assert hung(after(OBJECTED, KEPT)) == hung(after(OBJECTED, KEPT, withdrawn)) == [later]


def test_it_stands_still_until_the_last_objection_is_checked() -> None:
    one_left = after(OBJECTED, OBJECTED, KEPT)
    assert clocks(one_left)["D-H03"][1:] == (ON_9, "objection")
    assert queued(one_left)[2:] == (ON_9, "objection")
    again = after(OBJECTED, KEPT, objection(ON_13))
    assert queued(again)[2:] == (ON_13, "objection")


@pytest.mark.parametrize(
    ("ends", "rules"),
    [
        (resolve(ON_13, ObjectionOutcome.REVISE), ["D-H02"]),
        (resolve(ON_13, ObjectionOutcome.REJECT, reasons="不符合条件"), []),
        (WithdrawRequest(statement="不再需要", withdrawn_on=ON_13), []),
    ],
)
def test_a_pause_ends_with_its_clock(ends: Any, rules: list[str]) -> None:
    history = after(OBJECTED, ends)
    assert {rule: paused for rule, (_due, paused, _why) in clocks(history).items()} == dict.fromkeys(rules)
    assert queued(history)[1:] == (rules[0] if rules else None, None, None)
