"""Granting roles: by one, or proposed by one and confirmed by another; and ending them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar
from uuid import UUID

from domain.actors import OfficerActing
from domain.kernel import Command, Desk, FactOutOfOrder, Rejected
from domain.officers import Officer, OfficerStatus, stands_over
from domain.organisation.administration import ADMINISTRATION, LastAdministratorStays, only_in_set_up
from domain.organisation.events import RoleDeclined, RoleEnded, RoleGranted, RoleProposed
from domain.organisation.exclusive import READS_CONTENT, WATCHERS, kept_apart
from domain.roles import Held, Role, Term, renewed
from domain.units import active_unit
from domain.values import Known, UnitRef

BY_TWO = READS_CONTENT | WATCHERS | {Role.SYSADMIN, Role.ARCHIVIST, Role.CONGRESS_GROUP}
"""Roles that one officer proposes and another confirms: whoever knows of cases, watches, or grants roles."""


LET_IN = timedelta(days=7)
"""How long an officer whom another let in is no second person: a slip used by another locks its owner out."""


class RoleHeldAlready(Rejected):
    code = "role_held_already"
    says = "The officer holds the role {role} already on every day of that term."


class RoleNotHeld(Rejected):
    code = "role_not_held"
    says = "The officer does not hold the role {role}."


class TermEndsBeforeItBegins(Rejected):
    code = "term_ends_before_it_begins"
    says = "The term ends on {until_on}, before it begins on {from_on}."


class RoleForOneself(Rejected):
    code = "role_for_oneself"
    says = "Nobody proposes, grants or confirms a role for themselves. Ask another administrator."


class AdministratorForATerm(Rejected):
    code = "administrator_for_a_term"
    says = "The role of administrator is held until it is ended: give no last day."


class RoleProposedAlready(Rejected):
    code = "role_proposed_already"
    says = "The role {role} is proposed already and waits to be confirmed. Decline that proposal first."


class RoleNotProposed(Rejected):
    code = "role_not_proposed"
    says = "No such role is proposed for the officer and waits to be confirmed."
    is_moot = True


class ProposerConfirms(Rejected):
    code = "proposer_confirms"
    says = "Whoever proposed a role does not confirm it: another administrator does, or the leader of the unit."


class LetInLately(Rejected):
    code = "let_in_lately"
    says = (
        "Another officer let you in on {since}, by a slip or by binding an identity, and could have let in somebody "
        "else in your name. For seven days, in which you would notice, you neither propose nor confirm such a role."
    )


class TokenOfAnother(Rejected):
    code = "token_of_another"
    says = (
        "Another officer issued a token in your name and could act with it. Have it revoked, then propose or confirm."
    )


class LeaderOfAnotherUnit(Rejected):
    code = "leader_of_another_unit"
    says = "The role is confirmed by the leader of the unit that it is held for, or of a unit above."


def granted_by(desk: Desk, state: Officer, held: Held, term: Term) -> RoleGranted | RoleProposed:
    """What follows from one person's asking for a role. Raises the refusals of this module and of the two it uses."""
    if held.role is Role.SYSADMIN and term.until_on is not None:
        raise AdministratorForATerm
    only_in_set_up(desk)
    _tried(state, held, term)
    if not isinstance(desk.by, OfficerActing):
        return RoleGranted(held.role, held.unit, term.from_on, term.until_on)
    _for_another(desk)
    if held.role not in BY_TWO:
        return RoleGranted(held.role, held.unit, term.from_on, term.until_on)
    _by_oneself(desk)
    if held in state.proposals:
        raise RoleProposedAlready(role=held.role)
    return RoleProposed(held.role, held.unit, term.from_on, term.until_on, desk.officer)


def _by_oneself(desk: Desk) -> None:
    """Raises LetInLately and TokenOfAnother: where another could sign in, two officers may be one person."""
    actor = desk.consulted.get(desk.officer)
    if not isinstance(actor, Officer):
        return
    if desk.today - actor.let_in_on < LET_IN:
        raise LetInLately(since=actor.let_in_on, passes_on=actor.let_in_on + LET_IN)
    if any(issuer not in (None, desk.officer) for issuer in actor.tokens.values()):
        raise TokenOfAnother


def _for_another(desk: Desk) -> None:
    if desk.officer == desk.stream:
        raise RoleForOneself


def _tried(state: Officer, held: Held, term: Term) -> None:
    """The rules of the term itself, and of what is held and proposed besides."""
    if term.until_on is not None and term.until_on < term.from_on:
        raise TermEndsBeforeItBegins(from_on=term.from_on, until_on=term.until_on)
    known = state.roles.get(held, ())
    if renewed(known, term) == known:
        raise RoleHeldAlready(role=held.role)
    kept_apart(held.role, term, {each: (proposal.term,) for each, proposal in state.proposals.items()})
    kept_apart(held.role, term, state.roles)


def _held(state: Officer, role: Role, for_unit: UnitRef | None) -> Held:
    """The role for the unit that was named, else for the officer's own."""
    unit = for_unit or state.unit
    if unit is None:
        raise LookupError("an officer who was appointed has a unit")
    return Held(role, unit)


