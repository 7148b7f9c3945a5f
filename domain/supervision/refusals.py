"""The rules of supervision cases that a command can break, one class each."""

from domain.kernel import Rejected


class SameOfficerWritesAndConfirms(Rejected):
    """What is known of a lead is written down by one officer and confirmed to tell of nobody by a second one."""

    code = "same_officer_writes_and_confirms"
    says = "A second officer has to confirm that the text tells nothing of a person. Name another officer."


class PersonViolationIsReferred(Rejected):
    """Design: a supervision team is no discipline organ and looks into no person."""

    code = "person_violation_is_referred"
    says = "The lead alleges a violation by a named person. Refer it, or refer that part and supervise the rest."


class PeriodEndsBeforeItBegins(Rejected):
    code = "period_ends_before_it_begins"
    says = "The period of the check ends on {ends_on}, before it begins on {begins_on}."


class InspectionNeedsNotice(Rejected):
    """职工代表巡视: the unit is told ten days before a planned inspection."""

    code = "inspection_needs_notice"
    says = "A planned inspection is announced at least {least} days before; the plan gives {days}."


class NoticePeriodRunning(Rejected):
    code = "notice_period_running"
    says = "The plan gives the unit {days} days after it was told. The check can start on {earliest} or later."


class TeamTooSmall(Rejected):
    code = "team_too_small"
    says = "A supervision team has at least two different members; {count} named."


class MemberNamedTwice(Rejected):
    code = "member_named_twice"
    says = "Every member is named once. Somebody is on the list more than once."


class MemberHasConflict(Rejected):
    """国有企业管理人员处分条例 §31: whoever has a tie to the unit, its suppliers or persons steps back."""

    code = "member_has_conflict"
    says = "Members with a declared tie cannot serve: number {numbers} on the list. Replace them."


class TeamOfOneTrade(Rejected):
    code = "team_of_one_trade"
    says = "The members must come from at least two trades. Replace or add a member from another trade."


class VotingTeamIsEven(Rejected):
    code = "voting_team_is_even"
    says = "A team that votes has an odd number of members; {count} named."


class LeaderNotInTheTeam(Rejected):
    code = "leader_not_in_the_team"
    says = "The leader must be one of the members."


class LeaderFromSupervisedUnit(Rejected):
    code = "leader_from_supervised_unit"
    says = "The leader must not work in the supervised unit. Choose a leader from another unit."


class WorkTimeNotReleased(Rejected):
    """河南省企业职工民主权利保障条例 §16: members carry out supervision in work time."""

    code = "work_time_not_released"
    says = "The members must be released from work for the check. Arrange it, then start."


class NotInTheTeam(Rejected):
    """Whoever collects, talks or decides for the team has declared that no tie stands in the way."""

    code = "not_in_the_team"
    says = "Only members of the team may take part; somebody named is not one of them."


class EvidenceNotLawful(Rejected):
    """国有企业管理人员处分条例 §27: what was obtained unlawfully is no evidence."""

    code = "evidence_not_lawful"
    says = "Evidence that was not obtained in a lawful way must not be used and is not recorded."


class HashMalformed(Rejected):
    code = "hash_malformed"
    says = "The SHA-256 of a file is 64 digits from 0 to 9 and a to f."


class TalkNotVoluntary(Rejected):
    """国有企业管理人员处分条例 §27: no force, no threat, no enticement."""

    code = "talk_not_voluntary"
    says = "A talk that was not voluntary must not be used and is not recorded."


class EvidenceUnknown(Rejected):
    code = "evidence_unknown"
    says = "Finding {finding} rests on evidence number {number}, which does not exist. There are {count}."


class AmountIncomplete(Rejected):
    code = "amount_incomplete"
    says = "Finding {finding}: give an amount together with whether it is estimated or audited, or neither."


class UnitHasTimeLeft(Rejected):
    code = "unit_has_time_left"
    says = "The unit may comment on the draft until {due_on}. Record its view, or wait until the day after."


class CommentTimeProvisional(Rejected):
    code = "comment_time_provisional"
    says = "The last day on which the unit may comment, {due_on}, is provisional. Import the calendar of {year} first."


class OutcomeOfNoFinding(Rejected):
    code = "outcome_of_no_finding"
    says = "A changed outcome names each finding at most once, by its number from 1 to {count}; given: {given}."


class FindingsWithoutItem(Rejected):
    """上海市职工代表大会条例 §46: every founded finding is followed by a demand with a term."""

    code = "findings_without_item"
    says = "Every founded finding needs a rectification item. None is given for finding {findings}."


class ItemWithoutFinding(Rejected):
    code = "item_without_finding"
    says = "Item {item} belongs to finding {finding}, which does not exist or was not founded."


class RectificationTooLong(Rejected):
    """上海市职工代表大会条例 §46: ninety days."""

    code = "rectification_too_long"
    says = "Item {item} gives {days} days; at most {limit} are possible."


class OnSiteVerificationNeeded(Rejected):
    code = "on_site_verification_needed"
    says = "Item {item} must be verified on site."


class NoticeAlreadyDelivered(Rejected):
    code = "notice_already_delivered"
    says = "The delivery of the notice is recorded already."
    is_moot = True


class NoticeNotDelivered(Rejected):
    code = "notice_not_delivered"
    says = "The notice has not been delivered to the unit yet. Record its delivery first."


class ItemsWithoutAnswer(Rejected):
    code = "items_without_answer"
    says = "Every item needs exactly one answer. There are {count} items; answers were given for: {given}."


class ItemUnknown(Rejected):
    code = "item_unknown"
    says = "There is no item number {item}. There are {count}."


class ItemNotOpen(Rejected):
    code = "item_not_open"
    says = "Item {item} is in status {status}; evidence can be submitted only while it is open."


class ItemNotSubmitted(Rejected):
    code = "item_not_submitted"
    says = "Item {item} is in status {status}; it can be verified only after evidence was submitted."


class ItemSettledAlready(Rejected):
    code = "item_settled_already"
    says = "Item {item} is settled already, with status {status}."


class NoItemOpen(Rejected):
    code = "no_item_open"
    says = "No item is open: evidence was submitted for all, or they are settled."
    is_moot = True


class VerifierFromResponsibleUnit(Rejected):
    code = "verifier_from_responsible_unit"
    says = "Nobody from the unit responsible for item {item} may verify it. Name verifiers from other units."


class SummaryNamesPersons(Rejected):
    code = "summary_names_persons"
    says = "A report names no person. Take out whatever points to one, then report."
