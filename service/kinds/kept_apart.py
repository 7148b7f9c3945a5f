"""The kind of which some records are sealed, and how what they hold is opened again."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptApart:
    """By their names the steps towards opening what is sealed."""

    steps: Mapping[str, str]
