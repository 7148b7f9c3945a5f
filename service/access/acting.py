"""In which of the roles that a caller holds a command is given: the one that allows it, or the one that was said."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from domain.actors import Actor, OfficerActing
from domain.kernel import Command
from domain.roles import Held
from domain.scopes import Openness, Scope
from domain.values import OfficerRef
from service.access.decisions import Denied
from service.access.scopes import held_for
from service.access.standing_in import for_acting
from service.access.table import ACTING, COMMANDS
from service.kinds.allowance import NOBODY, Acting
from service.store.staff import NOBODY as UNABLE
from service.store.steps import Caller

Commands = Iterable[type[Command[Any]]]


class RoleNeeded(Exception):
    """Several roles that the caller holds allow it; `held` names them."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = sorted(held)
        super().__init__(", ".join(str(each) for each in self.held))


class RoleRefused(Exception):
    """The role that was said is not held today, or does not allow it; `held` names those that do."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.held = sorted(held)
        super().__init__(", ".join(str(each) for each in self.held))


def opening_scope(command: Command[Any]) -> Scope | None:
    """For whom a record will exist that the command opens for a unit; None where it names none."""
    unit = getattr(command, "unit", None)
    return None if unit is None else Scope(Openness.OPEN, unit).before(unit)


def allowing(
    caller: Caller,
    *commands: type[Command[Any]],
    scope: Scope | None = None,
    unable: frozenset[OfficerRef] = UNABLE,
) -> list[Held]:
    """The roles held today that allow all the commands, on a record of that scope, in the order of the roles.

    Without a scope those that allow them on some record. `unable` are officers whom a rule keeps from the step, so that
    whoever holds their role in the unit above stands in for them.
    """
    if scope is None:
        return sorted(each for each in caller.held if all(each.role in COMMANDS.get(one, ()) for one in commands))
    here = [_held_on(caller, ACTING.get(one, NOBODY), scope, unable) for one in commands]
    return sorted(caller.held.intersection(*here))


def _held_on(caller: Caller, rows: Acting, scope: Scope, unable: frozenset[OfficerRef]) -> frozenset[Held]:
    return held_for(caller, rows, scope, for_acting(rows, scope.assigned), unable)


def meant(
    caller: Caller,
    *commands: type[Command[Any]],
    scope: Scope | None = None,
    unable: frozenset[OfficerRef] = UNABLE,
) -> list[Held]:
    """Those of them that the caller means, all where nothing was said. Raises Denied and RoleRefused."""
    held = allowing(caller, *commands, scope=scope, unable=unable)
    if not held:
        raise Denied(", ".join(each.__name__ for each in commands))
    found = [each for each in held if caller.said is None or caller.said.means(each)]
    if not found:
        raise RoleRefused(held)
    return found


def actor_for(
    caller: Caller,
    *commands: type[Command[Any]],
    scope: Scope | None = None,
    unable: frozenset[OfficerRef] = UNABLE,
) -> Actor:
    """Who acts, in the one role that allows all the commands, or in the one that the caller said.

    Raises Denied where none allows them, RoleNeeded where several do and none was said, and RoleRefused.
    """
    if not isinstance(caller.who, UUID):
        return caller.who
    found = meant(caller, *commands, scope=scope, unable=unable)
    if len(found) > 1:
        raise RoleNeeded(found)
    return acting(caller, found[0])


def acting(caller: Caller, held: Held) -> OfficerActing:
    """The caller in that role."""
    return OfficerActing(caller.officer, held.role, held.unit)
