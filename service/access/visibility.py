"""What a reader may know of at all: of a folded case, and of the rows of views by their own columns."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from domain.actors import Actor, OfficerActing
from domain.catalogue import BY_EVENT
from domain.fund.aggregate import FUND
from domain.kernel import Command
from domain.organisation.officer import IssueToken
from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import VIEWS_OF_CASES
from projections.confirmations import CONFIRMATIONS
from projections.due_dates import DUE_DATES
from projections.funds import FUNDS
from projections.projection import Projection
from projections.scoped import BESIDE_HOME, HOME, Scoped, within
from service.access.acting import allowing
from service.access.decisions import may_command, readable_kinds
from service.access.log import OPENING
from service.access.scopes import Asking, buckets_in, condition_for, condition_in, held_for, known_by
from service.access.standing_in import for_reading
from service.kinds.allowance import Allowance, Relation
from service.kinds.catalogue import BY_KIND, EXCERPTS
from service.kinds.kind import Kind
from service.kinds.reading import Part
from service.store.steps import Caller
from service.views.conditions import Condition, any_of, both, equals, is_any

KIND_OF_VIEW = {view.name: kind for kind, views in VIEWS_OF_CASES.items() for view in views}
EXCERPT_OF_VIEW = {excerpt.view.name: excerpt for excerpt in EXCERPTS}
KIND_OF_RECORDS = {FUNDS.name: FUND.kind}
"""The views that list records of a unit that are no cases."""
KINDS_IN = {view.name: {BY_EVENT[event].kind for event in view.on} for view in (DUE_DATES, CONFIRMATIONS, AUDIT_TRAIL)}
"""The views of several kinds; each reader is shown those that he or she may read."""
HOMES = 12
"""Units, at most, whose rows are each read by themselves."""
LETS_IN = frozenset(each.NAME for each in OPENING)
"""What is told to those who issue it alone."""


def visible(caller: Caller, view: Projection) -> list[Condition]:
    """What holds for every row that the caller may know of: lists, counts, search and cursors leave the others out.

    Each is a condition on the row's own columns; what the row does not say is hidden.
    """
    return [*known(caller, view), *_in_the_trail(caller, view)]


def known(caller: Caller, view: Projection) -> list[Condition]:
    """The same for whoever tells apart what of each row is told: of the trail also the rows of what is told in part."""
    if not issubclass(view.row, Scoped):
        return []
    kind = KIND_OF_VIEW.get(view.name)
    if caller.is_service:
        return [Condition("openness = ANY(%s)", sorted(map(str, Openness))), *whole(view, kind)]
    if kind:
        return [condition_in(caller, BY_KIND[kind].reading, view.name, _asked(kind))]
    if excerpt := EXCERPT_OF_VIEW.get(view.name):
        return [
            condition_for(
                caller,
                excerpt.allowances,
                is_supervising=BY_KIND[excerpt.kind].reading.is_supervising or excerpt.is_blind,
            )
        ]
    if record := KIND_OF_RECORDS.get(view.name):
        return [condition_for(caller, _listed(BY_KIND[record]), is_supervising=False)]
    readable = [kind for kind in readable_kinds(caller.roles) if kind in KINDS_IN[view.name]]
    ways = [way for each in readable for way in _ways_of_kind(caller, each, view)]
    return [any_of([*ways, *(_terms(caller, readable) if view is DUE_DATES else ())], are_apart=True)]


def _terms(caller: Caller, readable: Collection[str]) -> Iterator[Condition]:
    """The clocks of single rules of which the caller hears, in kinds of which he or she may read nothing else."""
    for kind, record in BY_KIND.items():
        rows = [(row, rules) for row, rules in record.reading.terms if row.role in caller.roles]
        if rows and kind not in readable:
            known = condition_for(caller, [row for row, _rules in rows], is_supervising=False, kind=kind)
            rules = is_any("rule", sorted({rule for _row, each in rows for rule in each}))
            yield both(equals("kind", kind), both(rules, known))


def _listed(kind: Kind) -> tuple[Allowance, ...]:
    return (*kind.reading.allowances, *kind.reading.lists)


def may_list(caller: Caller, kind: str, scope: Scope) -> bool:
    """Whether a record of that scope stands in the list of its kind for the caller, whatever is told of its history."""
    return caller.is_service or bool(held_for(caller, _listed(BY_KIND[kind]), scope))


def _in_the_trail(caller: Caller, view: Projection) -> list[Condition]:
    """The trail numbers every event: it shows none of what the contact of a unit is told in part."""
    if view is not AUDIT_TRAIL or not caller.speaks_for:
        return []
    return [Condition("(supervised IS NULL OR NOT supervised = ANY(%s))", sorted(caller.speaks_for))]


def counted(caller: Caller, view: Projection) -> list[Condition]:
    """What holds for the buckets in which a view of one kind counts what the caller may know of, each record once."""
    kind = KIND_OF_VIEW[view.name]
    if caller.is_service:
        return [Condition("assigned = '{}'"), *whole(view, kind)]
    return [buckets_in(caller, BY_KIND[kind].reading, view.name, _asked(kind))]


def whole(view: Projection, kind: str | None) -> list[Condition]:
    """The rows that tell all, where others stand beside them that tell a part."""
    part = BY_KIND[kind].reading.part if kind else None
    return [part.rows[view.name].others] if part and view.name in part.rows else []


def _of_kind(caller: Caller, kind: str, view: Projection) -> Condition:
    """The rows of one kind in a view of several: of a kind with a table those that the caller may know of."""
    reading, own = BY_KIND[kind].reading, equals("kind", kind)
    if not reading.allowances:
        return own
    return both(own, condition_in(caller, reading, view.name, _asked(kind), kind))


def _ways_of_kind(caller: Caller, kind: str, view: Projection) -> list[Condition]:
    """The same; of the trail what each unit of a small part of the group owns by itself, in an order that is known."""
    condition = _of_kind(caller, kind, view)
    units = sorted({unit for held in caller.held for unit in caller.units.subtree(held.unit)})
    if view is not AUDIT_TRAIL or not condition.leaves_few or len(units) > HOMES:
        return [condition]
    homes = [within(unit, kind) for unit in units]
    elsewhere = replace(condition, sql=condition.sql.replace("reach &&", f"{BESIDE_HOME} &&"))
    others = both(Condition(f"({HOME} = ANY(%s)) IS NOT TRUE", homes), elsewhere)
    own = (both(Condition(f"{HOME} = %s", home), condition) for home in homes)
    return [*(replace(each, leaves_few=False) for each in own), others]


def _asked(kind: str) -> list[Asking]:
    return [Asking(BY_KIND[kind].reading.allowances, for_reading(kind))]


def scope_of(state: Any) -> Scope | None:
    """For whom a record in that state exists; None where records of its kind are the same for all who may read them."""
    scope: Scope | None = getattr(state, "scope", None)
    return scope


def held_in(caller: Caller, kind: str, state: Any) -> frozenset[Held]:
    """The roles held by which a record of that kind and in that state exists for the caller."""
    scope = scope_of(state)
    return caller.held if scope is None else _held_for(caller, kind, scope)


def _held_for(caller: Caller, kind: str, scope: Scope) -> frozenset[Held]:
    return held_for(caller, BY_KIND[kind].reading.allowances, scope, for_reading(kind))


def reasons_in(caller: Caller, kind: str, state: Any) -> tuple[tuple[Held, Relation], ...]:
    """Why a case of that kind and in that state exists for the caller: by which roles, and how it stands to them."""
    allowances = BY_KIND[kind].reading.allowances
    return tuple(dict.fromkeys(known_by(caller, allowances, state.scope, for_reading(kind))))


def roles_for(caller: Caller, kind: str, state: Any) -> frozenset[Role]:
    """The same without the units."""
    return frozenset(held.role for held in held_in(caller, kind, state))


def exists_for(caller: Caller, kind: str, scope: Scope | None) -> bool:
    """Whether a record of that kind and scope exists for the caller; None is of what is the same for all readers."""
    return caller.is_service or scope is None or bool(_held_for(caller, kind, scope))


def may_know(caller: Caller, kind: str, state: Any) -> bool:
    """Whether a record of that kind and in that state exists for the caller."""
    return exists_for(caller, kind, scope_of(state))


def may_act(caller: Caller, by: Actor, kind: str, command: type[Command[Any]], scope: Scope | None) -> bool:
    """Whether the caller may give the command on a record of that scope in the role in which the caller acts."""
    if not isinstance(by, OfficerActing):
        return exists_for(caller, kind, scope)
    return Held(by.role, by.unit) in allowing(caller, command, scope=scope)


def is_told(caller: Caller, event: str, roles: frozenset[Role]) -> bool:
    """Whether the caller, who knows of the record by these roles, is told of events of that name.

    For others they do not exist; only of what lets somebody in do they see that something happened. The service is
    told of all, its texts sealed.
    """
    if caller.is_service:
        return True
    if event in LETS_IN:
        return may_command(caller.roles, IssueToken)
    part = part_for(caller, event.partition(".")[0], roles)
    return part is None or any(event == each.NAME for each in part.events)


def part_for(caller: Caller, kind: str, roles: frozenset[Role]) -> Part | None:
    """What the caller, who knows of a record of that kind by these roles, is told instead of it; None where of all."""
    part = BY_KIND[kind].reading.part if kind in BY_KIND else None
    return part if part is not None and not caller.is_service and roles <= part.roles else None
