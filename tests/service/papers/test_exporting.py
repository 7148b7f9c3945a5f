"""Registers as files: what stands in each, for whom, in which language; whole or not at all."""

import re
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from domain.deadlines.rules import PERIODS
from domain.organisation.unit import unit_ref
from domain.petition.codes import Status
from domain.roles import Held, Role
from domain.unit_tree import UnitTree
from domain.values import OfficerRef
from projections.aids import AIDS
from projections.due_dates import DUE_DATES
from projections.extensions import EXTENSIONS
from projections.funds import FUNDS
from projections.petitions import PETITIONS
from projections.rectification_items import RECTIFICATION_ITEMS
from projections.relief_queue import RELIEF_QUEUE
from service.access.decisions import Denied
from service.demonstration.people import UNITS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.kinds.catalogue import REGISTERS, REGISTERS_BY_CODE
from service.machine.plain_files import whole
from service.office.people import OPERATOR
from service.papers import writing
from service.papers.exporting import SheetTooLarge
from service.papers.readers import register_for
from service.sealing.marks import KeyedMarks
from service.store.steps import Caller
from service.views.queries import Queries
from service.views.standing import ViewsStandStill
from service.words.sentences import LANGUAGES
from tests.service.papers.reading_back import csv_lines, xlsx_lines
from tests.support.words import words_in

pytestmark = pytest.mark.store

READ: dict[str, Callable[[Path], list[list[str]]]] = {"csv": csv_lines, "xlsx": xlsx_lines}


def caller(*roles: Role, marks: KeyedMarks | None = None) -> Caller:
    """Somebody who holds the roles for the whole group of the demonstration, whom no letter accuses by these marks."""
    top = unit_ref("HS")
    tree = UnitTree({unit.ref: None if unit.parent is None else unit_ref(unit.parent) for unit in UNITS})
    return Caller(OfficerRef(UUID(int=7)), frozenset(Held(role, top) for role in roles), units=tree, marks=marks)


def taken(
    service: Service,
    code: str,
    by: Caller,
    out: Path,
    form: str,
    language: str = "zh",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    with whole(out) as file:
        return service.papers.write(REGISTERS_BY_CODE[code], by, file, form, words_in(language), progress=progress)


def exported(
    service: Service, folder: Path, code: str, by: Caller = OPERATOR, form: str = "csv", language: str = "zh"
) -> list[dict[str, str]]:
    """The entries as a reader of the file finds them, by heading."""
    out = folder / f"{code}.{form}"
    count = taken(service, code, by, out, form, language)
    headings, *lines = READ[form](out)
    assert len(lines) == count
    assert [file.name for file in folder.iterdir()] == [out.name]
    out.unlink()
    return [dict(zip(headings, line, strict=True)) for line in lines]


def rows(service: Service, view: Any) -> list[dict[str, Any]]:
    return Queries(service.reading).all(view)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.code)
def test_both_formats_and_languages_tell_the_same_entries(
    demonstration: Service, tmp_path: Path, register: Any
) -> None:
    told = {
        (form, language): exported(demonstration, tmp_path, register.code, form=form, language=language)
        for form in READ
        for language in LANGUAGES
    }
    assert told["csv", "zh"]
    for language in LANGUAGES:
        assert told["csv", language] == told["xlsx", language]
        headings = list(told["csv", language][0])
        columns = register_for(register, OPERATOR).columns
        assert headings[1:] == [column.title_in_file(words_in(language)) for column in columns]
        assert len(set(headings)) == len(headings)
    numbers = [line["序号"] for line in told["csv", "zh"]]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(told["csv", "en"]) == len(numbers)


def test_the_register_of_petitions_holds_each_of_them_once_by_day(demonstration: Service, tmp_path: Path) -> None:
    told = exported(demonstration, tmp_path, "RG-P1")
    kept = {row["case_no"]: row for row in rows(demonstration, PETITIONS)}
    assert {line["编号"] for line in told} == set(kept)
    assert len(told) == len(kept)
    days = [line["收到日期"] for line in told]
    assert days == sorted(days)
    for line in told:
        row = kept[line["编号"]]
        assert (line["标题"], line["诉求摘要（去标识）"]) == ("", "")
        assert '"sealed"' not in str(line)
        assert line["状态"] == words_in("zh").code(Status(row["status"]))
        assert line["是否集体"] == ("是" if row["is_collective"] else "否")
        assert line["告知日期"] == (row["notice_on"].isoformat() if row["notice_on"] else "")
        assert not re.search("[0-9a-f]{8}-", line["承办单位"])


