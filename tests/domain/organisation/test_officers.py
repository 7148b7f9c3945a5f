"""Officers: appointed, holding roles for terms, reaching the service with tokens."""

from datetime import date

import pytest

from domain.kernel import FactInTheFuture, FactOutOfOrder
from domain.organisation.events import OfficerAppointed, RoleEnded, RoleGranted, TokenIssued, TokenRevoked
from domain.organisation.officer import (
    OFFICER,
    AppointOfficer,
    EndRole,
    GrantRole,
    IssueToken,
    OfficerStatus,
    RevokeToken,
    RoleHeldAlready,
    RoleNotHeld,
    TermEndsBeforeItBegins,
    TokenExpiresInThePast,
    TokenUnknown,
)
from domain.roles import Role
from domain.units import UnitNotActive
from domain.values import Identity, OfficerRef
from tests.support.given import GONE, GROUP, STREAM, SUBJECT, TODAY, given
from tests.support.petitions import day

MARCH_3, APRIL_1, MAY_1 = day("2025-03-03"), day("2025-04-01"), day("2025-05-01")
DIGEST = "a" * 64
APPOINTED = OfficerAppointed(OfficerRef(STREAM), SUBJECT, Identity(SUBJECT, "name", "李建国"), GROUP, MARCH_3)


def test_an_officer_is_appointed_with_roles_each_once() -> None:
    step = AppointOfficer("李建国", GROUP, (Role.INTAKE, Role.HANDLER, Role.INTAKE), MARCH_3)
    after = given(OFFICER).when(step)
    after.then(APPOINTED, RoleGranted(Role.INTAKE, MARCH_3, None), RoleGranted(Role.HANDLER, MARCH_3, None))
    assert (after.state.status, set(after.state.roles)) == (OfficerStatus.APPOINTED, {Role.INTAKE, Role.HANDLER})


def test_an_officer_is_appointed_by_an_active_unit_and_not_in_the_future() -> None:
    given(OFFICER).when(AppointOfficer("李建国", GONE)).refuses(UnitNotActive, unit="HS02")
    step = AppointOfficer("李建国", GROUP, (), APRIL_1)
    given(OFFICER).when(step, today=MARCH_3).refuses(FactInTheFuture)


def grant(from_on: date, until_on: date | None = None) -> GrantRole:
    return GrantRole(Role.HANDLER, from_on, until_on)


def test_a_role_is_held_once_at_a_time() -> None:
    held = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, MARCH_3, APRIL_1))
    held.when(grant(APRIL_1)).refuses(RoleHeldAlready, role=Role.HANDLER)
    held.when(grant(day("2025-04-02"))).then(RoleGranted(Role.HANDLER, day("2025-04-02"), None))
    endless = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, MARCH_3, None))
    endless.when(grant(MAY_1)).refuses(RoleHeldAlready)
    ended = endless.when(EndRole(Role.HANDLER, APRIL_1))
    ended.then(RoleEnded(Role.HANDLER, APRIL_1))
    ended.when(grant(MAY_1)).then(RoleGranted(Role.HANDLER, MAY_1, None))


def test_a_term_may_begin_later_but_not_before_the_appointment() -> None:
    officer = given(OFFICER, APPOINTED)
    officer.when(grant(MAY_1), today=APRIL_1).then(RoleGranted(Role.HANDLER, MAY_1, None))
    officer.when(grant(day("2025-03-02"))).refuses(FactOutOfOrder, field="from_on", earliest=MARCH_3)
    officer.when(grant(MAY_1, APRIL_1)).refuses(TermEndsBeforeItBegins, from_on=MAY_1, until_on=APRIL_1)


def test_only_a_held_role_is_ended() -> None:
    officer = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, MARCH_3, APRIL_1))
    officer.when(EndRole(Role.INTAKE, MARCH_3)).refuses(RoleNotHeld, role=Role.INTAKE)
    officer.when(EndRole(Role.HANDLER, MAY_1)).refuses(RoleNotHeld, role=Role.HANDLER)
    officer.when(EndRole(Role.HANDLER, APRIL_1), today=MARCH_3).refuses(FactInTheFuture)
    officer.when(EndRole(Role.HANDLER, day("2025-03-02"))).refuses(FactOutOfOrder)


def test_a_token_is_known_by_its_digest_until_it_is_revoked() -> None:
    officer = given(OFFICER, APPOINTED)
    issued = officer.when(IssueToken(DIGEST, day("2026-03-03")))
    issued.then(TokenIssued(DIGEST, day("2026-03-03")))
    revoked = issued.when(RevokeToken(DIGEST))
    revoked.then(TokenRevoked(DIGEST, TODAY))
    revoked.when(RevokeToken(DIGEST)).refuses(TokenUnknown)


@pytest.mark.parametrize("expires_on", [MARCH_3, APRIL_1])
def test_a_token_outlives_the_day_of_its_issue(expires_on: date) -> None:
    given(OFFICER, APPOINTED).when(IssueToken(DIGEST, expires_on), today=APRIL_1).refuses(TokenExpiresInThePast)
