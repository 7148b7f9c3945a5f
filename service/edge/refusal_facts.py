"""The facts of a refusal as an answer tells them: names, labels, amounts in yuan, unknown ids as they were sent."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import current_app, request

from domain.organisation.unit import unit_ref
from projections.organisation import OFFICERS
from service.edge.language import spoken
from service.edge.running import Service
from service.sealing.readers import COLLEAGUES
from service.views.conditions import equals
from service.views.queries import Queries


def facts_told(facts: Mapping[str, object]) -> dict[str, str]:
    """The facts as texts in the reader's language, without an id that the request did not name itself."""
    return {name: _told(name, fact, facts) for name, fact in facts.items()}


def _told(name: str, fact: object, facts: Mapping[str, object]) -> str:
    if isinstance(fact, UUID):
        return _called(fact)
    if isinstance(fact, int) and name.endswith("_fen"):
        return spoken().money(fact)
    if isinstance(fact, StrEnum):
        return spoken().code(fact)
    status = facts.get("status")
    if name == "allowed" and isinstance(status, StrEnum):
        words, family = spoken(), type(status)
        return words.joined(words.code(code, family) for code in str(fact).split(", "))
    if name == "role":
        return spoken().joined(spoken().code(code, "Role") for code in str(fact).split(", "))
    return str(fact)


def _called(ref: UUID) -> str:
    return _officer(ref) or next((text for text in _texts(request.get_json(silent=True)) if _names(text, ref)), "?")


def _officer(ref: UUID) -> str | None:
    service: Service = current_app.extensions["casework"]
    rows = Queries(service.reading).all(OFFICERS, [equals("officer", ref)])
    return next(iter(service.vault.texts((row["name"] for row in rows), COLLEAGUES).values()), None)


def _texts(body: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(body, str):
        yield body
    parts = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    for part in parts:
        yield from _texts(part)


def _names(text: str, ref: UUID) -> bool:
    """Whether the text is the id, or the code of the unit with that id."""
    try:
        return UUID(text) == ref
    except ValueError:
        return unit_ref(text) == ref