def test_an_open_petition_is_as_late_as_the_duty_that_is_due_first(demonstration: Service, tmp_path: Path) -> None:
    told = {line["编号"]: int(line["逾期天数"]) for line in exported(demonstration, tmp_path, "RG-P1")}
    today = demonstration.ledger.today()
    running = rows(demonstration, DUE_DATES)
    duties = [row for row in running if row["rule"] not in PERIODS and row["paused_on"] is None]
    first = {row["case_id"]: min(r["due_on"] for r in duties if r["case_id"] == row["case_id"]) for row in duties}
    late = 0
    for row in rows(demonstration, PETITIONS):
        due_on = first.get(row["case_id"], today)
        late += due_on < today
        assert told[row["case_no"]] == max(row["late_days"], (today - due_on).days)
    assert late > 0


def test_extensions_are_told_with_both_terms(demonstration: Service, tmp_path: Path) -> None:
    told = exported(demonstration, tmp_path, "RG-P3")
    extended = [row for row in rows(demonstration, EXTENSIONS) if row["told_on"] is not None]
    assert len(told) == len(extended) > 0
    for line in told:
        assert re.fullmatch(r"PET-.+", line["编号"])
        assert line["受理日期"] < line["原期限"] < line["新期限"]
        assert line["批准日期"] <= line["告知日期"] < line["新期限"]
        assert 1 <= int(line["延长天数"]) <= 30


def test_collective_petitions_stand_in_a_register_of_their_own(demonstration: Service, tmp_path: Path) -> None:
    told = exported(demonstration, tmp_path, "RG-P5")
    kept = [row for row in rows(demonstration, PETITIONS) if row["is_collective"]]
    assert {line["后续编号"]: line["人数"] for line in told} == {r["case_no"]: str(r["group_size"]) for r in kept}


def test_items_are_settled_late_or_open(demonstration: Service, tmp_path: Path) -> None:
    told = exported(demonstration, tmp_path, "RG-S2")
    kept = rows(demonstration, RECTIFICATION_ITEMS)
    today = demonstration.ledger.today()
    assert len(told) == len(kept)
    assert sum(line["是否销号"] == "是" for line in told) == sum(row["status"] == "VERIFIED" for row in kept) > 0
    open_late = [
        (today - row["due_on"]).days
        for row in kept
        if row["status"] in ("OPEN", "SUBMITTED") and row["due_on"] and row["due_on"] < today
    ]
    assert open_late
    assert {str(days) for days in open_late} <= {line["逾期天数"] for line in told}
    assert all(line["编号"].startswith("SUP-") for line in told)


def test_files_are_told_without_names_and_causes(demonstration: Service, tmp_path: Path) -> None:
    told = exported(demonstration, tmp_path, "RG-H1")
    kept = [row for row in rows(demonstration, RELIEF_QUEUE) if row["on_file_on"]]
    assert {line["档案号"]: line["建档日期"] for line in told} == {
        row["case_no"]: row["on_file_on"].isoformat() for row in kept
    }
    assert not {"姓名", "致困原因"} & set(told[0])


def test_a_workbook_adds_up_amounts_and_orders_days(demonstration: Service, tmp_path: Path) -> None:
    out = tmp_path / "aids.xlsx"
    taken(demonstration, "RG-H4", OPERATOR, out, "xlsx", "zh")
    with closing(openpyxl.load_workbook(out, read_only=True)) as book:
        headings, *lines = book.worksheets[0].iter_rows(values_only=True)
    amounts = [dict(zip(headings, line, strict=True))["金额（元）"] for line in lines]
    days = [dict(zip(headings, line, strict=True))["发放日期"] for line in lines]
    assert sum(amounts) * 100 == sum(row["amount_fen"] for row in rows(demonstration, AIDS) if row["paid_on"])
    assert days == sorted(days)
    assert isinstance(days[0], datetime)


def test_a_workbook_opens_ready_to_print(demonstration: Service, tmp_path: Path) -> None:
    """A4 across, every column on the page's width, the headings on every page."""
    out = tmp_path / "register.xlsx"
    taken(demonstration, "RG-P1", OPERATOR, out, "xlsx", "zh")
    with closing(openpyxl.load_workbook(out)) as book:
        sheet = book.active
        setup = sheet.page_setup
        assert (int(setup.paperSize), setup.orientation) == (9, "landscape")
        assert (setup.fitToWidth, setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, 0, True)
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.right.text == "&P / &N"


def test_payments_and_funds_agree(demonstration: Service, tmp_path: Path) -> None:
    payments = exported(demonstration, tmp_path, "RG-H4")
    paid = [row for row in rows(demonstration, AIDS) if row["paid_on"]]
    assert len(payments) == len(paid)
    funds = exported(demonstration, tmp_path, "RG-H5")
    assert len(funds) == len(rows(demonstration, FUNDS))
    assert sum(fen(line["金额（元）"]) for line in payments) == sum(fen(line["支出（元）"]) for line in funds)
    for line in funds:
        held = fen(line["收入（元）"]) - fen(line["已预留（元）"]) - fen(line["支出（元）"])
        assert fen(line["结余（元）"]) == held


def fen(yuan: str) -> int:
    assert re.fullmatch(r"\d+\.\d\d", yuan)
    return int(yuan.replace(".", ""))


