"""Facts about facts, of any kind of case: stated, confirmed, contested, kept as a remark, corrected, voided."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, get_args, get_type_hints

from domain.cases.codes import Confirmer
from domain.deadlines.clocks import Clock, ClockStopped
from domain.deadlines.running import clock_fields
from domain.values import Content, Guarded, OfficerRef


@dataclass(frozen=True, slots=True)
class Second:
    """Somebody whose word is waited for; `one_of` are those whom the first one named, nobody for a mere witness."""

    who: Confirmer
    one_of: tuple[OfficerRef, ...]

    def may_be(self, officer: OfficerRef) -> bool:
        return self.who is not Confirmer.NAMED or officer in self.one_of


@dataclass(frozen=True, slots=True)
class Stated:
    """The next so many facts are one officer's word: they take effect once each of the seconds has confirmed them.

    Where it `blocks`, the fact before it is stated as well, which opened the case: no step is taken until then.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    entry: int
    held: int
    seconds: tuple[Second, ...]
    stated_by: OfficerRef
    blocks: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A second person says which paper was seen, or that he or she took part; `is_whole` where no other is needed."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    entry: int
    confirmed_by: OfficerRef
    seen: Content[str]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Contested:
    """What was stated is denied, or taken back by whoever stated it: it never takes effect."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    entry: int
    contested_by: OfficerRef
    grounds: Content[str]


@dataclass(frozen=True, slots=True)
class Remarked:
    """Recorded beyond the limit of late entry: the next so many facts are kept and move nothing.

    Of what cannot be done again, and follows with the day of recording, `stated_on` is the day that was stated.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    held: int
    stated_on: date | None


@dataclass(frozen=True, slots=True)
class Recounted:
    """The terms that the fact at the version starts, changes or stops, counted anew."""

    version: int
    clocks: tuple[Clock, ...]
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class DueMoved:
    """A term whose due day a correction moved."""

    rule: str
    item: str
    was_due_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Corrected:
    """The field of the fact at a version is right so: a day, a code or a text, the others None.

    `stopped` are running terms that began only because of the wrong value.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    fact: int
    field: str
    day: date | None
    code: str | None
    text: Guarded[str] | None
    reason: Content[str]
    corrected_by: OfficerRef
    moved: tuple[DueMoved, ...]
    recounted: tuple[Recounted, ...]
    stopped: tuple[ClockStopped, ...]


@dataclass(frozen=True, slots=True)
class Voided:
    """The case was registered by mistake; it stays visible and ends its clocks."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    reason: Content[str]
    voided_by: OfficerRef
    voided_on: date
    stopped: tuple[ClockStopped, ...]


ABOUT_FACTS = (Stated, Confirmed, Contested, Remarked, Corrected)
"""What says of other facts how they stand, and nothing of the matter."""


def righted(event: Any, version: int, correction: Corrected) -> Any:
    """The fact at the version as the correction has it; a field that it does not have changes nothing."""
    if correction.fact == version and (right := _right(type(event), correction)) is not None:
        event = replace(event, **{correction.field: right})
    for each in correction.recounted:
        if each.version == version:
            event = with_terms(event, each)
    return event


def form_of(event: Any, field: str) -> Any:
    """The type of a field of an event, without None where it may be left out; None where it has no such field."""
    hint = _hints(event).get(field)
    parts = get_args(hint)
    return next(part for part in parts if part is not type(None)) if type(None) in parts else hint


def _right(event: Any, correction: Corrected) -> Any:
    form = form_of(event, correction.field)
    if form is None:
        return None
    if isinstance(form, type) and issubclass(form, StrEnum):
        return next((code for code in form if code.value == correction.code), None)
    values = (correction.day, correction.text)
    return next((value for value in values if value is not None), None)


def with_terms(event: Any, anew: Recounted) -> Any:
    """The fact with these of its terms and ends of terms instead of those that it has."""
    parts: tuple[Any, ...] = (*anew.clocks, *anew.stopped)
    right = {(type(part), part.rule, part.item): part for part in parts}
    changes = {}
    kind: Any = type(event)
    for name in clock_fields(kind):
        value = getattr(event, name)
        several = value if isinstance(value, tuple) else (value,)
        found = tuple(_or_right(part, right) for part in several)
        if found != several:
            changes[name] = found if isinstance(value, tuple) else found[0]
    return replace(event, **changes) if changes else event


def _or_right(part: Any, right: dict[tuple[type, str, str], Any]) -> Any:
    return part if part is None else right.get((type(part), part.rule, part.item), part)


@cache
def _hints(event: Any) -> dict[str, Any]:
    hints = get_type_hints(event)
    return {each.name: hints[each.name] for each in fields(event)}
