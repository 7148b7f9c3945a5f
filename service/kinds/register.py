"""What a register is: the rows of a view, and what it takes from other views."""

from collections.abc import Mapping
from dataclasses import dataclass

from projections.projection import Projection
from service.kinds.columns import Column
from service.views.conditions import Condition, Order


@dataclass(frozen=True, slots=True)
class Join:
    """Columns that a row takes from the row of another view whose `key` is what its own column `on` holds.

    Of several such rows it is the one with the least value in the column `least`.
    """

    view: Projection
    on: str
    key: str
    takes: Mapping[str, str]
    condition: Condition | None = None
    least: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A register: the rows of a view that meet a condition, in an order that never changes for a row.

    Whoever may read every view that it is made of may read it; nothing else decides.
    """

    code: str
    view: Projection
    order: Order
    columns: tuple[Column, ...]
    condition: Condition | None = None
    joins: tuple[Join, ...] = ()

    @property
    def views(self) -> tuple[Projection, ...]:
        """The views that it is made of."""
        return tuple({view.name: view for view in (self.view, *(join.view for join in self.joins))}.values())
