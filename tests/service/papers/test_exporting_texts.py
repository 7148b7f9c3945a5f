"""Whatever a title holds comes back from CSV and XLSX as it was, and no spreadsheet program runs it."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.organisation.unit import unit_ref
from domain.roles import Held, Role
from domain.values import OfficerRef
from service.edge.running import Service
from service.importing.workbook import read_sheets
from service.kinds.catalogue import REGISTERS_BY_CODE
from service.kinds.columns import Cell
from service.machine.plain_files import whole
from service.papers.formulas import BEGINNINGS, foreign, guarded, unguarded
from service.papers.sheet_text import escaped, unescaped
from service.papers.writing import WRITERS, write_csv, write_xlsx
from service.store.steps import Caller
from tests.service.importing.books import unnamed
from tests.service.papers.reading_back import csv_lines, xlsx_lines
from tests.support.api import Api, received
from tests.support.applications import application_on
from tests.support.services import TestClock
from tests.support.words import words_in

NAUGHTY = Path(__file__).parents[3].parent / "shared" / "data" / "suites" / "blns" / "blns.json"
READ = {"csv": csv_lines, "xlsx": xlsx_lines}
CLERK = Caller(OfficerRef(UUID(int=7)), frozenset({Held(Role.INTAKE, unit_ref("HS"))}))
"""Somebody at the desk that received the petitions."""
needs_naughty = pytest.mark.skipif(not NAUGHTY.is_file(), reason="blns is not in ../shared/data/suites")

OURS = (
    ";=1+2",
    "a;'=1+2,\"=3|-1",
    ";;=1",
    "=1+1",
    "'=1+1",
    "''=1+1",
    "'",
    "'x",
    "+86 139",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "\r=1",
    "\n=1",
    "#N/A",
    "#REF!",
    "=",
    "_x000D_",
    "_x005F_x000D_",
    "_x000d_ _xFFFF_ _xZZZZ_",
    "a\rb\r\nc\nd",
    "\x01\x08\x0b\x1f\x7f\x85",
    "\ufffe\uffff\u2028",
    ' "quoted", and; split\t ',
    "  blanks around  ",
    "😀𠀀é́\u202e‮",
    "<b>&amp;</b> ]]>",
)
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(TEXTS | st.sampled_from(OURS))
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(BEGINNINGS)
    assert unguarded(guarded(text)) == text


@given(TEXTS | st.sampled_from(OURS) | st.from_regex(r"[_x0-9A-Fa-f\r]{0,16}", fullmatch=True))
def test_an_escaped_text_comes_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not set(escaped(text)) & set("\x01\x08\x0b\r\ufffe\uffff")


def test_our_texts_come_back_from_both_kinds_of_file(tmp_path: Path) -> None:
    lines = [["heading", "other"], *([text, "x"] for text in OURS)]
    for form, write in WRITERS.items():
        with whole(tmp_path / f"a.{form}") as out:
            write(out, "a", lines)
    assert csv_lines(tmp_path / "a.csv") == lines
    assert xlsx_lines(tmp_path / "a.xlsx") == lines


def test_an_escape_that_was_typed_is_a_text_for_our_import_and_other_programs() -> None:
    out = BytesIO()
    write_xlsx(out, "a", [["_x000D_ typed"], ["=1+1"], ["#N/A"]])
    [sheet] = read_sheets(unnamed(out.getvalue()))
    assert list(sheet.rows) == [["_x000D_ typed"], ["=1+1"], ["#N/A"]]


@pytest.mark.parametrize(("encoding", "stored"), [("utf-8", "utf-8-sig"), ("gb18030", "gb18030")])
def test_a_csv_file_has_lines_of_rfc_4180_with_every_text_in_quotes(encoding: str, stored: str) -> None:
    out = BytesIO()
    lines: list[list[Cell]] = [["序号", 'a"b', ""], [1, "x,y", Decimal("2.50")], [2, "𠀀", date(2026, 3, 1)]]
    write_csv(out, "a", lines, encoding)
    told = '"序号","a""b",""\r\n1,"x,y",2.50\r\n2,"𠀀","2026-03-01"\r\n'
    assert out.getvalue() == told.encode(stored)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@given(st.lists(TEXTS | st.sampled_from(OURS) | st.text(";,|\t\r\n \"'=+-@＝x", max_size=12), min_size=1, max_size=4))
def test_no_cell_is_a_formula_at_whichever_separator_a_reader_splits(separator: str, cells: list[str]) -> None:
    out = BytesIO()
    write_csv(out, "a", [[*cells]])
    lines = csv.reader(StringIO(out.getvalue().decode("utf-8-sig"), newline=""), delimiter=separator)
    assert [cell for line in lines for cell in line if cell.lstrip("\t\r\n").startswith(SIGNS)] == []


def test_what_others_wrote_is_marked_by_its_place_and_not_by_what_it_holds() -> None:
    assert [foreign(text) for text in ("", "A1", "=1", ";=1", "'x")] == ["", "'A1", "'=1", "';'=1", "''x"]


@needs_naughty
@pytest.mark.store
def test_every_naughty_title_comes_back_from_the_register(api: Api, tmp_path: Path) -> None:
    titles = list(dict.fromkeys(text[:40] for text in json.loads(NAUGHTY.read_text(encoding="utf-8"))))
    sent = {}
    for title in titles:
        answer = api.post("/petitions", api.clerk, received(title=title))
        if answer.status_code == 201:
            sent[answer.get_json()["case_no"]] = title
    assert len(sent) > 400
    for form, read in READ.items():
        assert _titles(api.service, tmp_path / f"x.{form}", form, read) == sent
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not any(cell.startswith(BEGINNINGS) for line in csv.reader(file) for cell in line)


@pytest.fixture
def api(service: Service, clock: TestClock) -> Iterator[Api]:
    """The application on the test's own database."""
    with application_on(service) as app:
        yield Api(app, service, clock)


def _titles(service: Service, out: Path, form: str, read: Callable[[Path], list[list[str]]]) -> dict[str, str]:
    with whole(out) as file:
        service.papers.write(REGISTERS_BY_CODE["RG-P1"], CLERK, file, form, words_in("zh"))
    headings, *lines = read(out)
    number, title = headings.index("编号"), headings.index("标题")
    return {line[number]: line[title] for line in lines}


def test_a_workbook_bears_no_moment_so_that_its_digest_tells_of_its_lines_alone() -> None:
    file = BytesIO()
    write_xlsx(file, "RG-P1", [("case_no", "received_on"), ("HS-1", date(2025, 3, 3))])
    with ZipFile(file) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.read("docProps/core.xml").count(b">1980-01-01T00:00:00Z<") == 2
