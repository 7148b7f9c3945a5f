"""Terms of roles, as the view of them holds them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.roles import Held, Role
from projections.projection import Row


def roles_by_officer(terms: Iterable[Row], today: date) -> dict[UUID, list[str]]:
    """The roles that each officer holds on the day, told in one pass over the terms."""
    roles: dict[UUID, dict[str, None]] = {}
    for term in terms:
        if reaches(term["from_on"], term["until_on"], today):
            roles.setdefault(term["officer"], {})[term["role"]] = None
    return {officer: list(held) for officer, held in roles.items()}


def held_by_officer(terms: Iterable[Row], today: date) -> dict[UUID, list[Held]]:
    """The roles that each officer holds on the day, with the units, told in one pass over the terms."""
    held: dict[UUID, dict[Held, None]] = {}
    for term in terms:
        if reaches(term["from_on"], term["until_on"], today):
            held.setdefault(term["officer"], {})[Held(Role(term["role"]), term["for_unit"])] = None
    return {officer: list(roles) for officer, roles in held.items()}


def reaches(from_on: date, until_on: date | None, day: date) -> bool:
    """Whether the term reaches the day; one without an end goes on."""
    return from_on <= day and (until_on is None or day <= until_on)
