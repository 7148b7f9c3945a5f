"""What a reader may know of at all: of a folded case, and of the rows of views by their own columns."""

from dataclasses import replace
from typing import Any

from domain.actors import Actor, OfficerActing
from domain.catalogue import BY_EVENT
from domain.kernel import Command
from domain.organisation.officer import IssueToken
from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import VIEWS_OF_CASES
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from projections.projection import Projection
from projections.scoped import Scoped
from service.access.acting import allowing
from service.access.decisions import may_command, readable_kinds
from service.access.log import OPENING
from service.access.scopes import buckets_for, condition_for, held_for, known_by
from service.kinds.allowance import Relation
from service.kinds.catalogue import BY_KIND
from service.store.steps import Caller
from service.views.conditions import Condition, any_of, equals

KIND_OF_VIEW = {view.name: kind for kind, views in VIEWS_OF_CASES.items() for view in views}
KINDS_IN = {view.name: {BY_EVENT[event].kind for event in view.on} for view in (DUE_DATES, CONFIRMATIONS, AUDIT_TRAIL)}
"""The views of several kinds; each reader is shown those that he or she may read."""
LETS_IN = frozenset(each.NAME for each in OPENING)
"""What is told to those who issue it alone."""


def visible(caller: Caller, view: Projection) -> list[Condition]:
    """What holds for every row that the caller may know of: lists, counts, search and cursors leave the others out.

    Each is a condition on the row's own columns; what the row does not say is hidden.
    """
    if not issubclass(view.row, Scoped):
        return []
    if caller.is_service:
        return [Condition("openness = ANY(%s)", sorted(map(str, Openness)))]
    if kind := KIND_OF_VIEW.get(view.name):
        return [_known(caller, kind)]
    readable = [kind for kind in readable_kinds(caller.roles) if kind in KINDS_IN[view.name]]
    return [any_of([_of_kind(caller, kind) for kind in readable], are_apart=True)]


def counted(caller: Caller, view: Projection) -> list[Condition]:
    """What holds for the buckets in which a view of one kind counts what the caller may know of, each record once."""
    if caller.is_service:
        return [Condition("assigned = '{}'")]
    reading = BY_KIND[KIND_OF_VIEW[view.name]].reading
    return [buckets_for(caller, reading.allowances, is_supervising=reading.is_supervising)]


def _of_kind(caller: Caller, kind: str) -> Condition:
    """The rows of one kind in a view of several: of a kind with a table those that the caller may know of."""
    own = equals("kind", kind)
    if not BY_KIND[kind].reading.allowances:
        return own
    known = _known(caller, kind, kind)
    sql = f"{own.sql} AND {known.sql}"
    return replace(own, sql=sql, further=(known.value, *known.further), leaves_few=known.leaves_few)


def _known(caller: Caller, kind: str, among_kinds: str = "") -> Condition:
    reading = BY_KIND[kind].reading
    return condition_for(caller, reading.allowances, is_supervising=reading.is_supervising, kind=among_kinds)


def scope_of(state: Any) -> Scope | None:
    """For whom a record in that state exists; None where records of its kind are the same for all who may read them."""
    scope: Scope | None = getattr(state, "scope", None)
    return scope


def held_in(caller: Caller, kind: str, state: Any) -> frozenset[Held]:
    """The roles held by which a record of that kind and in that state exists for the caller."""
    scope = scope_of(state)
    return caller.held if scope is None else held_for(caller, BY_KIND[kind].reading.allowances, scope)


def reasons_in(caller: Caller, kind: str, state: Any) -> tuple[tuple[Held, Relation], ...]:
    """Why a case of that kind and in that state exists for the caller: by which roles, and how it stands to them."""
    return tuple(dict.fromkeys(known_by(caller, BY_KIND[kind].reading.allowances, state.scope)))


def roles_for(caller: Caller, kind: str, state: Any) -> frozenset[Role]:
    """The same without the units."""
    return frozenset(held.role for held in held_in(caller, kind, state))


def may_know(caller: Caller, kind: str, state: Any) -> bool:
    """Whether a record of that kind and in that state exists for the caller."""
    return caller.is_service or not hasattr(state, "scope") or bool(held_in(caller, kind, state))


def may_act(caller: Caller, by: Actor, kind: str, command: type[Command[Any]], state: Any) -> bool:
    """Whether the caller may give the command on it in the role in which the caller acts."""
    if not isinstance(by, OfficerActing):
        return may_know(caller, kind, state)
    return Held(by.role, by.unit) in allowing(caller, command, scope=scope_of(state))


def is_told(caller: Caller, event: str, roles: frozenset[Role]) -> bool:
    """Whether the caller, who knows of the record by these roles, is told of events of that name.

    For others they do not exist; only of what lets somebody in do they see that something happened. The service is
    told of all, its texts sealed.
    """
    if caller.is_service:
        return True
    if event in LETS_IN:
        return may_command(caller.roles, IssueToken)
    kind = BY_KIND.get(event.partition(".")[0])
    return kind is None or kind.reading.tells(roles, event)
