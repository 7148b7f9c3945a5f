"""What one kind of record is to every door: its name, its commands as they are offered, who reads it, its list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.kernel import Aggregate, Command
from domain.roles import Role
from projections.projection import Projection
from service.kinds.board import Board
from service.kinds.excerpt import ExcerptKind
from service.kinds.listing import CaseListing
from service.kinds.numbers import Numbers
from service.kinds.offer import Offer
from service.kinds.reading import Reading
from service.kinds.register import Register
from service.kinds.tables import MakeTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of record; `name` is the collection's in addresses.

    `stream_of` names the stream that a creating command opens, where it follows from the command and not from the
    caller's key; `settles` are the views that are brought up to date before a command is answered.
    """

    name: str
    aggregate: Aggregate[Any]
    description: str
    offers: tuple[Offer, ...]
    reading: Reading
    registers: tuple[Register, ...] = ()
    stream_of: Callable[[Any], UUID] | None = None
    settles: tuple[Projection, ...] = ()

    @property
    def addressed(self) -> tuple[Offer, ...]:
        """The offers that have an address."""
        return tuple(offer for offer in self.offers if offer.noun is not None)

    def offer_to(self, command: type[Command[Any]] | None, roles: frozenset[Role]) -> Offer | None:
        """The offer of the command, where one of the roles may give it on some record."""
        return next((offer for offer in self.addressed if offer.command is command and offer.roles & roles), None)

    def offer_of(self, noun: str) -> Offer | None:
        """The offer with that noun."""
        return next((offer for offer in self.addressed if offer.noun == noun), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseKind(Kind):
    """One kind of case; `settling` is the command that settles its terms after a plan of working days was published.

    `excerpts` are its papers that lie before those who know nothing else of a case. To the roles `escalating` an
    overdue duty of a case that they know of is brought, whoever holds the case; they step in by `stepping_in`.
    """

    listing: CaseListing
    numbers: Numbers
    tables: tuple[MakeTable, ...] = ()
    board: Board | None = None
    settling: type[Command[Any]]
    excerpts: tuple[ExcerptKind, ...] = ()
    escalating: frozenset[Role]
    stepping_in: type[Command[Any]] | None = None
