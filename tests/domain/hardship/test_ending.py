"""Ending: the applicant withdraws at any time; provisional days are settled by a calendar."""

import pytest

from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.codes import AidStatus, Status
from domain.hardship.ending import SettleClocks, WithdrawRequest
from domain.hardship.events import ClocksSettled, Withdrawn
from domain.kernel import FactOutOfOrder, NotAllowedNow, NothingToSettle
from domain.values import written
from service.office.calendars import packaged_calendar
from tests.support.given import SUBJECT, History, given
from tests.support.hardships import (
    aid_approved,
    aid_paid,
    aid_planned,
    applied,
    apply,
    objected,
    on_file,
    published,
    reviewed,
    verified,
    visited,
)
from tests.support.petitions import day

WITHDRAWN_ON = day("2025-10-20")


def withdraw() -> WithdrawRequest:
    return WithdrawRequest("本人自愿撤回", WITHDRAWN_ON)


@pytest.mark.parametrize(
    "history",
    [
        applied(),
        visited(),
        verified(),
        reviewed(),
        published(),
        objected(day("2025-09-29")),
        on_file(),
        aid_planned(),
        aid_approved(),
    ],
)
def test_the_applicant_withdraws_at_any_time_and_nothing_runs_on(history: History) -> None:
    after = given(HARDSHIP, history).when(withdraw())
    after.then_only(Withdrawn)
    assert (after.state.status, dict(after.state.clocks)) == (Status.WITHDRAWN, {})
    assert not after.state.aids_in(AidStatus.PLANNED, AidStatus.APPROVED)
    after.when(withdraw()).refuses(NotAllowedNow)


def test_a_withdrawal_stops_what_runs() -> None:
    stop = ClockStopped("D-H05", "1", WITHDRAWN_ON, day("2025-10-28"), 0, StopReason.WITHDRAWN)
    fact = Withdrawn(written(SUBJECT, "statement", "本人自愿撤回"), WITHDRAWN_ON, (stop,))
    given(HARDSHIP, aid_approved()).when(withdraw()).then(fact)
    early = WithdrawRequest("撤回", day("2025-09-07"))
    given(HARDSHIP, applied()).when(early).refuses(FactOutOfOrder, field="withdrawn_on")


def test_what_was_paid_stays_paid() -> None:
    assert given(HARDSHIP, aid_paid()).when(withdraw()).state.aids[1].status is AidStatus.PAID


def test_a_published_calendar_settles_what_was_provisional() -> None:
    """Applied for in the last days of a year whose next one has no plan yet."""
    on = day("2025-12-29")
    years = {year: plan for year, plan in packaged_calendar().years.items() if year < 2026}
    before = given(HARDSHIP, calendar=Calendar(years)).when(apply(on)).after
    before.when(SettleClocks()).refuses(NothingToSettle)
    settled = before.at(calendar=packaged_calendar()).when(SettleClocks())
    clock = started("D-H01", on, packaged_calendar(), "national")
    settled.then(ClocksSettled((clock,), 0))
    assert not clock.provisional
    settled.when(SettleClocks()).refuses(NothingToSettle)