@pytest.mark.parametrize(
    ("code", "role"), [("RG-P1", Role.PAYER), ("RG-P3", Role.PAYER), ("RG-H4", Role.INTAKE), ("RG-P1", Role.SYSADMIN)]
)
def test_who_may_not_read_a_view_may_not_take_its_register(
    demonstration: Service, tmp_path: Path, code: str, role: Role
) -> None:
    with pytest.raises(Denied):
        taken(demonstration, code, caller(role), tmp_path / "x.csv", "csv", "zh")
    assert list(tmp_path.iterdir()) == []


def test_accusations_are_told_and_counted_for_nobody_else(demonstration: Service, tmp_path: Path) -> None:
    marks = demonstration.callers.by_officer(officer_ref("auditor"), demonstration.ledger.today()).marks
    everything = exported(demonstration, tmp_path, "RG-P1", caller(Role.AUDITOR, marks=marks))
    desk = exported(demonstration, tmp_path, "RG-P1", caller(Role.INTAKE, marks=marks))
    kept = {row["case_no"]: row for row in rows(demonstration, PETITIONS)}
    elsewhere = {
        number for number, row in kept.items() if row["openness"] != "OPEN" and unit_ref("HS") not in row["desks"]
    }
    assert elsewhere
    assert {line["编号"] for line in everything} - {line["编号"] for line in desk} == elsewhere
    assert [line["序号"] for line in desk] == [str(number) for number in range(1, len(desk) + 1)]
    system = exported(demonstration, tmp_path, "RG-P1")
    assert [line["编号"] for line in system] == [line["编号"] for line in everything]
    accusing = [line for line in (*desk, *system) if kept[line["编号"]]["is_accusation"]]
    assert accusing
    assert {line["标题"] for line in accusing} == {""}


def test_an_auditor_reads_no_title_and_no_brief_and_a_desk_those_of_ordinary_matters(
    demonstration: Service, tmp_path: Path
) -> None:
    audited = exported(demonstration, tmp_path, "RG-P1", caller(Role.AUDITOR))
    assert {(line["标题"], line["诉求摘要（去标识）"]) for line in audited} == {("", "")}
    kept = {row["case_no"]: row for row in rows(demonstration, PETITIONS)}
    for line in exported(demonstration, tmp_path, "RG-P1", caller(Role.INTAKE)):
        row = kept[line["编号"]]
        if not row["confidence"]:
            assert bool(line["标题"]) == (row["title"] is not None)
        if unit_ref("HS") not in row["desks"]:
            assert line["诉求摘要（去标识）"] == ""


def test_a_register_is_the_same_in_small_batches(
    demonstration: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = {code: exported(demonstration, tmp_path, code) for code in ("RG-P1", "RG-S2", "RG-H4")}
    monkeypatch.setattr("service.papers.entries.BATCH", 3)
    assert {code: exported(demonstration, tmp_path, code) for code in at_once} == at_once


def test_a_supervised_unit_takes_out_its_own_items_alone(demonstration: Service, tmp_path: Path) -> None:
    kept = rows(demonstration, RECTIFICATION_ITEMS)
    for unit in {kept[0]["responsible_unit"], UUID(int=1)}:
        contact = Caller(OfficerRef(UUID(int=7)), frozenset({Held(Role.SUPERVISED, unit)}), unit)
        told = exported(demonstration, tmp_path, "RG-S2", contact)
        assert len(told) == sum(row["responsible_unit"] == unit for row in kept)


def test_nothing_half_written_is_left(demonstration: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(done: int, total: int) -> None:
        raise OSError("the disk is full")

    for form in READ:
        with pytest.raises(OSError, match="full"):
            taken(demonstration, "RG-P1", OPERATOR, tmp_path / "out", form, "zh", broken)
    monkeypatch.setattr("service.papers.exporting.LARGEST_SHEET", 3)
    with pytest.raises(SheetTooLarge, match="csv"):
        taken(demonstration, "RG-P1", OPERATOR, tmp_path / "out", "xlsx", "zh")
    assert list(tmp_path.iterdir()) == []


def test_a_view_that_stands_still_is_named(service: Service, tmp_path: Path) -> None:
    with service.reading.get_connection() as connection:
        connection.execute("UPDATE views.positions SET set_aside = 'KeyError' WHERE view = 'funds'")
    with pytest.raises(ViewsStandStill, match="casework rebuild funds"):
        taken(service, "RG-H5", OPERATOR, tmp_path / "x.csv", "csv", "zh")


def test_an_empty_register_has_its_headings(service: Service, tmp_path: Path) -> None:
    for form, read in READ.items():
        out = tmp_path / f"x.{form}"
        assert taken(service, "RG-P1", OPERATOR, out, form, "en") == 0
        [headings] = read(out)
        assert headings[:3] == ["No.", "Case number", "Number in the old register"]
    assert writing.WRITERS.keys() == READ.keys()
