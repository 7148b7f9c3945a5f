"""Officers: appointed, holding roles for terms, reaching the service with tokens; as in the first set-up."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as given_examples
from hypothesis import strategies as st

from domain.actors import ServiceActing
from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.officers import EVERYTHING, ORDINARY, TokenScope
from domain.organisation.administration import ADMINISTRATION_STREAM, Administration, AdministrationStatus
from domain.organisation.events import (
    IdentityBound,
    IdentityReleased,
    OfficerAppointed,
    RoleEnded,
    RoleGranted,
    SlipIssued,
    SlipUsed,
    TokenIssued,
    TokenRevoked,
)
from domain.organisation.granting import EndRole, GrantRole, RoleHeldAlready, RoleNotHeld, TermEndsBeforeItBegins
from domain.organisation.officer import (
    LONGEST_TOKEN,
    OFFICER,
    AppointOfficer,
    BindIdentity,
    IdentityBoundAlready,
    IdentityNotBound,
    IssueSlip,
    IssueToken,
    OfficerStatus,
    ReleaseIdentity,
    RevokeToken,
    SlipExpiresInThePast,
    SlipUnknown,
    TokenExpiresInThePast,
    TokenNeedsOfficer,
    TokenTooLong,
    TokenUnknown,
    UseSlip,
)
from domain.roles import Held, Role, Term, Terms, ended, renewed
from domain.units import UnitNotActive
from domain.values import Identity, OfficerRef
from tests.support.given import CLERK, GONE, GROUP, PLANT, STREAM, SUBJECT, TODAY, Decided, Given, given
from tests.support.petitions import day

MARCH_3, APRIL_1, MAY_1 = day("2025-03-03"), day("2025-04-01"), day("2025-05-01")
SET_UP = ServiceActing("tests")
DIGEST = "a" * 64
OVER: Mapping[UUID, Any] = {ADMINISTRATION_STREAM: Administration(AdministrationStatus.RUNNING)}
APPOINTED = OfficerAppointed(OfficerRef(STREAM), SUBJECT, Identity(SUBJECT, "name", "李建国"), GROUP, MARCH_3)


def test_an_officer_is_appointed_with_roles_each_once() -> None:
    step = AppointOfficer("李建国", GROUP, (Role.INTAKE, Role.HANDLER, Role.INTAKE), MARCH_3)
    after = given(OFFICER).when(step, by=SET_UP)
    after.then(
        APPOINTED, RoleGranted(Role.INTAKE, GROUP, MARCH_3, None), RoleGranted(Role.HANDLER, GROUP, MARCH_3, None)
    )
    assert (after.state.status, set(after.state.roles)) == (
        OfficerStatus.APPOINTED,
        {Held(Role.INTAKE, GROUP), Held(Role.HANDLER, GROUP)},
    )


def test_an_officer_is_appointed_by_an_active_unit_and_not_in_the_future() -> None:
    given(OFFICER).when(AppointOfficer("李建国", GONE), by=SET_UP).refuses(UnitNotActive, unit="HS02")
    step = AppointOfficer("李建国", GROUP, (), APRIL_1)
    given(OFFICER).when(step, by=SET_UP, today=MARCH_3).refuses(FactInTheFuture)


def grant(from_on: date, until_on: date | None = None) -> GrantRole:
    return GrantRole(Role.HANDLER, from_on, until_on)


def terms(officer: Given | Decided) -> Terms:
    found: Terms = officer.state.roles[Held(Role.HANDLER, GROUP)]
    return found


def test_a_role_that_is_renewed_before_its_term_ends_is_held_for_the_days_of_both_terms() -> None:
    """Trial 17: the first term went on until its end, and the second begins when it says."""
    held = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, APRIL_1))
    assert terms(held.when(grant(MAY_1), by=SET_UP)) == (Term(MARCH_3, APRIL_1), Term(MAY_1, None))
    assert terms(held.when(grant(day("2025-04-02"), MAY_1), by=SET_UP)) == (Term(MARCH_3, MAY_1),)
    assert terms(held.when(grant(day("2025-03-20"), MAY_1), by=SET_UP)) == (Term(MARCH_3, MAY_1),)
    assert terms(held.when(grant(APRIL_1), by=SET_UP)) == (Term(MARCH_3, None),)


def test_a_role_is_not_granted_for_days_on_which_it_is_held() -> None:
    held = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, MAY_1))
    held.when(grant(APRIL_1, MAY_1), by=SET_UP).refuses(RoleHeldAlready, role=Role.HANDLER)
    endless = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, None))
    endless.when(grant(MAY_1), by=SET_UP).refuses(RoleHeldAlready)


def test_a_role_that_is_ended_is_not_held_for_later_terms_either() -> None:
    endless = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, None))
    after = endless.when(EndRole(Role.HANDLER, APRIL_1), by=SET_UP)
    after.then(RoleEnded(Role.HANDLER, GROUP, APRIL_1))
    assert terms(after) == ()
    after.when(grant(MAY_1), by=SET_UP).then(RoleGranted(Role.HANDLER, GROUP, MAY_1, None))
    twice = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, APRIL_1)).when(grant(MAY_1), by=SET_UP)
    assert terms(twice.when(EndRole(Role.HANDLER, day("2025-04-10")), by=SET_UP)) == (Term(MARCH_3, APRIL_1),)
    assert terms(twice.when(EndRole(Role.HANDLER, APRIL_1), by=SET_UP)) == ()


def test_a_role_may_be_held_for_another_unit_than_the_own() -> None:
    officer = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, None))
    both = officer.when(GrantRole(Role.HANDLER, MAY_1, for_unit=PLANT), by=SET_UP)
    both.then(RoleGranted(Role.HANDLER, PLANT, MAY_1, None))
    both.when(EndRole(Role.HANDLER, MAY_1), by=SET_UP).then(RoleEnded(Role.HANDLER, GROUP, MAY_1))
    both.when(EndRole(Role.HANDLER, MAY_1, PLANT), by=SET_UP).then(RoleEnded(Role.HANDLER, PLANT, MAY_1))
    officer.when(GrantRole(Role.HANDLER, MAY_1, for_unit=GONE), by=SET_UP).refuses(UnitNotActive, unit="HS02")


@given_examples(st.lists(st.tuples(st.booleans(), st.integers(0, 40), st.none() | st.integers(0, 12)), max_size=8))
def test_terms_hold_exactly_the_days_that_were_granted_and_not_ended(steps: list[tuple[bool, int, int | None]]) -> None:
    """Once more, day by day: a set of days instead of terms."""
    known: Terms = ()
    days: set[int] = set()
    for is_granted, first, length in steps:
        if is_granted:
            until = None if length is None else MARCH_3 + timedelta(days=first + length)
            known = renewed(known, Term(MARCH_3 + timedelta(days=first), until))
            days |= set(range(first, 60 if length is None else first + length + 1))
        else:
            known = ended(known, MARCH_3 + timedelta(days=first))
            run_out = [each for each in _spans(days) if each[-1] < first]
            days = {day for span in run_out for day in span}
        assert {n for n in range(60) if any(term.holds(MARCH_3 + timedelta(days=n)) for term in known)} == days
        assert all(a.until_on and a.until_on + timedelta(days=1) < b.from_on for a, b in pairwise(known))


def _spans(days: set[int]) -> list[list[int]]:
    spans: list[list[int]] = []
    for each in sorted(days):
        if spans and spans[-1][-1] == each - 1:
            spans[-1].append(each)
        else:
            spans.append([each])
    return spans


def test_a_term_may_begin_later_but_not_before_the_appointment() -> None:
    officer = given(OFFICER, APPOINTED)
    officer.when(grant(MAY_1), by=SET_UP, today=APRIL_1).then(RoleGranted(Role.HANDLER, GROUP, MAY_1, None))
    officer.when(grant(day("2025-03-02")), by=SET_UP).refuses(FactOutOfOrder, field="from_on", earliest=MARCH_3)
    officer.when(grant(MAY_1, APRIL_1), by=SET_UP).refuses(TermEndsBeforeItBegins, from_on=MAY_1, until_on=APRIL_1)


def test_only_a_held_role_is_ended() -> None:
    officer = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, APRIL_1))
    officer.when(EndRole(Role.INTAKE, MARCH_3), by=SET_UP).refuses(RoleNotHeld, role=Role.INTAKE)
    officer.when(EndRole(Role.HANDLER, MAY_1), by=SET_UP).refuses(RoleNotHeld, role=Role.HANDLER)
    officer.when(EndRole(Role.HANDLER, APRIL_1), by=SET_UP, today=MARCH_3).refuses(FactInTheFuture)
    officer.when(EndRole(Role.HANDLER, day("2025-03-02")), by=SET_UP).refuses(FactOutOfOrder)


def test_a_token_is_known_by_its_digest_until_it_is_revoked() -> None:
    officer = given(OFFICER, APPOINTED)
    last = TODAY + LONGEST_TOKEN
    issued = officer.when(IssueToken(DIGEST, last, (TokenScope.ACT, TokenScope.READ, TokenScope.ACT)))
    issued.then(TokenIssued(DIGEST, last, CLERK, (TokenScope.READ, TokenScope.ACT)))
    revoked = issued.when(RevokeToken(DIGEST))
    revoked.then(TokenRevoked(DIGEST, TODAY))
    revoked.when(RevokeToken(DIGEST)).refuses(TokenUnknown)


@pytest.mark.parametrize("expires_on", [MARCH_3, APRIL_1])
def test_a_token_outlives_the_day_of_its_issue(expires_on: date) -> None:
    given(OFFICER, APPOINTED).when(IssueToken(DIGEST, expires_on), today=APRIL_1).refuses(TokenExpiresInThePast)


def test_a_slip_is_used_once_and_takes_the_place_of_an_earlier_one() -> None:
    last = TODAY + timedelta(days=3)
    other = "b" * 64
    held = given(OFFICER, APPOINTED).when(IssueSlip(DIGEST, last))
    held.then(SlipIssued(DIGEST, last, CLERK))
    held.after.when(UseSlip(DIGEST)).then(SlipUsed(DIGEST, TODAY))
    held.after.when(UseSlip(DIGEST)).after.when(UseSlip(DIGEST)).refuses(SlipUnknown)
    again = held.after.when(IssueSlip(other, last)).after
    again.when(UseSlip(DIGEST)).refuses(SlipUnknown)
    again.when(UseSlip(other)).then(SlipUsed(other, TODAY))


def test_a_slip_that_was_never_issued_or_has_expired_is_refused() -> None:
    officer = given(OFFICER, APPOINTED)
    for unknown in (DIGEST, "0" * 64):
        officer.when(UseSlip(unknown)).refuses(SlipUnknown)
    expired = given(OFFICER, APPOINTED, SlipIssued(DIGEST, TODAY - timedelta(days=1), None))
    expired.when(UseSlip(DIGEST)).refuses(SlipUnknown)
    officer.when(IssueSlip(DIGEST, TODAY - timedelta(days=1)), today=TODAY).refuses(SlipExpiresInThePast)
    officer.when(IssueSlip(DIGEST, TODAY)).then(SlipIssued(DIGEST, TODAY, CLERK))


def test_a_token_is_good_for_ninety_days_at_most_and_for_what_is_said() -> None:
    officer, last = given(OFFICER, APPOINTED), TODAY + LONGEST_TOKEN
    officer.when(IssueToken(DIGEST, last)).then(TokenIssued(DIGEST, last, CLERK, ORDINARY))
    officer.when(IssueToken(DIGEST, last + timedelta(days=1))).refuses(TokenTooLong, latest=last)


def test_once_officers_grant_roles_they_issue_the_tokens_that_do() -> None:
    officer, last = given(OFFICER, APPOINTED), TODAY + LONGEST_TOKEN
    grants = IssueToken(DIGEST, last, EVERYTHING)
    officer.when(grants, by=SET_UP).then(TokenIssued(DIGEST, last, None, EVERYTHING))
    officer.when(grants, by=SET_UP, consulted=OVER).refuses(TokenNeedsOfficer)
    officer.when(grants, consulted=OVER).then(TokenIssued(DIGEST, last, CLERK, EVERYTHING))
    plain = officer.when(IssueToken(DIGEST, last), by=SET_UP, consulted=OVER)
    plain.then(TokenIssued(DIGEST, last, None, ORDINARY))


def test_an_identity_is_bound_until_it_is_released() -> None:
    bound = given(OFFICER, APPOINTED).when(BindIdentity(DIGEST))
    bound.then(IdentityBound(DIGEST, TODAY, CLERK))
    bound.after.when(BindIdentity("b" * 64)).refuses(IdentityBoundAlready)
    released = bound.after.when(ReleaseIdentity())
    released.then(IdentityReleased(DIGEST, TODAY))
    released.after.when(ReleaseIdentity()).refuses(IdentityNotBound)
    released.after.when(BindIdentity("b" * 64)).then(IdentityBound("b" * 64, TODAY, CLERK))
