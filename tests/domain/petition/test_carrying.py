"""Carrying over rows of old registers, and settling provisional terms."""

from typing import Any

import pytest

from domain.deadlines.calendar import Calendar
from domain.deadlines.clocks import ClockStopped, StopReason
from domain.kernel import FactInTheFuture
from domain.petition.aggregate import PETITION
from domain.petition.carrying import (
    CarryOver,
    RegisterContradictsItself,
    StageContradictsDays,
    StatusNotCarriedOver,
    carried_stream,
)
from domain.petition.codes import Delivery, Outcome, Purpose, Status
from domain.petition.deciding import ApproveDecision, RecordDelivery
from domain.petition.ending import Close
from domain.petition.events import CarriedOver, DecisionDelivered, DecisionIssued, Registered
from domain.petition.registering import Register
from domain.units import UnitNotActive
from domain.values import KeyClass, content
from service.office.calendars import packaged_calendar
from tests.support.given import GONE, GROUP, HANDLER, LEADER, SUBJECT, Decided, given
from tests.support.petitions import both_heard, day, proposal, registration

MARCH_3, APRIL_1, JUNE_2 = day("2025-03-03"), day("2025-04-01"), day("2025-06-02")
UNTIL_2025 = Calendar({year: plan for year, plan in packaged_calendar().years.items() if year <= 2025})


def carry(**cells: Any) -> CarryOver:
    """A row of which only the necessary cells are filled."""
    return CarryOver(
        **{"source": "boston311", "external_id": "1", "unit": GROUP, "received_on": MARCH_3, "title": "路灯", **cells}
    )


def carried(**cells: Any) -> tuple[CarriedOver, Decided]:
    """The one fact that the row becomes."""
    decided = given(PETITION).when(carry(**cells))
    (fact,) = decided.happened
    assert isinstance(fact, CarriedOver)
    return fact, decided


@pytest.mark.parametrize(
    ("cells", "status", "running"),
    [
        ({}, Status.RECEIVED, {"D-P01": "2025-03-18"}),
        ({"accepted_on": MARCH_3}, Status.HANDLING, {"D-P05": "2025-05-06"}),
        ({"stage": Status.HANDLING}, Status.HANDLING, {}),
        ({"stage": Status.HANDLING, "stated_due_on": APRIL_1}, Status.HANDLING, {"D-REG": "2025-04-01"}),
        ({"replied_on": APRIL_1}, Status.REPLIED, {}),
        ({"stage": Status.REPLIED}, Status.REPLIED, {}),
        ({"closed_on": APRIL_1}, Status.CLOSED, {}),
        ({"stage": Status.CLOSED, "accepted_on": MARCH_3, "stated_due_on": APRIL_1}, Status.CLOSED, {}),
    ],
)
def test_a_row_is_one_fact_in_the_stage_that_it_states(cells: Any, status: Status, running: dict[str, str]) -> None:
    """No step is invented, and no term runs on a case that has ended."""
    fact, after = carried(**cells)
    assert (fact.status, after.state.status) == (status, status)
    assert {clock.rule: clock.due_on.isoformat() for clock in after.state.clocks.values()} == running


def test_what_the_row_says_is_kept_and_nothing_else() -> None:
    fact, _ = carried(summary="夜间无照明", reply="已修复", outcome=Outcome.PERFORMED, closed_on=APRIL_1)
    assert (fact.summary, fact.reply) == (
        content(SUBJECT, "summary", "夜间无照明"),
        content(SUBJECT, "reply", "已修复"),
    )
    unstated = (fact.channel, fact.purpose, fact.issue, fact.group_size, fact.accepted_on, fact.replied_on)
    assert set(unstated) == {None}
    assert (fact.outcome, fact.closed_on, fact.case_no[:12]) == (Outcome.PERFORMED, APRIL_1, "PET-HS-2025-")


def test_of_a_carried_accusation_the_desk_alone_keeps_the_words() -> None:
    fact, _ = carried(summary="收受礼金", reply="已转", purpose=Purpose.P3)
    assert {text.key_class for text in (fact.summary, fact.reply) if text} == {KeyClass.ORIGINAL}


