"""Filling a store with many cases quickly: real commands, decided and sealed, appended in groups by two processes."""

import multiprocessing
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from domain.actors import OfficerActing
from domain.organisation.unit import FoundUnit, unit_ref
from domain.petition.carrying import CARRIED
from domain.petition.codes import Channel, Issue, Purpose
from domain.petition.reception import Receive
from domain.petition.registering import Demand, Registration
from domain.roles import Role
from domain.values import OfficerRef
from service.edge.running import Service
from service.store.steps import Step
from tests.benchmarks.other_kinds import SHARE, file_others, found_plant
from tests.support.services import TestClock, service_on

UNIT = "BENCH"
TITLES = ("工资未足额发放", "养老保险断缴", "岗位调整未告知", "食堂价格上涨", "宿舍漏水维修", "职称聘任待遇")
CLERK = OfficerActing(OfficerRef(UUID(int=7)), Role.INTAKE, unit_ref("BENCH"))
GROUP = 40
FIRST_DAY = date(2025, 1, 6)


def found_unit(service: Service) -> None:
    """The unit that all cases of the benchmark belong to, and the one that is supervised."""
    service.ledger.execute([Step(unit_ref(UNIT), FoundUnit(UNIT, "基准单位", None, FIRST_DAY))], CLERK, "unit")
    found_plant(service)


def case_of(number: int) -> UUID:
    """The stream of the case with that number."""
    return uuid5(CARRIED, f"benchmark {number}")


def filing(number: int) -> Receive:
    """The petition with that number, received and registered in one visit."""
    registration = Registration(
        title=f"{TITLES[number % len(TITLES)]} {number}",
        demands=(Demand("请求单位核实并答复。", Purpose.P1, list(Issue)[number % 23]),),
        name="张三",
        contact="13800000000",
    )
    received_on = FIRST_DAY + timedelta(days=number % 400)
    return Receive(Channel.LETTER, received_on, registration, unit_ref(UNIT))


def fill(url: str, home: Path, first: int, last: int) -> None:
    """Files the petitions from `first` up to and without `last`, and what belongs to them, in two processes."""
    context = multiprocessing.get_context("spawn")
    middle = (first + last) // 2
    spans = ((first, middle), (middle, last))
    processes = [context.Process(target=_fill, args=(url, home, *span)) for span in spans]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        if process.exitcode:
            raise SystemExit("filling the store failed")


def _fill(url: str, home: Path, first: int, last: int) -> None:
    service = service_on(url, home, TestClock())
    for start in range(first, last, GROUP):
        numbers = range(start, min(start + GROUP, last))
        service.ledger.execute([Step(case_of(number), filing(number)) for number in numbers], CLERK)
    file_others(service, first // SHARE, last // SHARE)
    service.close()
