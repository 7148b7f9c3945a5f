"""Importing a register: its rows become carried-over cases, stored in groups, and every row ends in one way."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TypeVar

from domain.actors import Actor
from domain.kernel import fold
from domain.organisation.unit import UNIT, unit_ref
from domain.titles import NamesOfPersons
from domain.units import Unit, UnitStatus
from domain.values import UnitRef
from service.importing.carrying import Carrier, End
from service.importing.day_orders import refuse_refuted
from service.importing.entries import Result
from service.importing.mapping import Mapping
from service.importing.report import Report
from service.importing.rows import RefusedRow, RegisterRow, RepeatedRow, rows_of
from service.importing.tables import read_table
from service.office.people import People
from service.office.unusable import OrganisationError, UnitUnknown
from service.sealing.vault import Vault
from service.store.ledger import Ledger
from service.store.tasks import Task

GROUP = 200
"""Rows that are stored in one statement: enough to be fast, few enough that no transaction is long."""

T = TypeVar("T")
AnyRow = RegisterRow | RepeatedRow | RefusedRow


class NoUnitNamed(OrganisationError):
    """Neither the register nor its mapping says which unit the cases belong to."""


class ReportDoesNotAddUp(RuntimeError):
    """A row of the file ended in no way or in several: a defect of the import, never of the file."""


def _enter(report: Report, group: Iterable[AnyRow], ends: dict[int, End]) -> None:
    for row in group:
        if not isinstance(row, RegisterRow):
            report.take(row)
            continue
        end = ends[row.number]
        if end.result is Result.CREATED:
            report.created(end.noted(row))
        elif end.result is Result.ALREADY_THERE:
            report.already_there(end.noted(row))
        else:
            report.refused(row, end.code, end.detail)


def _groups(rows: Iterator[T], size: int) -> Iterator[Sequence[T]]:
    while group := list(islice(rows, size)):
        yield group


def _carried(groups: Iterable[Sequence[AnyRow]], carrier: Carrier) -> Iterator[tuple[Sequence[AnyRow], dict[int, End]]]:
    """Each group with how its rows ended; while the database stores one, the next is read."""
    with ThreadPoolExecutor(1, "carrier") as carrying:
        stored: tuple[Sequence[AnyRow], Future[dict[int, End]]] | None = None
        for group in groups:
            if stored:
                yield stored[0], stored[1].result()
            stored = group, carrying.submit(carrier.carry, [row for row in group if isinstance(row, RegisterRow)])
        if stored:
            yield stored[0], stored[1].result()


class Importing:
    """Carries petitions of old registers over."""

    def __init__(self, ledger: Ledger, vault: Vault, people: People) -> None:
        self._ledger = ledger
        self._vault = vault
        self._people = people

    def petitions(
        self,
        file: Path,
        mapping: Mapping,
        by: Actor = Task.PETITIONS_IMPORT.actor,
        *,
        unit: str | None = None,
        dry_run: bool = False,
        accept_refused: bool = False,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Report:
        """Carries the rows over that are not there yet; a run that was cut short is finished by the next one.

        `unit` is the code for rows that name none. `dry_run` decides everything and stores nothing; `accept_refused`
        goes on where the days of the register refute the mapping. Raises RegisterUnreadable, DaysRefuteTheMapping,
        UnitUnknown, NoUnitNamed and StoreUnavailable.
        """
        table = read_table(file, mapping)
        if not accept_refused:
            refuse_refuted(table, mapping)
        report = Report(table, mapping.source)
        carrier = self._carrier(mapping, unit, by, stores=not dry_run)
        for group, ends in _carried(_groups(rows_of(table, mapping), GROUP), carrier):
            _enter(report, group, ends)
            progress(len(report.ended), len(table.rows))
        if not report.adds_up():
            raise ReportDoesNotAddUp(str(report.counts()))
        return report

    def _carrier(self, mapping: Mapping, unit: str | None, by: Actor, *, stores: bool) -> Carrier:
        return Carrier(
            self._ledger,
            self._vault,
            mapping.source,
            self.default_unit(mapping, unit),
            by,
            NamesOfPersons(each.name for each in self._people.officers()),
            stores=stores,
        )

    def default_unit(self, mapping: Mapping, given: str | None = None) -> str | None:
        """The code for rows that name no unit: the mapping's, else the one given, else the only top unit there is.

        None where the register names units row by row. Raises UnitUnknown and NoUnitNamed.
        """
        code = mapping.unit or mapping.constants.get("unit") or given
        if code is not None:
            if self._status(unit_ref(code)) is UnitStatus.NEW:
                raise UnitUnknown(code)
            return code
        tops = [
            known.code for known in self._people.units() if known.parent_code is None and known.dissolved_on is None
        ]
        if len(tops) == 1:
            return tops[0]
        if "unit" in mapping.columns:
            return None
        if not tops:
            raise NoUnitNamed("there is no unit that could hold the cases: add it with casework units add CODE NAME")
        raise NoUnitNamed(
            f"several units may hold the cases ({', '.join(tops)}): say --unit CODE or name it in the mapping"
        )

    def _status(self, unit: UnitRef) -> UnitStatus:
        state: Unit = fold(UNIT, (recorded.event for recorded in self._ledger.history(unit)))
        return state.status
