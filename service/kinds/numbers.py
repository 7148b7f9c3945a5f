"""What commands name by number, such as an aid or a rectification item, said so that people know which one it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.kernel import Command
from domain.values import OfficerRef
from service.kinds.case_file import CaseFile
from service.words.names import Names
from service.words.speech import Words

EXCERPT = 30
"""Characters of a text that a choice shows."""

Fits = Callable[[Any, OfficerRef], bool]
"""From a part and the officer who would act, to whether the command could succeed on it."""

Entry = tuple[int, list[str]]
"""A number, and what says which one it is."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """A case of which a command names parts; `facts` are the events as far as the reader may open them."""

    case: CaseFile
    by: OfficerRef
    facts: list[dict[str, Any]]
    words: Words
    names: Names
    rule: Fits | None = None

    def fits(self, part: Any) -> bool:
        """Whether the command could succeed on the part, as far as its standing tells."""
        return self.rule is None or self.rule(part, self.by)

    def told(self, event: type) -> Iterator[tuple[Any, dict[str, Any]]]:
        """The events of that class which the reader is told of, with their data."""
        pairs = zip(self.case.history, self.facts, strict=True)
        return ((each.event, facts) for each, facts in pairs if isinstance(each.event, event) and facts)

    def texts(self, event: type, parts: str, name: str) -> dict[int, str]:
        """The beginning of a text of each part of the last such event, where the reader may open it."""
        last: dict[str, Any] = {}
        for _event, facts in self.told(event):
            last = facts
        return {part["number"]: excerpt(part[name]) for part in last.get(parts, [])}


def excerpt(opened: Any) -> str:
    """The beginning of a text on one line; nothing where it is sealed or erased."""
    text = " ".join(opened.split()) if isinstance(opened, str) else ""
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of a kind: by field that holds numbers the parts that they stand for, and what a part must be for a command.

    Without an entry in `fits` every part is offered. `to_come` names the field whose parts the command's own form adds
    to, and how many there are already.
    """

    parts: Mapping[str, Callable[[Numbering], Iterator[Entry]]] = field(default_factory=dict)
    fits: Mapping[type[Command[Any]], Fits] = field(default_factory=dict)
    to_come: Mapping[type[Command[Any]], tuple[str, Callable[[Any], int]]] = field(default_factory=dict)
