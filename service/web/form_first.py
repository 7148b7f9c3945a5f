"""What a fresh form holds before anybody typed: what is known of the record, today, the reader's unit, defaults."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from uuid import UUID

from service.web.form_fields import Field, FieldKind
from service.web.form_values import Typed


@dataclass(frozen=True, slots=True)
class Beginning:
    """What first values are taken from; `state` is that of the record, where there is one."""

    today: date | None
    own_unit: UUID | None = None
    state: object = None


def first_values(fields: Sequence[Field], beginning: Beginning, prefix: str = "") -> Typed:
    """What a fresh form holds; what may be left out as a whole holds defaults alone, so that it stays blank."""
    typed = Typed()
    for field in fields:
        path = prefix + field.name
        if field.kind is FieldKind.BLOCK:
            within = beginning if field.is_required else _bare(beginning)
            typed.update(first_values(field.parts, within, f"{path}."))
        elif field.kind is FieldKind.ROWS:
            within = replace(beginning, today=None) if field.least else _bare(beginning)
            typed.update(first_values(field.parts, within, f"{path}.0."))
        elif initial := _first(field, beginning):
            typed[path] = initial
    return typed


def _bare(beginning: Beginning) -> Beginning:
    return replace(beginning, today=None, state=None)


def _first(field: Field, beginning: Beginning) -> str:
    if field.known and beginning.state is not None and (told := _told(getattr(beginning.state, field.known))):
        return told
    is_fact = field.kind is FieldKind.DAY and field.name.endswith("_on") and field.is_required
    if is_fact and beginning.today is not None:
        return beginning.today.isoformat()
    if field.kind is FieldKind.UNIT and field.name == "unit" and field.is_required and beginning.own_unit:
        return str(beginning.own_unit)
    return field.initial


def _told(known: object) -> str:
    """What is known as a form writes it; of several entries none is known."""
    if isinstance(known, Iterable) and not isinstance(known, str):
        entries = list(known)
        return _told(entries[0]) if len(entries) == 1 else ""
    if known is None or known == date.min:
        return ""
    return str(known.value if isinstance(known, Enum) else known)
