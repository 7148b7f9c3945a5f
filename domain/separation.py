"""Rules that several aggregates share: separation of duties between the officers of one case."""

from domain.kernel import Rejected


class SameOfficerProposesAndApproves(Rejected):
    """SD7: whoever proposes does not approve."""

    code = "same_officer_proposes_and_approves"
    says = "The officer who proposed this cannot approve it. Ask another officer who holds the role."


class TwoOfficersNeeded(Rejected):
    """SD4: fact-finding talks and inspections take at least two persons; 国有企业管理人员处分条例 §27."""

    code = "two_officers_needed"
    says = "At least two officers must have been present; {count} named."
