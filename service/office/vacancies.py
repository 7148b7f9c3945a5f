"""Which steps nobody of a unit may take as its roles are held today, and who above takes them instead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.kernel import Command
from domain.roles import Role
from domain.scopes import Openness, Scope
from domain.values import UnitRef
from service.access.doers import Doer, doers
from service.access.standing_in import OF_A_UNIT
from service.kinds.allowance import Relation
from service.kinds.catalogue import CASES
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.store.steps import Caller


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Steps of one kind that nobody of the unit may take, and who takes them; `doers` says so where nobody does."""

    kind: Kind
    commands: tuple[type[Command[Any]], ...]
    doers: tuple[Doer, ...]


def vacancies_of(unit: UUID, caller: Caller) -> list[Vacancy]:
    """The steps in matters of the unit that nobody of it may take, by kind and by who takes them instead."""
    found: dict[tuple[str, tuple[Doer, ...]], list[type[Command[Any]]]] = {}
    for kind, offer, who in _taken(UnitRef(unit), caller):
        if not any(each.unit == unit and not each.is_vacant for each in who):
            found.setdefault((kind.name, who), []).append(offer.command)
    by_name = {kind.name: kind for kind in CASES}
    return [Vacancy(by_name[name], tuple(commands), who) for (name, who), commands in found.items()]


def _taken(unit: UnitRef, caller: Caller) -> Iterator[tuple[Kind, Offer, tuple[Doer, ...]]]:
    """By step that is taken for a unit: who takes it in a matter of this one that was screened."""
    scope = Scope(Openness.OPEN, unit).before(unit).asking(*Role)
    for kind in CASES:
        for offer in kind.addressed:
            if any(row.relation in OF_A_UNIT or row.relation is Relation.BELOW for row in offer.acting):
                yield kind, offer, doers(offer.command, scope, caller)


@dataclass(frozen=True, slots=True)
class KnownVacancy:
    """The same in codes: of the unit, the kind of record, the commands, and roles with their units."""

    unit_code: str
    kind: str
    commands: tuple[str, ...]
    done_by: tuple[str, ...]


def known_vacancies(codes: Mapping[UUID, str], caller: Caller) -> list[KnownVacancy]:
    """Those of all units of which the code is given, in that order."""
    return [
        KnownVacancy(
            code,
            each.kind.name,
            tuple(command.__name__ for command in each.commands),
            tuple(
                f"{doer.role}/{codes.get(doer.unit, doer.unit)}"
                for doer in each.doers
                if doer.unit and not doer.is_vacant
            ),
        )
        for unit, code in codes.items()
        for each in vacancies_of(unit, caller)
    ]
