"""Recusing in hardship requests: who decides on whom, and the commands that every kind of case has."""

from dataclasses import dataclass
from typing import ClassVar

from domain.cases import recusing
from domain.cases.codes import AskedBy
from domain.hardship import events as e
from domain.hardship.codes import OPEN
from domain.hardship.state import Hardship
from domain.kernel import Event
from domain.roles import Role

FACTS = recusing.Facts(e.TieDeclared, e.RecusalAsked, e.RecusalOrdered, e.RecusalConfirmed, e.RecusalRefused)

LADDER = (
    recusing.Rung(frozenset({Role.UNION_CHAIR}), frozenset({Role.UNION_CHAIR}), is_above=True),
    recusing.Rung(frozenset({Role.UNIT_LEAD}), frozenset({Role.UNIT_LEAD}), is_above=True),
    recusing.Rung(frozenset({Role.PAYER}), frozenset({Role.UNIT_LEAD})),
    recusing.Rung(frozenset(Role), frozenset({Role.UNION_CHAIR})),
)


@dataclass(frozen=True, slots=True, repr=False)
class DeclareTie(recusing.DeclareTie[Hardship]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    records: ClassVar[tuple[type[Event], ...]] = (e.TieDeclared,)


@dataclass(frozen=True, slots=True, repr=False)
class AskRecusal(recusing.AskRecusal[Hardship]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    askers: ClassVar = frozenset({AskedBy.APPLICANT, AskedBy.INFORMANT})
    records: ClassVar[tuple[type[Event], ...]] = (e.RecusalAsked,)


@dataclass(frozen=True, slots=True, repr=False)
class OrderRecusal(recusing.OrderRecusal[Hardship]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    ladder: ClassVar = LADDER
    records: ClassVar[tuple[type[Event], ...]] = (e.RecusalOrdered,)


@dataclass(frozen=True, slots=True, repr=False)
class DecideRecusal(recusing.DecideRecusal[Hardship]):
    allowed_in: ClassVar = OPEN
    facts: ClassVar = FACTS
    ladder: ClassVar = LADDER
    records: ClassVar[tuple[type[Event], ...]] = (e.RecusalConfirmed, e.RecusalRefused)
