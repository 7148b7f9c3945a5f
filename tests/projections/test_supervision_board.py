"""The supervision board names whoever leads the team now, and nobody while the leader takes no part."""

from datetime import timedelta

from domain.cases.codes import Tie
from domain.growing import Growing
from domain.officers import Officer, OfficerStatus
from domain.roles import Held, Role, Term
from domain.supervision.aggregate import SUPERVISION
from domain.supervision.handing import HandOver
from domain.supervision.recusing import DeclareTie
from domain.values import OfficerRef
from tests.projections.test_case_views import row_after
from tests.support import supervision as checks
from tests.support.given import GROUP, TODAY, Decided, given, ref
from tests.support.supervision import ENGINEER, WORKER

NEW = OfficerRef(ref("new"))
KNOWN = {
    NEW: Officer(
        OfficerStatus.APPOINTED,
        GROUP,
        Growing({Held(Role.TEAM_MEMBER, GROUP): (Term(TODAY - timedelta(days=900), None),)}),
    )
}


def leader(case: Decided) -> OfficerRef | None:
    leads: OfficerRef | None = row_after(SUPERVISION, case.history)["leader"]
    return leads


def test_whoever_takes_the_leaders_place_over_leads_and_nobody_else_who_is_handed_a_place() -> None:
    tied = given(SUPERVISION, checks.checking()).when(DeclareTie(Tie.INTEREST, TODAY), by=ENGINEER)
    assert leader(tied) is None
    assert leader(tied.when(HandOver(WORKER, NEW, TODAY), consulted=KNOWN)) is None
    assert leader(tied.when(HandOver(ENGINEER, NEW, TODAY), consulted=KNOWN)) == NEW
