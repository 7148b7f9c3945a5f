"""The rules of hardship assistance that a command can break, one class each."""

from domain.kernel import Rejected


class HouseholdHasActiveFile(Rejected):
    """One household, one file: 先建档、后帮扶."""

    code = "household_has_active_file"
    says = "This household has an active request or file already. Continue that one, or end it first."


class HouseholdFileOfAnotherCase(Rejected):
    code = "household_file_of_another_case"
    says = "The household's file is held by another request."


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


class AuthorisationEndsTooEarly(Rejected):
    code = "authorisation_ends_too_early"
    says = "The authorisation ends on {valid_until}, before the day it was signed."


class AuthorisationMissing(Rejected):
    """浙江省社会救助条例: registers are asked only with the family's written authorisation."""

    code = "authorisation_missing"
    says = "The family has not authorised a data check. The request stays open; record the authorisation first."


class AuthorisationExpired(Rejected):
    code = "authorisation_expired"
    says = "The authorisation for the data check ended on {valid_until}. Ask the family for a new one."


class RelativeInvolved(Rejected):
    """Neither the applicant nor a relative verifies, approves or pays an aid."""

    code = "relative_involved"
    says = "Whoever is related to the applicant takes no part. Let another officer act who can declare this."


class NotTheOwnAccount(Rejected):
    """浙江省社会救助条例 §56: by bank under the real name."""

    code = "not_the_own_account"
    says = "Aid is paid only to the applicant's own account."


class SupplementAwaited(Rejected):
    code = "supplement_awaited"
    says = "The applicant has until {answer_by} to hand in what is missing."


class AnswerDayOutOfRange(Rejected):
    code = "answer_day_out_of_range"
    says = "The applicant's answer is to come by {latest} at the latest, and not before the request for it."


class VisitBeforeArrangement(Rejected):
    code = "visit_before_arrangement"
    says = "The visit cannot lie before the day on which it is arranged."


class UnionVisitorMissing(Rejected):
    code = "union_visitor_missing"
    says = "One of the visitors must come from the union. Name who of the visitors that is."


class VisitNoteUnsigned(Rejected):
    code = "visit_note_unsigned"
    says = "The note of the visit must be signed."


class ProvincialIncomeMissing(Rejected):
    code = "provincial_income_missing"
    says = "This place compares with last year's provincial income per head. Give that amount."


class CategoryNotComputed(Rejected):
    """The result is changed by changing a rule, never by hand."""

    code = "category_not_computed"
    says = (
        "The computation finds {computed}, not {proposed}. Correct an amount that is wrong; no result is set by hand."
    )


class ExclusionApplies(Rejected):
    code = "exclusion_applies"
    says = "An exclusion was answered with yes. Propose H0, or give the grounds of an exception."


class ReasonsMissing(Rejected):
    code = "reasons_missing"
    says = "A refusal needs written reasons for the applicant."


class ReasonsNotKept(Rejected):
    code = "reasons_not_kept"
    says = "Written reasons are kept with a refusal only. Leave them empty here."


class NotASurname(Rejected):
    code = "not_a_surname"
    says = (
        "The notice shows the surname alone, and this is not known as one. Give only the surname, "
        "or name a second officer who confirms it."
    )


class PublicityNeedsConsent(Rejected):
    """个人信息保护法 §25: publicity only with separate consent."""

    code = "publicity_needs_consent"
    says = "The applicant has not agreed to the notice. Use an alternative that another officer has approved."


class PublicityTooShort(Rejected):
    code = "publicity_too_short"
    says = "The notice must stand for at least {least} days."


class PublicityTooLong(Rejected):
    code = "publicity_too_long"
    says = "The notice may stand until {latest} at the latest."


class PublicityNotOver(Rejected):
    code = "publicity_not_over"
    says = "The notice stands until the end of {due_on}. Decide after that day."


class PublicityProvisional(Rejected):
    code = "publicity_provisional"
    says = "The last day of the notice, {due_on}, is provisional. Import the calendar of {year} first."


class PublicityOver(Rejected):
    code = "publicity_over"
    says = "The notice ended on {due_on}. Record what was brought forward later as a complaint about the file."


class ObjectionOpen(Rejected):
    code = "objection_open"
    says = "An objection to the notice is open. Two persons check it before anything is decided."


class ObjectionUnknown(Rejected):
    code = "objection_unknown"
    says = "There is no open objection with the number {objection}."


class KindNotInMoney(Rejected):
    code = "kind_not_in_money"
    says = "{kind} is not given in money, so nothing is planned from a fund."


class KindNotForCategory(Rejected):
    code = "kind_not_for_category"
    says = "Category {category} does not allow {kind}. Possible: {allowed}."


class OneKindForRelative(Rejected):
    code = "one_kind_for_relative"
    says = "A household in relative hardship is given one kind of aid in a year; {kind} was planned already."


class GuardianConsentMissing(Rejected):
    """个人信息保护法 §31."""

    code = "guardian_consent_missing"
    says = "Aid for a child's schooling needs the consent of the guardian."


class AidBasisMissing(Rejected):
    code = "aid_basis_missing"
    says = (
        "Give the amount that {kind} is measured by: "
        "the own share of this year's bills together, or the loss after compensation."
    )


class AidCapExceeded(Rejected):
    code = "aid_cap_exceeded"
    says = (
        "{kind}: at most {limit} yuan are possible, {used} yuan are planned or paid this year; {asked} are asked for."
    )


class AidShareExceeded(Rejected):
    code = "aid_share_exceeded"
    says = "{kind}: at most {limit} yuan are possible for this loss; {asked} are asked for."


class EmergencyCapExceeded(Rejected):
    """社会救助暂行办法 §48: simplified procedure in urgent cases."""

    code = "emergency_cap_exceeded"
    says = "Emergency aid may reach {limit} yuan in all; {used} yuan are planned or paid, {asked} are asked for."


class AidUnknown(Rejected):
    code = "aid_unknown"
    says = "The file holds no aid with the number {aid}."


class AidNotInThisStatus(Rejected):
    code = "aid_not_in_this_status"
    says = "The aid {aid} is {status}; this step needs {allowed}."


class AidNeedsAnotherApproval(Rejected):
    code = "aid_needs_another_approval"
    says = "The aid {aid} takes the other way of approval: emergency aid is approved by the unit's leader alone."


class NoAidToDecide(Rejected):
    code = "no_aid_to_decide"
    says = "No aid awaits approval."
    is_moot = True


class NoEmergencyAidToDecide(Rejected):
    code = "no_emergency_aid_to_decide"
    says = "No emergency aid awaits approval."
    is_moot = True


class NoAidToPay(Rejected):
    code = "no_aid_to_pay"
    says = "No approved aid awaits payment."
    is_moot = True


class NoAidToReceipt(Rejected):
    code = "no_aid_to_receipt"
    says = "No paid aid awaits its receipt."
    is_moot = True


class NoAidToCancel(Rejected):
    code = "no_aid_to_cancel"
    says = "No aid is planned or approved."
    is_moot = True


class PayeeAccountMissing(Rejected):
    code = "payee_account_missing"
    says = "The applicant's account is not recorded yet. Record it first."


class SameOfficerApprovesAndPays(Rejected):
    code = "same_officer_approves_and_pays"
    says = "The officer who approved this aid cannot pay it. Ask another officer who holds the role."
