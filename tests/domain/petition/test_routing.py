"""Routing: forwarded, accepted, not accepted."""

import pytest

from domain.deadlines.clocks import ClockStopped, StopReason, started
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery, NotAcceptedReason, Purpose, Route, Status
from domain.petition.events import (
    Accepted,
    Forwarded,
    HandlingStarted,
    NonAcceptanceProposed,
    NotAccepted,
    NoticeSent,
    Screened,
)
from domain.petition.notices import NoticeAlreadySent, NoticeMissing, PetitionerHasNoContact, SendNotice
from domain.petition.reception import Screen
from domain.petition.routing import (
    Accept,
    AccusationIsReferred,
    ApproveNonAcceptance,
    Forward,
    ForwardedToItself,
    NoNonAcceptanceProposed,
    ProposeNonAcceptance,
    ReportDayTooEarly,
    RouteNotHandledHere,
    ScreeningNeedsTheHead,
)
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from domain.units import UnitNotActive
from service.office.calendars import packaged_calendar
from tests.support.given import CLERK, GONE, GROUP, HANDLER, HEAD, LEADER, PLANT, SECOND, given
from tests.support.petitions import (
    anonymous,
    day,
    demand,
    forwarded,
    not_acceptance_proposed,
    registered,
    registration,
    screened,
    told,
)

MARCH_3, MARCH_4 = day("2025-03-03"), day("2025-03-04")
TOLD = told(MARCH_3)
ACCUSED = registration(demands=(demand(Purpose.P1), demand(Purpose.P3)))


def test_forwarding_tells_the_petitioner_and_starts_the_owners_own_term() -> None:
    notice = ClockStopped("D-P01", "", MARCH_3, day("2025-03-18"), 0, StopReason.MET)
    clock = started("D-P03", MARCH_4, packaged_calendar(), "national")
    step = Forward(PLANT, MARCH_3, TOLD, report_by=day("2025-04-01"), owner_received_on=MARCH_4)
    after = given(PETITION, screened()).when(step, by=HEAD, today=MARCH_4)
    after.then(
        NoticeSent(Delivery.POST, MARCH_3, (notice,)),
        Forwarded(PLANT, MARCH_3, MARCH_4, day("2025-04-01"), clock, ()),
    )
    assert (after.state.status, after.state.unit) == (Status.AWAITING_OWNER, PLANT)
    assert set(after.state.clocks) == {("D-P03", "")}


def test_nobody_to_reach_leaves_the_owner_no_notice_to_send() -> None:
    after = given(PETITION, screened(MARCH_3, anonymous())).when(Forward(PLANT, MARCH_3), by=HEAD)
    after.then(Forwarded(PLANT, MARCH_3, MARCH_3, None, None, ()))
    assert not after.state.clocks


def test_the_owner_tells_too_within_its_own_term() -> None:
    accept = Accept(day("2025-03-20"), notice=told(day("2025-03-20")))
    accepted = given(PETITION, forwarded()).when(accept).then_only(NoticeSent, Accepted)
    notice, acceptance = accepted.history[-2:]
    assert isinstance(notice, NoticeSent)
    assert isinstance(acceptance, Accepted)
    assert [(stop.rule, stop.late_days) for stop in notice.stopped] == [("D-P03", 2)]
    assert acceptance.owner_unit == PLANT
    given(PETITION, forwarded()).when(Accept(MARCH_3)).refuses(NoticeMissing)


def test_a_matter_is_forwarded_to_another_active_unit() -> None:
    given(PETITION, screened()).when(Forward(GONE, MARCH_3, TOLD)).refuses(UnitNotActive, unit="HS02")
    given(PETITION, screened()).when(Forward(GROUP, MARCH_3, TOLD)).refuses(ForwardedToItself)


def test_the_days_of_forwarding_follow_each_other() -> None:
    routing = given(PETITION, screened(MARCH_4))
    routing.when(Forward(PLANT, MARCH_3, told(MARCH_4))).refuses(FactOutOfOrder, field="forwarded_on")
    early = Forward(PLANT, MARCH_4, told(MARCH_4), owner_received_on=MARCH_3)
    routing.when(early).refuses(FactOutOfOrder, field="owner_received_on")
    late = Forward(PLANT, MARCH_4, told(MARCH_4), report_by=MARCH_3)
    routing.when(late).refuses(ReportDayTooEarly, report_by=MARCH_3)
    routing.when(Forward(PLANT, MARCH_4, told(MARCH_4)), today=MARCH_3).refuses(FactInTheFuture)


@pytest.mark.parametrize("step", [Forward(PLANT, MARCH_3), Accept(MARCH_3)])
def test_who_can_be_reached_is_told_once(step: Forward | Accept) -> None:
    given(PETITION, screened()).when(step, by=HEAD).refuses(NoticeMissing)
    informed = given(PETITION, screened()).when(SendNotice(TOLD))
    assert informed.when(step, by=HEAD).happened
    again = type(step)(PLANT, MARCH_3, TOLD) if isinstance(step, Forward) else Accept(MARCH_3, notice=TOLD)
    informed.when(again, by=HEAD).refuses(NoticeAlreadySent)
    given(PETITION, screened(MARCH_3, anonymous())).when(again).refuses(PetitionerHasNoContact)


