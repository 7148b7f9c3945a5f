"""What the supervised unit is told: a case of its own, folded from the events that it is told, at every step."""

from collections.abc import Sequence
from datetime import date

import pytest

from domain.actors import OfficerActing
from domain.cases.codes import AskedBy, Tie
from domain.deciding import NotPossibleNow
from domain.growing import Growing
from domain.kernel import Event, NotAllowedNow, fold
from domain.officers import Officer, OfficerStatus
from domain.roles import Held, Role, Term
from domain.supervision import events as e
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.codes import Outcome, Status
from domain.supervision.finding import DraftFindings, Finalise
from domain.supervision.noticing import Reply
from domain.supervision.recusing import AskRecusal, OrderRecusal
from domain.supervision.telling import SHORTENED, TERMS_OF_THE_UNIT, TOLD, told
from tests.support.given import GROUP, UNITS, History
from tests.support.supervision import (
    CONTACT,
    ENGINEER,
    SEPT_1,
    UNION_CHAIR,
    WORKER,
    case,
    checking,
    delivered,
    drafted,
    evidence,
    final,
    finding,
    heard,
    issued,
    plans,
    reported,
    shortest,
    team_ready,
    verifying,
)

ASKED = AskRecusal(WORKER, Tie.RELATIVE, AskedBy.SUPERVISED_UNIT, "亲属", SEPT_1)
MEMBER = Growing({Held(Role.TEAM_MEMBER, GROUP): (Term(date(2000, 1, 1), None),)})
KNOWN = {**UNITS, WORKER: Officer(OfficerStatus.APPOINTED, GROUP, MEMBER)}
CHAIR = OfficerActing(UNION_CHAIR, Role.UNION_CHAIR, GROUP)


def statuses(history: Sequence[Event]) -> list[tuple[Status, Status | None]]:
    """Where the case stands after each event, and where it does for the unit."""
    states = [fold(SUPERVISION, history[:count]) for count in range(1, len(history) + 1)]
    return [(state.status, state.told and state.told.status) for state in states]


def test_before_the_check_begins_the_unit_is_told_nothing() -> None:
    assert {told_ for _status, told_ in statuses(team_ready())} == {None}


def test_a_check_stands_for_the_unit_where_what_it_was_told_leads() -> None:
    assert dict.fromkeys(statuses(shortest().history)[5:]) == dict.fromkeys(
        [
            (Status.CHECKING, Status.CHECKING),
            (Status.FINDINGS_DRAFT, Status.FINDINGS_DRAFT),
            (Status.UNIT_HEARD, Status.UNIT_HEARD),
            (Status.FINDINGS_FINAL, Status.UNIT_HEARD),
            (Status.NOTICE_ISSUED, Status.NOTICE_ISSUED),
            (Status.RECTIFYING, Status.RECTIFYING),
            (Status.VERIFYING, Status.VERIFYING),
            (Status.VERIFIED, Status.VERIFIED),
            (Status.REPORTED, Status.VERIFIED),
            (Status.CLOSED, Status.CLOSED),
        ]
    )


def test_where_nothing_was_found_the_unit_is_told_so_without_who_said_it() -> None:
    unfounded = case(heard(SEPT_1, finding(outcome=Outcome.O0))).when(
        Finalise(SEPT_1, (ENGINEER, WORKER), dissent="否")
    )
    assert unfounded.state.told.status is Status.NO_PROBLEM
    (final_,) = unfounded.history[-1:]
    assert (told(final_).present, told(final_).dissent) == ((), None)


def test_a_draft_is_told_without_what_it_rests_on() -> None:
    draft = case(checking()).when(DraftFindings(SEPT_1, (finding(),), (evidence(),)), by=ENGINEER).history[-1]
    assert [each.evidence for each in draft.findings] == [(1,)]
    assert [each.evidence for each in told(draft).findings] == [()]


def test_of_terms_the_unit_is_told_its_own() -> None:
    asked = case(drafted()).when(ASKED, by=CONTACT, consulted=KNOWN)
    running = sorted(rule for rule, _item in asked.state.clocks)
    assert running == ["D-C01", "D-S05"]
    assert [rule for rule, _item in asked.state.told.clocks] == ["D-S05"]
    clocks = tuple(asked.state.clocks.values())
    assert [clock.rule for clock in told(e.ClocksSettled(clocks, 1)).clocks] == ["D-S05"]
    others = tuple(clock for clock in clocks if clock.rule not in TERMS_OF_THE_UNIT)
    assert told(e.ClocksSettled(others, 1)) is None


@pytest.mark.parametrize("history", [checking(), drafted(), final(), issued(), delivered(), verifying(), reported()])
def test_what_the_unit_knows_of_terms_and_items_is_what_there_is(history: History) -> None:
    state = fold(SUPERVISION, history)
    own = {key: clock for key, clock in state.clocks.items() if clock.rule in TERMS_OF_THE_UNIT}
    assert dict(state.told.clocks) == own
    assert dict(state.told.items) == dict(state.items)
    assert state.told.scope == state.scope


def test_what_is_shortened_is_told() -> None:
    assert set(SHORTENED) <= set(TOLD)


def test_a_refusal_tells_the_unit_where_the_case_stands_for_it() -> None:
    secret = case(final())
    assert secret.state.status is Status.FINDINGS_FINAL
    secret.when(Reply(SEPT_1, plans()), by=CONTACT, in_part=True).refuses(NotAllowedNow, status=Status.UNIT_HEARD)


def test_what_is_refused_for_something_untold_says_nothing_of_it() -> None:
    tied = case(drafted()).when(OrderRecusal(WORKER, Tie.RELATIVE, "亲属", SEPT_1), by=CHAIR, consulted=KNOWN)
    refused = tied.after.when(ASKED, by=CONTACT, consulted=KNOWN, in_part=True).refuses(NotPossibleNow)
    assert refused.facts == {}
    assert refused.__cause__ is None