@pytest.mark.parametrize(
    ("cells", "late"),
    [
        ({"accepted_on": MARCH_3, "replied_on": JUNE_2}, {"D-P05": 27}),
        ({"accepted_on": MARCH_3, "closed_on": day("2025-05-06")}, {"D-P05": 0}),
        ({"stated_due_on": APRIL_1, "closed_on": JUNE_2}, {"D-REG": 62}),
        ({"stated_due_on": APRIL_1, "replied_on": APRIL_1, "closed_on": JUNE_2}, {"D-REG": 0}),
        ({"closed_on": JUNE_2}, {}),
    ],
)
def test_lateness_is_computed_from_the_days_of_the_row(cells: Any, late: dict[str, int]) -> None:
    """Of a first notice the row says nothing, so none is called late."""
    fact, _ = carried(**cells)
    assert {stop.rule: stop.late_days for stop in fact.stopped} == late
    assert {stop.why for stop in fact.stopped} <= {StopReason.MET}


@pytest.mark.parametrize(
    ("cells", "earlier", "later"),
    [
        ({"accepted_on": day("2025-03-02")}, "received_on", "accepted_on"),
        ({"replied_on": APRIL_1, "closed_on": MARCH_3}, "replied_on", "closed_on"),
        ({"accepted_on": APRIL_1, "closed_on": MARCH_3}, "accepted_on", "closed_on"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(cells: Any, earlier: str, later: str) -> None:
    refusal = given(PETITION).when(carry(**cells))
    refusal.refuses(RegisterContradictsItself, earlier_field=earlier, later_field=later)


@pytest.mark.parametrize("stage", [Status.RECEIVED, Status.HANDLING, Status.REPLIED])
def test_a_row_that_is_open_and_closed_is_refused(stage: Status) -> None:
    refusal = given(PETITION).when(carry(stage=stage, closed_on=APRIL_1))
    refusal.refuses(StageContradictsDays, stage=stage, field="closed_on", day=APRIL_1)


@pytest.mark.parametrize("field", ["received_on", "accepted_on", "replied_on", "closed_on"])
def test_no_day_of_a_row_lies_in_the_future(field: str) -> None:
    given(PETITION).when(carry(**{field: JUNE_2}), today=APRIL_1).refuses(FactInTheFuture, field=field)


@pytest.mark.parametrize("stage", [Status.NEW, Status.ROUTING, Status.WITHDRAWN])
def test_only_stages_that_registers_know_are_carried_over(stage: Status) -> None:
    given(PETITION).when(carry(stage=stage)).refuses(StatusNotCarriedOver, status=stage)


def test_a_row_belongs_to_an_active_unit() -> None:
    given(PETITION).when(carry(unit=GONE)).refuses(UnitNotActive, unit="HS02")


def test_a_row_names_its_case_for_ever() -> None:
    assert carried_stream("boston311", "1") == carried_stream("boston311", "1")
    assert carried_stream("boston311", "1") != carried_stream("boston31", "11")


def test_a_carried_case_goes_on_from_where_it_stands() -> None:
    _, open_row = carried()
    open_row.when(Register(registration())).then_only(Registered)
    _, handled = carried(accepted_on=MARCH_3, stated_due_on=APRIL_1)
    proposed = both_heard(handled.when(proposal(APRIL_1), by=HANDLER), APRIL_1)
    issued = proposed.when(ApproveDecision(JUNE_2), by=LEADER).happened[0]
    assert isinstance(issued, DecisionIssued)
    assert [(stop.rule, stop.late_days) for stop in issued.stopped] == [("D-P05", 27), ("D-REG", 62)]
    _, answered = carried(stage=Status.REPLIED)
    told = answered.when(RecordDelivery(APRIL_1, Delivery.POST)).then_only(DecisionDelivered)
    assert told.when(Close(JUNE_2), by=LEADER).state.status is Status.CLOSED


def test_a_stop_of_a_row_names_the_promised_day() -> None:
    fact, _ = carried(stated_due_on=APRIL_1, closed_on=JUNE_2)
    assert fact.stopped == (ClockStopped("D-REG", "", JUNE_2, APRIL_1, 62, StopReason.MET),)
