"""By which of the roles held a case exists for a caller: bars first, then the table; and the same as conditions."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from domain.roles import Held
from domain.scopes import Openness, Scope
from domain.values import OfficerRef
from service.access.relations import EVERYWHERE, STANDINGS, Post, Sql
from service.access.standing_in import StandsFor, alone, unable_in
from service.kinds.allowance import Allowance, Relation
from service.store.staff import NOBODY
from service.store.steps import Caller
from service.views.conditions import Condition, values_of

UNBARRED = frozenset({Relation.TOLD, Relation.ASSIGNED})
"""What is left to the line of a supervised unit: what its contact is told, and members whom the team admitted."""


def known_by(
    caller: Caller,
    rows: Iterable[Allowance],
    scope: Scope,
    stands_for: StandsFor = alone,
    unable: frozenset[OfficerRef] = NOBODY,
) -> Iterator[tuple[Held, Relation]]:
    """The roles held by which some row of a table allows a case of that scope, each with how the case stands to it.

    None where the caller is recused from it. `unable` are officers who take no part in what is asked, besides those
    who are recused.
    """
    if caller.who in scope.barred:
        return
    kept_away = unable_in(scope) | unable
    of_role = [(held, row) for held in sorted(caller.held) for row in rows if row.role is held.role]
    for held, row in of_role:
        post = Post(caller, held, stands_for(caller, held, kept_away))
        if scope.openness in row.openness and stands(post, row.relation, scope):
            yield held, row.relation


def held_for(
    caller: Caller,
    rows: Iterable[Allowance],
    scope: Scope,
    stands_for: StandsFor = alone,
    unable: frozenset[OfficerRef] = NOBODY,
) -> frozenset[Held]:
    """The roles by which a table allows a case of that scope: to know of it, or to act on it."""
    return frozenset(held for held, _relation in known_by(caller, rows, scope, stands_for, unable))


def stands(post: Post, relation: Relation, scope: Scope) -> bool:
    """Whether a case of that scope stands so to the role that the caller holds, and nothing bars it."""
    barred = relation not in UNBARRED and scope.supervised is not None and scope.supervised in post.caller.line
    return not barred and STANDINGS[relation].holds(post, scope)


def condition_for(
    caller: Caller,
    allowances: Iterable[Allowance],
    stands_for: StandsFor = alone,
    *,
    is_supervising: bool,
    kind: str = "",
) -> Condition:
    """The same decision on the columns of a row; `is_supervising` where the rows name a unit that is looked into.

    In a view of several kinds it is asked of the rows of one `kind`. Who stands in for whoever is recused from a case
    is told by the case alone, and by no list.
    """
    return condition_of_parts(caller, [Part(allowances, stands_for)], is_supervising=is_supervising, kind=kind)


class Part(NamedTuple):
    """Rows of a table, the units for which roles stand in them, and what else must hold of what they allow."""

    allowances: Iterable[Allowance]
    stands_for: StandsFor = alone
    besides: Sql | None = None


def condition_of_parts(caller: Caller, parts: Iterable[Part], *, is_supervising: bool, kind: str = "") -> Condition:
    """What one part or more allows."""
    known = _allowed(caller, parts, set(Relation), is_supervising=is_supervising, kind=kind)
    return _unrecused(caller, known)


def buckets_for(caller: Caller, parts: Sequence[Part], *, is_supervising: bool) -> Condition:
    """The same decision on the columns of buckets, so that each case counts once.

    It counts in one bucket for those who know of it by their units, and in one for each officer who is named for it:
    in that it is counted for whom the units alone would not tell of it.
    """
    by_unit = set(Relation) - {Relation.ASSIGNED}
    units = _allowed(caller, parts, by_unit, is_supervising=is_supervising)
    named = _allowed(caller, parts, {Relation.ASSIGNED}, is_supervising=is_supervising)
    sql = f"((assigned = '{{}}' AND {units.sql}) OR (assigned <> '{{}}' AND {named.sql} AND NOT {units.sql}))"
    values = values_of([units, named, units])
    return _unrecused(caller, Condition(sql, values[0], tuple(values[1:])))


def _allowed(
    caller: Caller, parts: Iterable[Part], relations: Container[Relation], *, is_supervising: bool, kind: str = ""
) -> Condition:
    """What some allowance of those relations says."""
    return _any_of(
        _condition(
            Post(caller, held, part.stands_for(caller, held, NOBODY)),
            row,
            part.besides,
            kind,
            is_barred=is_supervising and row.relation not in UNBARRED,
        )
        for held in sorted(caller.held)
        for part in parts
        for row in part.allowances
        if row.role is held.role and row.relation in relations
    )


def _unrecused(caller: Caller, known: Condition) -> Condition:
    """The same, without what the caller is recused from."""
    sql = f"({known.sql} AND NOT barred @> ARRAY[%s]::uuid[])"
    return replace(known, sql=sql, further=(*known.further, caller.who))


def condition_of(standing: Iterable[tuple[Post, Relation]], *, is_supervising: bool) -> Condition | None:
    """What holds for the rows that stand to one of the posts as said with it; None of no posts."""
    parts = [
        _unbarred(post, relation, "", is_barred=is_supervising and relation not in UNBARRED)
        for post, relation in standing
    ]
    return _any_of(parts) if parts else None


def _condition(post: Post, row: Allowance, besides: Sql | None, kind: str, *, is_barred: bool) -> Sql:
    open_sql, open_values = _openness(row.openness)
    sql, values = _unbarred(post, row.relation, kind, is_barred=is_barred)
    more_sql, more_values = (f" AND {besides[0]}", besides[1]) if besides else ("", ())
    return f"({open_sql} AND {sql}{more_sql})", (*open_values, *values, *more_values)


def _unbarred(post: Post, relation: Relation, kind: str, *, is_barred: bool) -> Sql:
    sql, values = STANDINGS[relation].sql(post, kind)
    if not is_barred:
        return sql, values
    return f"({sql} AND supervised = ANY(%s) IS NOT TRUE)", (*values, sorted(post.caller.line))


def _openness(openness: frozenset[Openness]) -> Sql:
    if len(openness) == 1:
        return "openness = %s", (str(*openness),)
    return "openness = ANY(%s)", (sorted(map(str, openness)),)


def _any_of(parts: Iterable[Sql]) -> Condition:
    """One condition that some of the parts holds; none of no parts."""
    chosen: list[Sql] = []
    for part in parts:
        if part not in chosen:
            chosen.append(part)
    if not chosen:
        return Condition("openness = %s", "")
    first, *further = [value for _sql, values in chosen for value in values] or [None]
    leaves_few = not any(EVERYWHERE in sql for sql, _values in chosen)
    return Condition(f"({' OR '.join(sql for sql, _values in chosen)})", first, tuple(further), leaves_few=leaves_few)
