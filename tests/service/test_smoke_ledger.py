"""The ledger on a real database: a repeat, a race, a refusal."""

from uuid import uuid4

import pytest

from domain.organisation.unit import FoundUnit, unit_ref
from domain.values import OfficerRef
from service.composition import Service
from service.store.steps import Caller, KeyReused, Step

pytestmark = pytest.mark.store


def test_the_same_key_and_body_give_the_same_outcome(service: Service) -> None:
    caller = Caller(OfficerRef(uuid4()))
    step = Step(unit_ref("HS"), FoundUnit("HS", "集团"))
    first = service.ledger.execute([step], caller, "key-1")
    again = service.ledger.execute([step], caller, "key-1")
    assert (again.is_repeat, again.version, again.position) == (True, first.version, first.position)
    with pytest.raises(KeyReused):
        service.ledger.execute([Step(unit_ref("HS"), FoundUnit("HS", "另一个"))], caller, "key-1")
