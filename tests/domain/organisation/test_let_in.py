"""Two persons are two only where neither can sign in as the other: slips and tokens that another officer issued."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.kernel import fold
from domain.officers import EVERYTHING, ORDINARY
from domain.organisation.administration import ADMINISTRATION_STREAM, Administration, AdministrationStatus
from domain.organisation.events import (
    IdentityBound,
    OfficerAppointed,
    OfficerEvent,
    RoleGranted,
    RoleProposed,
    SlipIssued,
    SlipUsed,
    TokenIssued,
    TokenRevoked,
)
from domain.organisation.granting import BY_TWO, LET_IN, ConfirmRole, GrantRole, LetInLately, TokenOfAnother
from domain.organisation.officer import OFFICER, AppointOfficer
from domain.roles import Role
from domain.values import Identity, OfficerRef
from tests.support.given import CLERK, GROUP, HEAD, LEADER, STREAM, SUBJECT, UNITS, acting, given
from tests.support.petitions import day

MARCH_3 = day("2025-03-03")
DIGEST, TOKEN = "a" * 64, "b" * 64
OTHER = acting(HEAD, Role.SYSADMIN)
APPOINTED = OfficerAppointed(OfficerRef(STREAM), SUBJECT, Identity(SUBJECT, "name", "李建国"), GROUP, MARCH_3)
PROPOSED = RoleProposed(Role.HANDLER, GROUP, MARCH_3, None, CLERK)
RUNNING = {**UNITS, ADMINISTRATION_STREAM: Administration(AdministrationStatus.RUNNING)}


def knowing(*events: OfficerEvent) -> dict[Any, Any]:
    """What is consulted, with what happened to the officer who acts."""
    return {**RUNNING, HEAD: fold(OFFICER, (APPOINTED, *events))}


def used(issued_by: OfficerRef | None) -> tuple[OfficerEvent, ...]:
    return SlipIssued(DIGEST, MARCH_3 + timedelta(days=3), issued_by), SlipUsed(DIGEST, MARCH_3)


STEPS = (
    pytest.param((APPOINTED, PROPOSED), ConfirmRole(Role.HANDLER), id="confirming"),
    pytest.param((APPOINTED,), GrantRole(Role.HANDLER, MARCH_3), id="proposing"),
    pytest.param((), AppointOfficer("李建国", GROUP, (Role.HANDLER,)), id="appointing"),
)


@pytest.mark.parametrize(("history", "command"), STEPS)
def test_whoever_another_officer_let_in_waits_until_the_owner_would_have_noticed(
    history: tuple[OfficerEvent, ...], command: Any
) -> None:
    step = given(OFFICER, *history)
    for issued_by in (CLERK, LEADER):
        let_in = knowing(*used(issued_by))
        for today in (MARCH_3, MARCH_3 + LET_IN - timedelta(days=1)):
            refused = step.when(command, by=OTHER, today=today, consulted=let_in).refuses(LetInLately, since=MARCH_3)
            assert refused.passes_on == MARCH_3 + LET_IN
        assert step.when(command, by=OTHER, today=MARCH_3 + LET_IN, consulted=let_in).happened


@pytest.mark.parametrize(("history", "command"), STEPS)
def test_whoever_the_operator_of_the_machine_let_in_acts_at_once(
    history: tuple[OfficerEvent, ...], command: Any
) -> None:
    let_in = knowing(*used(None), TokenIssued(TOKEN, day("2026-03-03"), None, EVERYTHING))
    assert given(OFFICER, *history).when(command, by=OTHER, today=MARCH_3, consulted=let_in).happened


@pytest.mark.parametrize(("history", "command"), STEPS)
def test_a_token_that_another_holds_is_revoked_first(history: tuple[OfficerEvent, ...], command: Any) -> None:
    step, issued = given(OFFICER, *history), TokenIssued(TOKEN, day("2026-03-03"), CLERK, EVERYTHING)
    for today in (MARCH_3, day("2025-12-31")):
        step.when(command, by=OTHER, today=today, consulted=knowing(issued)).refuses(TokenOfAnother)
    revoked = knowing(issued, TokenRevoked(TOKEN, MARCH_3))
    assert step.when(command, by=OTHER, today=MARCH_3, consulted=revoked).happened
    own = knowing(TokenIssued(TOKEN, day("2026-03-03"), HEAD, EVERYTHING))
    assert step.when(command, by=OTHER, today=MARCH_3, consulted=own).happened
    for_less = knowing(TokenIssued(TOKEN, day("2026-03-03"), CLERK, ORDINARY))
    assert step.when(command, by=OTHER, today=MARCH_3, consulted=for_less).happened


@pytest.mark.parametrize(("history", "command"), STEPS)
def test_whom_another_bound_to_an_identity_is_no_second_person_for_a_week(
    history: tuple[OfficerEvent, ...], command: Any
) -> None:
    step, bound = given(OFFICER, *history), IdentityBound(TOKEN, MARCH_3, CLERK)
    last = MARCH_3 + LET_IN - timedelta(days=1)
    step.when(command, by=OTHER, today=last, consulted=knowing(bound)).refuses(LetInLately, since=MARCH_3)
    assert step.when(command, by=OTHER, today=MARCH_3 + LET_IN, consulted=knowing(bound)).happened
    by_machine = knowing(IdentityBound(TOKEN, MARCH_3, None))
    assert step.when(command, by=OTHER, today=MARCH_3, consulted=by_machine).happened


def test_what_one_may_grant_alone_is_granted_by_whoever_was_let_in() -> None:
    alone = GrantRole(next(role for role in Role if role not in BY_TWO), MARCH_3)
    step = given(OFFICER, APPOINTED).when(alone, by=OTHER, today=MARCH_3, consulted=knowing(*used(CLERK)))
    assert [type(each) for each in step.happened] == [RoleGranted]


def test_a_slip_of_the_operator_does_not_shorten_the_wait_for_one_of_an_officer() -> None:
    again = "c" * 64
    events = (*used(CLERK), SlipIssued(again, date.max, None), SlipUsed(again, MARCH_3 + timedelta(days=1)))
    step = given(OFFICER, APPOINTED, PROPOSED)
    step.when(
        ConfirmRole(Role.HANDLER), by=OTHER, today=MARCH_3 + timedelta(days=2), consulted=knowing(*events)
    ).refuses(LetInLately)
