"""Carrying rows of a register over: what each becomes, whether it is there already, and storing the rest at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.actors import Actor
from domain.kernel import fold
from domain.organisation.unit import UNIT, unit_ref
from domain.petition.carrying import ENDED, STEPS_BEYOND, CarryOver, carried_stream
from domain.titles import NamesOfPersons, TitleNamesAPerson
from domain.units import Unit
from domain.values import UnitRef
from service.importing.comparing import differing
from service.importing.entries import Result
from service.importing.notes import DIFFERS, Note
from service.importing.rows import RegisterRow
from service.office.limits import beyond_limits
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.steps import Step, Tried


@dataclass(frozen=True, slots=True)
class End:
    """How a row ended: created, already there (with the fields that differ), or refused (with why).

    `notes` are the rules that were needed to decide it.
    """

    result: Result
    code: str = ""
    detail: str = ""
    differs: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def noted(self, row: RegisterRow) -> RegisterRow:
        """The row with its notes, one for each field in which its case says something else."""
        return replace(row, notes=(*row.notes, *self.notes, *(Note(DIFFERS, name) for name in self.differs)))


@dataclass(slots=True)
class Carrier:
    """Carries rows over for one caller; with `stores` False it decides everything and stores nothing."""

    ledger: Ledger
    vault: Vault
    source: str
    default_unit: str | None
    by: Actor
    names: NamesOfPersons
    stores: bool = True
    known_units: dict[UnitRef, Unit] = field(default_factory=dict)

    def carry(self, rows: Sequence[RegisterRow]) -> dict[int, End]:
        """The end of each row, by its number."""
        asked = {row.number: self._asked(row) for row in rows}
        ends = {number: answer for number, answer in asked.items() if isinstance(answer, End)}
        commands = {number: answer for number, answer in asked.items() if isinstance(answer, CarryOver)}
        steps = [Step(carried_stream(each.source, each.external_id), each) for each in commands.values()]
        results = self.ledger.execute_each(steps, self.by, stores=self.stores) if steps else []
        tried = dict(zip(commands, results, strict=True))
        ends |= {number: self._end(commands[number], each) for number, each in tried.items() if not each.history}
        first: dict[int, Any] = {number: each.history[0].event for number, each in tried.items() if each.history}
        there = {number: (commands[number], event) for number, event in first.items()}
        return ends | {n: End(Result.ALREADY_THERE, differs=said) for n, said in differing(self.vault, there).items()}

    def _asked(self, row: RegisterRow) -> CarryOver | End:
        """The command that the row asks for, or why there is none."""
        code = row.fields.unit or self.default_unit
        if code is None:
            return _refusal("unit_missing", "the row names no unit, and neither does the mapping")
        unit = unit_ref(code)
        if self._unit(unit) == UNIT.initial:
            return _refusal("unit_unknown", f"the unit {code} is unknown: add it with casework units add {code} NAME")
        command = _command(self.source, row, unit)
        beyond = beyond_limits(command)
        return _refusal("beyond_limit", "; ".join(beyond)) if beyond else command

    def _end(self, command: CarryOver, tried: Tried) -> End:
        if tried.rejection is not None:
            return _refusal(tried.rejection.code, str(tried.rejection))
        asked = (Note(TitleNamesAPerson.code, "title"),) if self.names.stand_in(command.title) else ()
        return End(Result.CREATED, notes=(*_notes_on(tried.events), *asked))

    def _unit(self, unit: UnitRef) -> Unit:
        if unit not in self.known_units:
            history = self.ledger.history(unit)
            self.known_units[unit] = fold(UNIT, (recorded.event for recorded in history))
        return self.known_units[unit]


def _refusal(code: str, detail: str) -> End:
    return End(Result.REFUSED, code, detail)


def _notes_on(events: Iterable[Any]) -> Iterator[Note]:
    """What the register leaves open about the case that it makes."""
    for event in events:
        beyond = (name for name in STEPS_BEYOND.get(event.status, ()) if getattr(event, name) is not None)
        yield from (Note("stage_behind_days", name) for name in beyond)
        if event.status not in ENDED and not event.clocks:
            yield Note("no_term", "accepted_on")
        if event.status in ENDED and not (event.replied_on or event.closed_on):
            yield Note("stage_without_day", "closed_on")


def _command(source: str, row: RegisterRow, unit: UnitRef) -> CarryOver:
    """What the row says, as a command; a row without a title is listed under its id."""
    said = row.fields
    return CarryOver(
        source=source,
        external_id=row.external_id,
        unit=unit,
        received_on=said.received_on,
        title=said.title or row.external_id,
        channel=said.channel,
        purpose=said.purpose,
        issue=said.issue_code,
        summary=said.summary,
        group_size=said.group_size,
        stated_due_on=said.due_on,
        accepted_on=said.accepted_on,
        replied_on=said.replied_on,
        closed_on=said.closed_on,
        outcome=said.outcome,
        reply=said.reply,
        stage=said.stage,
    )
