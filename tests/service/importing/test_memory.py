"""What an import holds at a time: a group of rows, whatever the size of the register."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.edge.running import Service
from service.importing import petitions
from service.importing.entries import Entry
from service.importing.petitions import GROUP
from service.importing.report import Report
from service.importing.row_widths import Row
from service.importing.rows import RegisterRow, rows_of
from service.importing.tables import read_table
from tests.service.importing.books import csv_file, mapping
from tests.service.importing.imports import counts, register

ROWS = 10 * GROUP


@pytest.mark.store
def test_no_more_of_a_register_is_read_than_the_group_after_the_one_that_is_stored(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second reading is one group further than what is committed, not at the end of the file."""
    service.people.add_unit("HS", "集团")
    read: list[int] = []
    committed: list[int] = []

    def followed(*given: object) -> Iterator[object]:
        for row in rows_of(*given):  # type: ignore[arg-type]
            read.append(row.number)
            yield row

    monkeypatch.setattr(petitions, "rows_of", followed)
    file = register(tmp_path, *(f"A{n},2023-05-06,,来信,1,x" for n in range(4 * GROUP)))
    report = service.importing.petitions(file, mapping(), progress=lambda _done, _total: committed.append(len(read)))
    assert committed == [2 * GROUP, 3 * GROUP, 4 * GROUP, 4 * GROUP]
    assert counts(report)[:2] == (4 * GROUP, 4 * GROUP)


def test_rows_are_read_one_by_one_and_none_is_kept(tmp_path: Path) -> None:
    lines = (f"A{n},2023-05-06,,来信,1,x" for n in range(ROWS))
    table = read_table(register(tmp_path, *lines), mapping())
    report = Report(table, "x")
    gc.collect()
    before = held(Row, RegisterRow, Entry)
    most = 0
    for row in rows_of(table, mapping()):
        assert isinstance(row, RegisterRow)
        report.created(row)
        if row.number % 500 == 0:
            most = max(most, held(Row, RegisterRow, Entry) - before)
    assert len(table.rows) == ROWS
    assert most < GROUP
    assert [entry.number for entry in report.entries] == list(table.rows.numbers)


def test_only_ids_that_come_again_are_remembered(tmp_path: Path) -> None:
    lines = [f"A{n},2023-05-06,,来信,1,x" for n in range(ROWS)]
    table = read_table(register(tmp_path, *lines, *lines[:3]), mapping())
    rows = rows_of(table, mapping())
    next(rows)
    kept = [external_id for external_id in (f"A{n}" for n in range(ROWS)) if external_id in table.repeats]
    assert {"A0", "A1", "A2"} <= set(kept)
    assert len(kept) < 10
    assert [type(row).__name__ for row in rows][-3:] == ["RepeatedRow"] * 3


def test_a_reading_is_the_same_whatever_becomes_of_the_file(tmp_path: Path) -> None:
    path = register(tmp_path, "A1,2023-05-06,,来信,1,x")
    table = read_table(path, mapping())
    csv_file(path, "cut")
    path.unlink()
    assert [row.external_id for row in rows_of(table, mapping())] == ["A1"]
    assert [row.external_id for row in rows_of(table, mapping())] == ["A1"]


def test_a_cell_that_does_not_fit_the_encoding_late_in_the_file_names_its_line(tmp_path: Path) -> None:
    path = register(tmp_path, *(f"A{n},2023-05-06,,来信,1,x" for n in range(ROWS)))
    path.write_bytes(path.read_bytes() + b"B1,2023-05-06,,\xff\xff,1,x\n")
    with pytest.raises(Exception, match=f"line {ROWS + 2} does not fit the declared encoding utf-8"):
        read_table(path, mapping(encoding="utf-8"))


def held(*kinds: type) -> int:
    return sum(isinstance(each, kinds) for each in gc.get_objects())
