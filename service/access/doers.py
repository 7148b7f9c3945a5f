"""Who may give a command on a record: those of the unit whose matter it is, else those who stand in for them above."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.kernel import Command
from domain.roles import Role
from domain.scopes import Scope
from domain.values import OfficerRef
from service.access.standing_in import OF_A_UNIT, takes_named, told_unable
from service.access.table import ACTING
from service.kinds.allowance import NOBODY, Allowance, Relation
from service.store.staff import NOBODY as UNABLE
from service.store.steps import Caller

NAMED = frozenset({Relation.ASSIGNED, Relation.RECORDED})
"""Relations of officers and not of units."""
ASKED = frozenset({Relation.ASKED, Relation.ASKED_HERE})


@dataclass(frozen=True, slots=True)
class Doer:
    """A role by which the step is taken, and the unit for which it is held; none where an officer is named.

    `instead_of` is the unit below in which nobody is free; `is_vacant` where nobody at all holds it.
    """

    role: Role
    relation: Relation
    unit: UUID | None = None
    instead_of: UUID | None = None
    is_vacant: bool = False


def doers(
    command: type[Command[Any]], scope: Scope, caller: Caller, unable: frozenset[OfficerRef] = UNABLE
) -> tuple[Doer, ...]:
    """Who may give the command on a record of that scope, as the units stand that the caller knows.

    `unable` are officers whom a rule keeps from it, besides those who are recused.
    """
    rows = sorted(ACTING.get(command, NOBODY), key=_place)
    near = [
        row for row in rows if scope.openness in row.openness and (row.relation not in ASKED or row.role in scope.asked)
    ]
    search = _Search(caller, told_unable(scope, caller) | unable)
    named = [Doer(row.role, row.relation) for row in near if row.relation in NAMED and _is_named(row, scope)]
    there = [each for row in near for each in search.there(row, scope)]
    if there or (named and search.is_free(takes_named(ACTING[command]), scope)):
        return tuple(dict.fromkeys((*there, *named)))
    above = [each for row in near for each in search.above(row, near, scope)]
    return tuple(dict.fromkeys((*above, *named, *(() if above else _vacant(near, scope)))))


def _place(row: Allowance) -> tuple[int, int]:
    return list(Role).index(row.role), list(Relation).index(row.relation)


def _is_named(row: Allowance, scope: Scope) -> bool:
    return bool(scope.assigned) if row.relation is Relation.ASSIGNED else scope.recorder is not None


def _units(row: Allowance, scope: Scope) -> Iterable[UUID]:
    """The units whose matter it is in the sense of the row."""
    if row.relation in NAMED:
        return ()
    return scope.desks if row.relation is Relation.TOLD else (() if scope.owner is None else (scope.owner,))


def _vacant(near: Iterable[Allowance], scope: Scope) -> Iterator[Doer]:
    for row in near:
        for unit in _units(row, scope):
            yield Doer(row.role, row.relation, unit, is_vacant=True)


@dataclass(frozen=True, slots=True)
class _Search:
    """Looks for those who are able, among the staff that the caller knows; without staff everybody is there."""

    caller: Caller
    unable: frozenset[OfficerRef]

    def there(self, row: Allowance, scope: Scope) -> Iterator[Doer]:
        """Those of the unit itself; where units above have the same part in it, the nearest of them."""
        for unit in _units(row, scope):
            line = self._line(unit)
            for each in line[:1] if row.relation in OF_A_UNIT else line:
                if self._has_free(each, frozenset({row.role})):
                    yield Doer(row.role, row.relation, each)
                    break

    def above(self, row: Allowance, near: Iterable[Allowance], scope: Scope) -> Iterator[Doer]:
        """Those of the nearest unit above with somebody who takes the step for a unit."""
        roles = frozenset(each.role for each in near if each.relation in OF_A_UNIT)
        if row.role not in roles or row.relation not in OF_A_UNIT:
            return
        for unit in _units(row, scope):
            nearest = next((each for each in self._line(unit)[1:] if self._has_free(each, roles)), None)
            if nearest is not None and self._has_free(nearest, frozenset({row.role})):
                yield Doer(row.role, row.relation, nearest, instead_of=unit)

    def is_free(self, roles: frozenset[Role], scope: Scope) -> bool:
        """Whether somebody who is named is able and still holds one of the roles."""
        named = frozenset(scope.assigned) - self.unable
        if self.caller.staff is None:
            return bool(named)
        return any(self.caller.staff.roles.get(each, frozenset()) & roles for each in named)

    def _has_free(self, unit: UUID, roles: frozenset[Role]) -> bool:
        return self.caller.staff is None or self.caller.staff.has_free(unit, roles, self.unable)

    def _line(self, unit: UUID) -> list[UUID]:
        """The unit that has the matter now, and those above it, nearest first."""
        tree, line = self.caller.units, [unit]
        while (heir := tree.successors.get(line[0])) and heir not in line:
            line = [heir]
        while (above := tree.parents.get(line[-1])) and above not in line:
            line.append(above)
        return line
