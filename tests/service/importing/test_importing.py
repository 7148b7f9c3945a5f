"""Importing registers: every row ends in one way, nothing is created twice, nothing is cut, a killed run goes on."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from domain.organisation.unit import DissolveUnit, unit_ref
from domain.petition.carrying import carried_stream
from domain.petition.codes import Status
from domain.roles import Role
from service.edge.running import Service
from service.importing.entries import Result
from service.importing.petitions import NoUnitNamed
from service.office.unusable import UnitUnknown
from service.store.steps import Step
from service.store.tasks import Task
from tests.service.importing.books import mapping
from tests.service.importing.imports import carried, counts, reasons, register, title_of
from tests.support.given import acting
from tests.support.group import OPERATOR

pytestmark = pytest.mark.store


@pytest.fixture
def unit(service: Service) -> str:
    service.people.add_unit("HS", "集团")
    return "HS"


def test_one_refused_row_takes_none_of_its_group_along(service: Service, unit: str, tmp_path: Path) -> None:
    rows = [f"A{n},2023-05-06,2023-05-0{1 if n == 7 else 9},来信,1,x" for n in range(20)]
    rows[3] = "A3,2023-05-06,2199-01-01,来信,1,x"
    rows[5] = "A5,2099-05-06,,来信,1,x"
    report = service.importing.petitions(register(tmp_path, *rows), mapping())
    assert counts(report) == (20, 17, 0, 0, 3)
    assert reasons(report) == [(5, "date_out_of_range"), (7, "fact_in_the_future"), (9, "date_before_received")]


def test_nothing_is_cut_to_fit(service: Service, unit: str, tmp_path: Path) -> None:
    by = mapping(
        columns={"编号": "external_id", "收到日期": "received_on", "形式": "title", "诉求摘要": "reply"}, values={}
    )
    rows = (
        f"A1,2023-05-06,,{'t' * 200},,{'r' * 20_000}",
        f"A2,2023-05-06,,{'t' * 201},,r",
        f"A3,2023-05-06,,t,,{'r' * 20_001}",
        f"{'i' * 201},2023-05-06,,t,,r",
    )
    report = service.importing.petitions(register(tmp_path, *rows), by)
    assert counts(report) == (4, 1, 0, 0, 3)
    assert [entry.reason for entry in report.entries if entry.reason] == [
        "beyond_limit: title has 201 characters; at most 200 are possible",
        "beyond_limit: reply has 20,001 characters; at most 20,000 are possible",
        "beyond_limit: external_id has 201 characters; at most 200 are possible",
    ]
    assert title_of(service, "A1") == "t" * 200


def test_codes_that_are_none_are_refused_by_row_number(service: Service, unit: str, tmp_path: Path) -> None:
    rows = ("A1,2023-05-06,,电报,1,x", "A2,2023-05-06,,来信,200000,x", "A3,2023-05-06,,来信,2,x")
    report = service.importing.petitions(register(tmp_path, *rows), mapping())
    assert reasons(report) == [(2, "value_not_mapped"), (3, "beyond_limit")]
    assert counts(report) == (3, 1, 0, 0, 2)


def test_a_status_that_cannot_be_carried_over_is_refused(service: Service, unit: str, tmp_path: Path) -> None:
    by = mapping(columns={"编号": "external_id", "收到日期": "received_on", "形式": "stage"}, values=None)
    report = service.importing.petitions(register(tmp_path, "A1,2023-05-06,,WITHDRAWN,1,x"), by)
    assert reasons(report) == [(2, "status_not_carried_over")]


def test_a_row_without_title_is_listed_under_its_id(service: Service, unit: str, tmp_path: Path) -> None:
    service.importing.petitions(register(tmp_path, "A1,2023-05-06,,来信,1,x"), mapping())
    event = carried(service, "A1")
    assert (title_of(service, "A1"), event.status, event.unit) == ("A1", Status.RECEIVED, unit_ref("HS"))


def test_what_the_register_says_otherwise_by_now_is_noted_and_left(service: Service, unit: str, tmp_path: Path) -> None:
    rows = ["A1,2023-05-06,,来信,1,张三的话", "A2,2023-05-06,,来信,1,x", "A3,2023-05-06,,来信,1,y"]
    service.importing.petitions(register(tmp_path, *rows), mapping())
    rows[0] = "A1,2023-05-06,2023-06-01,来访,1,李四的话"
    rows[2] = "A3,2023-05-06,,来信,1,"
    again = service.importing.petitions(register(tmp_path, *rows), mapping())
    assert counts(again) == (3, 0, 3, 0, 0)
    noted = {e.number: [note.field for note in e.notes if note.code == "differs_from_imported"] for e in again.entries}
    assert noted == {2: ["channel", "closed_on", "summary"], 3: [], 4: ["summary"]}
    assert carried(service, "A1").closed_on is None
    again.write_csv(out := BytesIO())
    assert "的话" not in out.getvalue().decode("utf-8")


def test_a_unit_must_be_there(service: Service, tmp_path: Path) -> None:
    file = register(tmp_path, "A1,2023-05-06,,来信,1,x")
    with pytest.raises(NoUnitNamed, match="casework units add CODE NAME"):
        service.importing.petitions(file, mapping())
    with pytest.raises(UnitUnknown, match="casework units add HS NAME"):
        service.importing.petitions(file, mapping(unit="HS"))
    service.people.add_unit("HS", "集团")
    service.people.add_unit("KY", "矿业")
    with pytest.raises(NoUnitNamed, match=r"HS, KY.*--unit CODE"):
        service.importing.petitions(file, mapping())
    assert counts(service.importing.petitions(file, mapping(), unit="KY"))[1] == 1
    assert carried(service, "A1").unit == unit_ref("KY")


def test_a_register_may_name_units_row_by_row(service: Service, unit: str, tmp_path: Path) -> None:
    service.people.add_unit("JX", "机械", "HS")
    service.people.add_unit("OLD", "旧厂", "HS")
    dissolve = DissolveUnit(date(2026, 3, 3), unit_ref("JX"))
    service.ledger.execute([Step(unit_ref("OLD"), dissolve)], OPERATOR)
    by = mapping(columns={"编号": "external_id", "收到日期": "received_on", "形式": "unit"}, values={})
    rows = ["A1,2023-05-06,,jx,,", "A2,2023-05-06,,NOPE,,", "A3,2023-05-06,,,,", "A4,2023-05-06,,OLD,,"]
    report = service.importing.petitions(register(tmp_path, *rows), by)
    assert reasons(report) == [(3, "unit_unknown"), (5, "unit_not_active")]
    assert [carried(service, external_id).unit for external_id in ("A1", "A3")] == [unit_ref("JX"), unit_ref("HS")]
    assert "casework units add NOPE" in next(report.of(Result.REFUSED)).reason


def test_without_any_top_unit_a_row_must_name_its_own(service: Service, unit: str, tmp_path: Path) -> None:
    service.people.add_unit("KY", "矿业")
    by = mapping(columns={"编号": "external_id", "收到日期": "received_on", "形式": "unit"}, values={})
    report = service.importing.petitions(register(tmp_path, "A1,2023-05-06,,HS,,", "A2,2023-05-06,,,,"), by)
    assert reasons(report) == [(3, "unit_missing")]


def test_the_officer_who_carries_over_stands_in_the_log(service: Service, unit: str, tmp_path: Path) -> None:
    officer = service.people.add_officer("王芳", "HS", [Role.INTAKE])
    by = service.people.actor_known(officer.hex[:8], None, Task.PETITIONS_IMPORT)
    service.importing.petitions(register(tmp_path, "A1,2023-05-06,,来信,1,x"), mapping(), by)
    assert service.ledger.history(carried_stream("xinfang-2023", "A1"))[0].by == acting(
        officer, Role.INTAKE, unit_ref("HS")
    )


def test_a_report_shows_what_a_terminal_would_obey_and_never_holds_it(
    service: Service, unit: str, tmp_path: Path
) -> None:
    rows = ("A1,2023-05-06,,来信,\x1b[2J\u202e,x", "A2,2023-05-06,,来信,1,x")
    report = service.importing.petitions(register(tmp_path, *rows), mapping())
    assert counts(report) == (2, 1, 0, 0, 1)
    written = BytesIO()
    report.write_csv(written)
    told = written.getvalue().decode("utf-8-sig")
    assert "\\x1b[2J\\u202e" in told
    assert not set(told) & set("\x1b\u202e")
