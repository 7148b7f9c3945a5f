"""What a register says of itself is held against itself: stages, days, orders, terms, and rows with one number."""

from pathlib import Path
from typing import Any

import pytest

from service.edge.running import Service
from service.importing.day_orders import DaysRefuteTheMapping
from service.importing.imported import imported
from service.importing.mapping import Mapping
from tests.service.importing.books import mapping
from tests.service.importing.imports import counts, last_position, noted, reasons, register

pytestmark = pytest.mark.store


@pytest.fixture(autouse=True)
def _unit(service: Service) -> None:
    service.people.add_unit("HS", "集团")


def staged(**changes: Any) -> Mapping:
    columns = {"编号": "external_id", "收到日期": "received_on", "办结日期": "closed_on", "形式": "stage"}
    values = {"stage": {"办理中": "HANDLING", "已办结": "CLOSED"}}
    return mapping(columns=columns, values=values, **changes)


def test_an_open_row_with_a_closing_day_is_refused(service: Service, tmp_path: Path) -> None:
    file = register(tmp_path, "A1,2024-03-01,2024-03-20,办理中,,", "A2,2024-03-01,2024-03-20,已办结,,")
    report = service.importing.petitions(file, staged())
    assert reasons(report) == [(2, "stage_contradicts_days")]
    assert "closed_on 2024-03-20" in next(iter(report.entries)).reason
    assert counts(report) == (2, 1, 0, 0, 1)


def test_a_row_whose_days_went_further_than_its_open_stage_is_noted(service: Service, tmp_path: Path) -> None:
    columns = {"编号": "external_id", "收到日期": "received_on", "办结日期": "replied_on", "形式": "stage"}
    by = mapping(columns=columns, values=None)
    rows = ("A1,2024-03-01,2024-03-20,HANDLING,,", "A2,2024-03-01,2024-03-20,REPLIED,,")
    report = service.importing.petitions(register(tmp_path, *rows), by)
    assert noted(report) == {"stage_behind_days": [2], "no_term": [2]}


def test_an_ended_row_without_any_day_is_noted(service: Service, tmp_path: Path) -> None:
    report = service.importing.petitions(register(tmp_path, "A1,2024-03-01,,已办结,,"), staged())
    assert (counts(report), noted(report)) == ((1, 1, 0, 0, 0), {"stage_without_day": [2]})


def test_a_title_that_names_an_officer_is_taken_and_noted(service: Service, tmp_path: Path) -> None:
    service.people.add_officer("李四", "HS")
    by = mapping(columns={"编号": "external_id", "收到日期": "received_on", "形式": "title"}, values={})
    rows = ("A1,2024-03-01,,张三反映李 四打人,,", "A2,2024-03-01,,反映食堂涨价,,")
    report = service.importing.petitions(register(tmp_path, *rows), by)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert noted(report)["title_names_a_person"] == [2]


def test_an_open_row_without_a_term_is_noted(service: Service, tmp_path: Path) -> None:
    rows = ("A1,2024-03-01,,办理中,,", "A2,2024-03-01,,,,")
    assert noted(service.importing.petitions(register(tmp_path, *rows), staged())) == {"no_term": [2]}


def test_rows_with_one_number_and_other_contents_are_counted_and_named(service: Service, tmp_path: Path) -> None:
    rows = ("A1,2024-03-01,,来信,1,x", "A1,2024-03-02,,来信,1,y", "A1,2024-03-01,,来信,1,x")
    report = service.importing.petitions(register(tmp_path, *rows), mapping())
    assert counts(report) == (3, 1, 0, 2, 0)
    assert [(entry.number, entry.differs) for entry in report.differing()] == [(3, ("received_on", "summary"))]


MONTH_FIRST = [f"A{n},{1 + n % 12:02}/{1 + n % 28:02}/2024,,来信,1,x" for n in range(100)]


def test_a_declared_order_that_the_days_refute_stops_before_anything_is_stored(
    service: Service, tmp_path: Path
) -> None:
    file, by, position = register(tmp_path, *MONTH_FIRST), mapping(dates={"order": "dmy"}), last_position(service)
    for dry_run in (False, True):
        with pytest.raises(DaysRefuteTheMapping) as refused:
            service.importing.petitions(file, by, dry_run=dry_run)
        assert "of 100 days cannot be read as the mapping declares them (order dmy), such as row" in str(refused.value)
        assert 'The order mdy fits all of them: write order = "mdy" under [dates]' in str(refused.value)
    assert last_position(service) == position
    report = service.importing.petitions(file, by, accept_refused=True)
    assert report.counts()["refused"] > 1
    assert counts(service.importing.petitions(file, mapping(dates={"order": "mdy"}), dry_run=True))[4] == 0


def test_one_day_in_a_hundred_may_be_no_day(service: Service, tmp_path: Path) -> None:
    rows = [f"A{n},2024-03-01,,来信,1,x" for n in range(99)]
    report = service.importing.petitions(register(tmp_path, *rows, "B1,去年,,来信,1,x"), mapping())
    assert reasons(report) == [(101, "date_unreadable")]
    file = register(tmp_path, *rows[1:], "B1,去年,,来信,1,x", "B2,前年,,来信,1,x")
    with pytest.raises(DaysRefuteTheMapping, match=r"2 of 100 days .* such as row 100: 去年.*\[dates\] formats"):
        service.importing.petitions(file, mapping())


def test_days_beyond_reason_and_cells_with_a_meaning_refute_no_order(service: Service, tmp_path: Path) -> None:
    values = {"closed_on": {"未办结": ""}, "channel": {"来信": "LETTER"}}
    rows = ("A1,2024-03-01,未办结,来信,1,x", "A2,1899-03-01,,来信,1,x", "A3,2024-03-01,#N/A,来信,1,x")
    report = service.importing.petitions(register(tmp_path, *rows), mapping(values=values))
    assert reasons(report) == [(3, "date_out_of_range"), (4, "cell_error")]


def test_what_imports_created_is_listed(service: Service, tmp_path: Path) -> None:
    service.importing.petitions(register(tmp_path, "A2,2024-03-02,,来信,1,x", "A1,2024-03-01,,来信,1,x"), mapping())
    service.importing.petitions(register(tmp_path, "B1,2024-03-03,,来信,1,x"), mapping(source="other"))
    found = [
        (each.source, each.external_id)
        for each in imported(service.engine, service.reading, service.recorder, service.codec)
        if each.status == "RECEIVED"
    ]
    assert found == [("xinfang-2023", "A1"), ("xinfang-2023", "A2"), ("other", "B1")]
