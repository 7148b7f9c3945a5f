"""Packages: to which organ, who signs for them, what ends their terms, and that no case closes without its receipts."""

from domain.cases.voiding import GoneOut
from domain.separation import SameOfficerProposesAndApproves
from domain.supervision.codes import ClosingGround, Organ, Outcome, ReferralStatus, Status, TriageDecision
from domain.supervision.ending import Close, NotReferredYet, ReferralWithoutReceipt
from domain.supervision.finding import Finalise
from domain.supervision.leading import Triage
from domain.supervision.mending import Void
from domain.supervision.referrals import FeedbackGiven, ReferralAwaited, ReferralReceived, Referred
from domain.supervision.referring import (
    FeedbackInAlready,
    FoundAfterReferral,
    NoSuchReferral,
    NothingReferred,
    OfficeNotHere,
    OfficeNotNamed,
    OfficeOfTheUnit,
    ReceiptInAlready,
    ReceiptMissing,
    Refer,
    SignForReferral,
    TellFeedback,
)
from domain.supervision.state import FEEDBACK, HANDING_OVER
from domain.supervision.telling import told
from domain.values import KeyClass
from tests.support.given import CLERK, GROUP, HEAD, PLANT, SECOND, UNITS, Given
from tests.support.supervision import (
    BELOW_THE_PLANT,
    ENGINEER,
    SEPT_1,
    WORKER,
    WORKSHOP,
    case,
    checking,
    day,
    finding,
    heard,
    registered,
)

PART = "一名负责人个人决定大额资金的使用"


def package(**changes: object) -> Refer:
    parts = {"organ": Organ.DISCIPLINE, "package": PART, "referred_on": SEPT_1, "to_unit": GROUP}
    return Refer(**{**parts, **changes})  # type: ignore[arg-type]


def triaged(decision: TriageDecision) -> Given:
    return case(registered()).when(Triage(decision, SEPT_1, alleges_person_violation=True), by=HEAD).after


def sent(**changes: object) -> Given:
    return case(checking()).when(package(**changes), by=HEAD).after


def test_what_was_decided_is_due_in_five_working_days_until_the_receipt() -> None:
    decided = triaged(TriageDecision.BOTH)
    assert isinstance(decided.history[-1], ReferralAwaited)
    clock = decided.state.clock(HANDING_OVER)
    assert (clock.started_on, clock.due_on) == (SEPT_1, day("2025-09-08"))
    referred = decided.when(package(), by=HEAD).then_only(Referred)
    assert referred.state.clock(HANDING_OVER) == clock
    signed = referred.when(SignForReferral(1, day("2025-09-04")), by=SECOND).then_only(ReferralReceived)
    assert signed.state.clock(HANDING_OVER) is None
    assert signed.state.referrals[1].status is ReferralStatus.RECEIVED


def test_what_a_check_came_upon_is_due_from_the_day_on_which_it_was_found() -> None:
    found = sent(found_on=day("2025-09-01"), referred_on=day("2025-09-03"))
    assert found.state.clock(HANDING_OVER).started_on == day("2025-09-01")
    assert found.state.status is Status.CHECKING
    case(checking()).when(package(found_on=day("2025-09-04")), today=day("2025-09-05")).refuses(FoundAfterReferral)


def test_what_is_to_be_handed_over_still_is_where_the_check_found_no_problem() -> None:
    nothing_found = case(heard(SEPT_1, finding(outcome=Outcome.O0))).when(Finalise(SEPT_1, (ENGINEER, WORKER))).after
    assert nothing_found.state.status is Status.NO_PROBLEM
    referred = nothing_found.when(package(found_on=SEPT_1), by=HEAD).then_only(Referred)
    signed = referred.when(SignForReferral(1, day("2025-09-04")), by=SECOND).then_only(ReferralReceived)
    assert (signed.state.status, signed.state.clock(HANDING_OVER)) == (Status.NO_PROBLEM, None)


def test_the_package_is_sealed_as_an_original_and_the_unit_is_told_nothing() -> None:
    (fact,) = [each for each in sent().history if isinstance(each, Referred)]
    assert fact.package.key_class is KeyClass.ORIGINAL
    assert told(fact) is None


def test_the_reminder_runs_from_the_referral_until_the_feedback_and_nobody_is_late_by_it() -> None:
    signed = sent().when(SignForReferral(1, day("2025-09-02"), "纪收2025-7"), by=SECOND).after
    reminder = signed.state.clock(FEEDBACK, "1")
    assert reminder.due_on == day("2025-12-01")
    told_late = signed.when(TellFeedback(1, day("2025-12-15")), by=SECOND).then_only(FeedbackGiven)
    (ended,) = told_late.history[-1].stopped
    assert ended.late_days == 0
    told_late.when(TellFeedback(1, day("2025-12-15")), by=SECOND).refuses(FeedbackInAlready)


def test_the_term_runs_until_every_package_is_signed_for() -> None:
    both = sent().when(package(organ=Organ.AUDIT, to_unit=None), by=HEAD).after
    one = both.when(SignForReferral(2, day("2025-09-02")), by=SECOND).after
    assert one.state.clock(HANDING_OVER)
    assert one.when(SignForReferral(1, day("2025-09-03")), by=SECOND).state.clock(HANDING_OVER) is None


def test_a_package_goes_to_an_office_that_is_not_of_the_unit() -> None:
    known = {**UNITS, **BELOW_THE_PLANT}
    for unit in (PLANT, WORKSHOP):
        case(checking()).when(package(to_unit=unit), by=HEAD, consulted=known).refuses(OfficeOfTheUnit)
    case(checking()).when(package(to_unit=None), by=HEAD).refuses(OfficeNotNamed)
    case(checking()).when(package(organ=Organ.AUDIT), by=HEAD).refuses(OfficeNotHere)


def test_receipts_and_feedback_are_of_what_was_sent_and_come_once() -> None:
    signing, telling = SignForReferral(1, day("2025-09-02")), TellFeedback(1, day("2025-09-02"))
    for command in (signing, telling):
        case(checking()).when(command, by=SECOND).refuses(NothingReferred)
    sent().when(telling, by=SECOND).refuses(ReceiptMissing)
    sent().when(SignForReferral(2, day("2025-09-02")), by=SECOND).refuses(NoSuchReferral)
    signed = sent().when(signing, by=SECOND).after
    signed.when(signing, by=SECOND).refuses(ReceiptInAlready)
    two = signed.when(package(organ=Organ.AUDIT, to_unit=None), by=HEAD).after
    two.when(signing, by=SECOND).refuses(ReceiptInAlready)
    two.when(TellFeedback(2, day("2025-09-02")), by=SECOND).refuses(ReceiptMissing)


def test_what_was_wholly_referred_is_closed_by_another_officer_once_it_is_signed_for() -> None:
    referred, close = triaged(TriageDecision.REFER), Close(day("2025-09-05"))
    assert referred.state.status is Status.REFERRED
    referred.when(close, by=CLERK).refuses(NotReferredYet)
    under_way = referred.when(package(), by=HEAD).after
    under_way.when(close, by=CLERK).refuses(ReferralWithoutReceipt)
    under_way.when(Void("误登记"), by=HEAD).refuses(GoneOut)
    signed = under_way.when(SignForReferral(1, day("2025-09-04")), by=SECOND).after
    signed.when(close, by=HEAD).refuses(SameOfficerProposesAndApproves)
    assert signed.when(close, by=CLERK).history[-1].ground is ClosingGround.REFERRED
