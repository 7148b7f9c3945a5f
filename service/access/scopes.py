"""By which of the roles held a case exists for a caller: bars first, then the table; and the same as conditions."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from domain.roles import Held, Role
from domain.scopes import NOWHERE, Openness, Scope
from domain.values import OfficerRef
from service.access.relations import EVERYWHERE, STANDINGS, Post, Sql
from service.access.standing_in import StandsFor, alone, unable_in
from service.kinds.allowance import Allowance, Relation
from service.kinds.reading import Reading
from service.sealing.marks import KEPT_FROM
from service.store.staff import NOBODY
from service.store.steps import Caller
from service.views.conditions import Condition, any_of, both, values_of


def known_by(
    caller: Caller,
    rows: Iterable[Allowance],
    scope: Scope,
    stands_for: StandsFor = alone,
    unable: frozenset[OfficerRef] = NOBODY,
) -> Iterator[tuple[Held, Relation]]:
    """The roles held by which some row of a table allows a case of that scope, each with how the case stands to it.

    None where the caller is recused from it, or where it is kept from the caller or the own line. `unable` are officers
    who take no part in what is asked, besides those from whom the case is kept. For whoever it is kept from, the same
    is looked up as where there is no case.
    """
    is_barred = is_kept_from(caller, scope)
    asked = NOWHERE if is_barred else scope
    kept_away = (unable_in(asked, caller) if _is_above(caller, asked) else frozenset(asked.barred)) | unable
    of_role = [(held, row) for held in sorted(caller.held) for row in rows if row.role is held.role]
    for held, row in of_role:
        post = Post(caller, held, stands_for(caller, held, kept_away))
        if not is_barred and any(_allows(post, row, each) for each in _asked_of(row, asked)):
            yield held, row.relation


def is_kept_from(caller: Caller, scope: Scope) -> bool:
    """Whether the caller is recused from a case of that scope, or it is kept from the caller or the own line."""
    return caller.who in scope.barred or caller.is_kept_away(scope.kept_from)


def _is_above(caller: Caller, scope: Scope) -> bool:
    """Whether the caller holds a role for a unit above the one whose matter it is, and may have to stand in below."""
    units = [each for each in (scope.owner, *scope.desks) if each is not None]
    above = {held.unit for held in caller.held if held.unit not in units}
    return any(each in caller.units.subtree(unit) for unit in above for each in units)


def _asked_of(row: Allowance, scope: Scope) -> Iterable[Scope]:
    """The scope that a row asks of: that of the case, or those of its papers of a kind."""
    if row.excerpt is None:
        return (scope,)
    return (scope.of(paper) for paper in scope.laid if paper.excerpt is row.excerpt)


def _allows(post: Post, row: Allowance, scope: Scope) -> bool:
    return scope.openness in row.openness and stands(post, row.relation, scope)


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
    barred = scope.supervised is not None and scope.supervised in barring(post.caller, relation)
    return not barred and STANDINGS[relation].holds(post, scope)


def barring(caller: Caller, relation: Relation) -> frozenset[UUID]:
    """The units of whose checks the caller, to whom they stand so, knows nothing.

    To the line of a supervised unit is left what its contact is told, and the team to members whom it admitted; but its
    contact is a member of no team that looks into it.
    """
    if relation is Relation.TOLD:
        return frozenset()
    return caller.speaks_for if relation is Relation.ASSIGNED else caller.speaks_for | caller.line


class Asking(NamedTuple):
    """Rows of a table, the units for which roles stand in them, and what else must hold of what they allow."""

    rows: Sequence[Allowance]
    stands_for: StandsFor = alone
    besides: Sql | None = None

    def of(self, roles: Container[Role]) -> "Asking":
        """The rows of those roles alone."""
        return self._replace(rows=[row for row in self.rows if row.role in roles])


def condition_in(caller: Caller, reading: Reading, view: str, asked: Sequence[Asking], kind: str = "") -> Condition:
    """What the rows that are asked allow among those of a view; in a view of several kinds among those of one `kind`.

    Who stands in for whoever is recused from a case is told by the case alone, and by no list.
    """

    def known(parts: Sequence[Asking]) -> Condition:
        allowed = _allowed(caller, parts, set(Relation), is_supervising=reading.is_supervising, kind=kind)
        return _unrecused(caller, allowed)

    return _apart(caller, reading, view, asked, known)


def buckets_in(caller: Caller, reading: Reading, view: str, asked: Sequence[Asking]) -> Condition:
    """What they allow among the buckets in which a view counts, so that each case counts once.

    It counts in one bucket for those who know of it by their units, and in one for each officer who is named for it:
    in that it is counted for whom the units alone would not tell of it.
    """
    is_supervising = reading.is_supervising
    return _apart(caller, reading, view, asked, lambda parts: _buckets(caller, parts, is_supervising=is_supervising))


def _apart(
    caller: Caller,
    reading: Reading,
    view: str,
    asked: Sequence[Asking],
    known: Callable[[Sequence[Asking]], Condition],
) -> Condition:
    """What is known by the roles that are told all, of the rows that tell it, and by those that are told a part."""
    part = reading.part
    if part is None or view not in part.rows:
        return known(asked)
    theirs, others = part.rows[view]
    of_part = [each.of(part.roles) for each in asked]
    of_all = [each.of(frozenset(Role) - part.roles) for each in asked]
    ways = [
        both(where, known(parts))
        for where, parts in ((others, of_all), (theirs, of_part))
        if any(row.role in caller.roles for each in parts for row in each.rows)
    ]
    return any_of(ways, are_apart=True)


def condition_for(
    caller: Caller,
    rows: Sequence[Allowance],
    stands_for: StandsFor = alone,
    *,
    is_supervising: bool,
    kind: str = "",
) -> Condition:
    """The decision that `known_by` takes, on the columns of a row; `is_supervising` where rows name a unit looked into.

    In a view of several kinds it is asked of the rows of one `kind`.
    """
    asked = [Asking(rows, stands_for)]
    return _unrecused(caller, _allowed(caller, asked, set(Relation), is_supervising=is_supervising, kind=kind))


def _buckets(caller: Caller, asked: Sequence[Asking], *, is_supervising: bool) -> Condition:
    units = _allowed(caller, asked, set(Relation) - {Relation.ASSIGNED}, is_supervising=is_supervising)
    named = _allowed(caller, asked, {Relation.ASSIGNED}, is_supervising=is_supervising)
    sql = f"((assigned = '{{}}' AND {units.sql}) OR (assigned <> '{{}}' AND {named.sql} AND NOT {units.sql}))"
    values = values_of([units, named, units])
    return _unrecused(caller, Condition(sql, values[0], tuple(values[1:])))


def _allowed(
    caller: Caller, asked: Iterable[Asking], relations: Container[Relation], *, is_supervising: bool, kind: str = ""
) -> Condition:
    """What some allowance of those relations says."""
    return _any_of(
        _condition(Post(caller, held, each.stands_for(caller, held, NOBODY)), row, each.besides, kind, is_supervising)
        for held in sorted(caller.held)
        for each in asked
        for row in each.rows
        if row.role is held.role and row.relation in relations
    )


def _unrecused(caller: Caller, known: Condition) -> Condition:
    """The same, without what the caller is recused from, and what is kept from the caller or the own line."""
    free_sql, free_values = _free(caller)
    sql = f"({known.sql} AND NOT barred @> ARRAY[%s]::uuid[] AND {free_sql})"
    return replace(known, sql=sql, further=(*known.further, caller.who, *free_values))


def condition_of(standing: Iterable[tuple[Post, Relation]], *, is_supervising: bool) -> Condition | None:
    """What holds for the rows that stand to one of the posts as said with it; None of no posts."""
    parts = [_unbarred(post, relation, "", is_supervising=is_supervising) for post, relation in standing]
    return _any_of(parts) if parts else None


def _condition(post: Post, row: Allowance, besides: Sql | None, kind: str, is_supervising: bool) -> Sql:
    open_sql, open_values = _openness(row.openness)
    sql, values = _unbarred(post, row.relation, kind, is_supervising=is_supervising)
    more_sql, more_values = (f" AND {besides[0]}", besides[1]) if besides else ("", ())
    return f"({open_sql} AND {sql}{more_sql})", (*open_values, *values, *more_values)


def free(caller: Caller) -> Condition:
    """That a row is kept neither from the caller nor from the own line."""
    sql, values = _free(caller)
    return Condition(sql, *values[:1]) if values else Condition(sql)


def _free(caller: Caller) -> Sql:
    if (trials := caller.trials) is None:
        return "kept_from = '{}'", ()
    return f"(kept_from = '{{}}' OR NOT {KEPT_FROM})", (trials,)


def _unbarred(post: Post, relation: Relation, kind: str, *, is_supervising: bool) -> Sql:
    sql, values = STANDINGS[relation].sql(post, kind)
    units = sorted(barring(post.caller, relation)) if is_supervising else []
    return (f"({sql} AND supervised = ANY(%s) IS NOT TRUE)", (*values, units)) if units else (sql, values)


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
