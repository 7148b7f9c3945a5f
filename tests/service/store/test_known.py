"""What streams fold to that decisions only read: kept as long as they end with the same event, as one kind each."""

import pytest

from domain.organisation.officer import OFFICER
from domain.organisation.unit import UNIT as UNITS
from domain.organisation.unit import DissolveUnit, UnitStatus, unit_ref
from service.edge.running import Service
from service.store.steps import Step
from service.store.tail import Stored
from service.store.work import Known
from tests.support.filing import CLERK, UNIT, with_unit

pytestmark = pytest.mark.store


def rows(service: Service) -> list[Stored]:
    return service.recorder.load([UNIT]).streams[UNIT]


def test_a_state_is_kept_until_its_stream_goes_on(service: Service) -> None:
    known = Known(with_unit(service).codec)
    founded = known.state(UNITS, rows(service))
    assert known.state(UNITS, rows(service)) is founded
    service.people.add_unit("HS2", "接续的单位")
    service.ledger.execute([Step(UNIT, DissolveUnit(service.ledger.today(), unit_ref("HS2")))], CLERK)
    assert known.state(UNITS, rows(service)).status is UnitStatus.DISSOLVED
    assert known.state(UNITS, rows(service)[:1]) is founded


def test_a_stream_of_another_kind_is_like_one_without_events_whatever_it_was_read_as_before(service: Service) -> None:
    known = Known(with_unit(service).codec)
    assert known.state(UNITS, rows(service)).status is UnitStatus.ACTIVE
    assert known.state(OFFICER, rows(service)) == OFFICER.initial == known.state(OFFICER, [])


def test_more_than_are_kept_are_told_as_well(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.store.work.MOST_KNOWN", 1)
    known = Known(with_unit(service).codec)
    founded = known.state(UNITS, rows(service))
    assert known.state(OFFICER, rows(service)) == OFFICER.initial
    assert known.state(UNITS, rows(service)) == founded
