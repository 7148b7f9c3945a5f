"""What every kind of case may know of an officer, and which officers a field of a command takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints
from uuid import UUID

from domain.growing import Growing
from domain.kernel import Command, Desk, Rejected
from domain.roles import Held, Role, Term, Terms
from domain.units import Unit
from domain.values import OfficerRef, UnitRef


class OfficerStatus(StrEnum):
    """Whether an officer was appointed."""

    NEW = "NEW"
    APPOINTED = "APPOINTED"


class TokenScope(StrEnum):
    """What a token is good for: reading, opening cases, every other step, and those that ask for proof anew."""

    READ = "READ"
    FILE = "FILE"
    ACT = "ACT"
    PROVEN = "PROVEN"


EVERYTHING = tuple(TokenScope)
ORDINARY = (TokenScope.READ, TokenScope.FILE, TokenScope.ACT)
"""What a token is good for where nothing else is said: neither granting nor paying, nor letting anybody in."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A role that one officer proposed and another is to confirm."""

    term: Term
    by: OfficerRef


@dataclass(frozen=True, slots=True)
class Officer:
    """What decisions on and about an officer read.

    `tokens` say which officer issued each that is good for granting, and None of any other; `let_in_on` is when
    another officer last let this one in: a password was set with a slip of theirs, or they bound an identity.
    """

    status: OfficerStatus = OfficerStatus.NEW
    unit: UnitRef | None = None
    roles: Growing[Held, Terms] = field(default_factory=Growing)
    proposals: Growing[Held, Proposal] = field(default_factory=Growing)
    tokens: Growing[str, OfficerRef | None] = field(default_factory=Growing)
    appointed_on: date = date.min
    slip: str = ""
    slip_expires_on: date = date.min
    slip_by: OfficerRef | None = None
    let_in_on: date = date.min
    identity: str = ""

    def roles_reaching(self, day: date) -> frozenset[Role]:
        """The roles held on the day or later, for whichever unit."""
        return frozenset(held.role for held, terms in self.roles.items() if any(term.reaches(day) for term in terms))

    @property
    def proposed_roles(self) -> tuple[Role, ...]:
        return tuple(dict.fromkeys(held.role for held in self.proposals))

    @property
    def proposed_units(self) -> tuple[UnitRef, ...]:
        return tuple(dict.fromkeys(held.unit for held in self.proposals))


@dataclass(frozen=True, slots=True)
class Serving:
    """Which officers a field takes: whoever holds one of the roles, today or on the day of what they took part in.

    `of` names a field of the record's state: the role is held for the unit that stands there, or for
    one above or below it.
    `among` names one that holds the only officers who come into question, so that a form offers no others; the rule
    that refuses others is the command's own. `works_in` and `on` name fields beside or around this one: the unit in
    which the officer works, and the day of what is recorded. `former` takes those who hold no role any more, too.
    With `reads_line` the decision reads the unit in which the officer works and every one above it. Who is not named to
    take part, such as whom a letter accuses, may be recused.
    """

    roles: frozenset[Role] = frozenset(Role)
    of: str = ""
    among: str = ""
    works_in: str = ""
    on: str = ""
    former: bool = False
    reads_line: bool = False
    takes_part: bool = True


ANYBODY = Serving()


class OfficerUnknown(Rejected):
    code = "officer_unknown"
    says = "There is no officer {officer}. Choose from the list of officers."


class OfficerOfAnotherUnit(Rejected):
    code = "officer_of_another_unit"
    says = "The officer {officer} works in another unit than the one given."


class OfficerWithoutRole(Rejected):
    code = "officer_without_role"
    says = "The officer {officer} holds none of the roles that this takes, or not for the unit of the record: {role}."


def officers_serve(command: Command[Any], state: object, desk: Desk) -> None:
    """Tries every officer whom the command names. Raises OfficerUnknown, OfficerOfAnotherUnit, OfficerWithoutRole.

    Two persons are two persons only where both exist, and nobody declares an officer into another unit.
    """
    for named in named_in(command):
        officer = desk.consulted.get(named.officer)
        if not isinstance(officer, Officer) or officer.status is not OfficerStatus.APPOINTED:
            raise OfficerUnknown(officer=named.officer)
        if named.works_in is not None and named.works_in != officer.unit:
            raise OfficerOfAnotherUnit(officer=named.officer)
        if named.serving.former:
            continue
        held, top = named.held_by(officer, desk.today), named.top(state)
        if not any(top is None or _on_one_line(unit, top, desk.consulted) for unit in held):
            raise OfficerWithoutRole(officer=named.officer, role=", ".join(sorted(named.serving.roles)))


