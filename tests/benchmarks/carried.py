"""Petitions as an old register holds them: closed, with what was answered, one event each."""

from datetime import UTC, date, datetime, time, timedelta

from domain.organisation.unit import unit_ref
from domain.petition.carrying import CarryOver, carried_stream
from domain.petition.codes import Channel, Issue, Outcome, Purpose, Status
from service.composition import open_service
from service.demonstration.stage import SetClock, player
from service.machine.settings import Settings
from service.store.steps import Step

NUMBER = 100
UNITS = ("HS-JX", "HS-KY", "JX-1", "JX-2", "KY-N")
TITLES = ("工资未足额发放", "养老保险断缴", "岗位调整未告知", "食堂价格上涨", "宿舍漏水维修", "职称聘任待遇")
SOURCE = "old register"


def carry_over(settings: Settings, today: date) -> None:
    """Carries petitions of the last 150 days over, each as if recorded some days after it was received."""
    clock = SetClock(datetime.now(UTC))
    service = open_service(settings, clock)
    for number in range(NUMBER):
        received_on = today - timedelta(days=145 - number * 140 // NUMBER)
        clock.moment = datetime.combine(received_on + timedelta(days=4), time(9), settings.timezone)
        command = petition(number, received_on)
        service.ledger.execute([Step(carried_stream(SOURCE, command.external_id), command)], player("admin", command))
    service.close()


def petition(number: int, received_on: date) -> CarryOver:
    """One row of the register."""
    return CarryOver(
        source=SOURCE,
        external_id=str(number),
        unit=unit_ref(UNITS[number % len(UNITS)]),
        received_on=received_on,
        title=f"{TITLES[number % len(TITLES)]} {number}",
        channel=list(Channel)[number % len(Channel)],
        purpose=list(Purpose)[number % len(Purpose)],
        issue=list(Issue)[number % len(Issue)],
        summary="请求单位核实并答复，材料附后。" * 8,
        accepted_on=received_on + timedelta(days=1),
        replied_on=received_on + timedelta(days=2),
        closed_on=received_on + timedelta(days=3),
        outcome=list(Outcome)[number % len(Outcome)],
        reply="已核实并当面答复。" * 8,
        stage=Status.CLOSED,
    )
