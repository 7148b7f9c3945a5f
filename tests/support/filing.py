"""Petitions filed through the ledger, for tests of what keeps them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent

from domain.actors import Actor, OfficerActing
from domain.organisation.unit import FoundUnit, unit_ref
from domain.petition.codes import Channel, Delivery, Issue, Purpose
from domain.petition.ending import Withdraw
from domain.petition.events import NoticeSent
from domain.petition.reception import Receive
from domain.petition.registering import Demand, Registration
from domain.roles import Role
from domain.values import KeyClass, OfficerRef, SubjectRef
from service.edge.running import Service
from service.sealing.keys import DataKey
from service.store.codec import Circumstance
from service.store.steps import Outcome, Step

UNIT = unit_ref("HS")
CLERK = OfficerActing(OfficerRef(UUID("5f0c7ad2-6f0e-4a43-9f5a-6f1f4e7a2c11")), Role.INTAKE, UNIT)


def with_unit(service: Service) -> Service:
    """The service with one unit founded."""
    service.ledger.execute([Step(UNIT, FoundUnit("HS", "集团"))], CLERK)
    return service


def receipt(
    service: Service,
    text: str = "食堂的饭菜不够",
    name: str | None = "张三",
    title: str = "食堂",
    purpose: Purpose = Purpose.P1,
    **more: Any,
) -> Receive:
    """A petition with one demand, registered at once, received today."""
    demands = (Demand(text, purpose, Issue.I01),)
    registration = Registration(title, demands, name=name, contact="13800000000", **more)
    return Receive(Channel.VISIT, service.ledger.today(), registration, UNIT)


def filed(service: Service, case: UUID | None = None, key: str | None = None, **said: Any) -> Outcome:
    """A petition was filed: two events in a stream of its own."""
    return service.ledger.execute([Step(case or uuid4(), receipt(service, **said))], CLERK, key)


def withdrawn(service: Service, case: UUID, statement: str = "已经解决") -> Outcome:
    """The petitioner ended the matter."""
    return service.ledger.execute([Step(case, Withdraw(statement, service.ledger.today()))], CLERK)


def told_on_a_day(service: Service, case: UUID, on: date, by: Actor = CLERK) -> int:
    """The petitioner was told, recorded on a day alone; returns the position. No command records so yet."""
    version = len(service.ledger.history(case)) + 1
    event, place, around = NoticeSent(Delivery.POST, on, ()), (case, version), Circumstance(by, on)
    topic, state = service.codec.encode(event, place, around, _seals_nothing)
    return service.recorder.insert_events([StoredEvent(case, version, topic, state)])[0]


def _seals_nothing(subject: SubjectRef, key_class: KeyClass) -> DataKey:
    raise LookupError(f"nothing is said of {subject} under a key of class {key_class}")
