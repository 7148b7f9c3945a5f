"""Corrections (更正): the right value counts, the wrong one stays in the history, and terms are counted anew."""

from datetime import date

import pytest

from domain.cases.codes import Confirmer
from domain.cases.correcting import (
    CorrectionBeyondLimit,
    CorrectionNoDay,
    CorrectionUnreadable,
    FactAfterNext,
    Facts,
    NoSuchFact,
    NotCorrectable,
    NothingCorrected,
    PeriodCutShort,
    SealedNotCorrected,
)
from domain.cases.facts import DueMoved, Second
from domain.cases.second import StatementOvertaken
from domain.hardship import mending as relief
from domain.hardship.aggregate import HARDSHIP
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.petition import mending
from domain.petition.aggregate import PETITION
from domain.petition.codes import Channel, Delivery, Purpose
from domain.petition.deciding import RecordDelivery
from domain.petition.events import Corrected, DecisionDelivered, DecisionIssued, Stated
from domain.petition.notices import SendNotice
from domain.supervision import mending as of_supervision
from projections.catalogue import CASE_VIEWS
from tests.support.agreeing import kept_after
from tests.support.given import CLERK, SECOND, STREAM, Decided, given
from tests.support.hardships import on_file
from tests.support.petitions import MARCH_3, day, demand, handling, received, registered, registration, replied, told

A_YEAR_OFF = day("2024-03-03")


def correct(fact: int, field: str, right: str) -> mending.Correct:
    """With a reason."""
    return mending.Correct(fact, field, right, "录入时看错年份")


def confirmed(decided: Decided, today: date) -> Decided:
    """A second person has seen the paper."""
    (number,) = decided.state.statement_numbers
    return decided.when(mending.Confirm(number, "收文登记簿"), by=SECOND, today=today)


def test_a_received_day_typed_a_year_off_is_set_right_by_two() -> None:
    """Trial 3."""
    wrong = given(PETITION, received(A_YEAR_OFF))
    stated = wrong.when(correct(1, "received_on", "2025-03-03"), by=CLERK, today=day("2025-03-05"))
    stated.then_only(Stated, Corrected)
    assert isinstance(marker := stated.events[0], Stated)
    assert marker.seconds == (Second(Confirmer.WITNESS, ()),)
    assert isinstance(correction := stated.events[1], Corrected)
    assert correction.moved == (DueMoved("D-P01", "", day("2024-03-18"), day("2025-03-18")),)
    assert stated.state.received_on == A_YEAR_OFF
    right = confirmed(stated, day("2025-03-06"))
    assert right.state.received_on == MARCH_3
    assert right.state.clock("D-P01") == given(PETITION, received(MARCH_3)).state.clock("D-P01")


def test_what_comes_after_is_counted_from_the_right_day() -> None:
    """The notice of 24 March was late by 6 days; received on 10 March it is in time."""
    history = given(PETITION, registered()).when(SendNotice(told(day("2025-03-24"))), today=day("2025-03-24")).history
    stated = given(PETITION, history).when(correct(1, "received_on", "2025-03-10"), today=day("2025-03-25"))
    corrected = confirmed(stated, day("2025-03-26"))
    rows = kept_after(corrected.history)
    assert rows["petitions"][STREAM]["late_days"] == 0
    assert rows["petitions"][STREAM]["received_on"] == day("2025-03-10")
    assert kept_after(history)["petitions"][STREAM]["late_days"] == 6


def test_what_moves_no_term_needs_nobody_else() -> None:
    typed = given(PETITION, received()).when(correct(1, "channel", "VISIT"), today=day("2025-03-05"))
    typed.then_only(Corrected)
    row = kept_after(typed.history)[CASE_VIEWS["petition"].name][STREAM]
    assert (row["channel"], row["version"]) == (Channel.VISIT, 2)
    note = given(PETITION, handling()).when(correct(6, "started_on", "2025-03-05"), today=day("2025-03-05"))
    note.then_only(Corrected)


def test_a_title_is_set_right_and_the_old_one_is_shown_no_more() -> None:
    typed = given(PETITION, registered()).when(correct(2, "title", "住房公积金问题"), today=day("2025-03-05"))
    row = kept_after(typed.history)["petitions"][STREAM]
    assert row["title"].value == "住房公积金问题"


def test_what_was_written_in_confidence_stays_as_it_was_written() -> None:
    confidential = registration(confidentiality_requested=True)
    accusing = registration(demands=(demand(Purpose.P3),))
    for facts in (confidential, accusing):
        case = given(PETITION, registered(given_facts=facts))
        case.when(correct(2, "title", "某某问题"), today=day("2025-03-05")).refuses(SealedNotCorrected)


def test_a_correction_names_a_fact_that_took_effect_and_a_field_of_it() -> None:
    case = given(PETITION, received())
    case.when(correct(2, "received_on", "2025-03-04")).refuses(NoSuchFact, fact=2)
    case.when(correct(1, "case_no", "X")).refuses(NotCorrectable, fields="channel, received_on")
    case.when(correct(1, "received_on", "gestern")).refuses(CorrectionNoDay, field="received_on")
    case.when(correct(1, "channel", "PIGEON")).refuses(CorrectionUnreadable, field="channel")
    case.when(correct(1, "received_on", "2025-03-03")).refuses(NothingCorrected)
    case.when(correct(1, "received_on", "2026-03-03")).refuses(FactInTheFuture, field="received_on")
    late = given(PETITION, registered()).when(SendNotice(told(day("2025-03-10"))), today=day("2025-03-28"))
    late.when(correct(4, "sent_on", "2025-03-12")).refuses(NoSuchFact, fact=4)


