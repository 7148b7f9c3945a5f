"""Officers whom a command names: they exist, and they work where the command says that they do."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints
from uuid import UUID

from psycopg.rows import tuple_row

from domain.kernel import Command, Rejected
from domain.values import OfficerRef
from projections.organisation import OFFICERS
from service.machine.database import Database
from service.views.naming import over

UNITS_OF = over("SELECT officer, unit FROM {officers} WHERE officer = ANY(%s)", OFFICERS)


class OfficerUnknown(Rejected):
    code = "officer_unknown"
    says = "There is no officer {officer}. Choose from the list of officers."


class OfficerOfAnotherUnit(Rejected):
    code = "officer_of_another_unit"
    says = "The officer {officer} works in another unit than the one given."


class Named(NamedTuple):
    """An officer as a command names one, with the unit where the command says that they work."""

    officer: UUID
    unit: UUID | None


def require_known_officers(database: Database, command: Command[Any]) -> None:
    """Raises OfficerUnknown and OfficerOfAnotherUnit; asks the database only where the command names officers.

    Two persons are two persons only where both exist, and nobody declares an officer into another unit.
    """
    named = list(_named_in(command))
    if not named:
        return
    units = _units_of(database, [each.officer for each in named])
    for each in named:
        if each.officer not in units:
            raise OfficerUnknown(officer=each.officer)
        if each.unit is not None and each.unit != units[each.officer]:
            raise OfficerOfAnotherUnit(officer=each.officer)


def refusals_naming_officers(command: type[Command[Any]]) -> frozenset[type[Rejected]]:
    """What can be refused of a command because of an officer whom it names."""
    return frozenset({OfficerUnknown, OfficerOfAnotherUnit}) if _names_officers(command) else frozenset()


def _names_officers(hint: Any) -> bool:
    if is_dataclass(hint):
        return any(_names_officers(each) for each in get_type_hints(hint).values())
    return hint is OfficerRef or any(_names_officers(part) for part in get_args(hint))


def _units_of(database: Database, officers: list[UUID]) -> dict[UUID, UUID]:
    with database.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        return dict(cursor.execute(UNITS_OF, (officers,)).fetchall())


def _named_in(value: Any) -> Iterator[Named]:
    if isinstance(value, tuple):
        for each in value:
            yield from _named_in(each)
    elif is_dataclass(value) and not isinstance(value, type):
        kind: Any = type(value)
        unit = getattr(value, "unit", None) if "officer" in _officer_fields(kind) else None
        for name in _officer_fields(kind):
            given = getattr(value, name)
            for officer in given if isinstance(given, tuple) else (given,):
                if officer is not None:
                    yield Named(officer, unit)
        for each in fields(value):
            if each.name not in _officer_fields(kind):
                yield from _named_in(getattr(value, each.name))


@cache
def _officer_fields(kind: Any) -> tuple[str, ...]:
    hints = get_type_hints(kind)
    return tuple(each.name for each in fields(kind) if _speaks_of_officers(hints[each.name]))


def _speaks_of_officers(hint: Any) -> bool:
    return hint is OfficerRef or any(_speaks_of_officers(part) for part in get_args(hint))
