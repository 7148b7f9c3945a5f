"""Applying: the applicant, or the union on behalf, states the family's situation; checks may be authorised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.cases.concerning import Concerned, concerned
from domain.deadlines.clocks import started
from domain.hardship.codes import (
    OPEN,
    Cause,
    DibaoStatus,
    Relation,
    Standing,
    Status,
)
from domain.hardship.eligibility import Expense, Income
from domain.hardship.events import AccountRecorded, Applied, CheckAuthorised, OfficersConcerned
from domain.hardship.state import Hardship
from domain.hardship.stated import Assets, Member
from domain.kernel import Command, Desk, Rejected
from domain.numbers import case_number
from domain.units import active_unit
from domain.values import (
    FIRST,
    MORE,
    Declaration,
    HouseholdRef,
    Identity,
    Sensitive,
    Several,
    SubjectRef,
    Text,
    UnitRef,
    Whole,
    sensitive,
    sensitive_lines,
)

FIRST_CONTACT = "D-H01"


@dataclass(frozen=True, slots=True)
class Consents:
    """What the applicant ticked, each for itself, and the version of the texts; 个人信息保护法 §§13, 29."""

    data_use: Declaration
    sensitive_data: Declaration
    consented_on: date
    text_version: Annotated[int, Whole(1, 1_000), MORE] = 1


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The family's written authorisation to ask registers: signed, with its scope and its end."""

    signed_on: date
    valid_until: date
    scope: Annotated[str, Text(most=500, long=True)]


@dataclass(frozen=True, slots=True, repr=False)
class PayeeAccount:
    """An account of the applicant's own; asked only where money is to be paid."""

    number: Annotated[str, Text(most=60)]
    is_own: Declaration


class ConsentMissing(Rejected):
    """个人信息保护法 §13."""

    code = "consent_missing"
    says = "The applicant has not agreed to the use of the data. Without the agreement nothing may be recorded."


class SensitiveConsentMissing(Rejected):
    """个人信息保护法 §29: separate consent for sensitive data."""

    code = "sensitive_consent_missing"
    says = "Health, income and family data need a separate agreement of the applicant."


class EmergencyNoteMissing(Rejected):
    code = "emergency_note_missing"
    says = "Say in a few words what the emergency is."


class ApplicantNotListed(Rejected):
    """All members living together count, none left out."""

    code = "applicant_not_listed"
    says = "List every member of the household, with exactly one of them as the applicant."


Opening = Applied | OfficersConcerned | CheckAuthorised | AccountRecorded


