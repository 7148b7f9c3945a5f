"""Marshmallow schemas derived from the annotations of commands, once at start: no field is written twice."""

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import marshmallow as ma
from flask import current_app
from marshmallow import validate

from domain.lines import unseen_in
from domain.organisation.unit import unit_ref
from domain.placeholders import is_placeholder
from domain.values import HouseholdRef, OfficerRef, Several, Text, UnitRef, Whole
from service.edge.field_messages import CHARACTERS, CHOICES, ENTRIES, EXACTLY, NUMBERS, OBJECT, ONE_LINE
from service.words.sentences import no_op as _

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unit(ma.fields.Field[UUID]):
    """A unit, named by its code or its id."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        if not isinstance(value, str) or not value.strip() or len(value) > 40:
            raise ma.ValidationError(_("Give the unit's code or id."))
        try:
            return UUID(value)
        except ValueError:
            return unit_ref(value)


class Household(ma.fields.Field[UUID]):
    """A household, named by an identifier that is turned into a keyed reference here and stored nowhere."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        if not isinstance(value, str) or not 4 <= sum(map(str.isalnum, value)) <= 60:
            raise ma.ValidationError(_("Give the number of the household's register book, 4 to 60 letters and digits."))
        if is_placeholder(value):
            raise ma.ValidationError(
                _(
                    "This stands for no number, and every household without one would be taken for the same. Where "
                    "there is no register book, give the identity number of the head of the household."
                )
            )
        reference: UUID = current_app.extensions["casework"].households.ref(value)
        return reference


class Plain(ma.fields.String):
    """A text: without NUL, of one visible line unless it is long, and not only white space where it is required."""

    def __init__(self, text: Text | None, **kwargs: Any) -> None:
        self.text = text or Text(most=1_000)
        least, most = self.text.least, self.text.most
        limit = validate.Length(min=least, max=most, error=EXACTLY if least == most else CHARACTERS)
        super().__init__(validate=[limit, self._is_text], **kwargs)

    def _is_text(self, value: str) -> None:
        if "\0" in value:
            raise ma.ValidationError(_("The character NUL cannot be stored."))
        if not self.text.long and (unseen := unseen_in(value)):
            raise ma.ValidationError(ONE_LINE.format(found=", ".join(unseen)))
        if self.text.least and not value.strip():
            raise ma.ValidationError(_("Write something."))


class Day(ma.fields.Date):
    """A day, as YYYY-MM-DD and nothing else."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise ma.ValidationError(_("Give the day as YYYY-MM-DD."))
        return super()._deserialize(value, attr, data, **kwargs)


class BodySchema(ma.Schema):
    """Refuses unknown fields and builds the command."""

    error_messages = {"type": OBJECT}  # noqa: RUF012 — the library's own attribute

    class Meta:
        unknown = ma.RAISE
        ordered = True


def body_of(form: type) -> type[ma.Schema]:
    """The schema whose loaded value is an instance of the dataclass `form`."""
    return _schema(form)


@cache
def _schema(form: Any) -> type[ma.Schema]:
    hints = get_type_hints(form, include_extras=True)
    members: dict[str, Any] = {each.name: _field(hints[each.name], _given(each)) for each in fields(form) if each.init}

    def built(self: ma.Schema, data: Mapping[str, Any], **_kwargs: Any) -> Any:
        return form(**data)

    members["built"] = ma.post_load(built)
    return type(_name(form), (BodySchema,), members)


def _name(form: Any) -> str:
    """The form's name with its aggregate's before it, because kinds of cases share the names of commands."""
    return f"{form.__module__.split('.')[1].capitalize()}{form.__name__}"


def _given(each: Any) -> dict[str, Any]:
    if each.default is MISSING and each.default_factory is MISSING:
        return {"required": True}
    default = each.default if each.default is not MISSING else each.default_factory()
    return {"load_default": default}


def _field(hint: Any, given: dict[str, Any]) -> ma.fields.Field[Any]:
    plain, notes = _unwrapped(hint)
    inner, is_optional = _without_none(plain)
    if inner is not plain:
        inner, more = _unwrapped(inner)
        notes = (*notes, *more)
    if is_optional:
        given = {"allow_none": True, **({"load_default": None} if given.get("required") else given)}
    return _typed(inner, notes, given)


def _unwrapped(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        deeper, more = _unwrapped(inner)
        return deeper, (*more, *notes)
    return hint, ()


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    parts = [part for part in get_args(hint) if part is not type(None)]
    if len(parts) != 1:
        raise TypeError(f"a field may be of one type or nothing, not {hint}")
    return parts[0], True


def _note(notes: tuple[Any, ...], kind: type[Any]) -> Any:
    return next((note for note in notes if isinstance(note, kind)), None)


def _typed(plain: Any, notes: tuple[Any, ...], given: dict[str, Any]) -> ma.fields.Field[Any]:
    if get_origin(plain) is tuple:
        return _list(plain, notes, given)
    if isinstance(plain, type) and is_dataclass(plain):
        return ma.fields.Nested(body_of(plain), **given)
    if plain is str:
        return Plain(_note(notes, Text), **given)
    if plain is int:
        limits = _note(notes, Whole)
        checks = [validate.Range(limits.least, limits.most, error=NUMBERS)] if limits else []
        return ma.fields.Integer(strict=True, validate=checks, **given)
    return _simple(plain, given)


def _simple(plain: Any, given: dict[str, Any]) -> ma.fields.Field[Any]:
    if plain is bool:
        return ma.fields.Boolean(truthy={True}, falsy={False}, **given)
    if plain is date:
        return Day(**given)
    if plain is UnitRef:
        return Unit(**given)
    if plain is HouseholdRef:
        return Household(**given)
    if plain is UUID or plain is OfficerRef or isinstance(plain, NewType):
        return ma.fields.UUID(**given)
    if isinstance(plain, type) and issubclass(plain, Enum):
        return ma.fields.Enum(plain, by_value=True, error_messages={"unknown": CHOICES}, **given)
    raise TypeError(f"no schema for {plain}")


def _list(plain: Any, notes: tuple[Any, ...], given: dict[str, Any]) -> ma.fields.Field[Any]:
    inner = _field(get_args(plain)[0], {})
    limits = _note(notes, Several) or Several(0, 1_000)
    return Tuple(inner, limits, **given)


class Tuple(ma.fields.List[Any]):
    """A list that becomes a tuple, as the domain holds it; how many entries it has is tried before any of them."""

    def __init__(self, inner: ma.fields.Field[Any], limits: Several, **kwargs: Any) -> None:
        self._fits = validate.Length(limits.least, limits.most, error=ENTRIES)
        super().__init__(inner, validate=self._fits, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, list):
            self._fits(value)
        return tuple(super()._deserialize(value, attr, data, **kwargs))
