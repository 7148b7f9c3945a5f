"""Registers over HTTP: the same columns and rights as the files, page by page, numbered for the reader."""

from pathlib import Path
from typing import Any

import pytest

from domain.roles import Role
from service.edge import register_files
from service.kinds.catalogue import REGISTERS, REGISTERS_BY_CODE
from tests.service.papers.reading_back import xlsx_lines
from tests.support.api import Api, Officer, problem

pytestmark = pytest.mark.store


def pages(api: Api, code: str, by: Officer, limit: int) -> list[dict[str, Any]]:
    """Every entry, page after page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        body = api.get(f"/registers/{code}?limit={limit}{cursor}", by).get_json()
        found.extend(body["items"])
        if body["next_cursor"] is None:
            return found
        cursor = f"&cursor={body['next_cursor']}"


def test_the_list_names_what_the_caller_may_read_in_the_readers_language(api: Api) -> None:
    told = api.get("/registers", api.clerk, Accept_Language="zh").get_json()["items"]
    assert [each["code"] for each in told] == ["RG-P1", "RG-P3", "RG-P5", "RG-P7", "RG-P9"]
    assert told[0]["title"] == "来信来访来电网上登记台账"
    assert told[0]["columns"][0] == {"name": "case_no", "heading": "编号"}
    english = api.get("/registers", api.auditor, Accept_Language="en").get_json()["items"]
    assert [each["code"] for each in english] == [each.code for each in REGISTERS]
    assert english[0]["title"] == "Register of petitions"
    assert api.get("/registers", api.operator).get_json() == {"items": []}


def test_entries_come_page_by_page_and_are_numbered_through(api: Api) -> None:
    for number in range(7):
        api.received(title=f"第{number}件")
    api.service.engine.catch_up()
    told = pages(api, "RG-P1", api.clerk, 3)
    assert [each["number"] for each in told] == list(range(1, 8))
    assert sorted(each["title"] for each in told) == sorted(f"第{number}件" for number in range(7))
    assert list(told[0]) == ["number", *(column.name for column in REGISTERS_BY_CODE["RG-P1"].columns)]
    assert (told[0]["channel"], told[0]["received_on"], told[0]["is_collective"]) == ("LETTER", "2026-03-03", False)


def test_an_accusation_is_neither_told_nor_counted_beyond_the_desk(api: Api) -> None:
    for purpose in ("P1", "P3", "P1"):
        api.screened(purpose=purpose)
    api.service.engine.catch_up()
    assert [each["number"] for each in pages(api, "RG-P1", api.clerk, 1)] == [1, 2, 3]
    others = pages(api, "RG-P1", api.leader, 1)
    assert [(each["number"], each["purpose"]) for each in others] == [(1, "P1"), (2, "P1")]


def test_collective_petitions_alone_stand_in_their_register(api: Api) -> None:
    api.received()
    many = api.received(group_size=12, representatives=["甲", "乙"])
    assert [(each["case_no"], each["group_size"]) for each in api.items("/registers/RG-P5", api.clerk)] == [
        (many.answer.get_json()["case_no"], 12)
    ]


def test_a_register_waits_for_the_position_that_was_seen(api: Api) -> None:
    case = api.received()
    answer = api.get("/registers/RG-P1", api.clerk, Casework_Position=case.answer.headers["Casework-Position"])
    assert len(answer.get_json()["items"]) == 1


@pytest.mark.parametrize("code", ["RG-P1", "RG-P3", "RG-P5"])
def test_who_may_not_read_petitions_may_not_read_their_registers(shared_api: Api, code: str) -> None:
    for role in (Role.PAYER, Role.TEAM_LEAD, Role.SYSADMIN):
        problem(shared_api.get(f"/registers/{code}", shared_api.officer(role)), 403, "forbidden")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("as_of=2026-01-01T00:00:00%2B08:00", "parameter_unknown"),
        ("sort=title", "sort_unknown"),
        ("limit=0", "limit_invalid"),
        ("cursor=x", "token_invalid"),
        ("status=CLOSED", "parameter_unknown"),
    ],
)
def test_what_a_register_does_not_take_is_refused(shared_api: Api, query: str, code: str) -> None:
    problem(shared_api.get(f"/registers/RG-P1?{query}", shared_api.clerk), 400, code)


def test_a_register_that_is_not_built_is_not_there(shared_api: Api) -> None:
    for code in ("RG-P2", "rg-p1", "x"):
        problem(shared_api.get(f"/registers/{code}", shared_api.auditor), 404, "not_found")


def test_a_register_is_taken_as_a_file_in_the_readers_language(api: Api, tmp_path: Path) -> None:
    api.received(title="食堂价格")
    told = api.get("/registers/RG-P1.csv", api.clerk, Accept_Language="zh")
    assert told.content_type == "text/csv; charset=utf-8"
    assert "RG-P1-2026-03-03.csv" in told.headers["Content-Disposition"]
    headings, entry = told.data.decode("utf-8-sig").splitlines()
    assert headings.startswith('"序号","编号",')
    assert "食堂价格" in entry
    book = tmp_path / "book.xlsx"
    book.write_bytes(api.get("/registers/RG-P1.xlsx", api.clerk, Accept_Language="en").data)
    assert [line[0] for line in xlsx_lines(book)] == ["No.", "1"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_sent_piece_by_piece(api: Api, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    api.received(title="食堂价格")
    monkeypatch.setattr(register_files, "BLOCK", 100)
    told = api.get(f"/registers/RG-P1.{form}", api.clerk)
    pieces = list(told.iter_encoded())
    assert len(pieces) > 1
    assert max(map(len, pieces)) == 100
    assert sum(map(len, pieces)) == told.content_length


def test_a_file_is_for_those_alone_who_may_read_the_register(shared_api: Api) -> None:
    problem(shared_api.get("/registers/RG-P1.csv", shared_api.operator), 403, "forbidden")
    problem(shared_api.get("/registers/RG-P1.pdf", shared_api.clerk), 404, "not_found")
    problem(shared_api.get("/registers/RG-P1.csv?limit=1", shared_api.clerk), 400, "parameter_unknown")
    problem(shared_api.get("/registers/RG-P1.xlsx?encoding=utf-8", shared_api.clerk), 400, "parameter_unknown")
    problem(shared_api.get("/registers/RG-P1.csv?encoding=big5", shared_api.clerk), 400, "filter_invalid")
    twice = "/registers/RG-P1.csv?encoding=utf-8&encoding=gb18030"
    problem(shared_api.get(twice, shared_api.clerk), 400, "parameter_repeated")


def test_a_csv_file_is_in_gb18030_on_request(shared_api: Api) -> None:
    told = shared_api.get("/registers/RG-P1.csv?encoding=gb18030", shared_api.clerk, Accept_Language="zh")
    assert told.content_type == "text/csv; charset=gb18030"
    assert told.data.decode("gb18030").startswith('"序号","编号",')


def test_a_register_whose_view_stands_still_says_so(api: Api) -> None:
    with api.service.reading.get_connection() as connection:
        connection.execute("UPDATE views.positions SET set_aside = 'KeyError' WHERE view = 'petitions'")
    problem(api.get("/registers/RG-P1.csv", api.clerk), 503, "view_stands_still")


def test_a_sheet_that_is_too_small_names_the_other_file(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.papers.exporting.LARGEST_SHEET", 1)
    api.received()
    told = problem(api.get("/registers/RG-P1.xlsx", api.clerk, Accept_Language="en"), 400, "sheet_too_large")
    assert "CSV" in told["detail"]


def test_a_cursor_of_one_register_is_refused_by_another_over_the_same_cases(api: Api) -> None:
    for _number in range(2):
        api.received()
    api.service.engine.catch_up()
    cursor = api.get("/registers/RG-P1?limit=1", api.clerk).get_json()["next_cursor"]
    problem(api.get(f"/registers/RG-P5?cursor={cursor}", api.clerk), 400, "cursor_of_another_list")
    problem(api.get(f"/petitions?sort=received_on&cursor={cursor}", api.clerk), 400, "cursor_of_another_list")
