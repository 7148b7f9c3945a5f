"""By which of the roles held a case exists for a caller: bars first, then the table; and the same as conditions."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Any

from domain.roles import Held
from domain.scopes import Openness, Scope
from service.access.relations import EVERYWHERE, STANDINGS
from service.kinds.allowance import Allowance, Relation
from service.sealing.marks import ACCUSES
from service.store.steps import Caller
from service.views.conditions import Condition, values_of

UNBARRED = frozenset({Relation.TOLD, Relation.ASSIGNED})
"""What is left to the line of a supervised unit: what its contact is told, and members whom the team admitted."""


def known_by(caller: Caller, rows: Iterable[Allowance], scope: Scope) -> Iterator[tuple[Held, Relation]]:
    """The roles held by which some row of a table allows a case of that scope, each with how the case stands to it.

    None where the caller is recused from it, or where it accuses the caller or the own line.
    """
    if caller.who in scope.barred or caller.is_accused(scope.accused):
        return
    of_role = [(held, row) for held in sorted(caller.held) for row in rows if row.role is held.role]
    for held, row in of_role:
        if scope.openness in row.openness and stands(caller, held, row.relation, scope):
            yield held, row.relation


def held_for(caller: Caller, rows: Iterable[Allowance], scope: Scope) -> frozenset[Held]:
    """The roles by which a table allows a case of that scope: to know of it, or to act on it."""
    return frozenset(held for held, _relation in known_by(caller, rows, scope))


def stands(caller: Caller, held: Held, relation: Relation, scope: Scope) -> bool:
    """Whether a case of that scope stands so to the role that the caller holds, and nothing bars it."""
    barred = relation not in UNBARRED and scope.supervised is not None and scope.supervised in caller.line
    return not barred and STANDINGS[relation].holds(caller, held, scope)


def condition_for(
    caller: Caller, allowances: Iterable[Allowance], *, is_supervising: bool, kind: str = ""
) -> Condition:
    """The same decision on the columns of a row; `is_supervising` where the rows name a unit that is looked into.

    In a view of several kinds it is asked of the rows of one `kind`.
    """
    return _unrecused(caller, _allowed(caller, allowances, set(Relation), is_supervising=is_supervising, kind=kind))


def buckets_for(caller: Caller, allowances: Iterable[Allowance], *, is_supervising: bool) -> Condition:
    """The same decision on the columns of buckets, so that each case counts once.

    It counts in one bucket for those who know of it by their units, and in one for each officer who is named for it:
    in that it is counted for whom the units alone would not tell of it.
    """
    by_unit = set(Relation) - {Relation.ASSIGNED}
    units = _allowed(caller, allowances, by_unit, is_supervising=is_supervising)
    named = _allowed(caller, allowances, {Relation.ASSIGNED}, is_supervising=is_supervising)
    sql = f"((assigned = '{{}}' AND {units.sql}) OR (assigned <> '{{}}' AND {named.sql} AND NOT {units.sql}))"
    values = values_of([units, named, units])
    return _unrecused(caller, Condition(sql, values[0], tuple(values[1:])))


def _allowed(
    caller: Caller,
    allowances: Iterable[Allowance],
    relations: Container[Relation],
    *,
    is_supervising: bool,
    kind: str = "",
) -> Condition:
    """What some allowance of those relations says."""
    return _any_of(
        _condition(caller, held, row, kind, is_barred=is_supervising and row.relation not in UNBARRED)
        for held in sorted(caller.held)
        for row in allowances
        if row.role is held.role and row.relation in relations
    )


def _unrecused(caller: Caller, known: Condition) -> Condition:
    """The same, without what the caller is recused from."""
    sql = f"({known.sql} AND NOT barred @> ARRAY[%s]::uuid[])"
    return replace(known, sql=sql, further=(*known.further, caller.who))


def condition_of(
    caller: Caller, standing: Iterable[tuple[Held, Relation]], *, is_supervising: bool
) -> Condition | None:
    """What holds for the rows that stand to one of the roles as said with it; None of no roles."""
    parts = [
        _unbarred(caller, held, relation, "", is_barred=is_supervising and relation not in UNBARRED)
        for held, relation in standing
    ]
    return _any_of(parts) if parts else None


def _condition(
    caller: Caller, held: Held, row: Allowance, kind: str, *, is_barred: bool
) -> tuple[str, tuple[Any, ...]]:
    open_sql, open_values = _openness(row.openness)
    sql, values = _unbarred(caller, held, row.relation, kind, is_barred=is_barred)
    if Openness.SEALED in row.openness:
        innocent_sql, innocent_values = _innocent(caller)
        sql, values = f"{sql} AND {innocent_sql}", (*values, *innocent_values)
    return f"({open_sql} AND {sql})", (*open_values, *values)


def _innocent(caller: Caller) -> tuple[str, tuple[Any, ...]]:
    """That a row accuses neither the caller nor the own line; only what is sealed accuses somebody."""
    if (trials := caller.trials) is None:
        return "accused = '{}'", ()
    return f"(accused = '{{}}' OR NOT {ACCUSES})", (trials,)


def _unbarred(
    caller: Caller, held: Held, relation: Relation, kind: str, *, is_barred: bool
) -> tuple[str, tuple[Any, ...]]:
    sql, values = STANDINGS[relation].sql(caller, held, kind)
    return (f"({sql} AND NOT supervised = ANY(%s))", (*values, sorted(caller.line))) if is_barred else (sql, values)


def _openness(openness: frozenset[Openness]) -> tuple[str, tuple[Any, ...]]:
    if len(openness) == 1:
        return "openness = %s", (str(*openness),)
    return "openness = ANY(%s)", (sorted(map(str, openness)),)


def _any_of(parts: Iterable[tuple[str, tuple[Any, ...]]]) -> Condition:
    """One condition that some of the parts holds; none of no parts."""
    chosen: list[tuple[str, tuple[Any, ...]]] = []
    for part in parts:
        if part not in chosen:
            chosen.append(part)
    if not chosen:
        return Condition("openness = %s", "")
    first, *further = [value for _sql, values in chosen for value in values] or [None]
    leaves_few = not any(EVERYWHERE in sql for sql, _values in chosen)
    return Condition(f"({' OR '.join(sql for sql, _values in chosen)})", first, tuple(further), leaves_few=leaves_few)
