"""Histories of hardship requests, made by running the commands one after another."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from domain.funds import Fund, FundSource, FundStatus, fund_stream
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import ApproveAid, PlanAid
from domain.hardship.application import Apply, Authorisation, Consents, PayeeAccount
from domain.hardship.approving import ApproveFile
from domain.hardship.checking import RecordHomeVisit, VerifyData
from domain.hardship.codes import (
    AgeBand,
    AidKind,
    Category,
    Cause,
    CheckedSource,
    ExpenseKind,
    IncomeSource,
    ObjectionOutcome,
    Occupation,
    PaymentMethod,
    Place,
    Relation,
    Standing,
)
from domain.hardship.drawing import LayVoucher
from domain.hardship.eligibility import Expense, Income
from domain.hardship.emergency import ApproveEmergencyAid, ProposeEmergencyAid
from domain.hardship.objecting import RaiseObjection, ResolveObjection
from domain.hardship.paying import PayAid
from domain.hardship.publicity import Publish
from domain.hardship.reviewing import ReviewEligibility, VerifiedMeans
from domain.hardship.stated import Assets, Exclusions, Member
from domain.values import HouseholdRef, OfficerRef
from tests.support.given import GROUP, LEADER, SECOND, UNITS, History, given, ref

UNION = OfficerRef(ref("grassroots union"))
CENTER = OfficerRef(ref("aid centre"))
APPROVER = OfficerRef(ref("union chair"))
PAYER = OfficerRef(ref("payer"))

FAMILY = HouseholdRef(ref("household"))
MONEY = fund_stream(GROUP, FundSource.FD3, "2025")
OPEN_FUND = Fund(FundStatus.OPEN, GROUP, FundSource.FD3, "2025", date(2025, 1, 1), 100_000_000)
AROUND: Mapping[UUID, Any] = {**UNITS, MONEY: OPEN_FUND}

APPLIED_ON = date(2025, 9, 8)
VISITED_ON = date(2025, 9, 12)
VERIFIED_ON = date(2025, 9, 16)
REVIEWED_ON = date(2025, 9, 19)
POSTED_ON = date(2025, 9, 26)
APPROVED_ON = date(2025, 10, 11)
PLANNED_ON = date(2025, 10, 13)
AID_APPROVED_ON = date(2025, 10, 14)
PAID_ON = date(2025, 10, 15)

APPLICANT = "张建国"
ACCOUNT = "6222020200112233445"
CONSENTS = Consents(data_use=True, sensitive_data=True, consented_on=APPLIED_ON)
AUTHORISATION = Authorisation(APPLIED_ON, date(2025, 12, 31), "住房、车辆、工商、低保名单")
NO_EXCLUSION = Exclusions(
    two_dwellings=False,
    business_or_employer=False,
    costly_school=False,
    motor_vehicle=False,
    refuses_data_check=False,
)
SHOP = Exclusions(
    two_dwellings=False, business_or_employer=True, costly_school=False, motor_vehicle=False, refuses_data_check=False
)
MEMBERS = (
    Member(Relation.SELF, AgeBand.ADULT, Occupation.AT_WORK),
    Member(Relation.SPOUSE, AgeBand.ADULT, Occupation.UNEMPLOYED),
    Member(Relation.CHILD, AgeBand.UNDER_14, Occupation.AT_SCHOOL),
    Member(Relation.PARENT, AgeBand.RETIREMENT, Occupation.RETIRED),
)


def fen(yuan: int) -> int:
    """Whole yuan in fen."""
    return yuan * 100


def wages(yuan: int = 72_000) -> tuple[Income, ...]:
    """A year's wages of one member."""
    return (Income(IncomeSource.WAGES, 12, fen(yuan)),)


def medical(yuan: int = 30_000) -> tuple[Expense, ...]:
    """What the family paid itself for treatment."""
    return (Expense(ExpenseKind.MEDICAL, fen(yuan)),)


def means(income: int = 72_000, rigid: int = 30_000, **changes: Any) -> VerifiedMeans:
    """A year's wages, one kind of expense and the line of Rushan in 2025."""
    return VerifiedMeans(
        **{"incomes": wages(income), "expenses": medical(rigid), "dibao_line_fen": fen(1_062), **changes}
    )


def apply(on: date = APPLIED_ON, **changes: Any) -> Apply:
    """A family of four applies, authorises the check and names its account."""
    return Apply(
        **{
            "name": APPLICANT,
            "contact": "13900000000",
            "household": FAMILY,
            "applied_on": on,
            "consents": Consents(data_use=True, sensitive_data=True, consented_on=on),
            "standing": Standing.ON_POST,
            "members": MEMBERS,
            "causes": (Cause.K1,),
            "since": date(2025, 1, 1),
            "incomes": wages(),
            "expenses": medical(),
            "assets": Assets(houses=1),
            "unit": GROUP,
            "authorisation": Authorisation(on, date(on.year + 1, 12, 31), "住房、车辆"),
            "account": PayeeAccount(ACCOUNT, is_own=True),
            **changes,
        }
    )


def visit(on: date = VISITED_ON, **changes: Any) -> RecordHomeVisit:
    """Two visitors, one of the union."""
    return RecordHomeVisit(
        **{
            "visited_on": on,
            "visitors": (UNION, SECOND),
            "union_visitor": UNION,
            "findings": "一家四口, 住房一套",
            "note_signed": True,
            "no_relative": True,
            **changes,
        }
    )


def verify(on: date = VERIFIED_ON, **changes: Any) -> VerifyData:
    """House and vehicle registers were asked."""
    return VerifyData(
        **{
            "verified_on": on,
            "sources": (CheckedSource.HOUSING, CheckedSource.VEHICLE),
            "findings": "与申报一致",
            "member_count": 4,
            "no_relative": True,
            **changes,
        }
    )


