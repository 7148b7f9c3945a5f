"""The team of a check: whom it admits from the unit that is looked into, and what holds of it however it changes."""

from collections.abc import Collection, Iterable
from uuid import UUID

from domain.kernel import Desk, Rejected
from domain.officers import Officer, stands_over
from domain.roles import Role
from domain.supervision.codes import Trade
from domain.supervision.serving import TEAM
from domain.supervision.state import Supervision
from domain.units import Unit
from domain.values import OfficerRef, UnitRef

LEADING = frozenset({Role.UNIT_LEAD, Role.OWNER_LEAD, Role.PET_HEAD})
"""Who leads in the unit, or an office of it."""


class TeamOfOneTrade(Rejected):
    code = "team_of_one_trade"
    says = "The members must come from at least two trades. Replace or add a member from another trade."


class MemberSpeaksForTheUnit(Rejected):
    code = "member_speaks_for_the_unit"
    says = "The officer {officer} is the contact of the supervised unit and cannot look into it as well."


class MemberLeadsTheUnit(Rejected):
    """§1.9 X2: whoever leads the unit, from within or directly from above, takes no part in looking into it."""

    code = "member_leads_the_unit"
    says = "The officer {officer} leads the supervised unit, or something in it, and cannot look into it."


class MemberFromSupervisedUnit(Rejected):
    """Row 6 of the procedure: from the unit itself come members of its standing team alone."""

    code = "member_from_supervised_unit"
    says = (
        "The officer {officer} works in the supervised unit or below it and belongs to no standing team there. "
        "Choose somebody from outside, or of that team."
    )


class NobodyFromOutside(Rejected):
    """SD8: whoever collects, talks or verifies together includes somebody from outside."""

    code = "nobody_from_outside"
    says = "At least one of those who do this together must come from outside the supervised unit and those below it."


def admitted(officer: OfficerRef, works_in: UnitRef, state: Supervision, desk: Desk) -> None:
    """Raises MemberSpeaksForTheUnit, MemberLeadsTheUnit and MemberFromSupervisedUnit."""
    looked_into = state.unit_looked_into
    if Role.SUPERVISED in _held_for({looked_into}, officer, desk):
        raise MemberSpeaksForTheUnit(officer=officer)
    unit = desk.consulted.get(looked_into)
    is_inside = stands_over(looked_into, works_in, desk.consulted)
    there = _within(looked_into, works_in, desk) if is_inside else {looked_into}
    held = _held_for(there, officer, desk)
    if (isinstance(unit, Unit) and officer in unit.leaders) or held & LEADING:
        raise MemberLeadsTheUnit(officer=officer)
    if is_inside and not held & TEAM:
        raise MemberFromSupervisedUnit(officer=officer)


def _within(looked_into: UnitRef, works_in: UnitRef, desk: Desk) -> set[UUID]:
    """The unit in which somebody works and those above it, up to the one that is looked into."""
    known = desk.consulted
    return {unit for unit in known if stands_over(looked_into, unit, known) and stands_over(unit, works_in, known)}


def _held_for(units: Collection[UUID], officer: OfficerRef, desk: Desk) -> frozenset[Role]:
    """The roles that the officer holds today for one of the units."""
    known = desk.consulted.get(officer)
    held = known.roles.items() if isinstance(known, Officer) else ()
    return frozenset(
        each.role for each, terms in held if each.unit in units and any(term.holds(desk.today) for term in terms)
    )


def somebody_from_outside(units: Iterable[UnitRef], state: Supervision, desk: Desk) -> None:
    """Raises NobodyFromOutside where all of those who work there come from the supervised unit or from below it."""
    if all(stands_over(state.unit_looked_into, unit, desk.consulted) for unit in units):
        raise NobodyFromOutside


def of_two_trades(trades: Iterable[Trade | None]) -> None:
    """Raises TeamOfOneTrade; a trade that was never said may be another."""
    if len(set(trades)) < 2:
        raise TeamOfOneTrade