def test_no_day_comes_in_by_a_correction_that_late_entry_refuses() -> None:
    history = given(PETITION, registered()).when(SendNotice(told(day("2025-04-08"))), today=day("2025-04-08")).history
    case = given(PETITION, history)
    case.when(correct(3, "sent_on", "2025-03-10"), today=day("2025-05-12")).refuses(CorrectionBeyondLimit, limit=30)
    worse = case.when(correct(3, "sent_on", "2025-04-09"), today=day("2025-05-12"))
    worse.then_only(Stated, Corrected)
    sooner = confirmed(case.when(correct(3, "sent_on", "2025-03-18"), today=day("2025-04-11")), day("2025-04-11"))
    assert kept_after(sooner.history)["petitions"][STREAM]["late_days"] == 0


def test_a_step_does_not_come_before_the_one_that_it_follows() -> None:
    history = given(PETITION, registered()).when(SendNotice(told(day("2025-03-10"))), today=day("2025-03-10")).history
    case = given(PETITION, history)
    case.when(correct(1, "received_on", "2025-03-11"), today=day("2025-03-12")).refuses(
        FactAfterNext, latest=day("2025-03-10")
    )
    answered = given(PETITION, replied(day("2025-04-01")))
    accepted = next(n for n, each in enumerate(answered.history, 1) if each.NAME == "petition.accepted")
    answered.when(correct(accepted, "accepted_on", "2025-04-02"), today=day("2025-04-02")).refuses(FactAfterNext)


def test_a_correction_of_a_correction_counts_from_what_holds_now() -> None:
    wrong = given(PETITION, received(A_YEAR_OFF))
    once = confirmed(wrong.when(correct(1, "received_on", "2025-03-04"), today=day("2025-03-05")), day("2025-03-05"))
    twice = once.when(correct(1, "received_on", "2025-03-03"), today=day("2025-03-05"))
    assert isinstance(correction := twice.events[1], Corrected)
    assert correction.moved == (DueMoved("D-P01", "", day("2025-03-19"), day("2025-03-18")),)
    assert confirmed(twice, day("2025-03-05")).state.received_on == MARCH_3


def test_a_day_among_several_moves_the_term_that_counts_from_it_alone() -> None:
    answered = given(PETITION, replied(day("2025-04-01")))
    issued = next(n for n, each in enumerate(answered.history, 1) if isinstance(each, DecisionIssued))
    answered.when(correct(issued, "issued_on", "2025-03-31"), today=day("2025-04-02")).refuses(FactOutOfOrder)
    sent = answered.when(correct(issued, "dispatched_on", "2025-04-02"), today=day("2025-04-02"))
    sent.then_only(Stated, Corrected)
    assert isinstance(correction := sent.events[1], Corrected)
    assert [each.stopped_on for anew in correction.recounted for each in anew.stopped] == [day("2025-04-02")]


def test_a_notice_does_not_come_short_of_its_days_by_a_correction() -> None:
    file = given(HARDSHIP, on_file())
    posted = next(n for n, each in enumerate(file.history, 1) if each.NAME == "hardship.published")
    published = file.history[posted - 1]
    later = relief.Correct(posted, "posted_on", published.clock.due_on.isoformat(), "张贴日期有误")
    file.when(later).refuses(PeriodCutShort)


def test_a_late_notice_that_waits_is_as_late_as_the_day_that_was_set_right_makes_it() -> None:
    """Stated while a wrong day stood, and confirmed once the right one does: in time, as if typed in that order."""
    typed = given(PETITION, registered(A_YEAR_OFF)).when(SendNotice(told(day("2025-03-10"))), today=day("2025-03-20"))
    correction = typed.when(correct(1, "received_on", "2025-03-03"), by=CLERK, today=day("2025-03-20"))
    right = correction.when(mending.Confirm(2, "收文登记簿"), by=SECOND, today=day("2025-03-20"))
    both = right.when(mending.Confirm(1, "张贴单"), by=SECOND, today=day("2025-03-20"))
    assert both.state.clock("D-P01") is None
    assert kept_after(both.history)["petitions"][STREAM]["late_days"] == 0


def test_a_correction_is_stated_anew_where_terms_have_begun_or_ended_since() -> None:
    stated = given(PETITION, registered()).when(correct(1, "received_on", "2025-03-10"), today=day("2025-03-20"))
    told_late = stated.when(SendNotice(told(day("2025-03-20"))), today=day("2025-03-20"))
    told_late.when(mending.Confirm(1, "收文登记簿"), by=SECOND, today=day("2025-03-21")).refuses(StatementOvertaken)


def test_no_day_is_corrected_to_before_what_it_follows_from_though_it_is_no_step() -> None:
    answered = given(PETITION, replied(day("2025-04-01")))
    delivered = answered.when(RecordDelivery(day("2025-04-03"), Delivery.POST), today=day("2025-04-03"))
    number = next(n for n, each in enumerate(delivered.history, 1) if isinstance(each, DecisionDelivered))
    early = delivered.when(correct(number, "delivered_on", "2025-03-31"), today=day("2025-04-04"))
    early.refuses(FactOutOfOrder, field="delivered_on", earliest=day("2025-04-01"))
    delivered.when(correct(number, "delivered_on", "2025-04-02"), today=day("2025-04-04")).then_only(Stated, Corrected)


@pytest.mark.parametrize("facts", [mending.CORRECTIONS, of_supervision.CORRECTIONS, relief.CORRECTIONS])
def test_what_days_may_not_lie_before_is_told_of_fields_that_are_corrected(facts: Facts) -> None:
    """`tests.support.given` holds every day that a command of any test tries against the same table."""
    for event, earliest in facts.order.items():
        assert set(earliest) <= set(facts.fields[event]), event
