"""Comparing what a register says now with what was carried over from it before."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from domain.petition.carrying import CarryOver
from domain.petition.events import CarriedOver
from domain.values import Personal
from service.sealing.readers import Chore, Machine
from service.sealing.seal import Token
from service.sealing.vault import ERASED, Vault

PLAIN: Final = (
    "unit",
    "received_on",
    "channel",
    "purpose",
    "issue",
    "group_size",
    "stated_due_on",
    "accepted_on",
    "replied_on",
    "closed_on",
    "outcome",
)
SEALED: Final = ("title", "summary", "reply")

Pairs = Mapping[int, tuple[CarryOver, CarriedOver]]


def differing(vault: Vault, pairs: Pairs) -> dict[int, tuple[str, ...]]:
    """By row number the fields in which the row and its case differ; a text that was erased differs from nothing."""
    texts = vault.open(_tokens(event for _, event in pairs.values()), Machine(Chore.COMPARING))
    return {number: _fields(command, event, texts) for number, (command, event) in pairs.items()}


def _fields(command: CarryOver, event: CarriedOver, texts: Mapping[Token, str]) -> tuple[str, ...]:
    found = [name for name in PLAIN if getattr(command, name) != getattr(event, name)]
    if command.stage is not None and command.stage != event.status:
        found.append("stage")
    for name in SEALED:
        kept = _text(getattr(event, name), texts)
        if kept not in (ERASED, getattr(command, name) or None):
            found.append(name)
    return tuple(found)


def _text(personal: Personal[str] | None, texts: Mapping[Token, str]) -> str | None:
    return texts[personal.token] if personal is not None and isinstance(personal.token, Token) else None


def _tokens(events: Iterable[Any]) -> list[Token]:
    personals = (getattr(event, name) for event in events for name in SEALED)
    return [personal.token for personal in personals if personal is not None and isinstance(personal.token, Token)]
