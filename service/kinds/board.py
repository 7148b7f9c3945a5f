"""Boards: lists of cases that wait for somebody, with what stands beside them, as data of their kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from projections.projection import Projection
from service.kinds.listing import Listing
from service.views.conditions import Condition
from service.words.speech import Words

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Says:
    """What the document of the API says of a field."""

    text: str


class Reader(Protocol):
    """What a board may ask for one reader."""

    @property
    def today(self) -> date: ...

    def may_view(self, view: Projection) -> bool: ...

    def all(self, view: Projection) -> list[dict[str, Any]]: ...

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]: ...

    def counted(self, view: Projection) -> Sequence[Condition]: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A board for one reader: what an entry shows of its row, and the lists beside the entries, by name."""

    shown: Callable[[Row], dict[str, Any]]
    beside: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Listing):
    """A board.

    `path` is its address among the API and the pages, `says` its description, `entry` a dataclass of what an entry
    holds besides its row and how its next term stands, and `beside` those of the rows of the lists beside it. `follows`
    are the views that its page waits for, and `spoken` is what its page needs in the reader's words.
    """

    path: str
    title: str
    says: str
    entry: type
    beside: Mapping[str, type]
    follows: tuple[Projection, ...]
    opened: Callable[[Reader], Opened]
    spoken: Callable[[Words], Mapping[str, Any]]
