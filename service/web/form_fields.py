"""What a form asks for, read from the annotations of a command: no form is written by hand."""

import types
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from domain.officers import Serving
from domain.values import (
    Asked,
    Declared,
    FundRef,
    HouseholdRef,
    Known,
    OfficerRef,
    Several,
    Shown,
    Text,
    UnitRef,
    Whole,
)

MOST_ROWS = 50


class FieldKind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    YES_NO = "yes_no"
    UNIT = "unit"
    UNITS = "units"
    FUND = "fund"
    OFFICER = "officer"
    OFFICERS = "officers"
    LINES = "lines"
    BLOCK = "block"
    ROWS = "rows"


MANY = frozenset({FieldKind.CHOICES, FieldKind.UNITS, FieldKind.OFFICERS})
"""Kinds of which several may be chosen."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a command.

    `form` is the command or the part of one that declares it, `initial` the default as the form writes it, and
    `serving` says which officers it takes; `known` names what the record's state knows of it already. Without the
    tick of what `is_declared` the step is refused. A block that is not required is left out where it is blank.
    """

    name: str
    form: str
    kind: FieldKind
    is_required: bool
    is_more: bool
    is_first: bool
    is_told_on: bool
    is_declared: bool
    initial: str
    serving: Serving | None = None
    known: str = ""
    least: int | None = None
    most: int | None = None
    codes: type[Enum] | None = None
    of_numbers: bool = False
    parts: tuple["Field", ...] = ()


def demanded(field: Field, is_demanded: bool | None) -> Field:
    """The field as one that has to be filled in and is seen at once, where the rules demand it."""
    return replace(field, is_required=True, is_more=False) if is_demanded else field


@cache
def fields_of(form: Any) -> tuple[Field, ...]:
    """The fields of a command or of a dataclass within one, in the order in which they are declared."""
    hints = get_type_hints(form, include_extras=True)
    return tuple(_field(each, hints[each.name], form.__name__) for each in fields(form) if each.init)


def _field(declared: Any, hint: Any, form: str) -> Field:
    plain, notes, is_optional = _parted(hint)
    has_default = declared.default is not MISSING or declared.default_factory is not MISSING
    shown, known = _note(notes, Shown) or Shown(), _note(notes, Known)
    return _shaped(
        plain,
        notes,
        name=declared.name,
        form=form,
        is_required=not has_default and not is_optional,
        is_more=shown.more,
        is_first=shown.first,
        is_told_on=shown.told_on,
        is_declared=_note(notes, Declared) is not None,
        initial=_initial(declared.default),
        serving=_note(notes, Serving),
        known=known.name if known else "",
    )


def _parted(hint: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """The type within Annotated and Optional, all notes on it, and whether it may be left out."""
    notes: tuple[Any, ...] = ()
    is_optional = False
    while True:
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            notes = (*notes, *more)
        elif get_origin(hint) in (Union, types.UnionType):
            is_optional = True
            hint = next(part for part in get_args(hint) if part is not type(None))
        else:
            return hint, notes, is_optional


def _note(notes: tuple[Any, ...], kind: type[Any]) -> Any:
    return next((note for note in notes if isinstance(note, kind)), None)


def _initial(default: Any) -> str:
    if default is MISSING or default is None or isinstance(default, tuple):
        return ""
    if isinstance(default, bool):
        return "1" if default else ""
    return str(default.value if isinstance(default, Enum) else default)


def _shaped(plain: Any, notes: tuple[Any, ...], **given: Any) -> Field:
    if get_origin(plain) is tuple:
        return _several(plain, notes, given)
    if isinstance(plain, type) and is_dataclass(plain):
        return Field(kind=FieldKind.BLOCK, parts=fields_of(plain), **given)
    if isinstance(plain, type) and issubclass(plain, Enum):
        return Field(kind=FieldKind.CHOICE, codes=plain, **given)
    if plain is int:
        limits = _note(notes, Whole)
        kind = FieldKind.MONEY if given["name"].endswith("_fen") else FieldKind.NUMBER
        return Field(kind=kind, least=limits and limits.least, most=limits and limits.most, **given)
    if plain is bool and _note(notes, Asked):
        return Field(kind=FieldKind.YES_NO, **given)
    if plain in SIMPLE:
        return Field(kind=SIMPLE[plain], **given)
    text = _note(notes, Text) or LIMITS.get(plain) or Text(most=1_000)
    return Field(kind=FieldKind.LONG if text.long else FieldKind.TEXT, least=text.least, most=text.most, **given)


SIMPLE: dict[Any, FieldKind] = {
    bool: FieldKind.FLAG,
    date: FieldKind.DAY,
    UnitRef: FieldKind.UNIT,
    OfficerRef: FieldKind.OFFICER,
    FundRef: FieldKind.FUND,
}
LIMITS: dict[Any, Text] = {HouseholdRef: Text(least=4, most=60)}
"""A household is named by the number of its register book."""


def _several(plain: Any, notes: tuple[Any, ...], given: dict[str, Any]) -> Field:
    limits = _note(notes, Several) or Several(0, MOST_ROWS)
    given = {**given, "least": limits.least, "most": limits.most}
    inner, _notes, _optional = _parted(get_args(plain)[0])
    if isinstance(inner, type) and is_dataclass(inner):
        return Field(kind=FieldKind.ROWS, parts=fields_of(inner), **given)
    if isinstance(inner, type) and issubclass(inner, Enum):
        return Field(kind=FieldKind.CHOICES, codes=inner, **given)
    chosen = {OfficerRef: FieldKind.OFFICERS, UnitRef: FieldKind.UNITS}
    return Field(kind=chosen.get(inner, FieldKind.LINES), of_numbers=inner is int, **given)