def review(category: Category = Category.H1, on: date = REVIEWED_ON, **changes: Any) -> ReviewEligibility:
    """The committee proposes what was computed."""
    return ReviewEligibility(
        **{"category": category, "means": means(), "exclusions": NO_EXCLUSION, "reviewed_on": on, **changes}
    )


def publish(on: date = POSTED_ON, **changes: Any) -> Publish:
    """A notice with the masked name at the workplace, with consent."""
    return Publish(
        **{
            "surname": "张",
            "aid_kind": AidKind.A1,
            "place": Place.WORKPLACE,
            "posted_on": on,
            "consented": True,
            **changes,
        }
    )


def objection(on: date, **changes: Any) -> RaiseObjection:
    """Somebody says that the applicant owns a shop."""
    return RaiseObjection(**{"reason": "家里开店", "objected_on": on, "objector": "李某", **changes})


def resolve(on: date, outcome: ObjectionOutcome = ObjectionOutcome.KEEP, **changes: Any) -> ResolveObjection:
    """Two persons checked the first objection."""
    return ResolveObjection(
        **{
            "objection": 1,
            "outcome": outcome,
            "checked_by": (UNION, SECOND),
            "findings": "经核实不属实",
            "resolved_on": on,
            "told_on": on,
            "no_relative": True,
            **changes,
        }
    )


def approve_file(on: date = APPROVED_ON, **changes: Any) -> ApproveFile:
    """The aid centre approves."""
    return ApproveFile(**{"approved_on": on, "no_relative": True, **changes})


def plan(kind: AidKind = AidKind.A1, yuan: int = 5_000, on: date = PLANNED_ON, **changes: Any) -> PlanAid:
    """An aid from the union's own fund."""
    return PlanAid(
        **{
            "kind": kind,
            "amount_fen": fen(yuan),
            "fund": MONEY,
            "grounds": "生活困难",
            "planned_on": on,
            "no_relative": True,
            **changes,
        }
    )


def approve_aid(aid: int = 1, on: date = AID_APPROVED_ON, **changes: Any) -> ApproveAid:
    """The union's chair approves."""
    return ApproveAid(**{"aid": aid, "approved_on": on, "no_relative": True, **changes})


def pay(aid: int = 1, on: date = PAID_ON, **changes: Any) -> PayAid:
    """A bank transfer to the applicant's own account."""
    return PayAid(
        **{
            "aid": aid,
            "method": PaymentMethod.BANK_TRANSFER,
            "to_own_account": True,
            "paid_on": on,
            "no_relative": True,
            **changes,
        }
    )


def propose_emergency(on: date, yuan: int = 2_000, **changes: Any) -> ProposeEmergencyAid:
    """A house fire."""
    return ProposeEmergencyAid(
        **{
            "amount_fen": fen(yuan),
            "fund": MONEY,
            "grounds": "住房失火",
            "proposed_on": on,
            "no_relative": True,
            **changes,
        }
    )


def approve_emergency(on: date, aid: int = 1, **changes: Any) -> ApproveEmergencyAid:
    """The unit's leader is the second person."""
    return ApproveEmergencyAid(**{"aid": aid, "approved_on": on, "no_relative": True, **changes})


def applied(on: date = APPLIED_ON, place: Mapping[str, Any] | None = None, **changes: Any) -> History:
    """A request that came in."""
    return given(HARDSHIP, **(place or {})).when(apply(on, **changes), by=UNION, consulted=AROUND).history


def _next(before: History, command: Any, by: OfficerRef, place: Mapping[str, Any]) -> History:
    return given(HARDSHIP, before, **place).when(command, by=by, consulted=AROUND).history


def visited(**place: Any) -> History:
    """The home was visited."""
    return _next(applied(place=place), visit(), UNION, place)


def verified(**place: Any) -> History:
    """The data was checked."""
    return _next(visited(**place), verify(), UNION, place)


def reviewed(category: Category = Category.H1, given_means: VerifiedMeans | None = None, **place: Any) -> History:
    """The committee proposed a category."""
    return _next(verified(**place), review(category, means=given_means or means()), UNION, place)


def published(category: Category = Category.H1, given_means: VerifiedMeans | None = None, **place: Any) -> History:
    """The notice was posted on Friday, 26 September 2025."""
    return _next(reviewed(category, given_means, **place), publish(), UNION, place)


def objected(on: date, **place: Any) -> History:
    """Somebody objected while the notice stood."""
    return _next(published(**place), objection(on), UNION, place)


def on_file(category: Category = Category.H1, given_means: VerifiedMeans | None = None, **place: Any) -> History:
    """The household is on file since 11 October 2025."""
    return _next(published(category, given_means, **place), approve_file(), CENTER, place)


def aid_planned(**changes: Any) -> History:
    """One aid awaits approval."""
    return _next(on_file(), plan(**changes), UNION, {})


def aid_approved() -> History:
    """One aid awaits payment."""
    return _next(aid_planned(), approve_aid(), APPROVER, {})


def aid_paid() -> History:
    """One aid awaits its receipt."""
    return _next(aid_approved(), pay(), PAYER, {})


def voucher_drawn() -> History:
    """The voucher of one aid lies before whoever audits the fund."""
    return _next(aid_paid(), LayVoucher(1, GROUP, PAID_ON), SECOND, {})


def emergency_planned(on: date = APPLIED_ON) -> History:
    """Emergency aid awaits the leader's word."""
    before = applied(on, emergency=True, emergency_note="住房失火")
    return _next(before, propose_emergency(on), UNION, {})


def emergency_approved(on: date = APPLIED_ON) -> History:
    """Emergency aid awaits payment."""
    return _next(emergency_planned(on), approve_emergency(on), LEADER, {})