REFUSALS = frozenset({OfficerUnknown, OfficerOfAnotherUnit, OfficerWithoutRole})
"""What may be refused of any command that names officers."""


class Named(NamedTuple):
    """An officer as a command names one: who comes into question, the unit where the command says that they work,
    and the day of what they took part in."""

    officer: UUID
    serving: Serving
    works_in: UUID | None
    on: date | None

    def held_by(self, officer: Officer, today: date) -> list[UnitRef]:
        """The units for which the officer holds one of the roles."""
        return [
            held.unit
            for held, terms in officer.roles.items()
            if held.role in self.serving.roles
            and any(term.holds(day) for term in terms for day in (today, self.on) if day)
        ]

    def top(self, state: object) -> UUID | None:
        """The unit for which the role must be held; None where it may be any."""
        unit: UUID | None = getattr(state, self.serving.of) if self.serving.of else None
        return unit


def named_in(command: Command[Any]) -> Iterator[Named]:
    """Every officer whom the command names, in itself and in its parts."""
    return _named(command, {})


def _named(value: Any, around: Mapping[str, Any]) -> Iterator[Named]:
    form: Any = type(value)
    if isinstance(value, tuple):
        for each in value:
            yield from _named(each, around)
    elif _may_name(form):
        asked, parts = servings(form), _parts(form)
        beside = {**around, **{each.name: getattr(value, each.name) for each in fields(value)}}
        for name, serving in asked.items():
            given = beside[name]
            for officer in given if isinstance(given, tuple) else (given,):
                if officer is not None:
                    yield Named(officer, serving, beside.get(serving.works_in), beside.get(serving.on))
        for name in parts:
            yield from _named(beside[name], beside)


@cache
def servings(form: type[Any]) -> Mapping[str, Serving]:
    """The fields of a command, or of a part of one, that name officers, with who comes into question."""
    hints = get_type_hints(form, include_extras=True)
    found = {each.name: _serving(hints[each.name]) for each in fields(form)}
    return MappingProxyType({name: serving for name, serving in found.items() if serving is not None})


def _serving(hint: Any, notes: tuple[Any, ...] = ()) -> Serving | None:
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        return _serving(inner, (*notes, *more))
    if hint is OfficerRef:
        return next((note for note in notes if isinstance(note, Serving)), ANYBODY)
    return next((found for part in get_args(hint) if (found := _serving(part, notes))), None)


@cache
def _parts(form: Any) -> tuple[str, ...]:
    """The fields whose value has fields of its own that may name officers."""
    hints, asked = get_type_hints(form, include_extras=True), servings(form)
    return tuple(each.name for each in fields(form) if each.name not in asked and names_officers(hints[each.name]))


@cache
def _may_name(form: Any) -> bool:
    return names_officers(form)


def names_officers(form: Any) -> bool:
    """Whether a command, or the type of a field, may name an officer."""
    if is_dataclass(form) and isinstance(form, type):
        return any(names_officers(each) for each in get_type_hints(form).values())
    return form is OfficerRef or any(names_officers(part) for part in get_args(form))


def units_to_read(command: Command[Any], state: object, today: date, known: Mapping[UUID, Any]) -> set[UUID]:
    """The units that are still to be read, as `known` holds states, to tell whose unit stands above which."""
    missing = {line_above(unit, known)[-1] for unit in command.lines(state)}
    for named in named_in(command):
        officer, top = known.get(named.officer), named.top(state)
        if named.serving.reads_line and isinstance(officer, Officer) and officer.unit is not None:
            missing.add(line_above(officer.unit, known)[-1])
        if top is not None and isinstance(officer, Officer):
            held = named.held_by(officer, today)
            if not any(_on_one_line(unit, top, known) for unit in held):
                missing.update(line_above(unit, known)[-1] for unit in (top, *held))
    return {unit for unit in missing if unit not in known}


def _on_one_line(unit: UUID, other: UUID, known: Mapping[UUID, Any]) -> bool:
    """Whether they are one unit, or one stands above the other as far as is known."""
    return stands_over(unit, other, known) or stands_over(other, unit, known)


def stands_over(unit: UUID, other: UUID, known: Mapping[UUID, Any]) -> bool:
    """Whether the unit is the other one or stands above it, as far as is known."""
    return unit in line_above(other, known)


def line_above(unit: UUID, known: Mapping[UUID, Any]) -> list[UUID]:
    """The unit and those above it, as far as they are known; a dissolved one is followed to its successor."""
    line, above = [unit], _above(known.get(unit))
    while above is not None and above not in line:
        line.append(above)
        above = _above(known.get(above))
    return line


def _above(unit: object) -> UUID | None:
    return (unit.successor or unit.parent) if isinstance(unit, Unit) else None
