"""Cases that nobody can carry on stand on the overview of whoever may hand them over, and are handed over at once."""

from typing import Any
from uuid import uuid4

import pytest

from domain.kernel import fold
from domain.organisation.granting import EndRole
from domain.organisation.officer import AppointOfficer
from domain.petition.aggregate import PETITION
from domain.roles import Role
from domain.values import OfficerRef
from service.store.steps import Step
from tests.support.group import GROUP, OPERATOR, handling
from tests.support.pages import Site

pytestmark = pytest.mark.store

STUCK = "Cases that nobody can carry on"


def left_behind(site: Site) -> tuple[list[Any], OfficerRef]:
    """Two petitions whose handler has ended that role, and somebody who could take them over."""
    group, today = site.group, site.group.service.ledger.today()
    cases, successor = [handling(group, today), handling(group, today)], OfficerRef(uuid4())
    execute = group.service.ledger.execute
    execute([Step(successor, AppointOfficer("接手人", GROUP, (Role.HANDLER,)))], OPERATOR)
    execute([Step(group.officers[Role.HANDLER], EndRole(Role.HANDLER, today))], OPERATOR)
    group.service.engine.catch_up()
    return cases, successor


def test_what_nobody_can_carry_on_is_shown_to_the_head_and_handed_over_at_once(site: Site) -> None:
    cases, successor = left_behind(site)
    head, handler = site.reader(Role.PET_HEAD), site.group.officers[Role.HANDLER]
    overview = head.get("/")
    assert STUCK in overview.text
    address = f"/handovers?concerned={handler}"
    assert address in overview.links
    form = head.get(address).form("/handovers")
    assert len(form.values.getlist("case")) == 2
    assert str(successor) in form.options["handed_to"]
    told = head.send("/handovers", form, handed_to=str(successor))
    assert told.status_code == 200
    assert "What became of them" in told.text
    assert told.text.count("handed over<") == 2
    assert STUCK not in head.get("/").text
    for case in cases:
        assert successor in _state(site, case).scope.assigned


def test_nothing_is_handed_over_without_a_case_and_a_successor(site: Site) -> None:
    left_behind(site)
    head, handler = site.reader(Role.PET_HEAD), site.group.officers[Role.HANDLER]
    form = head.get(f"/handovers?concerned={handler}").form("/handovers")
    assert head.send("/handovers", form).status_code == 422
    assert site.reader(Role.INTAKE).get(f"/handovers?concerned={handler}", 403)
    assert "no open case" in head.get(f"/handovers?concerned={uuid4()}").text


def test_the_page_of_an_officer_says_what_is_left_and_that_of_a_unit_what_nobody_may_do(site: Site) -> None:
    left_behind(site)
    handler = site.group.officers[Role.HANDLER]
    told = site.reader(Role.SYSADMIN).get(f"/officers/{handler}").text
    assert "Open cases left by this officer" in told
    assert "2 open" in told
    assert "What nobody in this unit may do" in site.reader(Role.INTAKE).get(f"/units/{GROUP}").text


def _state(site: Site, case: Any) -> Any:
    return fold(PETITION, (each.event for each in site.group.service.ledger.history(case)))
