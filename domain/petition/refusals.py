"""The rules of petitions that a command can break, one class each."""

from domain.kernel import Rejected


class RepresentativesExceedLimit(Rejected):
    """信访工作条例 §20(3): at most five representatives; stricter where the profile says so."""

    code = "representatives_exceed_limit"
    says = "A group of {group_size} may be represented by at most {limit} persons; {count} were named."


class RepresentativesWithoutGroup(Rejected):
    code = "representatives_without_group"
    says = "Representatives can only be named for a group of at least two persons."


class SeveralNamesInOneEntry(Rejected):
    """信访工作条例 §20(3): the number of representatives is limited, so each has an entry of his or her own."""

    code = "several_names_in_one_entry"
    says = (
        "Entry {number} of the representatives holds several names. Give each person an entry of its own; "
        "the parts of one name are joined by ·."
    )


class RealNameIncomplete(Rejected):
    """检举控告工作规则: a real name is the own true name plus a contact that works."""

    code = "real_name_incomplete"
    says = "A real-name petition needs the name and a contact or an address."


class SameOfficerRedactsAndConfirms(Rejected):
    code = "same_officer_redacts_and_confirms"
    says = "The redacted summary must be confirmed by another officer than the one who registered the petition."


class ScreeningNeedsTheHead(Rejected):
    code = "screening_needs_the_head"
    says = "The petition has not been screened yet. The head of the petition office screens it, or accepts it at once."


class AccusationIsReferred(Rejected):
    """信访工作条例 §§22, 23(4), 30: accusations go to the discipline office."""

    code = "accusation_is_referred"
    says = "The petition contains an accusation. Accusations are handed to the discipline office and not handled here."


class ForwardedToItself(Rejected):
    code = "forwarded_to_itself"
    says = "The petition is with that unit already. Choose another unit, or accept the petition."


class ReportDayTooEarly(Rejected):
    code = "report_day_too_early"
    says = "The day {report_by} by which the unit has to report lies before the day of forwarding."


class NoticeMissing(Rejected):
    """信访工作条例 §23: the petitioner is told in writing; exempt only without name or address."""

    code = "notice_missing"
    says = "The petitioner can be reached and has not been told in writing. Give the day and the way of the notice."


class NoticeAlreadySent(Rejected):
    code = "notice_already_sent"
    says = "The first notice to the petitioner is recorded already."
    is_moot = True


class PetitionerHasNoContact(Rejected):
    code = "petitioner_has_no_contact"
    says = "No contact is known, so no notice could have been sent."
    is_moot = True


class RouteNotHandledHere(Rejected):
    code = "route_not_handled_here"
    says = "Only the routes {allowed} are handled by this service. Tell the petitioner the right place instead."


class NoNonAcceptanceProposed(Rejected):
    code = "no_non_acceptance_proposed"
    says = "Nobody has proposed not to accept this petition."
    is_moot = True


class NotInThePetitionProcedure(Rejected):
    """信访工作条例 §34: the term and its extension belong to the petition procedure proper."""

    code = "not_in_the_petition_procedure"
    says = "Only petitions on route R6 have a legal term that can be extended."
    is_moot = True


class ExtensionAlreadyDecided(Rejected):
    code = "extension_already_decided"
    says = "The term was extended once already; 信访工作条例 §34 allows one extension."
    is_moot = True


class ExtensionAlreadyAsked(Rejected):
    code = "extension_already_asked"
    says = "An extension was requested already and awaits its decision."


class ExtensionTooLong(Rejected):
    code = "extension_too_long"
    says = "The term may be extended by at most {limit} days; {days} were asked for."


class ExtensionAfterDue(Rejected):
    code = "extension_after_due"
    says = "An extension must be decided before the term ends. It ended on {due_on}; the petition stays open, overdue."


class NoExtensionAsked(Rejected):
    code = "no_extension_asked"
    says = "Nobody has asked for an extension."
    is_moot = True


class NoExtensionToTell(Rejected):
    code = "no_extension_to_tell"
    says = "There is no approved extension of which the petitioner has still to be told."
    is_moot = True


class PetitionerNotHeard(Rejected):
    code = "petitioner_not_heard"
    says = "The petitioner must be heard before a decision is proposed. Record the talk, or add it to the proposal."


class DemandsWithoutResult(Rejected):
    code = "demands_without_result"
    says = "Every demand needs exactly one result. There are {demands} demands; results were given for: {given}."


class RemedyMissing(Rejected):
    """信访工作条例 §§32, 35: the opinion names the right to a review."""

    code = "remedy_missing"
    says = "An opinion on route R6 must tell the petitioner how to request a review."


class DeliveryOnlyAttempted(Rejected):
    """信访工作条例 §35: the days for a review run from the receipt of the written answer."""

    code = "delivery_only_attempted"
    says = "An attempt does not deliver the answer, and no days for a review run from it. Record the delivery."


class AlreadyDelivered(Rejected):
    code = "already_delivered"
    says = "The delivery of the answer is recorded already."
    is_moot = True


class NotDeliveredYet(Rejected):
    code = "not_delivered_yet"
    says = "The answer has not been delivered yet. Record its delivery first."


class NothingToImplement(Rejected):
    code = "nothing_to_implement"
    says = "No demand was supported, so there is nothing to carry out."
    is_moot = True


class ImplementationAlreadyOpened(Rejected):
    code = "implementation_already_opened"
    says = "Carrying out the decision was opened already."
    is_moot = True


class ImplementationNotOpen(Rejected):
    code = "implementation_not_open"
    says = "Carrying out the decision is not open."
    is_moot = True


class SupportedClaimNotExecuted(Rejected):
    """信访工作条例 §32: a supporting opinion is carried out."""

    code = "supported_claim_not_executed"
    says = "A supported demand has not been carried out. Open and confirm its execution before closing."


class ReviewWindowOpen(Rejected):
    """信访工作条例 §35: thirty days to request a review."""

    code = "review_window_open"
    says = (
        "The petitioner may request a review until {due_on}. Close after that day, or when the petitioner is content."
    )


class ReviewWindowProvisional(Rejected):
    code = "review_window_provisional"
    says = "The last day for a review, {due_on}, is provisional. Import the calendar of {year} first."


class AccusationCannotBeWithdrawn(Rejected):
    code = "accusation_cannot_be_withdrawn"
    says = "A withdrawal does not end the handling of an accusation."


class RegisterContradictsItself(Rejected):
    code = "register_contradicts_itself"
    says = "The register gives {later_field} {later} before {earlier_field} {earlier}."


class StageContradictsDays(Rejected):
    code = "stage_contradicts_days"
    says = "The register gives the stage {stage} and at the same time {field} {day}."


class StatusNotCarriedOver(Rejected):
    code = "status_not_carried_over"
    says = "A case cannot be carried over in status {status}. Possible: {allowed}."
