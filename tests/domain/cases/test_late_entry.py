"""Late entry (补录): what stops a duty, opens or ends a period or starts a window is recorded soon, or by two."""

from dataclasses import replace
from datetime import UTC, date, datetime

from domain.cases.codes import Confirmer
from domain.cases.facts import Second
from domain.cases.second import Lateness, lateness
from domain.kernel import Desk
from domain.petition import mending
from domain.petition.aggregate import PETITION
from domain.petition.codes import Channel, Delivery, Status
from domain.petition.deciding import RecordDelivery
from domain.petition.events import Confirmed, DecisionDelivered, NoticeSent, Remarked, Stated
from domain.petition.notices import SendNotice
from domain.petition.reception import Receive
from domain.petition.routing import Accept
from domain.profiles import NATIONAL
from domain.values import written
from service.office.calendars import packaged_calendar
from tests.support.given import CLERK, GROUP, HEAD, SECOND, STREAM, SUBJECT, Decided, acting, given
from tests.support.petitions import MARCH_3, day, registered, replied, screened, told

POSTED = day("2025-03-10")


def noticed(today: date) -> Decided:
    """A notice of 10 March is typed on that day; D-P01 of the petition of 3 March is due on 18 March."""
    return given(PETITION, registered()).when(SendNotice(told(POSTED)), by=CLERK, today=today)


def test_three_working_days_are_free() -> None:
    assert noticed(day("2025-03-13")).state.is_told
    assert noticed(day("2025-03-13")).state.clock("D-P01") is None


def test_later_it_waits_for_somebody_who_has_seen_the_paper_and_moves_no_clock() -> None:
    late = noticed(day("2025-03-28"))
    late.then_only(Stated, NoticeSent)
    assert isinstance(stated := late.events[0], Stated)
    assert stated.seconds == (Second(Confirmer.WITNESS, ()),)
    assert not late.state.is_told
    assert late.state.clock("D-P01") is not None
    seen = late.when(mending.Confirm(1, "公告栏张贴单"), by=SECOND, today=day("2025-03-31"))
    seen.then(Confirmed(1, SECOND, written(SUBJECT, "seen/1", "公告栏张贴单"), is_whole=True))
    assert seen.state.is_told
    assert seen.state.clock("D-P01") is None
    assert [each.late_days for each in late.events[1].stopped] == [0]


def test_beyond_thirty_days_it_stops_nothing_and_is_kept_as_a_remark() -> None:
    remarked = noticed(day("2025-05-12"))
    remarked.then_only(Remarked, NoticeSent)
    assert not remarked.state.is_told
    assert remarked.state.clock("D-P01") is not None
    anew = remarked.when(SendNotice(told(day("2025-05-12"))), today=day("2025-05-12"))
    assert anew.state.is_told
    assert [each.late_days for each in anew.events[0].stopped] == [55]


def test_the_thirtieth_day_is_the_last() -> None:
    noticed(day("2025-04-09")).then_only(Stated, NoticeSent)
    noticed(day("2025-04-10")).then_only(Remarked, NoticeSent)


def test_what_only_starts_a_duty_is_always_entered_with_its_day() -> None:
    receive = Receive(Channel.LETTER, MARCH_3, None, GROUP)
    late = given(PETITION).when(receive, today=day("2025-06-30"))
    assert late.state.clock("D-P01").started_on == MARCH_3
    accepted = given(PETITION, registered(), screened()[-1], noticed(POSTED).events)
    assert accepted.when(Accept(MARCH_3), by=HEAD, today=day("2025-06-30")).state.status is Status.ACCEPTED


def test_what_cannot_be_done_again_is_taken_with_the_day_of_recording() -> None:
    answered, today = replied(day("2025-04-01")), day("2025-05-12")
    delivered = given(PETITION, answered).when(RecordDelivery(day("2025-04-02"), Delivery.POST), today=today)
    remark, fact = delivered.happened
    assert remark == Remarked(0, day("2025-04-02"))
    assert isinstance(fact, DecisionDelivered)
    assert (fact.delivered_on, fact.clock.started_on) == (today, today)
    assert delivered.state.delivered_on == today


def test_a_window_that_a_late_fact_starts_waits_as_well() -> None:
    answered, today = replied(day("2025-04-01")), day("2025-04-14")
    delivered = given(PETITION, answered).when(RecordDelivery(day("2025-04-02"), Delivery.POST), today=today)
    delivered.then_only(Stated, DecisionDelivered)
    assert delivered.state.clock("D-P06") is None
    seen = delivered.when(mending.Confirm(delivered.state.statement_numbers[0], "邮政回执"), by=HEAD, today=today)
    assert seen.state.clock("D-P06").started_on == day("2025-04-02")


def test_days_off_are_not_counted() -> None:
    """From 1 to 8 October 2025 nobody works."""
    desk = Desk(
        acting(CLERK),
        datetime(2025, 10, 11, 1, tzinfo=UTC),
        day("2025-10-11"),
        packaged_calendar(),
        NATIONAL,
        STREAM,
        SUBJECT,
    )
    assert lateness(day("2025-09-30"), desk) is Lateness.FREE
    assert lateness(day("2025-09-30"), replace(desk, today=day("2025-10-14"))) is Lateness.LATE
    assert lateness(day("2025-09-30"), replace(desk, today=day("2025-10-31"))) is Lateness.BEYOND
