"""Several cases handed over at the command line: each by itself, and the same again where it is asked again."""

from uuid import UUID, uuid4

import pytest

from domain.actors import OfficerActing
from domain.kernel import fold
from domain.petition.aggregate import PETITION
from domain.petition.codes import Delivery
from domain.petition.notices import Notice
from domain.petition.reception import Screen
from domain.petition.routing import Accept
from domain.roles import Role
from domain.values import OfficerRef
from service.edge.running import Service
from service.store.steps import Step
from tests.service.cli.conftest import Cli
from tests.support.filing import UNIT, filed

pytestmark = pytest.mark.store


def handled(service: Service, head: OfficerRef, handler: OfficerRef) -> tuple[UUID, str]:
    """A petition in the hands of that officer, and its number."""
    case, today = filed(service).stream, service.ledger.today()
    by = OfficerActing(head, Role.PET_HEAD, UNIT)
    for command in (Screen(today), Accept(today, handlers=(handler,), notice=Notice(today, Delivery.POST))):
        service.ledger.execute([Step(case, command)], by)
    return case, service.ledger.history(case)[0].event.case_no  # type: ignore[attr-defined]


def test_each_case_is_handed_over_by_itself(service: Service, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    service.people.add_unit("HS", "集团")
    head, handler, successor = (
        service.people.add_officer(name, "HS", [role])
        for name, role in (("主任", Role.PET_HEAD), ("承办甲", Role.HANDLER), ("承办乙", Role.HANDLER))
    )
    service.engine.catch_up()
    cases = [handled(service, head, handler) for _ in range(2)]
    _, left = handled(service, head, successor)
    monkeypatch.setenv("CASEWORK_TOKEN", cli("tokens", "issue", str(head), "--json").facts["token"])
    service.engine.catch_up()
    numbers = [number for _, number in cases]
    asked = ("cases", "hand-over", str(handler), str(successor), *numbers, left, "PET-HS-2026-00000000")
    assert "say --as OFFICER" in cli(*asked).err
    told = cli(*asked, "--as", str(head), "--json")
    assert (told.code, told.err) == (1, ""), told.out
    assert [each["code"] for each in told.facts["items"]] == [None, None, "not_named_for_the_case", "not_found"]
    assert (told.facts["done"], told.facts["refused"]) == (2, 2)
    for case, _number in cases:
        state = fold(PETITION, (each.event for each in service.ledger.history(case)))
        assert set(state.scope.assigned) == {successor}
    versions = [len(service.ledger.history(case)) for case, _ in cases]
    again = cli(*asked[:6], "--as", str(head), "--json")
    assert (again.code, again.facts["done"]) == (0, 2)
    assert [len(service.ledger.history(case)) for case, _ in cases] == versions
    assert "no day such as" in cli(*asked[:6], "--on", "gestern", "--as", str(head)).err
    too_many = [f"PET-HS-2026-{uuid4().hex[:8].upper()}" for _ in range(201)]
    assert "too many at once" in cli(*asked[:4], *too_many, "--as", str(head)).err
