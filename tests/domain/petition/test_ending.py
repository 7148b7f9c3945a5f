"""Ending: carried out, closed, withdrawn; and provisional clocks settled."""

from typing import Any

import pytest

from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.kernel import FactInTheFuture, FactOutOfOrder, NotAllowedNow, NothingToSettle
from domain.petition.aggregate import PETITION
from domain.petition.codes import ClosingGround, Outcome, Purpose, Status
from domain.petition.ending import (
    AccusationCannotBeWithdrawn,
    Close,
    CloseContent,
    ConfirmImplementation,
    ImplementationAlreadyOpened,
    ImplementationNotOpen,
    NotDeliveredYet,
    NothingToImplement,
    OpenImplementation,
    ReviewWindowOpen,
    ReviewWindowProvisional,
    SettleClocks,
    SupportedClaimNotExecuted,
    Withdraw,
)
from domain.petition.events import ClocksSettled, Closed, ImplementationConfirmed, ImplementationOpened, Withdrawn
from domain.separation import SameOfficerProposesAndApproves
from domain.units import UnitNotActive
from domain.values import written
from service.office.calendars import packaged_calendar
from tests.support.given import GONE, HANDLER, LEADER, PLANT, SUBJECT, given
from tests.support.petitions import (
    accepted,
    closed,
    day,
    delivered,
    demand,
    forwarded,
    handling,
    implementing,
    not_acceptance_proposed,
    proposed,
    received,
    registered,
    registration,
    replied,
    screened,
)

MARCH_3, MARCH_4 = day("2025-03-03"), day("2025-03-04")
AUGUST_29, LAST_DAY, DAY_AFTER = day("2025-08-29"), day("2025-09-28"), day("2025-09-29")
UNTIL_2025 = Calendar({year: plan for year, plan in packaged_calendar().years.items() if year <= 2025})


def window(stopped_on: Any) -> ClockStopped:
    return ClockStopped("D-P06", "", stopped_on, LAST_DAY, 0, StopReason.ENDED)


def test_the_window_for_a_review_is_waited_for() -> None:
    """Scenario 13: the last day is 2025-09-28; from the next day on the case may be closed."""
    answered = given(PETITION, delivered(AUGUST_29))
    refusal = answered.when(Close(LAST_DAY), by=LEADER, today=LAST_DAY).refuses(ReviewWindowOpen, due_on=LAST_DAY)
    assert refusal.passes_on == DAY_AFTER
    after = answered.when(Close(DAY_AFTER), by=LEADER, today=DAY_AFTER)
    after.then(Closed(ClosingGround.WINDOW_EXPIRED, DAY_AFTER, (window(DAY_AFTER),)))
    assert (after.state.status, dict(after.state.clocks)) == (Status.CLOSED, {})


def test_a_closing_is_tried_against_its_own_day() -> None:
    back_dated = Close(LAST_DAY)
    given(PETITION, delivered(AUGUST_29)).when(back_dated, by=LEADER, today=day("2025-10-20")).refuses(ReviewWindowOpen)


def test_a_provisional_window_is_not_held_to_be_over() -> None:
    """While next year's calendar is unknown the doubt is in the filer's favour."""
    december_10 = day("2025-12-10")
    answered = given(PETITION, delivered(december_10, calendar=UNTIL_2025), calendar=UNTIL_2025)
    due_on = answered.state.clock("D-P06").due_on
    assert answered.state.clock("D-P06").provisional
    long_after = Close(day("2026-02-20"))
    refusal = answered.when(long_after, by=LEADER, today=day("2026-02-20"))
    refusal.refuses(ReviewWindowProvisional, due_on=due_on, year=2026)
    within = answered.when(Close(december_10), by=LEADER).refuses(ReviewWindowProvisional, due_on=due_on, year=2026)
    assert within.passes_on is None, "no day is promised that may still move"
    answered.when(CloseContent(december_10), by=LEADER).then_only(Closed)


def test_a_content_petitioner_ends_it_at_once() -> None:
    answered = given(PETITION, delivered(AUGUST_29))
    answered.when(CloseContent(AUGUST_29), by=LEADER).then(
        Closed(ClosingGround.CONTENT, AUGUST_29, (window(AUGUST_29),))
    )
    answered.when(CloseContent(day("2025-08-28")), by=LEADER).refuses(FactOutOfOrder, field="closed_on")
    answered.when(CloseContent(LAST_DAY), by=LEADER, today=AUGUST_29).refuses(FactInTheFuture)


@pytest.mark.parametrize("step", [Close(day("2025-10-20")), CloseContent(day("2025-10-20"))])
def test_closing_needs_delivery_and_another_officer_and_execution(step: Any) -> None:
    given(PETITION, replied(AUGUST_29)).when(step, by=LEADER).refuses(NotDeliveredYet)
    given(PETITION, delivered(AUGUST_29)).when(step, by=HANDLER).refuses(SameOfficerProposesAndApproves)
    supported = given(PETITION, delivered(AUGUST_29, Outcome.SUPPORT))
    supported.when(step, by=LEADER).refuses(SupportedClaimNotExecuted)
    partly = given(PETITION, delivered(AUGUST_29, Outcome.PARTIAL))
    partly.when(step, by=LEADER).refuses(SupportedClaimNotExecuted)


