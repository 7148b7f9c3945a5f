"""A fact recorded on a day alone, from the store to every answer: the day, never a minute, and ended with the day."""

from datetime import date
from pathlib import Path

import pytest

from domain.actors import FilerActing
from domain.values import SubjectRef
from service.exports.jsonl import write_jsonl
from service.exports.ocel import write_ocel
from service.exports.seen_log import seen_log
from service.exports.xes import write_xes
from service.office.people import OPERATOR
from tests.support.api import Api, Case
from tests.support.filing import told_on_a_day
from tests.support.following import unequal

pytestmark = pytest.mark.store

ON = date(2026, 3, 3)


@pytest.fixture
def case(api: Api) -> Case:
    """A petition of 9:00 on that day, whose filer did something on the day, recorded without the minute."""
    case = api.received()
    subject = api.service.ledger.history(case.id)[0].event.subject  # type: ignore[attr-defined]
    told_on_a_day(api.service, case.id, ON, FilerActing(case.id, SubjectRef(subject)))
    api.clock.set_day(date(2026, 3, 5))
    api.service.engine.catch_up()
    return case


def test_the_store_and_the_views_hold_the_day_alone(api: Api, case: Case) -> None:
    recorded = api.service.ledger.history(case.id)[-1]
    assert (type(recorded.at), recorded.at) == (date, ON)
    assert isinstance(recorded.by, FilerActing)
    assert unequal(api.service) == []


def test_answers_tell_the_day_and_no_moment(api: Api, case: Case) -> None:
    last = case.timeline(api.head)["events"][-1]
    assert (last["recorded_at"], last["recorded_on"]) == (None, "2026-03-03")
    rows = api.items("/audit-trail?limit=200", api.auditor)
    (row,) = [each for each in rows if (each["stream"], each["version"]) == (str(case.id), 3)]
    assert (row["recorded_at"], row["recorded_on"]) == (None, "2026-03-03")


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        ("2026-03-03T23:59:59+08:00", 2),
        ("2026-03-03T23:59:59.999999+08:00", 3),
        ("2026-03-04T00:00:00+08:00", 3),
        ("2026-03-03T16:00:00Z", 3),
    ],
)
def test_it_had_been_recorded_when_its_day_had_ended_here(api: Api, case: Case, moment: str, version: int) -> None:
    as_of = f"?as_of={moment.replace('+', '%2B')}"
    assert case.read(api.head, as_of)["version"] == version
    assert len(case.timeline(api.head, as_of)["events"]) == version


def test_exports_tell_the_day(api: Api, case: Case, tmp_path: Path) -> None:
    service = api.service
    for write in (write_jsonl, write_ocel, write_xes):
        with (tmp_path / "out").open("wb") as out:
            log = seen_log(
                service.engine, service.reading, service.codec, service.settings.timezone, OPERATOR, service.pseudonyms
            )
            write(out, log, lambda _done, _total: None)
        told = (tmp_path / "out").read_text(encoding="utf-8")
        assert "2026-03-03" in told
        assert "recorded_on" in told
