"""By which of the roles held a case exists for a caller: bars first, then the table; and the same as conditions."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.roles import Held
from domain.scopes import Openness, Scope
from service.access.relations import EVERYWHERE, STANDINGS
from service.kinds.allowance import Allowance, Relation
from service.kinds.reading import Reading
from service.store.steps import Caller
from service.views.conditions import Condition, any_of, both, values_of


def known_by(caller: Caller, rows: Iterable[Allowance], scope: Scope) -> Iterator[tuple[Held, Relation]]:
    """The roles held by which some row of a table allows a case of that scope, each with how the case stands to it.

    None where the caller is recused from it.
    """
    if caller.who in scope.barred:
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
    barred = scope.supervised is not None and scope.supervised in barring(caller, relation)
    return not barred and STANDINGS[relation].holds(caller, held, scope)


def barring(caller: Caller, relation: Relation) -> frozenset[UUID]:
    """The units of whose checks the caller, to whom they stand so, knows nothing.

    To the line of a supervised unit is left what its contact is told, and the team to members whom it admitted; but its
    contact is a member of no team that looks into it.
    """
    if relation is Relation.TOLD:
        return frozenset()
    return caller.speaks_for if relation is Relation.ASSIGNED else caller.speaks_for | caller.line


def condition_in(caller: Caller, reading: Reading, view: str, kind: str = "") -> Condition:
    """What the caller may know of among the rows of a view; in a view of several kinds among those of one `kind`."""
    is_supervising = reading.is_supervising
    return _apart(
        caller, reading, view, lambda rows: condition_for(caller, rows, is_supervising=is_supervising, kind=kind)
    )


def buckets_in(caller: Caller, reading: Reading, view: str) -> Condition:
    """What the caller may know of among the buckets in which a view counts, so that each case counts once.

    It counts in one bucket for those who know of it by their units, and in one for each officer who is named for it:
    in that it is counted for whom the units alone would not tell of it.
    """
    is_supervising = reading.is_supervising
    return _apart(caller, reading, view, lambda rows: _buckets(caller, rows, is_supervising=is_supervising))


def _apart(caller: Caller, reading: Reading, view: str, known: Callable[[Sequence[Allowance]], Condition]) -> Condition:
    """What is known by the roles that are told all, of the rows that tell it, and by those that are told a part."""
    part = reading.part
    if part is None or view not in part.rows:
        return known(reading.allowances)
    theirs, others = part.rows[view]
    of_part = [row for row in reading.allowances if row.role in part.roles]
    of_all = [row for row in reading.allowances if row.role not in part.roles]
    ways = [
        both(where, known(rows))
        for where, rows in ((others, of_all), (theirs, of_part))
        if any(row.role in caller.roles for row in rows)
    ]
    return any_of(ways, are_apart=True)


def condition_for(caller: Caller, rows: Iterable[Allowance], *, is_supervising: bool, kind: str = "") -> Condition:
    """The decision that `known_by` takes, on the columns of a row; `is_supervising` where rows name a unit looked into.

    In a view of several kinds it is asked of the rows of one `kind`.
    """
    return _unrecused(caller, _allowed(caller, rows, set(Relation), is_supervising=is_supervising, kind=kind))


def _buckets(caller: Caller, rows: Sequence[Allowance], *, is_supervising: bool) -> Condition:
    units = _allowed(caller, rows, set(Relation) - {Relation.ASSIGNED}, is_supervising=is_supervising)
    named = _allowed(caller, rows, {Relation.ASSIGNED}, is_supervising=is_supervising)
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
        _condition(caller, held, row, kind, is_supervising=is_supervising)
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
    parts = [_unbarred(caller, held, relation, "", is_supervising=is_supervising) for held, relation in standing]
    return _any_of(parts) if parts else None


def _condition(
    caller: Caller, held: Held, row: Allowance, kind: str, *, is_supervising: bool
) -> tuple[str, tuple[Any, ...]]:
    open_sql, open_values = _openness(row.openness)
    sql, values = _unbarred(caller, held, row.relation, kind, is_supervising=is_supervising)
    return f"({open_sql} AND {sql})", (*open_values, *values)


def _unbarred(
    caller: Caller, held: Held, relation: Relation, kind: str, *, is_supervising: bool
) -> tuple[str, tuple[Any, ...]]:
    sql, values = STANDINGS[relation].sql(caller, held, kind)
    units = sorted(barring(caller, relation)) if is_supervising else []
    return (f"({sql} AND NOT supervised = ANY(%s))", (*values, units)) if units else (sql, values)


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
