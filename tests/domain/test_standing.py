"""How a term stands to a day, and which events make one stand still."""

from datetime import date, timedelta

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from domain.deadlines.pauses import NOTHING_PAUSED, Paused, PauseReason, pauses_after, standing_still
from domain.deadlines.rules import RULES, UNHURRIED
from domain.deadlines.standing import Standing, overdue_days, standing
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.codes import ObjectionOutcome, Status
from domain.kernel import fold
from tests.support.given import History, given
from tests.support.hardships import AROUND, UNION, objection, published, resolve

TODAY = date(2026, 3, 3)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize("rule", sorted({rule.code for rule in RULES}))
def test_a_duty_is_overdue_and_a_period_is_over_and_what_is_paused_is_neither(rule: str) -> None:
    passed = Standing.OVER if rule in UNHURRIED else Standing.OVERDUE
    for due_on, expected in ((YESTERDAY, passed), (TODAY, Standing.RUNNING), (TOMORROW, Standing.RUNNING)):
        assert standing(rule, due_on, TODAY) is expected
        assert overdue_days(rule, due_on, TODAY) == (1 if expected is Standing.OVERDUE else 0)
        assert standing(rule, due_on, TODAY, is_paused=True) is Standing.PAUSED
        assert overdue_days(rule, due_on, TODAY, is_paused=True) == 0


def pauses_of(history: History) -> Paused:
    pauses = NOTHING_PAUSED
    for event in history:
        pauses = pauses_after(pauses, event)
    return pauses


def after(*commands: object) -> History:
    history = published()
    for command in commands:
        history = given(HARDSHIP, history).when(command, by=UNION, consulted=AROUND).history  # type: ignore[arg-type]
    return history


def on(day: int) -> date:
    return date(2025, 10, day)


def test_publicity_stands_still_from_the_objection_to_its_last_check() -> None:
    assert standing_still(pauses_of(published()), "D-H03") is None
    still = standing_still(pauses_of(after(objection(on(9)))), "D-H03")
    assert still is not None
    assert (still.since_on, still.why) == (on(9), PauseReason.OBJECTION)
    both = after(objection(on(9)), objection(on(9)), resolve(on(13)))
    assert standing_still(pauses_of(both), "D-H03") is not None
    assert standing_still(pauses_of(after(objection(on(9)), resolve(on(13)))), "D-H03") is None


def test_a_review_taken_anew_and_a_refusal_take_the_pause_with_them() -> None:
    anew = after(objection(on(9)), resolve(on(13), ObjectionOutcome.REVISE))
    assert pauses_of(anew) == {}
    refused = resolve(on(13), ObjectionOutcome.REJECT, reasons="不符合条件")
    assert pauses_of(after(objection(on(9)), refused)) == {}


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(1, 4)), max_size=8)


@over(STEPS)
def test_the_pause_is_the_one_that_the_rules_count_with(steps: list[tuple[bool, int, int]]) -> None:
    """Objections and checks in any order of days agree with the state from which the days of the pause are counted."""
    history = published()
    for raises, days, number in steps:
        day = date(2025, 9, 26) + timedelta(days=days)
        command = objection(day) if raises else resolve(day, objection=number)
        decided = given(HARDSHIP, history).when(command, by=UNION, consulted=AROUND)
        history = history if decided.rejection else decided.history
    state = fold(HARDSHIP, history)
    assert state.pauses == pauses_of(history)
    assert (standing_still(state.pauses, "D-H03") is not None) == (state.status is Status.OBJECTION)
