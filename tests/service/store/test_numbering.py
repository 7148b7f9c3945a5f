"""Official numbers through the ledger: eight writers at once, and a writer that is killed; no gap and no double."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from domain.numbering.events import NumberTaken
from domain.petition.codes import Delivery
from domain.petition.events import DocumentNumbered
from domain.petition.notices import Notice, SendNotice
from domain.petition.numbering import NumberDocument, VoidNumber
from domain.series import Document, series_stream
from service.edge.running import Service
from service.store.steps import Step
from tests.support.filing import CLERK, UNIT, filed, with_unit
from tests.support.services import TestClock

pytestmark = pytest.mark.store
REPOSITORY = Path(__file__).parents[3]
NOTICE = 3
"""The version of the notice in a case that was filed and told."""
NUMBERING = """
import sys
from pathlib import Path
from uuid import UUID
from domain.petition.numbering import NumberDocument
from service.store.steps import Step
from tests.support.filing import CLERK
from tests.support.services import TestClock, service_on

service = service_on(sys.argv[1], Path(sys.argv[2]), TestClock())
for case in sys.stdin.read().split():
    told = service.ledger.execute([Step(UUID(case), NumberDocument(3))], CLERK)
    print(told.recorded[-1].event.official_no, flush=True)
"""


def told(service: Service, count: int) -> list[UUID]:
    """So many letters, each with a notice that went out."""
    with_unit(service)
    cases = [filed(service).stream for _ in range(count)]
    notice = SendNotice(Notice(service.ledger.today(), Delivery.POST))
    for case in cases:
        assert service.ledger.execute([Step(case, notice)], CLERK).version == NOTICE
    return cases


def series(service: Service, today: date) -> list[int]:
    history = service.ledger.history(series_stream(Document.TELLING, UNIT, today.year))
    return [each.event.number for each in history if isinstance(each.event, NumberTaken)]


def borne(service: Service, cases: list[UUID]) -> list[int]:
    events = (each.event for case in cases for each in service.ledger.history(case))
    return sorted(event.number for event in events if isinstance(event, DocumentNumbered))


def test_eight_writers_at_once_take_every_number_once(service: Service, clock: TestClock) -> None:
    cases = told(service, 24)
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda case: service.ledger.execute([Step(case, NumberDocument(NOTICE))], CLERK), cases))
    assert series(service, clock.today) == borne(service, cases) == list(range(1, 25))
    service.ledger.execute([Step(cases[0], VoidNumber(NOTICE, "打印作废"))], CLERK)
    again = service.ledger.execute([Step(cases[0], NumberDocument(NOTICE))], CLERK)
    event = again.recorded[-1].event
    assert isinstance(event, DocumentNumbered)
    assert (event.number, event.official_no) == (25, f"HS信告〔{clock.today.year}〕25号")


def test_the_same_request_again_takes_no_second_number(service: Service, clock: TestClock) -> None:
    (case,) = told(service, 1)
    steps = [Step(case, NumberDocument(NOTICE))]
    first = service.ledger.execute(steps, CLERK, "key")
    again = service.ledger.execute(steps, CLERK, "key")
    assert (again.is_repeat, again.version) == (True, first.version)
    assert series(service, clock.today) == [1]


def test_a_writer_that_is_killed_leaves_neither_a_gap_nor_a_double(
    service: Service, clock: TestClock, database_url: str, tmp_path: Path
) -> None:
    cases = told(service, 16)
    command = [sys.executable, "-c", NUMBERING, database_url, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=REPOSITORY, text=True, **pipes) as writer:  # type: ignore[call-overload]
        writer.stdin.write("\n".join(map(str, cases[:12])))
        writer.stdin.close()
        acknowledged = [writer.stdout.readline().strip() for _ in range(5)]
        writer.kill()
        acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    taken = borne(service, cases)
    assert series(service, clock.today) == taken == list(range(1, len(taken) + 1))
    assert len(acknowledged) <= len(taken) <= len(acknowledged) + 1
    service.ledger.execute([Step(cases[-1], NumberDocument(NOTICE))], CLERK)
    assert series(service, clock.today) == list(range(1, len(taken) + 2))
