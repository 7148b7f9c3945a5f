"""Which day of a fact may not lie before which day that was known before it: what a command asks, a correction asks."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.kernel import Event

Earliest = Callable[[Any, Any], date | None]
"""From the state before a fact, and the fact, to the day before which it cannot have happened."""
Order = Mapping[type[Event], Mapping[str, Earliest]]
"""By event and field of a day: what that day may not lie before."""


def since(name: str) -> Earliest:
    """Not before a day that the state knows, such as `received_on`."""
    return lambda state, _fact: getattr(state, name)


def after(name: str) -> Earliest:
    """Not before another day of the same fact."""
    return lambda _state, fact: getattr(fact, name)


def since_part(parts: str, number: str, name: str) -> Earliest:
    """Not before a day of the part that the fact names by number: the aid, the item, the letter."""
    return lambda state, fact: getattr(getattr(state, parts).get(getattr(fact, number)), name, None)


STEPPED = since("stepped_on")
"""Not before the last step along the procedure."""


def earliest_days(order: Order, state: Any, fact: Any) -> dict[str, tuple[date, date]]:
    """By field that holds a day: that day, and the day before which it cannot lie."""
    found = {}
    for name, earliest in order.get(type(fact), {}).items():
        day, first = getattr(fact, name), earliest(state, fact)
        if day is not None and first is not None:
            found[name] = (day, first)
    return found
