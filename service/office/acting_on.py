"""In which roles a step may be taken where a record stands: the one decision of every door that offers or takes it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.actors import OfficerActing
from domain.deciding import stands_against
from domain.kernel import Command, Desk, Rejected
from domain.roles import Held, Role
from domain.scopes import Scope
from domain.values import OfficerRef, UnitRef
from service.access.acting import acting, allowing
from service.access.standing_in import of_a_unit, takes_named
from service.access.table import ACTING, COMMANDS
from service.access.visibility import scope_of
from service.kinds.allowance import NOBODY as NO_ROWS
from service.store.staff import NOBODY as UNABLE
from service.store.steps import Caller

NOBODY, NOWHERE = OfficerRef(UUID(int=0)), UnitRef(UUID(int=0))
"""Who takes part in no case, for no unit: what stands against such a person is the case's own and no rule about two."""


def anybody(role: Role) -> OfficerActing:
    """Whoever holds the role."""
    return OfficerActing(NOBODY, role, NOWHERE)


def bar_for(command: type[Command[Any]], state: Any, desks: Sequence[Desk]) -> Rejected | None:
    """What stands against the command at every one of the desks: of the first, or None where one lets it pass."""
    bars = [stands_against(command, state, desk) for desk in desks]
    return None if None in bars else bars[0]


def bar_for_anybody(command: type[Command[Any]], state: Any, desk: Desk) -> Rejected | None:
    """What stands against the command whoever gives it."""
    return bar_for(command, state, [replace(desk, by=anybody(role)) for role in sorted(COMMANDS[command])])


def held_to_act(command: type[Command[Any]], state: Any, caller: Caller, desk: Callable[[], Desk]) -> list[Held]:
    """The roles in which access lets the caller give the command on the record, in the order of the roles.

    Where a rule about persons keeps everybody of the unit from it, the role next above takes it. `desk` is the one at
    which it would be decided, asked for where that has to be found out.
    """
    scope = scope_of(state)
    held = allowing(caller, command, scope=scope)
    if held or scope is None or not caller.roles & of_a_unit(ACTING.get(command, NO_ROWS)):
        return held
    unable = unable_to(command, state, caller, desk)
    return allowing(caller, command, scope=scope, unable=unable) if unable else []


def unable_to(
    command: type[Command[Any]], state: Any, caller: Caller, desk: Callable[[], Desk]
) -> frozenset[OfficerRef]:
    """The officers whom a rule about persons keeps from the step: two steps of one case that take two persons.

    None where something else stands against it, for then nobody can tell.
    """
    scope = scope_of(state)
    if scope is None or caller.staff is None or bar_for_anybody(command, state, desk()) is not None:
        return UNABLE
    kept: dict[OfficerRef, bool] = {}
    for officer, held in _candidates(command, scope, caller):
        by = OfficerActing(officer, held.role, held.unit)
        is_kept = stands_against(command, state, replace(desk(), by=by)) is not None
        kept[officer] = kept.get(officer, True) and is_kept
    return frozenset(officer for officer, is_kept in kept.items() if is_kept)


def _candidates(command: type[Command[Any]], scope: Scope, caller: Caller) -> Iterator[tuple[OfficerRef, Held]]:
    """Whoever would take the step: for a unit that has the matter or one above it, or named for the case."""
    rows, staff, tree = ACTING.get(command, NO_ROWS), caller.staff, caller.units
    if staff is None:
        return
    units = {unit for each in (scope.owner, *scope.desks) if each for unit in tree.line_above(each)}
    for role in of_a_unit(rows):
        for held in (Held(role, UnitRef(unit)) for unit in units):
            yield from ((officer, held) for officer in staff.free(held))
    for officer in scope.assigned:
        for role in staff.roles.get(officer, frozenset()) & takes_named(rows):
            yield officer, Held(role, UnitRef(scope.owner or NOWHERE))


def desks_of(caller: Caller, held: Sequence[Held], desk: Desk) -> list[Desk]:
    """The same desk with the caller at it, in each of the roles."""
    return [replace(desk, by=acting(caller, each)) for each in held]
