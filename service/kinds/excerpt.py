"""Papers of cases as data: what is told of a case to those who know nothing else of it, one kind of paper each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.kernel import Command, Event
from domain.roles import Role
from domain.scopes import Excerpt, Laid
from projections.excerpts import paper_id
from projections.projection import Projection
from service.kinds.allowance import Allowance
from service.kinds.listing import CaseListing
from service.kinds.openings import Opening


@dataclass(frozen=True, slots=True)
class SealedText:
    """A text that is opened with one paper: what it is called there, and the field of an event where it stands.

    With `of_paper` it is that of the event that bears the number of the paper, else that of the last such event.
    """

    name: str
    event: type[Event]
    field: str
    of_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptKind:
    """One kind of paper.

    `path` is the collection in addresses, `kind` the kind of case, and `says` describes the list. `allowances` say for
    whom a paper exists, `openings` which of its `texts` open, and `commands` what is done with it. `ever` tells of a
    state the papers that lie or lay before somebody, `status_of` where one stands, and `left` what is left of a state
    for those who know of papers of these numbers alone. `tells` says whether they are told of an event.
    Where a paper is about a unit that is looked into (`is_supervising`), its line is barred from it. Where it
    `is_blind` its readers are told neither of which case it is nor its number; `row_id` makes of those what it is
    called.
    """

    excerpt: Excerpt
    path: str
    kind: str
    title: str
    one: str
    says: str
    view: Projection
    listing: CaseListing
    allowances: tuple[Allowance, ...]
    openings: tuple[Opening, ...]
    texts: tuple[SealedText, ...]
    commands: frozenset[type[Command[Any]]]
    ever: Callable[[Any], Iterable[Laid]]
    tells: Callable[[Event, frozenset[int]], bool]
    status_of: Callable[[Any, int], StrEnum]
    left: Callable[[Any, frozenset[int]], Any]
    is_supervising: bool = False
    is_blind: bool = False
    row_id: Callable[[UUID, int], Any] = paper_id

    @property
    def name(self) -> str:
        """What its pages and the columns of its list are called by."""
        return self.path.replace("-", "_")

    def shown(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What of the columns of a row its readers are told, and what the paper is called where it is blind."""
        unshown = {self.view.id_column, *(("case_id", "number") if self.is_blind else ())}
        named = {"id": row[self.view.id_column]} if self.is_blind else {}
        return named | {name: value for name, value in row.items() if name not in unshown}

    @property
    def roles(self) -> frozenset[Role]:
        """Who may read papers of the kind."""
        return frozenset(row.role for row in self.allowances)