@pytest.mark.parametrize(
    "step",
    [
        Forward(PLANT, MARCH_3, TOLD),
        Accept(MARCH_3, notice=TOLD),
        ProposeNonAcceptance(NotAcceptedReason.N1, "请向他处反映", MARCH_3),
    ],
)
def test_an_accusation_is_neither_forwarded_nor_handled_nor_turned_away(step: Forward | Accept) -> None:
    given(PETITION, screened(MARCH_3, ACCUSED)).when(step, by=HEAD).refuses(AccusationIsReferred)


@pytest.mark.parametrize(
    ("route", "rule", "due_on"),
    [(Route.R6, "D-P05", "2025-05-06"), (Route.R5, "D-P05S", "2025-05-06"), (Route.RS, "D-P05S", "2025-05-06")],
)
def test_acceptance_starts_the_term_of_the_route(route: Route, rule: str, due_on: str) -> None:
    """Scenario 5: sixty days from 2025-03-03 roll over the May holiday."""
    after = given(PETITION, screened()).when(Accept(MARCH_3, route, notice=TOLD)).after
    fact = after.history[-1]
    assert isinstance(fact, Accepted)
    assert (fact.owner_unit, fact.clock.rule, fact.clock.due_on) == (GROUP, rule, day(due_on))
    assert set(after.state.clocks) == {(rule, "")}


def test_zhejiang_gives_thirty_days() -> None:
    place = {"profile": "zhejiang"}
    fact = given(PETITION, screened(**place), **place).when(Accept(MARCH_3, notice=TOLD)).history[-1]
    assert isinstance(fact, Accepted)
    assert fact.clock.due_on == day("2025-04-02")


@pytest.mark.parametrize("route", [Route.R1, Route.R2, Route.R3, Route.R4, Route.RA])
def test_other_procedures_are_not_handled_here(route: Route) -> None:
    given(PETITION, screened()).when(Accept(MARCH_3, route, notice=TOLD)).refuses(RouteNotHandledHere)


def test_acceptance_names_the_handlers_in_the_same_visit() -> None:
    accept = Accept(MARCH_3, handlers=(HANDLER, SECOND, HANDLER), notice=TOLD)
    after = given(PETITION, screened()).when(accept).then_only(NoticeSent, Accepted, HandlingStarted)
    assert after.history[-1] == HandlingStarted((HANDLER, SECOND), MARCH_3)


def test_the_head_screens_by_accepting() -> None:
    accept = Accept(MARCH_3, notice=TOLD, brief="摘要")
    given(PETITION, registered()).when(accept, by=CLERK, role=Role.INTAKE).refuses(ScreeningNeedsTheHead)
    after = given(PETITION, registered()).when(accept, by=HEAD, role=Role.PET_HEAD)
    after.then_only(Screened, NoticeSent, Accepted)
    given(PETITION, screened()).when(Accept(MARCH_3, notice=TOLD), role=Role.HANDLER).then_only(NoticeSent, Accepted)


def test_nothing_is_accepted_before_it_was_screened_or_arrived() -> None:
    late = given(PETITION, registered()).when(Screen(MARCH_4), by=HEAD)
    late.when(Accept(MARCH_3, notice=TOLD)).refuses(FactOutOfOrder, field="accepted_on", earliest=MARCH_4)
    given(PETITION, screened()).when(Accept(MARCH_4, notice=TOLD), today=MARCH_3).refuses(FactInTheFuture)


def test_another_officer_approves_that_a_petition_is_not_accepted() -> None:
    proposed = given(PETITION, not_acceptance_proposed())
    approve = ApproveNonAcceptance(day("2025-03-20"), Delivery.POST)
    proposed.when(approve, by=CLERK).refuses(SameOfficerProposesAndApproves)
    stop = ClockStopped("D-P01", "", day("2025-03-20"), day("2025-03-18"), 2, StopReason.MET)
    after = proposed.when(approve, by=LEADER)
    after.then(NotAccepted(NotAcceptedReason.N1, LEADER, day("2025-03-20"), Delivery.POST, (stop,)))
    assert (after.state.status, dict(after.state.clocks)) == (Status.NOT_ACCEPTED, {})


def test_a_proposal_not_to_accept_can_be_made_anew_and_lapses_with_acceptance() -> None:
    again = ProposeNonAcceptance(NotAcceptedReason.N2, "请申请仲裁", MARCH_4)
    anew = given(PETITION, not_acceptance_proposed()).when(again, by=LEADER).then_only(NonAcceptanceProposed)
    assert (anew.state.non_acceptance.reason, anew.state.non_acceptance.by) == (NotAcceptedReason.N2, LEADER)
    for step in (Accept(MARCH_4, notice=TOLD), Forward(PLANT, MARCH_4, TOLD)):
        assert anew.when(step).state.non_acceptance is None


def test_nothing_is_approved_that_nobody_proposed() -> None:
    given(PETITION, screened()).when(ApproveNonAcceptance(MARCH_3, Delivery.POST)).refuses(NoNonAcceptanceProposed)


def test_the_days_of_not_accepting_follow_each_other() -> None:
    proposed = given(PETITION, not_acceptance_proposed(MARCH_4))
    proposed.when(ApproveNonAcceptance(MARCH_3, Delivery.POST), by=LEADER).refuses(FactOutOfOrder, field="told_on")
    early = ProposeNonAcceptance(NotAcceptedReason.N1, "请向他处反映", MARCH_3)
    proposed.when(early).refuses(FactOutOfOrder, field="proposed_on")
