"""How a case stands to an officer who holds a role for a unit: each relation asked of a scope, and of the columns of
a row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from domain.roles import Held
from domain.scopes import Scope
from projections.scoped import within
from service.kinds.allowance import Relation
from service.store.steps import Caller

Sql = tuple[str, tuple[Any, ...]]
"""A condition on the columns of a row, and the values that it takes."""

EVERYWHERE = "true"
"""Of which unit a record is does not matter to whoever holds a role for the whole group."""


class Standing(NamedTuple):
    """One relation, said twice: both must say the same of every case; `sql` is told the kind in views of several."""

    holds: Callable[[Caller, Held, Scope], bool]
    sql: Callable[[Caller, Held, str], Sql]


def _is_below(caller: Caller, held: Held, scope: Scope) -> bool:
    subtree = caller.units.subtree(held.unit)
    return scope.owner in subtree or any(desk in subtree for desk in scope.desks)


def _below(caller: Caller, held: Held, kind: str) -> Sql:
    subtree = caller.units.subtree(held.unit)
    if subtree >= caller.units.known and caller.units.known:
        return EVERYWHERE, ()
    units: list[UUID] = sorted(subtree)
    if kind:
        return "reach && %s::uuid[]", ([within(unit, kind) for unit in units],)
    return "(owner = ANY(%s::uuid[]) OR desks && %s::uuid[])", (units, units)


def _line(caller: Caller, held: Held) -> frozenset[UUID]:
    return caller.units.subtree(held.unit) | caller.units.line_above(held.unit)


def _and(one: Sql, other: Sql) -> Sql:
    if one[0] == EVERYWHERE:
        return other
    return f"({one[0]} AND {other[0]})", (*one[1], *other[1])


def _reached(units: Sequence[UUID], kind: str, said: Sql) -> Sql:
    """What is said of units; in a view of several kinds with what an index tells of them beside it."""
    return _and(("reach && %s::uuid[]", ([within(unit, kind) for unit in units],)), said) if kind else said


def _asked(held: Held) -> Sql:
    return "asked @> ARRAY[%s]", (str(held.role),)


STANDINGS: Mapping[Relation, Standing] = {
    Relation.ANY: Standing(lambda _caller, _held, _scope: True, lambda _caller, _held, _kind: (EVERYWHERE, ())),
    Relation.BELOW: Standing(_is_below, _below),
    Relation.OWNED: Standing(
        lambda _caller, held, scope: scope.owner == held.unit,
        lambda _caller, held, kind: _reached((held.unit,), kind, ("owner = %s", (held.unit,))),
    ),
    Relation.TOLD: Standing(
        lambda _caller, held, scope: held.unit in scope.desks,
        lambda _caller, held, kind: _reached((held.unit,), kind, ("desks @> ARRAY[%s]::uuid[]", (held.unit,))),
    ),
    Relation.ASSIGNED: Standing(
        lambda caller, _held, scope: caller.who in scope.assigned,
        lambda caller, _held, _kind: ("assigned @> ARRAY[%s]::uuid[]", (caller.who,)),
    ),
    Relation.RECORDED: Standing(
        lambda caller, _held, scope: caller.who == scope.recorder,
        lambda caller, _held, _kind: ("recorder = %s", (caller.who,)),
    ),
    Relation.ASKED: Standing(
        lambda caller, held, scope: held.role in scope.asked and _is_below(caller, held, scope),
        lambda caller, held, kind: _and(_below(caller, held, kind), _asked(held)),
    ),
    Relation.ASKED_HERE: Standing(
        lambda _caller, held, scope: held.role in scope.asked and scope.owner == held.unit,
        lambda _caller, held, kind: _and(_reached((held.unit,), kind, ("owner = %s", (held.unit,))), _asked(held)),
    ),
    Relation.SENT: Standing(
        lambda _caller, held, scope: held.unit in scope.packages,
        lambda _caller, held, _kind: ("(packages <> '{}' AND packages @> ARRAY[%s]::uuid[])", (held.unit,)),
    ),
    Relation.IN_LINE: Standing(
        lambda caller, held, scope: scope.owner in _line(caller, held),
        lambda caller, held, kind: _reached(
            line := sorted(_line(caller, held)), kind, ("owner = ANY(%s::uuid[])", (line,))
        ),
    ),
}
