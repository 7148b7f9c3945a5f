"""Sealing an accusation, so that it may be screened."""

from uuid import UUID

from domain.actors import Actor
from domain.petition.accused import Accused
from domain.petition.sealing import Seal
from service.edge.running import Service
from service.store.steps import Step


def seal(service: Service, case: UUID, by: Actor) -> None:
    """The letter accuses somebody of a unit of its own."""
    accused = Accused(service.people.add_unit("ACCUSED", "被反映单位")[0])
    service.ledger.execute([Step(case, Seal((accused,), service.ledger.today()))], by)
