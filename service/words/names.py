"""Names of units, officers, funds and requests, each looked up once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, assert_never
from uuid import UUID

from domain.actors import Actor, FilerActing, OfficerActing, ServiceActing
from domain.roles import Held
from projections.funds import FUNDS
from projections.organisation import OFFICERS, TERMS, UNITS
from projections.relief_queue import RELIEF_QUEUE
from service.sealing.readers import COLLEAGUES
from service.sealing.vault import Vault
from service.views.conditions import Condition
from service.views.queries import Queries
from service.views.terms import held_by_officer
from service.words.sentences import no_op as _
from service.words.speech import Words


@dataclass(frozen=True, slots=True)
class Person:
    """An officer as lists show one."""

    officer: UUID
    name: str
    unit: UUID
    roles: tuple[str, ...]
    held: frozenset[Held] = frozenset()


class Names:
    """Looks names up once; roles are those of the day."""

    def __init__(
        self,
        queries: Queries,
        vault: Vault,
        today: date,
        words: Words,
        funds_known: Callable[[], Sequence[Condition]] = tuple,
    ) -> None:
        """`funds_known` tells what holds for the funds that the reader may plan money from."""
        self._vault = vault
        self._today = today
        self._queries = queries
        self._words = words
        self._funds_known = funds_known
        self._known: dict[UUID, dict[str, Any]] = {}
        self._asked: set[UUID] = set()
        self._requests: dict[UUID, str | None] = {}

    @cached_property
    def units(self) -> Mapping[UUID, dict[str, Any]]:
        """Every unit by id, ordered by code."""
        return {row["unit"]: row for row in sorted(self._queries.all(UNITS), key=lambda row: str(row["code"]))}

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Every officer with the roles of the day, ordered by name."""
        rows = self._queries.all(OFFICERS)
        self._keep(rows)
        held = held_by_officer(self._queries.all(TERMS), self._today)
        found = [self._person(row, held.get(row["officer"], ())) for row in rows]
        return tuple(sorted(found, key=lambda person: (person.name, person.officer)))

    def _person(self, row: Mapping[str, Any], held: Iterable[Held]) -> Person:
        roles = tuple(dict.fromkeys(each.role.value for each in held))
        return Person(row["officer"], self.officer(row["officer"]), row["unit"], roles, frozenset(held))

    def line_of(self, ref: UUID) -> list[UUID]:
        """The unit and those above it, nearest first; a dissolved one is followed to its successor."""
        line, above = [ref], self._above(ref)
        while above is not None and above not in line:
            line.append(above)
            above = self._above(above)
        return line

    def _above(self, ref: UUID) -> UUID | None:
        row = self.units.get(ref)
        return (row["successor"] or row["parent"]) if row else None

    def unit(self, ref: UUID | None) -> str:
        """The unit's name; its id where it is not known."""
        if ref is None:
            return ""
        row = self.units.get(ref)
        return str(row["name"]) if row else str(ref)[:8]

    def officer(self, ref: UUID) -> str:
        """The officer's name; the beginning of the id where there is none."""
        self.learn([ref])
        row = self._known.get(ref)
        return str(row["name"]) if row else str(ref)[:8]

    def acting(self, actor: Actor) -> str:
        """Who acts and in what capacity: an officer in a role for a unit, a filer, or the service and what it did."""
        match actor:
            case OfficerActing():
                held = self.held(Held(actor.role, actor.unit))
                return self._words.text(_("{name} ({held})"), name=self.officer(actor.officer), held=held)
            case FilerActing():
                return self._words.text(_("whoever filed the case"))
            case ServiceActing():
                return self._words.text(_("the system ({task})"), task=self._words.task(actor.name))
        assert_never(actor)

    def held(self, held: Held) -> str:
        """A role and its unit."""
        role = self._words.code(held.role, "Role")
        return self._words.text(_("{role}, {unit}"), role=role, unit=self.unit(held.unit))

    def unit_of(self, ref: UUID) -> UUID | None:
        """The unit in which the officer was appointed."""
        self.learn([ref])
        row = self._known.get(ref)
        return row["unit"] if row else None

    def learn(self, refs: Iterable[UUID]) -> None:
        """Looks up those names that are not known yet, all at once."""
        missing = set(refs) - self._asked
        if missing:
            self._keep(self._queries.all(OFFICERS, [Condition("officer = ANY(%s)", list(missing))]))
            self._asked |= missing

    def know(self, refs: Iterable[UUID]) -> None:
        """Looks up at once whatever the ids may name, so that `of` has nothing left to look up."""
        wanted = set(refs) - self._requests.keys() - self.units.keys()
        self.learn(wanted)
        missing = wanted - self._known.keys()
        if missing := missing - self._funds.keys() if missing else missing:
            rows = self._queries.all(RELIEF_QUEUE, [Condition("case_id = ANY(%s)", list(missing))])
            self._requests.update(dict.fromkeys(missing))
            self._requests.update({row["case_id"]: str(row["case_no"]) for row in rows})

    def open_funds(self) -> list[tuple[str, str]]:
        """The funds that the reader may plan money from, as id and title."""
        rows = [row for row in self._queries.all(FUNDS, self._funds_known()) if row["is_open"]]
        return [(str(row["fund"]), f"{self.fund(row)} ({self._words.amount(row['free_fen'])})") for row in rows]

    def fund(self, row: Mapping[str, Any]) -> str:
        """A fund by its source, budget period and unit."""
        return f"{self._words.code(row['source'], 'FundSource')} {row['period']} – {self.unit(row['unit'])}"

    @cached_property
    def _funds(self) -> Mapping[UUID, dict[str, Any]]:
        return {row["fund"]: row for row in self._queries.all(FUNDS)}

    def of(self, ref: UUID) -> str | None:
        """What the id names, a unit, an officer, a fund or a hardship request; None where it names none of them."""
        if ref in self.units:
            return self.unit(ref)
        self.know([ref])
        if ref in self._known:
            return self.officer(ref)
        if ref in self._requests:
            return self._requests[ref]
        return self.fund(self._funds[ref]) if ref in self._funds else None

    def _keep(self, rows: Iterable[dict[str, Any]]) -> None:
        fresh = [row for row in rows if row["officer"] not in self._known]
        opened = self._vault.texts((row["name"] for row in fresh), COLLEAGUES)
        self._known.update({row["officer"]: {**row, "name": opened[row["name"]]} for row in fresh})
        self._asked.update(self._known)
