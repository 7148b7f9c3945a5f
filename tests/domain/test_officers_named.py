"""Whom a command may name: officers who exist, work where it says, and hold a role that the step takes there."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.catalogue import AGGREGATES
from domain.growing import Growing
from domain.hardship.publicity import Substitute
from domain.kernel import Desk
from domain.officers import (
    ANYBODY,
    Officer,
    OfficerOfAnotherUnit,
    OfficerStatus,
    OfficerUnknown,
    OfficerWithoutRole,
    Serving,
    names_officers,
    officers_serve,
    servings,
    units_to_read,
)
from domain.petition.aggregate import PETITION
from domain.petition.handling import RecordTalk, StartHandling, Talk
from domain.petition.state import Petition
from domain.profiles import NATIONAL
from domain.roles import Held, Role, Term
from domain.supervision.preparing import Member
from domain.units import Unit, UnitStatus
from domain.values import OfficerRef, UnitRef
from service.office.calendars import packaged_calendar
from tests.support.given import GROUP, HANDLER, PLANT, SECOND, SUBJECT, UNITS, acting, given
from tests.support.instances import an_instance_of
from tests.support.petitions import accepted, day, handling
from tests.support.supervision import case, planned, team

WORKSHOP = UnitRef(SECOND)
START = StartHandling((HANDLER,), day("2025-03-05"))
TALK = RecordTalk(Talk(day("2025-03-05"), (HANDLER, SECOND), "当面听取"))
LONG = Term(date(2000, 1, 1), None)
BELOW = {PLANT: Unit(UnitStatus.ACTIVE, "HS01", date(2000, 1, 1), GROUP)}


DESK = Desk(
    by=acting(HANDLER),
    at=datetime(2025, 3, 5, 9, tzinfo=UTC),
    today=day("2025-03-05"),
    calendar=packaged_calendar(),
    profile=NATIONAL,
    stream=SECOND,
    subject=SUBJECT,
)


def officer(role: Role = Role.HANDLER, held_for: UnitRef = GROUP, term: Term = LONG) -> Officer:
    return Officer(OfficerStatus.APPOINTED, GROUP, Growing({Held(role, held_for): (term,)}))


def test_nobody_is_invented() -> None:
    given(PETITION, accepted()).when(START, consulted={HANDLER: Officer()}).refuses(OfficerUnknown, officer=HANDLER)
    unit = Unit(UnitStatus.ACTIVE, "HS", date(2000, 1, 1))
    given(PETITION, accepted()).when(START, consulted={HANDLER: unit}).refuses(OfficerUnknown)


def test_nobody_is_declared_into_another_unit() -> None:
    outsider = {**UNITS, HANDLER: officer(Role.TEAM_LEAD, PLANT)}
    member = team().members[0]
    case(*planned()).when(
        team(members=(Member(HANDLER, PLANT, member.trade, member.conflict), *team().members)), consulted=outsider
    ).refuses(OfficerOfAnotherUnit, officer=HANDLER)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.TEAM_LEAD, Role.PAYER])
def test_an_officer_without_the_role_handles_nothing(role: Role) -> None:
    told = given(PETITION, accepted()).when(START, consulted={HANDLER: officer(role)})
    told.refuses(OfficerWithoutRole, officer=HANDLER, role="HANDLER, OWNER_LEAD, PET_HEAD")


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OWNER_LEAD, Role.PET_HEAD])
def test_a_role_is_held_for_the_unit_of_the_record_or_one_above_or_below_it(role: Role) -> None:
    case = given(PETITION, accepted())
    assert case.when(START, consulted={HANDLER: officer(role)}).happened
    assert case.when(START, consulted={HANDLER: officer(role, PLANT), **BELOW}).happened
    case.when(START, consulted={HANDLER: officer(role, PLANT), **UNITS}).refuses(OfficerWithoutRole)
    above = {HANDLER: officer(role), **BELOW}
    officers_serve(START, Petition(unit=PLANT), replace(DESK, consulted=above))
    with pytest.raises(OfficerWithoutRole):
        officers_serve(START, Petition(unit=PLANT), replace(DESK, consulted={HANDLER: officer(role), **UNITS}))


def test_units_above_are_read_until_the_unit_of_the_record_is_reached() -> None:
    state, today = Petition(unit=GROUP), date(2025, 3, 5)
    known = {HANDLER: officer(held_for=WORKSHOP)}
    assert units_to_read(START, state, today, known) == {WORKSHOP, GROUP}
    known = {**known, GROUP: UNITS[GROUP]}
    assert units_to_read(START, state, today, known) == {WORKSHOP}
    known = {**known, WORKSHOP: Unit(UnitStatus.ACTIVE, "HS01-1", date(2000, 1, 1), PLANT)}
    assert units_to_read(START, state, today, known) == {PLANT}
    assert units_to_read(START, state, today, {**known, **BELOW}) == set()
    assert units_to_read(START, Petition(unit=PLANT), today, known) == set()
    assert units_to_read(TALK, state, today, known) == set()


def test_whoever_held_the_role_on_the_day_took_part_also_where_it_ended_since() -> None:
    was = {HANDLER: officer(term=Term(date(2025, 1, 1), day("2025-03-05"))), SECOND: officer()}
    case = given(PETITION, handling())
    assert case.when(TALK, consulted=was).happened
    before = {**was, HANDLER: officer(term=Term(date(2025, 1, 1), day("2025-03-04")))}
    case.when(TALK, consulted=before).refuses(OfficerWithoutRole, officer=HANDLER)


def test_a_handler_holds_the_role_today() -> None:
    ended = {HANDLER: officer(term=Term(date(2025, 1, 1), day("2025-03-05")))}
    given(PETITION, accepted()).when(START, consulted=ended, today=date(2025, 3, 6)).refuses(OfficerWithoutRole)


def test_every_field_that_names_an_officer_says_who_comes_into_question_and_names_what_is_there() -> None:
    states = {command: aggregate.initial for aggregate in AGGREGATES for command in aggregate.commands}
    naming = {command: state for command, state in states.items() if names_officers(command)}
    assert len(naming) >= 12
    for command, state in naming.items():
        for form, serving in forms_naming(an_instance_of(command)):
            assert serving != ANYBODY, form
            assert all(hasattr(state, name) for name in (serving.of, serving.among) if name), form


def forms_naming(value: Any) -> list[tuple[str, Serving]]:
    """By name of the field: who comes into question, in the command and in its parts."""
    if isinstance(value, tuple):
        return [found for each in value for found in forms_naming(each)]
    if not is_dataclass(value):
        return []
    here = [(name, serving) for name, serving in servings(type(value)).items()]
    return [*here, *(found for each in fields(value) for found in forms_naming(getattr(value, each.name)))]


def test_the_second_officer_behind_a_notice_is_named_in_a_part_of_the_command() -> None:
    assert set(servings(Substitute)) == {"approved_by"}
    assert names_officers(Substitute)
    assert not names_officers(OfficerStatus)
    assert names_officers(OfficerRef)
