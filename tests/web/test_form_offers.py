"""What forms offer is what the step can take where the record stands, and what follows from it is said beforehand."""

from uuid import UUID

import pytest

from domain.cases.codes import AskedBy, Tie
from domain.organisation.unit import FoundUnit, unit_ref
from domain.petition.recusing import AskRecusal
from domain.roles import Role
from service.store.steps import Step
from tests.support.group import GROUP, OPERATOR, PLANT, received
from tests.support.pages import Page, Reader, Site, dotted

pytestmark = pytest.mark.store


def offered(reader: Reader, address: str, field: str) -> list[str]:
    return reader.get(address).form().options[field]


def test_a_recusal_is_asked_for_by_those_who_take_part_in_that_kind_of_case(site: Site) -> None:
    clerk, case = site.reader(Role.INTAKE), received(site.group, site.group.service.ledger.today())
    assert offered(clerk, f"/petitions/{case}/recusal-request", "asked_by") == ["", "PETITIONER", "INFORMANT"]


def test_a_role_is_ended_that_is_held_and_confirmed_that_is_proposed(site: Site) -> None:
    operator, clerk = site.reader(Role.SYSADMIN), f"/officers/{site.group.officers[Role.HANDLER]}"
    assert offered(operator, f"{clerk}/role-end", "role") == ["", "HANDLER"]
    grant = operator.get(f"{clerk}/role")
    assert "a second person confirms them" in grant.text
    today = site.group.service.ledger.today()
    assert operator.send(f"{clerk}/role", grant.form(), role="PET_HEAD", from_on=today).status_code == 303
    told = operator.get(clerk).text
    assert "A role is proposed" in told
    assert "Recorded: " not in told
    assert "Roles that wait for you to confirm" not in operator.get("/").text
    leader = site.reader(Role.UNIT_LEAD)
    assert "Roles that wait for you to confirm" in leader.get("/").text
    assert offered(leader, f"{clerk}/role-confirmation", "role") == ["", "PET_HEAD"]


def test_a_unit_moves_neither_below_itself_nor_is_its_own_successor(site: Site) -> None:
    service, shop = site.group.service, unit_ref("HS01-1")
    service.ledger.execute([Step(shop, FoundUnit("HS01-1", "一车间", PLANT))], OPERATOR)
    service.engine.catch_up()
    operator = site.reader(Role.SYSADMIN)
    assert offered(operator, f"/units/{PLANT}/move", "parent") == ["", str(GROUP)]
    assert offered(operator, f"/units/{shop}/dissolution", "successor") == ["", str(GROUP), str(PLANT)]
    assert "Terms that run by then keep theirs" in operator.get(f"/units/{PLANT}/profile").text


def test_whoever_decides_on_a_recusal_reads_who_it_is_about_and_why(site: Site) -> None:
    group, today = site.group, site.group.service.ledger.today()
    case, clerk = received(group, today), group.officers[Role.INTAKE]
    asking = AskRecusal(clerk, Tie.RELATIVE, AskedBy.PETITIONER, "是被反映人的表弟", today)
    group.do(Role.PET_HEAD, case, asking)
    group.service.engine.catch_up()
    page = site.reader(Role.PET_HEAD).get(f"/petitions/{case}/recusal-decision")
    assert "To be decided" in page.text
    assert "是被反映人的表弟" in page.text
    assert page.form().values["concerned"].startswith("赵1 ")


def accepted(site: Site, name: str, case: UUID) -> tuple[int, str]:
    today = site.group.service.ledger.today()
    head, address = site.reader(Role.PET_HEAD), f"/petitions/{case}/acceptance"
    answer = head.fill(address, handlers=[name], **dotted(notice__sent_on=today, notice__method="POST"))
    return answer.status_code, Page(answer.text).text


def test_a_full_name_is_taken_and_somebody_without_the_role_is_told_as_such(site: Site) -> None:
    case = received(site.group, site.group.service.ledger.today())
    named = {role: f"赵{number}" for number, role in enumerate(Role, 1)}
    status, told = accepted(site, named[Role.SYSADMIN], case)
    assert status == 409
    assert f"The officer {named[Role.SYSADMIN]} holds none of the roles that this takes" in told
    assert accepted(site, f" {named[Role.HANDLER]} ", case)[0] == 303
