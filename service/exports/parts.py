"""The parts of events that exports for process mining tell: codes, days and numbers, and what they refer to."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from domain.kernel import Event
from domain.values import FundRef, OfficerRef, UnitRef
from service.access.texts import guarded_fields
from service.kinds.catalogue import REFERRED

REFERENCES = {OfficerRef: "officer", UnitRef: "unit", FundRef: "fund"}
CASE_FIELD = "case"
"""Facts of funds and households name a request in a field of this name."""


class Reference(NamedTuple):
    """What an event refers to: as what, which kind of object, and which one."""

    qualifier: str
    kind: str
    target: UUID


@dataclass(frozen=True, slots=True)
class Attribute:
    """A plain fact of an event class: its name, and `string`, `integer` or `boolean`."""

    name: str
    type: str


@cache
def attributes(event: Any) -> tuple[Attribute, ...]:
    """The plain facts of an event class that are no free text and no reference: codes, days, numbers, yes or no."""
    found = ((name, leaf) for name, leaf, is_several in _leaves(event) if not is_several)
    guarded = guarded_fields(event)
    return tuple(Attribute(name, told) for name, leaf in found if name not in guarded and (told := _type(leaf)))


def facts(event: Event) -> Iterator[tuple[Attribute, str]]:
    """The plain facts of an event that are given, as texts."""
    for attribute in attributes(type(event)):
        value = getattr(event, attribute.name)
        if value is not None:
            yield attribute, _text(value)


def references(part: Any, path: str = "") -> Iterator[Reference]:
    """Every officer, unit, fund and request that an event names, at any depth."""
    form: Any = type(part)
    for name, leaf, is_several in _leaves(form):
        given = getattr(part, name)
        for each in given if is_several else (() if given is None else (given,)):
            kind = REFERRED.aggregate.kind if (name, leaf) == (CASE_FIELD, UUID) else REFERENCES.get(leaf)
            if kind:
                yield Reference(path + name, kind, each)
            elif is_dataclass(leaf):
                yield from references(each, f"{path}{name}.")


@cache
def _leaves(form: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Each field with the type of what it holds, and whether it holds several."""
    hints = get_type_hints(form)
    return tuple((each.name, *_leaf(hints[each.name])) for each in fields(form))


def _leaf(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    if get_origin(hint) in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not type(None)), False
    return hint, False


def _type(leaf: Any) -> str | None:
    known = {bool: "boolean", int: "integer", date: "string"}
    is_code = isinstance(leaf, type) and issubclass(leaf, StrEnum)
    return "string" if is_code else known.get(leaf)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
