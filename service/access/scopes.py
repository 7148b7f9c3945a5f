"""By which of the roles held a case exists for a caller: bars first, then the table; and the same as conditions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.roles import Held
from domain.scopes import Openness, Scope
from projections.scoped import within
from service.kinds.allowance import Allowance, Relation
from service.store.steps import Caller
from service.views.conditions import Condition

UNBARRED = frozenset({Relation.TOLD, Relation.ASSIGNED})
"""What is left to the line of a supervised unit: what its contact is told, and members whom the team admitted."""

EVERYWHERE = "true"
"""Of which unit a record is does not matter to whoever holds a role for the whole group."""


def known_by(caller: Caller, allowances: Sequence[Allowance], scope: Scope) -> Iterator[tuple[Held, Relation]]:
    """The roles by which a case of that scope exists for the caller, each with how the case stands to it.

    None where the caller is recused from it.
    """
    if caller.who in scope.barred:
        return
    barred = scope.supervised is not None and scope.supervised in caller.line
    for held in sorted(caller.held):
        for row in allowances:
            if (
                row.role is held.role
                and scope.openness in row.openness
                and not (barred and row.relation not in UNBARRED)
                and _stands(caller, held, row.relation, scope)
            ):
                yield held, row.relation


def held_for(caller: Caller, allowances: Sequence[Allowance], scope: Scope) -> frozenset[Held]:
    """The roles by which a case of that scope exists for the caller."""
    return frozenset(held for held, _relation in known_by(caller, allowances, scope))


def _stands(caller: Caller, held: Held, relation: Relation, scope: Scope) -> bool:
    match relation:
        case Relation.BELOW:
            subtree = caller.units.subtree(held.unit)
            return scope.owner in subtree or any(desk in subtree for desk in scope.desks)
        case Relation.TOLD:
            return held.unit in scope.desks
        case Relation.ASSIGNED:
            return caller.who in scope.assigned


def condition_for(
    caller: Caller, allowances: Sequence[Allowance], *, is_supervising: bool, kind: str = ""
) -> Condition:
    """The same decision on the columns of a row; `is_supervising` where the rows name a unit that is looked into.

    In a view of several kinds it is asked of the rows of one `kind`.
    """
    parts = [
        _condition(caller, held, row, kind, is_barred=is_supervising and row.relation not in UNBARRED)
        for held in sorted(caller.held)
        for row in allowances
        if row.role is held.role
    ]
    return _unrecused(caller, _any_of(parts))


def _unrecused(caller: Caller, known: Condition) -> Condition:
    """The same, without what the caller is recused from."""
    sql = f"({known.sql} AND NOT barred @> ARRAY[%s]::uuid[])"
    return replace(known, sql=sql, further=(*known.further, caller.who))


def _condition(
    caller: Caller, held: Held, row: Allowance, kind: str, *, is_barred: bool
) -> tuple[str, tuple[Any, ...]]:
    open_sql, open_values = _openness(row.openness)
    sql, values = _standing(caller, held, row.relation, kind)
    bar_sql, bar_values = (" AND NOT supervised = ANY(%s)", (sorted(caller.line),)) if is_barred else ("", ())
    return f"({open_sql} AND {sql}{bar_sql})", (*open_values, *values, *bar_values)


def _openness(openness: frozenset[Openness]) -> tuple[str, tuple[Any, ...]]:
    if len(openness) == 1:
        return "openness = %s", (str(*openness),)
    return "openness = ANY(%s)", (sorted(map(str, openness)),)


def _standing(caller: Caller, held: Held, relation: Relation, kind: str) -> tuple[str, tuple[Any, ...]]:
    match relation:
        case Relation.BELOW:
            subtree = caller.units.subtree(held.unit)
            if subtree >= caller.units.known and caller.units.known:
                return EVERYWHERE, ()
            units: list[UUID] = sorted(subtree)
            if kind:
                return "reach && %s::uuid[]", ([within(unit, kind) for unit in units],)
            return "(owner = ANY(%s::uuid[]) OR desks && %s::uuid[])", (units, units)
        case Relation.TOLD:
            return "desks @> ARRAY[%s]::uuid[]", (held.unit,)
        case Relation.ASSIGNED:
            return "assigned @> ARRAY[%s]::uuid[]", (caller.who,)


def _any_of(parts: Iterable[tuple[str, tuple[Any, ...]]]) -> Condition:
    """One condition that some of the parts holds; none of no parts."""
    chosen: list[tuple[str, tuple[Any, ...]]] = []
    for part in parts:
        if part not in chosen:
            chosen.append(part)
    if not chosen:
        return Condition("openness = %s", "")
    first, *further = [value for _sql, values in chosen for value in values]
    leaves_few = not any(EVERYWHERE in sql for sql, _values in chosen)
    return Condition(f"({' OR '.join(sql for sql, _values in chosen)})", first, tuple(further), leaves_few=leaves_few)