def test_a_supported_claim_is_carried_out_before_closing() -> None:
    """Scenario 19: on day 31 nothing is paid, the case cannot be closed; then it is paid, late."""
    opened = given(PETITION, implementing(AUGUST_29))
    clock = started("D-P13", AUGUST_29, packaged_calendar(), "national")
    assert opened.history[-1] == ImplementationOpened(written(SUBJECT, "task", "退还 8400 元"), PLANT, AUGUST_29, clock)
    opened.when(Close(DAY_AFTER), by=LEADER, today=DAY_AFTER).refuses(SupportedClaimNotExecuted)
    opened.when(CloseContent(DAY_AFTER), by=LEADER).refuses(SupportedClaimNotExecuted)
    paid = opened.when(ConfirmImplementation("银行回单", DAY_AFTER))
    stop = ClockStopped("D-P13", "", DAY_AFTER, LAST_DAY, 1, StopReason.MET)
    paid.then(ImplementationConfirmed(written(SUBJECT, "evidence", "银行回单"), DAY_AFTER, (stop,)))
    paid.when(Close(DAY_AFTER), by=LEADER).then_only(Closed)


def test_the_opinion_sets_the_days_for_carrying_it_out() -> None:
    assert given(PETITION, implementing(AUGUST_29, days=10)).state.clock("D-P13").due_on == day("2025-09-08")


def test_carrying_out_is_opened_once_after_delivery_by_an_active_unit() -> None:
    order = OpenImplementation("退还 8400 元", PLANT)
    supported = given(PETITION, delivered(AUGUST_29, Outcome.SUPPORT))
    supported.when(OpenImplementation("退还", GONE)).refuses(UnitNotActive, unit="HS02")
    given(PETITION, replied(AUGUST_29, Outcome.SUPPORT)).when(order).refuses(NotDeliveredYet)
    given(PETITION, delivered(AUGUST_29)).when(order).refuses(NothingToImplement)
    opened = given(PETITION, implementing(AUGUST_29))
    opened.when(order).refuses(ImplementationAlreadyOpened)
    paid = opened.when(ConfirmImplementation("银行回单", DAY_AFTER))
    paid.when(order).refuses(ImplementationAlreadyOpened)


def test_only_what_is_open_is_confirmed_on_a_day_after_delivery() -> None:
    done = ConfirmImplementation("银行回单", day("2025-08-28"))
    given(PETITION, delivered(AUGUST_29, Outcome.SUPPORT)).when(done).refuses(ImplementationNotOpen)
    given(PETITION, implementing(AUGUST_29)).when(done).refuses(FactOutOfOrder, field="done_on")


@pytest.mark.parametrize(
    "history",
    [
        received(),
        registered(),
        screened(),
        not_acceptance_proposed(),
        forwarded(),
        accepted(),
        handling(),
        proposed(MARCH_4),
    ],
    ids=lambda history: type(history[-1]).__name__,
)
def test_a_petitioner_withdraws_at_any_time_before_the_reply(history: Any) -> None:
    before = given(PETITION, history)
    after = before.when(Withdraw("本人自愿撤回", MARCH_4))
    ended = tuple(
        ClockStopped(clock.rule, "", MARCH_4, clock.due_on, 0, StopReason.WITHDRAWN)
        for clock in before.state.clocks.values()
    )
    after.then(Withdrawn(written(SUBJECT, "statement", "本人自愿撤回"), MARCH_4, ended))
    assert (after.state.status, dict(after.state.clocks)) == (Status.WITHDRAWN, {})


def test_a_withdrawal_has_a_day_of_its_own() -> None:
    given(PETITION, received(MARCH_4)).when(Withdraw("撤回", MARCH_3)).refuses(FactOutOfOrder)
    given(PETITION, received()).when(Withdraw("撤回", MARCH_4), today=MARCH_3).refuses(FactInTheFuture)


def test_an_accusation_is_not_withdrawn() -> None:
    accusation = registration(demands=(demand(), demand(Purpose.P3)))
    before = given(PETITION, registered(MARCH_3, accusation))
    before.when(Withdraw("本人自愿撤回", MARCH_4)).refuses(AccusationCannotBeWithdrawn)


def test_after_the_reply_nothing_is_withdrawn() -> None:
    given(PETITION, replied(MARCH_4)).when(Withdraw("撤回", MARCH_4)).refuses(NotAllowedNow, status=Status.REPLIED)
    given(PETITION, closed(MARCH_4)).when(Withdraw("撤回", MARCH_4)).refuses(NotAllowedNow, status=Status.CLOSED)


def test_a_published_calendar_settles_what_it_touches() -> None:
    provisional = given(PETITION, accepted(day("2025-12-01"), calendar=UNTIL_2025))
    (before,) = provisional.state.clocks.values()
    assert before.provisional
    settled = provisional.when(SettleClocks())
    fact = settled.happened[0]
    assert isinstance(fact, ClocksSettled)
    assert [(clock.rule, clock.provisional) for clock in fact.clocks] == [("D-P05", False)]
    settled.when(SettleClocks()).refuses(NothingToSettle)


def test_nothing_is_settled_by_what_was_known_already() -> None:
    provisional = given(PETITION, accepted(day("2025-12-01"), calendar=UNTIL_2025), calendar=UNTIL_2025)
    provisional.when(SettleClocks()).refuses(NothingToSettle)
    given(PETITION, accepted()).when(SettleClocks()).refuses(NothingToSettle)


def test_a_settled_window_lets_the_case_be_closed() -> None:
    december_10 = day("2025-12-10")
    answered = given(PETITION, delivered(december_10, calendar=UNTIL_2025))
    settled = answered.when(SettleClocks(), today=day("2026-02-20"))
    assert settled.when(Close(day("2026-02-20")), by=LEADER, today=day("2026-02-20")).state.status is Status.CLOSED
