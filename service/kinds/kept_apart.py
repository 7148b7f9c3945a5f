"""The kind of which some records are sealed, and how what they hold is opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.kernel import Aggregate, Event


@dataclass(frozen=True, slots=True)
class KeptApart:
    """The event that seals a record of the kind, and by their names the steps towards opening it."""

    aggregate: Aggregate[Any]
    sealed: type[Event]
    steps: Mapping[str, str]
