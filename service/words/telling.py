"""Events as people read them: what was recorded, with texts opened for those who may read them, else sealed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.actors import officer_of
from domain.cases.codes import Mark
from domain.cases.marking import marks
from domain.deadlines.clocks import Clock, ClockStopped
from domain.kernel import Recorded
from domain.recording import RecordedAt
from domain.values import Personal
from service.sealing.vault import ERASED, SEALED
from service.words.clocks import begun, ended
from service.words.names import Names
from service.words.speech import Words
from service.words.typed_values import Spellers, spelled

HIDDEN = frozenset({"subject", "case_no", "officer", "token_digest", "identity_digest", "household"})
UNSHOWN = frozenset(
    {"case_id", "search", "version", "changed_at", "changed_on", "case_no", "title", "status", "next_due_rule"}
)
"""Columns of a case's row that are told elsewhere or are nothing to read."""

ENDS = frozenset({"expires_on", "until_on", "due_on", "stated_due_on", "ends_on", "take_down_on"})
"""Days at which something ends that a fact began."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was recorded: a name, and a text, a list of lines, or nothing because it is sealed."""

    name: str
    text: str = ""
    is_personal: bool = False
    is_sealed: bool = False
    is_erased: bool = False
    href: str = ""
    parts: tuple["Said", ...] = ()

    @property
    def holds_text(self) -> bool:
        """Whether a person wrote it, or part of it."""
        return self.is_personal or any(part.holds_text for part in self.parts)

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it is opened for the reader."""
        return all(part.is_closed for part in self.parts) if self.parts else self.is_sealed or self.is_erased


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a timeline."""

    version: int
    title: str
    by: str
    recorded_at: RecordedAt
    happened_on: date | None
    said: tuple[Said, ...]
    mark: Mark | None = None

    @property
    def is_closed(self) -> bool:
        """Whether no text of it is opened for the reader."""
        return all(each.is_closed for each in self.said)


class Teller:
    """Tells the events of records in the words of one reader."""

    def __init__(
        self, words: Words, names: Names, spellers: Spellers, address: Callable[[UUID], str] = lambda _ref: ""
    ) -> None:
        """`address` tells where the case of an id stands for the reader, empty where the reader sees none."""
        self._words = words
        self._names = names
        self._spellers = spellers
        self._address = address

    def timeline(self, kind: str, events: Iterable[tuple[Recorded, Mapping[str, Any]]]) -> list[Told]:
        """The events of a record of that kind, in order, each with its data as the reader may see it."""
        told = list(events)
        self._names.know(
            ref for recorded, _opened in told for ref in (officer_of(recorded.by), *ids_in(recorded.event)) if ref
        )
        self._words = self._words.about(kind)
        stand = marks((recorded.version, recorded.event) for recorded, _opened in told)
        return [self._told(recorded, opened, stand.get(recorded.version)) for recorded, opened in told]

    def _told(self, recorded: Recorded, opened: Mapping[str, Any], mark: Mark | None) -> Told:
        return Told(
            version=recorded.version,
            title=self._words.event(recorded.event.NAME),
            by=self._names.acting(recorded.by),
            recorded_at=recorded.at,
            happened_on=day_of(recorded.event),
            said=tuple(self._lines(recorded.event, opened, HIDDEN)),
            mark=mark,
        )

    def _lines(self, value: Any, opened: Mapping[str, Any], hidden: frozenset[str] = frozenset()) -> Iterator[Said]:
        for field in fields(value):
            part = getattr(value, field.name)
            if field.name not in hidden and part not in (None, (), ""):
                yield self._said(self._words.field(field.name), field.name, part, opened.get(field.name))

    def _said(self, name: str, field: str, value: Any, opened: Any) -> Said:
        if isinstance(value, Personal):
            return self._opened(name, field, opened)
        if opened == SEALED:
            return Said(name, is_sealed=True)
        if isinstance(value, tuple):
            return self._several(name, field, value, opened)
        if is_dataclass(value) and not isinstance(value, Clock | ClockStopped):
            return Said(name, parts=tuple(self._lines(value, opened)))
        return Said(name, self.plain(field, value), href=self._address(value) if field == "case" else "")

    def _opened(self, name: str, field: str, opened: Any) -> Said:
        if opened == SEALED:
            return Said(name, is_personal=True, is_sealed=True)
        if opened == ERASED:
            return Said(name, is_personal=True, is_erased=True)
        return Said(name, spelled(field, opened, self._words, self._spellers), is_personal=True)

    def _several(self, name: str, field: str, values: Sequence[Any], opened: Sequence[Any]) -> Said:
        pairs = list(zip(values, opened, strict=True))
        if any(isinstance(value, Personal) or is_dataclass(value) for value in values):
            if len(pairs) == 1:
                return self._said(name, field, *pairs[0])
            numbered = enumerate(pairs, 1)
            return Said(name, parts=tuple(self._said(f"{n}.", field, value, open_) for n, (value, open_) in numbered))
        return Said(name, self._words.joined(self.plain(field, value) for value in values))

    def plain(self, field: str, value: Any) -> str:
        """A value that needs no key: a code, a day, a name, a clock."""
        if isinstance(value, Clock):
            return begun(value, self._words)
        if isinstance(value, ClockStopped):
            return ended(value, self._words)
        if isinstance(value, UUID):
            return self._names.of(value) or str(value)[:8]
        if field in ("profile", "before") and value:
            return self._words.place(value)
        if field.endswith("_fen") and isinstance(value, int):
            return self._words.amount(value)
        return self._words.value(value)

    def column(self, codes: Mapping[str, type[StrEnum]], name: str, value: Any, *, is_short: bool = False) -> str:
        """The value of a view's column as people read it, codes by their column; nothing, zero and no are left out."""
        if not value:
            return ""
        if name in codes:
            return self._words.joined(self._words.code(code, codes[name]) for code in str(value).split())
        if name.endswith("_rule"):
            return self._words.rule(str(value))
        if name == "members":
            return self._words.joined(self._names.officer(each) for each in value)
        return self._words.short_day(value) if is_short and isinstance(value, date) else self.plain(name, value)


def ids_in(value: Any) -> Iterator[UUID]:
    """Every id that stands in an event, at any depth."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from ids_in(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from ids_in(getattr(value, field.name))


def day_of(event: Any) -> date | None:
    """The day of the fact itself: the first day that the event names, until which nothing runs."""
    days = (getattr(event, each.name) for each in fields(event) if each.name.endswith("_on") and each.name not in ENDS)
    return next((day for day in days if isinstance(day, date)), None)


def texts_of(told: Sequence[Told]) -> list[Told]:
    """What persons wrote in the case, step by step, in order; steps without a text are left out."""
    with_texts = (replace(each, said=tuple(said for said in each.said if said.holds_text)) for each in told)
    return [each for each in with_texts if each.said]
