"""An instance of any annotated type: of commands and events by reading their fields, so that new ones need no edit."""

from collections.abc import Callable, Sequence
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

    def pick(options: Sequence[Any]) -> Any:
        form = next((form for form, plain in PLAIN.items() if plain is options), None)
        return fresh.get(form, options[0])

    return pick


def an_instance_of(form: Any, pick: Pick = first, name: str = "value", **given: Any) -> Any:
    """A value of the type `form`, its limits kept; `given` sets fields of the outermost dataclass."""
    if isinstance(form, NewType):
        return an_instance_of(form.__supertype__, pick, name)
    if get_origin(form) is Annotated:
        return _limited(get_args(form)[0], get_args(form)[1:], pick, name)
    if get_origin(form) in (Union, UnionType):
        return _one_of(get_args(form), pick, name)
    if get_origin(form) is tuple:
        if get_args(form)[-1] is Ellipsis:
            return _several(get_args(form)[0], Several(1, 2), pick, name)
        return tuple(an_instance_of(each, pick, name) for each in get_args(form))
    if is_sealed(form):
        return get_origin(form)(SubjectRef(REFS[0]), name, an_instance_of(get_args(form)[0], pick))
    if is_dataclass(form):
        return form(**_fields(form, pick, name, given))
    return _plain(form, pick, name)


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
    return {
        field: given[field] if field in given else an_instance_of(hint, pick, f"{prefix}{field}")
        for field, hint in hints_of(form).items()
    }


def _limited(form: Any, limits: Sequence[Any], pick: Pick, name: str) -> Any:
    for limit in limits:
        if isinstance(limit, Text) and form is not NoneType:
            return _one_of(_with_text(form, limit), pick, name)
        if isinstance(limit, Whole):
            return _one_of(_with_whole(form, limit), pick, name)
        if isinstance(limit, Several):
            return _several(get_args(form)[0], limit, pick, name)
    return an_instance_of(form, pick, name)


def _with_text(form: Any, limit: Text) -> tuple[Any, ...]:
    return tuple(_Choice(_texts(limit)) if each is str else each for each in get_args(form) or (form,))


def _with_whole(form: Any, limit: Whole) -> tuple[Any, ...]:
    return tuple(_Choice(_wholes(limit)) if each is int else each for each in get_args(form) or (form,))


class _Choice:
    def __init__(self, options: Sequence[Any]) -> None:
        self.options = options


def _texts(limit: Text) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("A1" * limit.most)[:length] for length in (max(limit.least, 2), limit.least)))


def _wholes(limit: Whole) -> tuple[int, ...]:
    return tuple(dict.fromkeys((limit.least, min(limit.least + 1, limit.most), limit.most)))


def _one_of(forms: Sequence[Any], pick: Pick, name: str) -> Any:
    form = pick(forms)
    if isinstance(form, _Choice):
        return pick(form.options)
    return None if form is NoneType else an_instance_of(form, pick, name)


def _several(form: Any, limit: Several, pick: Pick, name: str) -> tuple[Any, ...]:
    lengths = dict.fromkeys((max(limit.least, min(1, limit.most)), limit.least, min(limit.least + 2, limit.most)))
    return tuple(an_instance_of(form, pick, f"{name}/{number}") for number in range(1, pick(tuple(lengths)) + 1))


def _plain(form: Any, pick: Pick, name: str) -> Any:
    if isinstance(form, type) and issubclass(form, Enum):
        return pick(tuple(form))
    return pick(PLAIN[form])


PLAIN: dict[Any, Sequence[Any]] = {
    str: ("text",),
    int: (1, 2, 3),
    bool: (False, True),
    date: DAYS,
    datetime: (datetime(2025, 3, 3, 9, tzinfo=UTC),),
    UUID: REFS,
}
