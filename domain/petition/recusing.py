"""Recusing in petitions: who decides on whom, and the commands that every kind of case has."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import recusing
from domain.cases.codes import AskedBy
from domain.kernel import Event
from domain.petition import events as e
from domain.petition.codes import OPEN
from domain.petition.state import Petition
from domain.roles import Role

FACTS = recusing.Facts(e.TieDeclared, e.RecusalAsked, e.RecusalOrdered, e.RecusalConfirmed, e.RecusalRefused)

LADDER = (
    recusing.Rung(frozenset({Role.UNIT_LEAD}), frozenset({Role.UNIT_LEAD}), is_above=True),
    recusing.Rung(frozenset({Role.PET_HEAD, Role.OWNER_LEAD}), frozenset({Role.UNIT_LEAD})),
    recusing.Rung(frozenset(Role), frozenset({Role.PET_HEAD, Role.OWNER_LEAD})),
)


@dataclass(frozen=True, slots=True, repr=False)
class DeclareTie(recusing.DeclareTie[Petition]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    records: ClassVar[tuple[type[Event], ...]] = (e.TieDeclared,)


@dataclass(frozen=True, slots=True, repr=False)
class AskRecusal(recusing.AskRecusal[Petition]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    askers: ClassVar = frozenset({AskedBy.PETITIONER, AskedBy.INFORMANT})
    records: ClassVar[tuple[type[Event], ...]] = (e.RecusalAsked,)


@dataclass(frozen=True, slots=True, repr=False)
class OrderRecusal(recusing.OrderRecusal[Petition]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    ladder: ClassVar = LADDER
    records: ClassVar[tuple[type[Event], ...]] = (e.RecusalOrdered,)


@dataclass(frozen=True, slots=True, repr=False)
class DecideRecusal(recusing.DecideRecusal[Petition]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    ladder: ClassVar = LADDER
    records: ClassVar[tuple[type[Event], ...]] = (e.RecusalConfirmed, e.RecusalRefused)
