"""The choice of a role in a form: there where several that the reader holds allow the command, and only there."""

from uuid import UUID

import pytest

from domain.actors import OfficerActing
from domain.organisation.granting import GrantRole
from domain.roles import Held, Role
from service.store.steps import Step
from tests.support.group import GROUP, OPERATOR, received
from tests.support.pages import Form, Page, Reader, Site, dotted

pytestmark = pytest.mark.store


def granted(site: Site, role: Role) -> Reader:
    """The clerk, who holds that role as well."""
    service, clerk = site.group.service, site.group.officers[Role.INTAKE]
    service.ledger.execute([Step(clerk, GrantRole(role, service.ledger.today(), for_unit=GROUP))], OPERATOR)
    service.engine.catch_up()
    return site.reader(Role.INTAKE)


def opened(site: Site, reader: Reader) -> tuple[UUID, str, Form]:
    case = received(site.group, site.group.service.ledger.today())
    address = f"/petitions/{case}/notice"
    return case, address, reader.get(address).form()


def test_nobody_is_asked_for_a_role_where_one_alone_allows_it(site: Site) -> None:
    assert "_role" not in opened(site, site.reader(Role.INTAKE))[2].options
    assert "_role" not in opened(site, granted(site, Role.UNION_BASE))[2].options


def test_where_several_allow_it_one_is_chosen_and_recorded(site: Site) -> None:
    clerk = granted(site, Role.PET_HEAD)
    case, address, form = opened(site, clerk)
    held = [str(Held(role, unit)) for role, unit in _held(site)]
    assert form.options["_role"] == ["", *held]
    filled = dotted(notice__sent_on=site.group.service.ledger.today(), notice__method="POST")
    before = len(site.group.service.ledger.history(case))
    for said in ("", "HANDLER", f"PET_HEAD/{UUID(int=7)}"):
        answer = clerk.send(address, form, **filled, _role=said)
        assert answer.status_code == 422
        assert "Choose in which of them you act" in Page(answer.text).text
    assert len(site.group.service.ledger.history(case)) == before
    answer = clerk.send(address, form, **filled, _role=held[1])
    assert answer.status_code == 303, Page(answer.text).text
    by = site.group.service.ledger.history(case)[-1].by
    assert isinstance(by, OfficerActing)
    assert str(Held(by.role, by.unit)) == held[1]


def _held(site: Site) -> list[tuple[Role, UUID]]:
    caller = site.group.service.people.caller_known(str(site.group.officers[Role.INTAKE]))
    return [(each.role, each.unit) for each in sorted(caller.held)]
