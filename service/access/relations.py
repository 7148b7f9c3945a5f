"""How a case stands to an officer who holds a role for a unit: each relation asked of a scope, and of the columns of
a row."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from domain.roles import Held, Role
from domain.scopes import Scope
from domain.values import OfficerRef
from projections.scoped import heard, within
from service.kinds.allowance import Relation
from service.store.steps import Caller

Sql = tuple[str, tuple[Any, ...]]
"""A condition on the columns of a row, and the values that it takes."""

EVERYWHERE = "true"
"""Of which unit a record is does not matter to whoever holds a role for the whole group."""


class Post(NamedTuple):
    """A role that the caller holds, and the units for which it stands: the one for which it is held among them."""

    caller: Caller
    held: Held
    units: frozenset[UUID]


class Standing(NamedTuple):
    """One relation, said twice: both must say the same of every case; `sql` is told the kind in views of several."""

    holds: Callable[[Post, Scope], bool]
    sql: Callable[[Post, str], Sql]


def _is_below(post: Post, scope: Scope) -> bool:
    subtree = post.caller.units.subtree(post.held.unit)
    return scope.owner in subtree or any(desk in subtree for desk in scope.desks)


def _below(post: Post, kind: str) -> Sql:
    tree = post.caller.units
    subtree = tree.subtree(post.held.unit)
    if subtree >= tree.known and tree.known:
        return EVERYWHERE, ()
    units: list[UUID] = sorted(subtree)
    if kind:
        return "reach && %s::uuid[]", ([within(unit, kind) for unit in units],)
    return "(owner = ANY(%s::uuid[]) OR desks && %s::uuid[])", (units, units)


def _line(post: Post) -> frozenset[UUID]:
    return post.caller.units.subtree(post.held.unit) | post.caller.units.line_above(post.held.unit)


def _and(one: Sql, other: Sql) -> Sql:
    if one[0] == EVERYWHERE:
        return other
    return f"({one[0]} AND {other[0]})", (*one[1], *other[1])


def _reached(units: Iterable[UUID], kind: str, said: Sql) -> Sql:
    """What is said of units; in a view of several kinds with what an index tells of them beside it."""
    return _and(("reach && %s::uuid[]", ([within(unit, kind) for unit in units],)), said) if kind else said


def _asked(post: Post) -> Sql:
    return "asked @> ARRAY[%s]", (str(post.held.role),)


def _assigned(post: Post) -> Sql:
    return "assigned @> ARRAY[%s]::uuid[]", (post.caller.who,)


def _who_heard(post: Post) -> list[Role | OfficerRef]:
    return [post.held.role, *(() if post.caller.is_service else (post.caller.officer,))]


def _heard(post: Post) -> Sql:
    return "asked && %s::text[]", ([heard(each) for each in _who_heard(post)],)


def _owned(post: Post, kind: str) -> Sql:
    units: list[UUID] = sorted(post.units)
    said: Sql = ("owner = %s", (*units,)) if len(units) == 1 else ("owner = ANY(%s::uuid[])", (units,))
    return _reached(units, kind, said)


def _told(post: Post, kind: str) -> Sql:
    units: list[UUID] = sorted(post.units)
    return _reached(units, kind, ("desks && %s::uuid[]", (units,)))


def _in_line(post: Post, kind: str) -> Sql:
    units: list[UUID] = sorted(_line(post))
    return _reached(units, kind, ("owner = ANY(%s::uuid[])", (units,)))


STANDINGS: Mapping[Relation, Standing] = {
    Relation.ANY: Standing(lambda _post, _scope: True, lambda _post, _kind: (EVERYWHERE, ())),
    Relation.BELOW: Standing(_is_below, _below),
    Relation.OWNED: Standing(lambda post, scope: scope.owner in post.units, _owned),
    Relation.TOLD: Standing(
        lambda post, scope: any(desk in post.units for desk in scope.desks),
        _told,
    ),
    Relation.ASSIGNED: Standing(
        lambda post, scope: post.caller.who in scope.assigned,
        lambda post, _kind: _assigned(post),
    ),
    Relation.NAMED: Standing(
        lambda post, scope: post.caller.who in scope.assigned and _is_below(post, scope),
        lambda post, kind: _and(_below(post, kind), _assigned(post)),
    ),
    Relation.RECORDED: Standing(
        lambda post, scope: post.caller.who == scope.recorder,
        lambda post, _kind: ("recorder = %s", (post.caller.who,)),
    ),
    Relation.ASKED: Standing(
        lambda post, scope: post.held.role in scope.asked and _is_below(post, scope),
        lambda post, kind: _and(_below(post, kind), _asked(post)),
    ),
    Relation.HEARD: Standing(
        lambda post, scope: bool({*_who_heard(post)} & {*scope.heard}) and _is_below(post, scope),
        lambda post, kind: _and(_below(post, kind), _heard(post)),
    ),
    Relation.ASKED_HERE: Standing(
        lambda post, scope: post.held.role in scope.asked and scope.owner in post.units,
        lambda post, kind: _and(_owned(post, kind), _asked(post)),
    ),
    Relation.SENT: Standing(
        lambda post, scope: post.held.unit in scope.packages,
        lambda post, _kind: ("(packages <> '{}' AND packages @> ARRAY[%s]::uuid[])", (post.held.unit,)),
    ),
    Relation.IN_LINE: Standing(
        lambda post, scope: scope.owner in _line(post),
        _in_line,
    ),
}
