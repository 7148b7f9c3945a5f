"""Who acts: rules ask for the officer, whatever the role; facts that name an officer need one."""

import pytest

from domain.actors import Actor, FilerActing, ServiceActing
from domain.kernel import OfficerNeeded
from domain.petition.aggregate import PETITION
from domain.petition.deciding import ApproveDecision
from domain.petition.registering import Register
from domain.roles import Role
from domain.separation import SameOfficerProposesAndApproves
from tests.support.given import HANDLER, LEADER, PLANT, STREAM, SUBJECT, acting, given
from tests.support.petitions import MARCH_3, both_heard, handling, proposal, received, registration

NO_OFFICERS = [ServiceActing("calendar_import"), FilerActing(STREAM, SUBJECT)]


@pytest.mark.parametrize("actor", NO_OFFICERS, ids=["the service", "a filer"])
def test_a_step_that_names_who_took_it_is_taken_by_an_officer(actor: Actor) -> None:
    given(PETITION, received()).when(Register(registration()), by=actor).refuses(OfficerNeeded)


def test_a_rule_that_asks_who_acted_refuses_beforehand_where_no_officer_acts() -> None:
    waiting = both_heard(given(PETITION, handling()).when(proposal(MARCH_3), by=HANDLER), MARCH_3)
    waiting.when(ApproveDecision(MARCH_3), by=ServiceActing("reminder")).refuses(OfficerNeeded)


def test_two_roles_of_one_officer_are_one_officer() -> None:
    """SD7: whoever proposed as handler does not approve as head of another unit."""
    stated = given(PETITION, handling()).when(proposal(MARCH_3), by=acting(HANDLER, Role.HANDLER))
    waiting = both_heard(stated, MARCH_3)
    other_role = acting(HANDLER, Role.UNIT_LEAD, PLANT)
    waiting.when(ApproveDecision(MARCH_3), by=other_role).refuses(SameOfficerProposesAndApproves)
    assert waiting.when(ApproveDecision(MARCH_3), by=acting(LEADER, Role.HANDLER)).happened
