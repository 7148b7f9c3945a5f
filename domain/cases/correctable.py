"""Which fields of which facts are corrected: days, some codes, texts of the file; what others hang on is not."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, get_origin

from domain.cases.concerning import OfficersConcerned
from domain.cases.facts import ABOUT_FACTS, Voided, form_of
from domain.cases.handing import HandedOver
from domain.cases.numbering import DocumentNumbered, NumberVoided
from domain.cases.recusal import RecusalAsked, RecusalConfirmed, RecusalOrdered, RecusalRefused, TieDeclared
from domain.deadlines.pauses import may_pause
from domain.kernel import Event
from domain.values import Content, Guarded

OF_THE_CASE = (
    *ABOUT_FACTS,
    Voided,
    HandedOver,
    DocumentNumbered,
    NumberVoided,
    OfficersConcerned,
    TieDeclared,
    RecusalAsked,
    RecusalOrdered,
    RecusalConfirmed,
    RecusalRefused,
)
"""What decides who takes part and which facts hold is done again, not corrected."""
CARRIED = "carried_over"
DERIVED = frozenset({"take_down_on", "ended_on", "due_on", "overdue_on", "presumed_on", "replaced_on", "awaited_on"})
"""Days that follow from others, and days on which the service found something by itself."""
CODES = frozenset({"channel", "kind", "place", "means", "person_status"})
"""Codes by which no rule goes on."""


def correctable(events: Iterable[type[Event]]) -> Mapping[type[Event], tuple[str, ...]]:
    """By event, its fields that are corrected.

    What an old register said stands as it was carried over, terms that stood still are counted once, and terms counted
    anew by a plan follow from it.
    """
    found = {event: _fields(event) for event in events if _is_of_the_matter(event)}
    return {event: names for event, names in found.items() if names}


def _is_of_the_matter(event: Any) -> bool:
    is_carried = event.NAME.endswith((CARRIED, "clocks_settled"))
    return not is_carried and not may_pause(event) and not issubclass(event, OF_THE_CASE)


def _fields(event: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(event) if _is_corrected(each.name, form_of(event, each.name)))


def _is_corrected(name: str, form: Any) -> bool:
    is_day = form is date and name not in DERIVED
    return is_day or name in CODES or get_origin(form) in (Content, Guarded)
