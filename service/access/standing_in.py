"""For which units a role stands: its own, those whose matters it took on, and those below that have nobody free."""

from collections.abc import Callable, Iterable
from functools import cache
from uuid import UUID

from domain.roles import Held, Role
from domain.scopes import Openness, Scope
from domain.values import OfficerRef
from service.kinds.allowance import Acting, Relation
from service.kinds.catalogue import BY_KIND
from service.store.staff import NOBODY, Peers
from service.store.steps import Caller

OF_A_UNIT = frozenset({Relation.OWNED, Relation.TOLD, Relation.ASKED_HERE})
"""How a record stands to one unit alone: where nobody there is free for a step, the role next above takes it."""
StandsFor = Callable[[Caller, Held, frozenset[OfficerRef]], frozenset[UUID]]
"""The units for which a role of the caller's stands, where these officers take no part."""


def alone(caller: Caller, held: Held, _unable: frozenset[OfficerRef] = NOBODY) -> frozenset[UUID]:
    """Nobody stands in for anybody."""
    return caller.stands_for(held)


def of_a_unit(rows: Acting) -> frozenset[Role]:
    """The roles that take the step for the unit whose matter it is."""
    return frozenset(row.role for row in rows if row.relation in OF_A_UNIT)


def takes_named(rows: Acting) -> frozenset[Role]:
    """The roles that take the step where they are named for the case."""
    return frozenset(row.role for row in rows if row.relation is Relation.ASSIGNED)


def for_reading(kind: str) -> StandsFor:
    """For what a role knows and reads of records of the kind: where it would have a step to take."""

    def stands_for(caller: Caller, held: Held, unable: frozenset[OfficerRef] = NOBODY) -> frozenset[UUID]:
        return caller.stands_for(held, _peers(kind, held.role), unable)

    return stands_for


@cache
def _peers(kind: str, role: Role) -> Peers:
    """By step of the kind that the role takes for a unit, and nobody who is named takes: the roles that may take it."""
    steps = (offer.acting for offer in BY_KIND[kind].offers if not takes_named(offer.acting))
    return tuple(dict.fromkeys(roles for rows in steps if role in (roles := of_a_unit(rows))))


def for_acting(rows: Acting, named: Iterable[OfficerRef] = ()) -> StandsFor:
    """For the step that the rows allow, in a case for which these officers are named."""
    roles, named_roles, assigned = of_a_unit(rows), takes_named(rows), frozenset(named)

    def stands_for(caller: Caller, held: Held, unable: frozenset[OfficerRef] = NOBODY) -> frozenset[UUID]:
        own = caller.stands_for(held)
        units = caller.stands_for(held, (roles,), unable) if held.role in roles else own
        if units == own or caller.staff is None:
            return own
        able = (caller.staff.roles.get(officer, frozenset()) for officer in assigned - unable)
        return own if any(each & named_roles for each in able) else units

    return stands_for


def told_unable(scope: Scope, caller: Caller) -> frozenset[OfficerRef]:
    """Those of them of whom it is told: in confidence, of no one whom the case concerns."""
    return frozenset(scope.barred) if scope.is_in_confidence else unable_in(scope, caller)


def unable_in(scope: Scope, caller: Caller) -> frozenset[OfficerRef]:
    """Those who take no part in the case, as far as the caller may tell: whom an accusation names, nobody is told."""
    barred = frozenset(scope.barred)
    if not scope.kept_from or scope.openness is Openness.SEALED or caller.staff is None or caller.marks is None:
        return barred
    return barred | {OfficerRef(each) for each in caller.marks.among(scope.kept_from, caller.staff.roles)}
