"""What became of an act over many cases, at the command line."""

from uuid import uuid4

import pytest

from domain.petition.aggregate import PETITION
from domain.petition.reception import Screen
from domain.roles import Held, Role
from domain.values import UnitRef
from service.edge.running import Service
from service.kinds.catalogue import CASES_BY_KIND
from service.office.batches import BatchAsked, ItemAsked
from service.store.steps import Caller
from tests.service.cli.conftest import Cli
from tests.support.filing import UNIT, filed

pytestmark = pytest.mark.store


def test_it_is_told_case_by_case(service: Service, cli: Cli) -> None:
    service.people.add_unit("HS", "集团")
    head = service.people.add_officer("主任", "HS", [Role.PET_HEAD])
    service.engine.catch_up()
    caller = Caller(head, frozenset({Held(Role.PET_HEAD, UnitRef(UNIT))}), UNIT, units=service.callers.tree())
    screening = Screen(service.ledger.today())
    items = [ItemAsked(filed(service).stream, 2, screening), ItemAsked(uuid4(), 2, screening)]
    asked = BatchAsked(CASES_BY_KIND[PETITION.kind], Screen, items, caller, "screened")
    batch = service.batches.carry_out(asked, lambda error: ("not_found", str(error)))
    told = cli("batches", "show", batch.opening.batch_no)
    assert told.code == 0, told.err
    assert "1 done, 1 refused, 0 not tried yet" in told.out
    facts = cli("batches", "show", batch.opening.batch_no, "--json").facts
    assert [each["outcome"] for each in facts["items"]] == ["DONE", "REFUSED"]
    known, unknown = (each["case_no"] for each in facts["items"])
    assert known.startswith("PET-")
    assert known in told.out
    assert unknown is None
    assert "no act over many cases" in cli("batches", "show", "BAT-HS-2026-00000000").err
