"""Rules that several aggregates share: separation of duties between the officers of one case."""

from collections.abc import Iterable

from domain.kernel import Rejected
from domain.values import OfficerRef


class SameOfficerProposesAndApproves(Rejected):
    """SD7: whoever proposes does not approve."""

    code = "same_officer_proposes_and_approves"
    says = "The officer who proposed this cannot approve it. Ask another officer who holds the role."


class TwoOfficersNeeded(Rejected):
    """SD4: fact-finding talks and inspections take at least two persons; 国有企业管理人员处分条例 §27."""

    code = "two_officers_needed"
    says = "At least two officers must have been present; {count} named."


def at_least_two(named: Iterable[OfficerRef]) -> tuple[OfficerRef, ...]:
    """The different officers named; refuses fewer than two."""
    officers = tuple(dict.fromkeys(named))
    if len(officers) < 2:
        raise TwoOfficersNeeded(count=len(officers))
    return officers