@dataclass(frozen=True, slots=True, repr=False)
class GrantRole(Command[Officer]):
    """Grants or renews a role, the days of both terms counting; or proposes it, where a second person confirms."""

    reads_actor: ClassVar = True
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Role
    from_on: date
    until_on: date | None = None
    for_unit: UnitRef | None = None

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (ADMINISTRATION, ("unit", self.for_unit)) if self.for_unit else (ADMINISTRATION,)

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleGranted | RoleProposed, ...]:
        if self.for_unit is not None:
            active_unit(desk, self.for_unit)
        if self.from_on < state.appointed_on:
            raise FactOutOfOrder(field="from_on", day=self.from_on, earliest=state.appointed_on)
        held = _held(state, self.role, self.for_unit)
        return (granted_by(desk, state, held, Term(self.from_on, self.until_on)),)


@dataclass(frozen=True, slots=True, repr=False)
class ConfirmRole(Command[Officer]):
    """A second person confirms what was proposed: the role is held from the next day on, or from a later one."""

    reads_actor: ClassVar = True
    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Annotated[Role, Known("proposed_roles")]
    for_unit: Annotated[UnitRef | None, Known("proposed_units")] = None

    @classmethod
    def choices(cls, state: Officer | None, today: date) -> Mapping[str, Collection[object]]:
        return {"role": state.proposed_roles} if state else {}

    @classmethod
    def barred(cls, state: Officer, desk: Desk) -> Iterator[Rejected]:
        if not state.proposals:
            yield RoleNotProposed()
        elif desk.officer == desk.stream:
            yield RoleForOneself()
        elif all(proposal.by == desk.officer for proposal in state.proposals.values()):
            yield ProposerConfirms()

    def lines(self, state: Officer) -> Sequence[UUID]:
        unit = self.for_unit or state.unit
        return (unit,) if unit else ()

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleGranted, ...]:
        held = _held(state, self.role, self.for_unit)
        proposal = state.proposals.get(held)
        if proposal is None:
            raise RoleNotProposed
        _for_another(desk)
        if desk.officer == proposal.by:
            raise ProposerConfirms
        _by_oneself(desk)
        _leads(desk, held.unit)
        term = Term(max(proposal.term.from_on, desk.today + timedelta(days=1)), proposal.term.until_on)
        _tried(state, held, term)
        return (RoleGranted(held.role, held.unit, term.from_on, term.until_on),)


def _leads(desk: Desk, unit: UUID) -> None:
    """An administrator confirms for every unit, a leader for the own and those below it."""
    match desk.by:
        case OfficerActing(role=Role.UNIT_LEAD, unit=led) if not stands_over(led, unit, desk.consulted):
            raise LeaderOfAnotherUnit


@dataclass(frozen=True, slots=True, repr=False)
class DeclineRole(Command[Officer]):
    """Takes a proposal back, or declines it."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Annotated[Role, Known("proposed_roles")]
    for_unit: Annotated[UnitRef | None, Known("proposed_units")] = None

    @classmethod
    def choices(cls, state: Officer | None, today: date) -> Mapping[str, Collection[object]]:
        return {"role": state.proposed_roles} if state else {}

    @classmethod
    def barred(cls, state: Officer, desk: Desk) -> Iterator[Rejected]:
        if not state.proposals:
            yield RoleNotProposed()

    def lines(self, state: Officer) -> Sequence[UUID]:
        unit = self.for_unit or state.unit
        return (unit,) if unit else ()

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleDeclined, ...]:
        held = _held(state, self.role, self.for_unit)
        if held not in state.proposals:
            raise RoleNotProposed
        _leads(desk, held.unit)
        return (RoleDeclined(held.role, held.unit, desk.today),)


@dataclass(frozen=True, slots=True, repr=False)
class EndRole(Command[Officer]):
    """Ends a role at once, and every later term of it."""

    allowed_in: ClassVar = frozenset({OfficerStatus.APPOINTED})
    role: Role
    ended_on: date
    for_unit: UnitRef | None = None

    @classmethod
    def choices(cls, state: Officer | None, today: date) -> Mapping[str, Collection[object]]:
        return {"role": state.roles_reaching(today)} if state else {}

    def consults(self) -> Sequence[tuple[str, UUID]]:
        return (ADMINISTRATION,)

    def decide(self, state: Officer, desk: Desk) -> tuple[RoleEnded, ...]:
        only_in_set_up(desk)
        day = desk.happened("ended_on", self.ended_on, not_before=state.appointed_on)
        held = _held(state, self.role, self.for_unit)
        if not any(term.reaches(day) for term in state.roles.get(held, ())):
            raise RoleNotHeld(role=self.role)
        if held.role is Role.SYSADMIN and isinstance(desk.by, OfficerActing) and desk.officer == desk.stream:
            raise LastAdministratorStays
        return (RoleEnded(self.role, held.unit, day),)
