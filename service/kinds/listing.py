"""Lists as data: the view, what can be filtered and sorted by, and which columns the page of a kind of case shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from projections.projection import Projection
from service.kinds.filters import Filter
from service.views.conditions import Condition, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list over a view: its filters, its orders, the usual one first, and what holds for every row of it.

    One with a `name` takes no cursors but its own.
    """

    view: Projection
    filters: tuple[Filter, ...]
    orders: Mapping[str, Order]
    always: tuple[Condition, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseListing(Listing):
    """The list of a kind of case, and what its page shows.

    `codes` are the columns that hold codes, `choices` those of them that the page filters by; `units` and `days` name
    filters.
    """

    columns: tuple[str, ...]
    codes: Mapping[str, type[StrEnum]]
    choices: tuple[str, ...] = ("status",)
    units: str = "unit"
    days: tuple[str, ...] = ()
