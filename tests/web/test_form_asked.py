"""A form demands what the rules will demand where the record stands, and leaves out what they have no use for."""

from typing import Any

import pytest

from domain.catalogue import AGGREGATES
from domain.kernel import fold
from domain.petition.aggregate import PETITION
from domain.petition.codes import Route
from domain.petition.deciding import ProposeDecision
from domain.petition.routing import Accept
from domain.roles import Role
from service.web.form_fields import fields_of
from tests.support import petitions
from tests.support.pages import Page, Site, dotted
from tests.web.test_form_pages import DAY, done, receive

pytestmark = pytest.mark.store


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=lambda each: each.kind)
def test_what_is_asked_is_a_field_that_may_otherwise_be_left_out(aggregate: Any) -> None:
    for command in aggregate.commands:
        optional = {each.name for each in fields_of(command) if not each.is_required}
        assert set(command.asks(aggregate.initial)) <= optional


@pytest.mark.parametrize(
    ("command", "history", "asked"),
    [
        (ProposeDecision, petitions.handling(), {"remedy": True, "heard": True}),
        (ProposeDecision, petitions.handling(given_facts=petitions.anonymous()), {"remedy": True}),
        (ProposeDecision, petitions.handling(route=Route.R5), {}),
        (Accept, petitions.registered(), {"notice": True}),
        (Accept, petitions.registered(given_facts=petitions.anonymous()), {"notice": False}),
    ],
)
def test_what_is_asked_follows_from_where_the_record_stands(command: Any, history: Any, asked: Any) -> None:
    assert command.asks(fold(PETITION, history)) == asked


def test_the_forms_of_a_petition_ask_for_what_is_due_and_for_nothing_twice(site: Site) -> None:
    clerk, head, handler = (site.reader(role) for role in (Role.INTAKE, Role.PET_HEAD, Role.HANDLER))
    case = done(clerk.fill("/petitions/new", **receive()))
    due = head.get(f"{case}/acceptance").form()
    assert {"notice.sent_on", "notice.method"} <= set(due.required)
    done(clerk.fill(f"{case}/notice", **dotted(notice__sent_on=DAY, notice__method="POST")))
    assert not [each for each in head.get(f"{case}/acceptance").form().visible if each.startswith("notice")]
    done(head.fill(f"{case}/acceptance", handlers=[site.group.officers[Role.HANDLER]]))
    decision = handler.get(f"{case}/decision").form()
    assert {"remedy", "heard.talked_on", "heard.minutes"} <= set(decision.required)
    assert not [each for each in decision.more if each.startswith("heard")]


def test_a_name_that_no_officer_has_is_told_as_such(site: Site) -> None:
    clerk, head = site.reader(Role.INTAKE), site.reader(Role.PET_HEAD)
    case = done(clerk.fill("/petitions/new", **receive()))
    answer = head.fill(f"{case}/acceptance", handlers=["张三丰"], **dotted(notice__sent_on=DAY, notice__method="POST"))
    told = Page(answer.text).text
    assert answer.status_code == 422
    assert "Choose every name from the list of officers: none of them is called 张三丰." in told
