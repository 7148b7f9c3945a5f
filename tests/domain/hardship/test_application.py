"""Applying: consent first, everything about the family sealed, the first contact due in five working days."""

from dataclasses import replace

import pytest

from domain.deadlines.clocks import started
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.application import (
    ApplicantNotListed,
    Authorisation,
    AuthorisationEndsTooEarly,
    AuthoriseCheck,
    ConsentMissing,
    EmergencyNoteMissing,
    NotTheOwnAccount,
    PayeeAccount,
    RecordAccount,
    SensitiveConsentMissing,
)
from domain.hardship.codes import AgeBand, Cause, ExpenseKind, IncomeSource, Occupation, Relation, Status
from domain.hardship.eligibility import Expense, Income
from domain.hardship.events import AccountRecorded, Applied, CheckAuthorised
from domain.hardship.stated import Assets, Member
from domain.kernel import FactInTheFuture, FactOutOfOrder, FactTooEarly
from domain.units import UnitNotActive
from domain.values import Identity, Sensitive
from service.office.calendars import packaged_calendar
from tests.support.given import GONE, GROUP, SUBJECT, given
from tests.support.hardships import (
    ACCOUNT,
    APPLICANT,
    APPLIED_ON,
    AUTHORISATION,
    CONSENTS,
    FAMILY,
    MEMBERS,
    UNION,
    applied,
    apply,
)
from tests.support.petitions import day


def test_a_request_keeps_what_the_family_states_and_seals_it() -> None:
    facts = given(HARDSHIP).when(apply(), by=UNION).happened
    fact = facts[0]
    assert isinstance(fact, Applied)
    assert fact.case_no.startswith("HAR-HS-2025-")
    assert (fact.unit, fact.subject, fact.household, fact.applied_on) == (GROUP, SUBJECT, FAMILY, APPLIED_ON)
    assert fact.clock == started("D-H01", APPLIED_ON, packaged_calendar(), "national")
    assert fact.clock.due_on == day("2025-09-15")
    assert fact.name == Identity(SUBJECT, "name", APPLICANT)
    assert fact.incomes == (Sensitive(SUBJECT, "incomes/1", Income(IncomeSource.WAGES, 12, 7_200_000)),)
    assert fact.expenses == (Sensitive(SUBJECT, "expenses/1", Expense(ExpenseKind.MEDICAL, 3_000_000)),)
    child = Member(Relation.CHILD, AgeBand.UNDER_14, Occupation.AT_SCHOOL)
    assert fact.members[2] == Sensitive(SUBJECT, "members/3", child)
    assert fact.assets == Sensitive(SUBJECT, "assets", Assets(houses=1))
    assert fact.causes == (Sensitive(SUBJECT, "causes/1", Cause.K1),)
    assert (fact.member_count, fact.emergency, fact.emergency_note) == (4, False, None)
    assert "K1" not in repr(facts)
    assert APPLICANT not in repr(facts)


@pytest.mark.parametrize("field", ["applied_on", "since"])
def test_a_slip_of_the_year_is_refused(field: str) -> None:
    before, slip = given(HARDSHIP), {"consents": replace(CONSENTS, consented_on=day("1026-09-08"))}
    before.when(apply(**slip, **{field: day("1026-09-08")}), by=UNION).refuses(
        FactTooEarly, field=field, earliest=day("1949-10-01")
    )
    before.when(apply(since=day("1949-10-01")), by=UNION).then_only(Applied, CheckAuthorised, AccountRecorded)
    before.when(apply(since=day("2030-01-01")), by=UNION).refuses(FactInTheFuture, field="since")


def test_authorisation_and_account_may_come_with_the_request() -> None:
    visit = given(HARDSHIP).when(apply(), by=UNION)
    visit.then_only(Applied, CheckAuthorised, AccountRecorded)
    assert (visit.state.status, visit.state.account_on) == (Status.SUBMITTED, APPLIED_ON)
    given(HARDSHIP).when(apply(authorisation=None, account=None)).then_only(Applied)


def test_authorisation_and_account_may_come_later() -> None:
    bare = given(HARDSHIP, applied(authorisation=None, account=None))
    scope = Sensitive(SUBJECT, "scope", AUTHORISATION.scope)
    authorised = CheckAuthorised(scope, AUTHORISATION.signed_on, AUTHORISATION.valid_until)
    after = bare.when(AuthoriseCheck(AUTHORISATION)).then(authorised)
    number = Sensitive(SUBJECT, "account", ACCOUNT)
    account = PayeeAccount(ACCOUNT, is_own=True)
    after.when(RecordAccount(account, APPLIED_ON)).then(AccountRecorded(number, APPLIED_ON))
    after.when(RecordAccount(account, day("2025-09-07"))).refuses(FactOutOfOrder)


def test_an_emergency_is_an_event_with_a_note() -> None:
    fact = given(HARDSHIP).when(apply(emergency=True, emergency_note="住房失火")).happened[0]
    assert isinstance(fact, Applied)
    assert (fact.emergency, fact.emergency_note) == (True, Sensitive(SUBJECT, "emergency_note", "住房失火"))
    given(HARDSHIP).when(apply(emergency=True)).refuses(EmergencyNoteMissing)


def test_nothing_is_recorded_without_consent() -> None:
    given(HARDSHIP).when(apply(consents=replace(CONSENTS, data_use=False))).refuses(ConsentMissing)
    given(HARDSHIP).when(apply(consents=replace(CONSENTS, sensitive_data=False))).refuses(SensitiveConsentMissing)


def test_consent_comes_before_the_request() -> None:
    later = replace(CONSENTS, consented_on=day("2025-09-09"))
    given(HARDSHIP).when(apply(consents=later)).refuses(FactOutOfOrder, field="applied_on", earliest=day("2025-09-09"))
    earlier = replace(CONSENTS, consented_on=day("2025-09-01"))
    given(HARDSHIP).when(apply(consents=earlier)).then_only(Applied, CheckAuthorised, AccountRecorded)


@pytest.mark.parametrize("members", [MEMBERS[1:], (MEMBERS[0], MEMBERS[0])])
def test_every_member_is_listed_and_one_of_them_applies(members: object) -> None:
    given(HARDSHIP).when(apply(members=members)).refuses(ApplicantNotListed)
    assert MEMBERS[0].relation is Relation.SELF


def test_only_the_own_account_is_taken() -> None:
    given(HARDSHIP).when(apply(account=PayeeAccount(ACCOUNT, is_own=False))).refuses(NotTheOwnAccount)


def test_an_authorisation_does_not_end_before_it_is_signed() -> None:
    ended = Authorisation(APPLIED_ON, day("2025-09-07"), "住房")
    given(HARDSHIP).when(apply(authorisation=ended)).refuses(AuthorisationEndsTooEarly, valid_until=day("2025-09-07"))
    one_day = Authorisation(APPLIED_ON, APPLIED_ON, "住房")
    given(HARDSHIP).when(AuthoriseCheck(one_day))
    given(HARDSHIP).when(apply(authorisation=one_day, assets=Assets())).then_only(
        Applied, CheckAuthorised, AccountRecorded
    )


def test_only_an_active_unit_takes_a_request_and_only_of_today_or_before() -> None:
    given(HARDSHIP).when(apply(unit=GONE)).refuses(UnitNotActive)
    tomorrow = day("2025-09-09")
    given(HARDSHIP).when(apply(tomorrow), today=APPLIED_ON).refuses(FactInTheFuture, field="applied_on")
