"""One act over many cases on pages: ticked in the list, one form, and a table of what became of each."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from domain.roles import Role
from tests.support.group import PLANT, received, screened
from tests.support.pages import Form, Page, Reader, Site

pytestmark = pytest.mark.store
DAY = date(2026, 3, 3)
TO_MANY = "/petitions/batch"


def ticked(reader: Reader) -> Form:
    """The list of petitions with each of them ticked."""
    return reader.get("/petitions").form(TO_MANY)


def test_letters_are_ticked_in_the_list_and_forwarded_by_one_form(site: Site) -> None:
    head = site.reader(Role.PET_HEAD)
    for _ in range(2):
        screened(site.group, DAY)
    received(site.group, DAY)
    site.group.service.engine.catch_up()
    chosen = ticked(head)
    asked = head.send("/petitions", chosen, _case=chosen.options["_case"], _action="forwarding")
    assert asked.status_code == 200, Page(asked.text).text
    form = Page(asked.text).form(TO_MANY)
    filled = MultiDict(form.values)
    filled.setlist("to_unit", [str(PLANT)])
    filled.setlist("_reference", ["转办单3号"])
    filled.setlist("notice.sent_on", ["2026-03-03"])
    filled.setlist("notice.method", ["POST"])
    sent = head.client.post(TO_MANY, data=filled)
    assert sent.status_code == 303, Page(sent.text).text
    told = head.get(sent.location)
    assert "2 done, 1 refused" in told.text
    assert "转办单3号" in told.text
    again = head.client.post(TO_MANY, data=filled)
    assert again.location == sent.location
    assert sent.location in head.get("/batches").links


def test_nothing_chosen_is_said_and_nothing_recorded(site: Site) -> None:
    head = site.reader(Role.PET_HEAD)
    received(site.group, DAY)
    site.group.service.engine.catch_up()
    assert not ticked(head).values.get("_action"), "nothing is chosen beforehand"
    for chosen, action, says in (
        ([], "screening", "Choose at least one case."),
        (ticked(head).options["_case"], "", "Choose what is to be done with the cases."),
    ):
        asked = head.send("/petitions", ticked(head), _case=chosen, _action=action)
        assert asked.status_code == 303
        assert says in head.get(asked.location).text
    begun = head.send("/petitions", ticked(head), _case=ticked(head).options["_case"], _action="screening")
    emptied = MultiDict(Page(begun.text).form(TO_MANY).values)
    emptied.setlist("_case", [])
    sent = head.client.post(TO_MANY, data=emptied, headers=head.headers)
    assert sent.status_code == 422
    assert "Choose at least one case." in Page(sent.text).text
    assert "/batches/" not in " ".join(head.get("/batches").links)


def test_what_a_reader_may_not_do_is_done_over_many_as_little(site: Site) -> None:
    clerk = site.reader(Role.INTAKE)
    received(site.group, DAY)
    site.group.service.engine.catch_up()
    chosen = ticked(clerk)
    assert "forwarding" not in chosen.options["_action"]
    for action, status in (("forwarding", 403), ("flight", 404)):
        assert clerk.send("/petitions", chosen, _case=chosen.options["_case"], _action=action).status_code == status
