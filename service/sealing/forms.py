"""Which form a sealed value has once it is opened, as the field of its event declares it."""

from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from domain.catalogue import EVENTS
from domain.values import Personal
from service.sealing.seal import SealBroken, Token

OF_ENVELOPES = "envelope/"


def opened(token: Token, value: Any) -> Any:
    """The JSON value that was sealed, in the form that its field declares.

    A value of a field that its event no longer has stays the JSON value that it is. Raises SealBroken where it does
    not fit the form: a sealed value cannot be lifted, so another form stands under another field.
    """
    try:
        return msgspec.convert(value, form_of(token.topic, token.sealed.f))
    except msgspec.ValidationError as error:
        raise SealBroken(f"the sealed value of {token.sealed.f} has another form: {error}") from None


@cache
def form_of(topic: str, field: str) -> Any:
    """The declared form of a sealed field, such as `incomes/2` or `findings/1/fact`; anything where none is known."""
    if field.startswith(OF_ENVELOPES):
        return str
    event = EVENTS.get(topic)
    names = [name for name in field.split("/") if not name.isdecimal()]
    forms = set(_forms(event, names)) if event else set()
    return forms.pop() if len(forms) == 1 else Any


def _forms(hint: Any, names: Sequence[str]) -> Iterator[Any]:
    """The forms of the personal values at the place; below a part without a further name all that there are."""
    origin = get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Personal):
        yield from get_args(hint) if not names else ()
    elif is_dataclass(hint):
        for name, part in get_type_hints(hint).items():
            if not names or name == names[0]:
                yield from _forms(part, names[1:])
    else:
        for part in get_args(hint):
            yield from _forms(part, names)
