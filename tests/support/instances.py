"""An instance of any annotated type: of commands and events by reading their fields, so that new ones need no edit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.values import Personal, Several, SubjectRef, Text, Whole

Pick = Callable[[Sequence[Any]], Any]
"""Chooses among the values that a field may take; the first is the plainest."""
Maker = Callable[[Pick, str], Any]
"""Makes a value by what is picked, for the field of that name."""
NO_LIMITS: Mapping[Any, Sequence[Any]] = {}

FIRST_DAY = date(2025, 3, 3)
DAYS = tuple(FIRST_DAY + timedelta(days=step) for step in (0, 1, 2, 7, 30, 64, 65, 95, 96, 200, 300))
REFS = tuple(uuid5(NAMESPACE_URL, f"casework:tests/{number}") for number in range(4))


def first(options: Sequence[Any]) -> Any:
    """The plainest value."""
    return options[0]


def numbered(number: int, *, others: bool = True) -> Pick:
    """References of that number's own, and unless told otherwise days, texts and whole numbers too; codes as plain."""
    fresh: dict[Any, Any] = {UUID: uuid5(NAMESPACE_URL, f"casework:tests/numbered/{number}")}
    if others:
        fresh |= {str: f"text {number}", int: number + 1, date: FIRST_DAY + timedelta(days=3 * number)}

    own = {id(PLAIN[form]): value for form, value in fresh.items()}
    return lambda options: own.get(id(options), options[0])


def an_instance_of(form: Any, pick: Pick = first, name: str = "value", **given: Any) -> Any:
    """A value of the type `form`, its limits kept; `given` sets fields of the outermost dataclass."""
    return form(**_fields(form, pick, name, given)) if given else _maker(form)(pick, name)


@cache
def _maker(form: Any) -> Maker:
    """Makes values of the type; which kind of type it is is asked once."""
    if isinstance(form, NewType):
        return _maker(form.__supertype__)
    origin, within = get_origin(form), get_args(form)
    if origin is Annotated:
        return _limited(within[0], within[1:])
    if origin in (Union, UnionType):
        return _one_of(within)
    if origin is tuple:
        return _several(within[0], Several(1, 2)) if within[-1] is Ellipsis else _each(within)
    if is_sealed(form):
        return lambda pick, name: origin(SubjectRef(REFS[0]), name, _maker(within[0])(pick, "value"))
    if is_dataclass(form):
        return lambda pick, name: form(**_fields(form, pick, name, {}))
    options = tuple(form) if isinstance(form, type) and issubclass(form, Enum) else PLAIN[form]
    return _choice(options)


def is_sealed(form: Any) -> bool:
    """Whether it is the form of a personal value, such as `Content[str]`."""
    origin = get_origin(form)
    return isinstance(origin, type) and issubclass(origin, Personal)


@cache
def hints_of(form: Any) -> dict[str, Any]:
    """The annotations of a dataclass's fields, with their limits."""
    hints = get_type_hints(form, include_extras=True)
    return {field.name: hints[field.name] for field in fields(form)}


def _fields(form: Any, pick: Pick, name: str, given: dict[str, Any]) -> dict[str, Any]:
    prefix = "" if name == "value" else f"{name}/"
    return {field: given[field] if field in given else make(pick, f"{prefix}{field}") for field, make in _makers(form)}


@cache
def _makers(form: Any) -> tuple[tuple[str, Maker], ...]:
    return tuple((field, _maker(hint)) for field, hint in hints_of(form).items())


def _limited(form: Any, limits: Sequence[Any]) -> Maker:
    for limit in limits:
        if isinstance(limit, Text) and form is not NoneType:
            return _one_of(get_args(form) or (form,), {str: _texts(limit)})
        if isinstance(limit, Whole):
            return _one_of(get_args(form) or (form,), {int: _wholes(limit)})
        if isinstance(limit, Several):
            return _several(get_args(form)[0], limit)
    return _maker(form)


def _texts(limit: Text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("A1" * limit.most)[:length] for length in (max(limit.least, 2), limit.least)))


def _wholes(limit: Whole) -> tuple[int, ...]:
    return tuple(dict.fromkeys((limit.least, min(limit.least + 1, limit.most), limit.most)))


def _one_of(forms: Sequence[Any], within: Mapping[Any, Sequence[Any]] = NO_LIMITS) -> Maker:
    """One of the forms; those that `within` limits by the options left."""
    makers = {form: _choice(within[form]) if form in within else _maker(form) for form in forms if form is not NoneType}

    def make(pick: Pick, name: str) -> Any:
        form = pick(forms)
        return None if form is NoneType else makers[form](pick, name)

    return make


def _choice(options: Sequence[Any]) -> Maker:
    return lambda pick, _name: pick(options)


def _each(forms: Sequence[Any]) -> Maker:
    makers = tuple(_maker(form) for form in forms)
    return lambda pick, name: tuple(make(pick, name) for make in makers)


def _several(form: Any, limit: Several) -> Maker:
    lengths = dict.fromkeys((max(limit.least, min(1, limit.most)), limit.least, min(limit.least + 2, limit.most)))
    most, make = tuple(lengths), _maker(form)
    return lambda pick, name: tuple(make(pick, f"{name}/{number}") for number in range(1, pick(most) + 1))


PLAIN: dict[Any, Sequence[Any]] = {
    str: ("text",),
    int: (1, 2, 3),
    bool: (False, True),
    date: DAYS,
    datetime: (datetime(2025, 3, 3, 9, tzinfo=UTC),),
    UUID: REFS,
}
