"""A sheet as the readers of XLSX and of old XLS find it, and the cells that are more than their value."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Corner = tuple[int, int]
"""Row and column, both from 0."""


class Fault(NamedTuple):
    """An error value, or a formula that was never calculated, as text."""

    holds: str


class Shown(NamedTuple):
    """A number whose format shows something else than its digits."""

    number: float
    shown: str


@dataclass(slots=True)
class FoundSheet:
    """A sheet whose rows are read once, from A1 on; what is merged and hidden is known when they have been."""

    name: str
    visible: bool
    rows: Iterable[list[Any]]
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
