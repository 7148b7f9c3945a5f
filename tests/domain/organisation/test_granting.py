"""Granting: what two persons do, what one may, what nobody does for themselves; and which roles stand apart."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from domain.actors import OfficerActing, ServiceActing
from domain.kernel import Desk, Rejected, fold
from domain.organisation.administration import (
    ADMINISTRATION_AGGREGATE,
    ADMINISTRATION_STREAM,
    Administration,
    AdministrationStatus,
    EndAdministrator,
    EndSetUp,
    LastAdministratorStays,
    SetUpIsOver,
    TwoPersonsNeeded,
)
from domain.organisation.events import (
    AdministratorEnded,
    OfficerAppointed,
    RoleDeclined,
    RoleEnded,
    RoleGranted,
    RoleProposed,
    SetUpEnded,
)
from domain.organisation.exclusive import EXCLUSIVE, RolesExclusive, never_together
from domain.organisation.granting import (
    BY_TWO,
    AdministratorForATerm,
    ConfirmRole,
    DeclineRole,
    EndRole,
    GrantRole,
    LeaderOfAnotherUnit,
    ProposerConfirms,
    RoleForOneself,
    RoleHeldAlready,
    RoleNotProposed,
    RoleProposedAlready,
    TermEndsBeforeItBegins,
)
from domain.organisation.officer import OFFICER, AppointOfficer
from domain.profiles import NATIONAL
from domain.roles import Held, Role, Term
from domain.units import Unit, UnitStatus
from domain.values import Identity, OfficerRef, UnitRef
from service.office.calendars import packaged_calendar
from tests.support.given import CLERK, GROUP, HEAD, LEADER, PLANT, STREAM, SUBJECT, UNITS, acting, given, ref
from tests.support.golden import equals_golden, lines
from tests.support.petitions import day

SERVICE = ServiceActing("tests")
ADMIN, OTHER = acting(CLERK, Role.SYSADMIN), acting(HEAD, Role.SYSADMIN)
MARCH_3, MARCH_4, APRIL_1 = day("2025-03-03"), day("2025-03-04"), day("2025-04-01")
APPOINTED = OfficerAppointed(OfficerRef(STREAM), SUBJECT, Identity(SUBJECT, "name", "李建国"), GROUP, MARCH_3)
PROPOSED = RoleProposed(Role.HANDLER, GROUP, MARCH_3, None, CLERK)
RUNNING: Mapping[UUID, Any] = {**UNITS, ADMINISTRATION_STREAM: Administration(AdministrationStatus.RUNNING)}
SHOP = UnitRef(ref("workshop"))
LINE: Mapping[UUID, Any] = {
    **UNITS,
    PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), GROUP),
    SHOP: Unit(UnitStatus.ACTIVE, "HS01-1", date(2000, 1, 1), PLANT),
}


def leading(unit: UnitRef) -> OfficerActing:
    """The leader of the unit, in that role."""
    return acting(LEADER, Role.UNIT_LEAD, unit)


def test_a_role_that_reads_content_is_proposed_by_one_and_held_from_the_day_after_another_confirmed() -> None:
    proposed = given(OFFICER, APPOINTED).when(GrantRole(Role.HANDLER, MARCH_3), by=ADMIN, today=MARCH_3)
    proposed.then(PROPOSED)
    assert not proposed.state.roles
    confirmed = proposed.when(ConfirmRole(Role.HANDLER), by=OTHER, today=MARCH_3)
    confirmed.then(RoleGranted(Role.HANDLER, GROUP, MARCH_4, None))
    assert confirmed.state.roles == {Held(Role.HANDLER, GROUP): (Term(MARCH_4, None),)}
    assert not confirmed.state.proposals


def test_a_term_that_begins_later_begins_when_it_was_proposed_to() -> None:
    proposed = given(OFFICER, APPOINTED, RoleProposed(Role.HANDLER, GROUP, APRIL_1, None, CLERK))
    confirmed = proposed.when(ConfirmRole(Role.HANDLER), by=OTHER, today=MARCH_3)
    confirmed.then(RoleGranted(Role.HANDLER, GROUP, APRIL_1, None))


def test_a_proposal_whose_term_is_over_before_it_could_begin_is_not_confirmed() -> None:
    proposed = given(OFFICER, APPOINTED, RoleProposed(Role.HANDLER, GROUP, MARCH_3, MARCH_4, CLERK))
    proposed.when(ConfirmRole(Role.HANDLER), by=OTHER, today=MARCH_4).refuses(TermEndsBeforeItBegins)


def test_who_is_appointed_by_an_officer_holds_no_role_that_reads_content_before_another_confirmed() -> None:
    appointed = given(OFFICER).when(
        AppointOfficer("李建国", GROUP, (Role.HANDLER, Role.ARCHIVIST), MARCH_3), by=ADMIN, today=MARCH_3
    )
    appointed.then(APPOINTED, PROPOSED, RoleProposed(Role.ARCHIVIST, GROUP, MARCH_3, None, CLERK))


def test_roles_by_two_are_those_that_read_content_watch_or_grant() -> None:
    alone = {Role.LEADER_VIEW}
    assert set(Role) - alone == BY_TWO
    for role in alone:
        given(OFFICER, APPOINTED).when(GrantRole(role, MARCH_3), by=ADMIN).then_only(RoleGranted)


def test_whoever_proposed_a_role_does_not_confirm_it_in_another_role_either() -> None:
    proposed = given(OFFICER, APPOINTED, PROPOSED)
    proposed.when(ConfirmRole(Role.HANDLER), by=ADMIN).refuses(ProposerConfirms)
    proposed.when(ConfirmRole(Role.HANDLER), by=acting(CLERK, Role.UNIT_LEAD)).refuses(ProposerConfirms)


def test_confirming_is_offered_to_none_of_those_who_may_not() -> None:
    state = fold(OFFICER, (APPOINTED, PROPOSED))

    def against(by: OfficerActing) -> list[type[Rejected]]:
        at = datetime.combine(MARCH_3, time(9), UTC)
        desk = Desk(by, at, MARCH_3, packaged_calendar(), NATIONAL, STREAM, SUBJECT)
        return [type(each) for each in ConfirmRole.barred(state, desk)]

    assert against(ADMIN) == [ProposerConfirms]
    assert against(acting(STREAM, Role.SYSADMIN)) == [RoleForOneself]
    assert against(OTHER) == []
    assert (state.proposed_roles, state.proposed_units) == ((Role.HANDLER,), (GROUP,))


def test_nobody_proposes_or_confirms_a_role_for_themselves() -> None:
    self = acting(STREAM, Role.SYSADMIN)
    appointed = given(OFFICER, APPOINTED)
    appointed.when(GrantRole(Role.INTAKE, MARCH_3), by=self).refuses(RoleForOneself)
    appointed.when(GrantRole(Role.LEADER_VIEW, MARCH_3), by=self).refuses(RoleForOneself)
    given(OFFICER, APPOINTED, PROPOSED).when(ConfirmRole(Role.HANDLER), by=self).refuses(RoleForOneself)


def test_the_leader_of_the_unit_or_of_one_above_confirms_too() -> None:
    proposed = given(OFFICER, APPOINTED, RoleProposed(Role.HANDLER, PLANT, MARCH_3, None, CLERK))
    step = ConfirmRole(Role.HANDLER, PLANT)
    for unit in (PLANT, GROUP):
        proposed.when(step, by=leading(unit), consulted=LINE).then_only(RoleGranted)
    proposed.when(step, by=leading(SHOP), consulted=LINE).refuses(LeaderOfAnotherUnit)


def test_only_what_is_proposed_is_confirmed_or_declined() -> None:
    appointed = given(OFFICER, APPOINTED)
    appointed.when(ConfirmRole(Role.HANDLER), by=OTHER).refuses(RoleNotProposed)
    appointed.when(DeclineRole(Role.HANDLER), by=OTHER).refuses(RoleNotProposed)
    proposed = given(OFFICER, APPOINTED, PROPOSED)
    proposed.when(ConfirmRole(Role.HANDLER, PLANT), by=OTHER).refuses(RoleNotProposed)
    proposed.when(DeclineRole(Role.INTAKE), by=OTHER).refuses(RoleNotProposed)


def test_a_second_proposal_takes_no_place_of_the_first_but_follows_its_refusal() -> None:
    proposed = given(OFFICER, APPOINTED, PROPOSED)
    again = GrantRole(Role.HANDLER, APRIL_1)
    proposed.when(again, by=ADMIN).refuses(RoleProposedAlready, role=Role.HANDLER)
    proposed.when(DeclineRole(Role.HANDLER), by=leading(SHOP), consulted=LINE).refuses(LeaderOfAnotherUnit)
    declined = proposed.when(DeclineRole(Role.HANDLER), by=OTHER, today=MARCH_3)
    declined.then(RoleDeclined(Role.HANDLER, GROUP, MARCH_3))
    declined.when(again, by=ADMIN).then_only(RoleProposed)


def test_what_was_granted_meanwhile_is_not_confirmed_once_more() -> None:
    held = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, None), PROPOSED)
    held.when(ConfirmRole(Role.HANDLER), by=OTHER).refuses(RoleHeldAlready)


def test_a_role_that_ends_takes_its_proposed_renewal_with_it() -> None:
    held = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, APRIL_1))
    renewed = held.when(GrantRole(Role.HANDLER, APRIL_1), by=ADMIN, today=MARCH_4)
    assert not renewed.when(EndRole(Role.HANDLER, MARCH_4), by=ADMIN, today=MARCH_4).state.proposals


def test_no_row_of_the_table_keeps_a_role_from_itself_and_each_says_why() -> None:
    assert not [role for role in Role if never_together(role, role)]
    assert all(each.why and not each.one & each.other for each in EXCLUSIVE)


def test_the_pairs_of_roles_that_nobody_holds_together_are_as_agreed() -> None:
    told = [f"{one}: {' '.join(other for other in Role if never_together(one, other)) or '-'}" for one in Role]
    equals_golden("exclusive_roles.txt", lines(told))


@pytest.mark.parametrize("one", Role)
def test_roles_that_stand_apart_are_refused_and_no_others(one: Role) -> None:
    """Held, and proposed only: the second role is refused all the same."""
    for held in (RoleGranted(one, PLANT, MARCH_3, None), RoleProposed(one, PLANT, MARCH_3, None, CLERK)):
        officer = given(OFFICER, APPOINTED, held)
        for other in set(Role) - {one}:
            decided = officer.when(GrantRole(other, APRIL_1), by=ADMIN)
            if never_together(one, other):
                decided.refuses(RolesExclusive, role=other, other=one)
            else:
                assert decided.happened


def test_roles_that_stand_apart_may_follow_each_other() -> None:
    kept = given(OFFICER, APPOINTED, RoleGranted(Role.ID_CUSTODIAN, GROUP, MARCH_3, MARCH_4))
    kept.when(GrantRole(Role.HANDLER, MARCH_4), by=ADMIN).refuses(RolesExclusive)
    kept.when(GrantRole(Role.HANDLER, day("2025-03-05")), by=ADMIN).then_only(RoleProposed)


def test_what_came_to_stand_apart_since_it_was_proposed_is_not_confirmed() -> None:
    proposed = given(OFFICER, APPOINTED, PROPOSED, RoleGranted(Role.AUDITOR, GROUP, MARCH_3, None))
    proposed.when(ConfirmRole(Role.HANDLER), by=OTHER).refuses(RolesExclusive)


def test_nobody_is_appointed_with_roles_that_stand_apart() -> None:
    step = AppointOfficer("李建国", GROUP, (Role.PAYER, Role.AID_APPROVER), MARCH_3)
    for by in (SERVICE, ADMIN):
        given(OFFICER).when(step, by=by).refuses(RolesExclusive)


def test_the_service_grants_at_once_while_the_organisation_is_set_up_and_never_after() -> None:
    appointing = AppointOfficer("李建国", GROUP, (Role.HANDLER,), MARCH_3)
    given(OFFICER).when(appointing, by=SERVICE).then_only(OfficerAppointed, RoleGranted)
    given(OFFICER).when(appointing, by=SERVICE, consulted=RUNNING).refuses(SetUpIsOver)
    given(OFFICER).when(appointing, by=ADMIN, consulted=RUNNING).then_only(OfficerAppointed, RoleProposed)
    held = given(OFFICER, APPOINTED, RoleGranted(Role.HANDLER, GROUP, MARCH_3, None))
    held.when(GrantRole(Role.INTAKE, MARCH_3), by=SERVICE, consulted=RUNNING).refuses(SetUpIsOver)
    held.when(EndRole(Role.HANDLER, MARCH_4), by=SERVICE, consulted=RUNNING).refuses(SetUpIsOver)


def test_the_first_set_up_ends_with_two_who_can_go_on() -> None:
    organisation = given(ADMINISTRATION_AGGREGATE)
    ended = organisation.when(EndSetUp(CLERK, LEADER), by=SERVICE, today=MARCH_3)
    ended.then(SetUpEnded(CLERK, LEADER, MARCH_3))
    assert ended.state.status is AdministrationStatus.RUNNING
    organisation.when(EndSetUp(CLERK, CLERK), by=SERVICE).refuses(TwoPersonsNeeded)


def test_an_administrator_is_ended_by_another_one() -> None:
    held = given(OFFICER, APPOINTED, RoleGranted(Role.SYSADMIN, GROUP, MARCH_3, None))
    held.when(EndRole(Role.SYSADMIN, MARCH_4), by=ADMIN).then(RoleEnded(Role.SYSADMIN, GROUP, MARCH_4))
    held.when(EndRole(Role.SYSADMIN, MARCH_4), by=acting(STREAM, Role.SYSADMIN)).refuses(LastAdministratorStays)


def test_of_two_administrators_who_end_each_other_at_once_one_stays() -> None:
    first = given(ADMINISTRATION_AGGREGATE).when(EndAdministrator(HEAD), by=ADMIN, today=MARCH_4)
    first.then(AdministratorEnded(HEAD, MARCH_4))
    first.when(EndAdministrator(CLERK), by=OTHER, today=MARCH_4).refuses(LastAdministratorStays)
    first.when(EndAdministrator(CLERK), by=OTHER, today=APRIL_1).then(AdministratorEnded(OfficerRef(CLERK), APRIL_1))


def test_an_administrator_is_granted_without_a_last_day() -> None:
    step = GrantRole(Role.SYSADMIN, MARCH_3, APRIL_1)
    for by in (SERVICE, ADMIN):
        given(OFFICER, APPOINTED).when(step, by=by).refuses(AdministratorForATerm)