@dataclass(frozen=True, slots=True, repr=False)
class Apply(Command[Hardship]):
    """A household asks for assistance, or the union asks on its behalf and with its consent.

    Members, incomes and expenses are what the applicant states; the review decides on what was verified. For officers
    whom it `concerns` themselves, as applicants or members of the household, it never exists.
    """

    allowed_in: ClassVar = frozenset({Status.NEW})
    name: Annotated[str, Text(most=60)]
    contact: Annotated[str, Text(most=100)]
    household: HouseholdRef
    applied_on: date
    consents: Consents
    standing: Standing
    members: Annotated[tuple[Member, ...], Several(1, 20)]
    causes: Annotated[tuple[Cause, ...], Several(1, 6)]
    since: date
    incomes: Annotated[tuple[Income, ...], Several(0, 60)]
    expenses: Annotated[tuple[Expense, ...], Several(0, 60)]
    assets: Assets
    unit: Annotated[UnitRef, FIRST]
    on_behalf: Annotated[bool, MORE] = False
    identity_checked: Annotated[bool, MORE] = False
    dibao_status: Annotated[DibaoStatus, MORE] = DibaoStatus.NONE
    situation: Annotated[str | None, Text(most=5_000, long=True), MORE] = None
    emergency: Annotated[bool, MORE] = False
    emergency_note: Annotated[str | None, Text(most=500, long=True), MORE] = None
    authorisation: Annotated[Authorisation | None, MORE] = None
    account: Annotated[PayeeAccount | None, MORE] = None
    concerns: Concerned = ()

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (("unit", self.unit),)

    def decide(self, state: Hardship, desk: Desk) -> tuple[Opening, ...]:
        self._is_agreed_to()
        if [member.relation for member in self.members].count(Relation.SELF) != 1:
            raise ApplicantNotListed
        if self.emergency and not self.emergency_note:
            raise EmergencyNoteMissing
        applied = self._applied(desk.subject, desk)
        own = concerned(OfficersConcerned, self.concerns, desk.today, desk)
        checked = (authorised(self.authorisation, desk.subject, desk),) if self.authorisation else ()
        account = (account_recorded(self.account, desk.subject, applied.applied_on),) if self.account else ()
        return (applied, *own, *checked, *account)

    def _is_agreed_to(self) -> None:
        if not self.consents.data_use:
            raise ConsentMissing(flag_field="data_use")
        if not self.consents.sensitive_data:
            raise SensitiveConsentMissing(flag_field="sensitive_data")

    def _applied(self, subject: SubjectRef, desk: Desk) -> Applied:
        unit = active_unit(desk, self.unit)
        day = desk.happened("applied_on", self.applied_on, not_before=self.consents.consented_on)
        return Applied(
            case_no=case_number("HAR", unit.code, day.year, desk.stream),
            unit=self.unit,
            subject=subject,
            household=self.household,
            on_behalf=self.on_behalf,
            consented_on=self.consents.consented_on,
            consent_version=self.consents.text_version,
            identity_checked=self.identity_checked,
            name=Identity(subject, "name", self.name),
            contact=Identity(subject, "contact", self.contact),
            standing=Sensitive(subject, "standing", self.standing),
            members=sensitive_lines(subject, "members", self.members),
            incomes=sensitive_lines(subject, "incomes", self.incomes),
            expenses=sensitive_lines(subject, "expenses", self.expenses),
            assets=Sensitive(subject, "assets", self.assets),
            causes=sensitive_lines(subject, "causes", dict.fromkeys(self.causes)),
            since=Sensitive(subject, "since", desk.happened("since", self.since)),
            dibao_status=Sensitive(subject, "dibao_status", self.dibao_status),
            situation=sensitive(subject, "situation", self.situation),
            member_count=len(self.members),
            emergency=self.emergency,
            emergency_note=sensitive(subject, "emergency_note", self.emergency_note),
            applied_on=day,
            clock=started(FIRST_CONTACT, day, desk.calendar, desk.profile),
        )


class AuthorisationEndsTooEarly(Rejected):
    code = "authorisation_ends_too_early"
    says = "The authorisation ends on {valid_until}, before the day it was signed."


def authorised(given: Authorisation, subject: SubjectRef, desk: Desk) -> CheckAuthorised:
    """The authorisation as a fact."""
    day = desk.happened("authorisation.signed_on", given.signed_on)
    if given.valid_until < day:
        raise AuthorisationEndsTooEarly(valid_until=given.valid_until)
    return CheckAuthorised(Sensitive(subject, "scope", given.scope), day, given.valid_until)


class NotTheOwnAccount(Rejected):
    """浙江省社会救助条例 §56: by bank under the real name."""

    code = "not_the_own_account"
    says = "Aid is paid only to the applicant's own account."


def account_recorded(given: PayeeAccount, subject: SubjectRef, on: date) -> AccountRecorded:
    """The account as a fact; only the applicant's own."""
    if not given.is_own:
        raise NotTheOwnAccount(flag_field="is_own")
    return AccountRecorded(Sensitive(subject, "account", given.number), on)


@dataclass(frozen=True, slots=True, repr=False)
class AuthoriseCheck(Command[Hardship]):
    """The family authorises the check of its data later than with the application, or anew."""

    allowed_in: ClassVar = OPEN
    authorisation: Authorisation

    def decide(self, state: Hardship, desk: Desk) -> tuple[CheckAuthorised, ...]:
        return (authorised(self.authorisation, state.known_subject, desk),)


@dataclass(frozen=True, slots=True, repr=False)
class RecordAccount(Command[Hardship]):
    """The applicant names the account to pay to, or another one."""

    allowed_in: ClassVar = OPEN
    account: PayeeAccount
    recorded_on: date

    def decide(self, state: Hardship, desk: Desk) -> tuple[AccountRecorded, ...]:
        day = desk.happened("recorded_on", self.recorded_on, not_before=state.applied_on)
        return (account_recorded(self.account, state.known_subject, day),)
