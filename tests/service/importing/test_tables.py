"""Files as tables: formats, encodings, headers, merged cells, titles and totals, and each error."""

import datetime as dt
import json
import time
from pathlib import Path

import openpyxl
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from service.importing import workbook
from service.importing.delimited import DelimitedText, Encoding, encoding_of
from service.importing.tables import read_table
from service.importing.unreadable import RegisterUnreadable
from tests.service.importing.books import HEADER, csv_file, mapping, unnamed, with_part, xls, xlsx

SPECTRUM = Path(__file__).parents[4] / "shared" / "data" / "suites" / "csv-spectrum"
ROW = ("A1", dt.date(2023, 5, 6), None, "来信", 3, "要求补发工资")
TEXT = "编号,收到日期,办结日期,形式,人数,诉求摘要\nA1,2023-05-06,,来信,3,反映拖欠农民工工资问题，要求尽快解决\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", Encoding("utf-8", "every byte fits")),
        ("utf-8-sig", Encoding("utf-8-sig", "byte order mark")),
        ("gb18030", Encoding("gb18030", "detected")),
        ("gbk", Encoding("gb18030", "detected")),
        ("utf-16", Encoding("utf-16", "byte order mark")),
        ("utf-16-le", Encoding("utf-16-le", "detected")),
    ],
)
def test_an_encoding_is_found_and_reported(tmp_path: Path, encoding: str, found: Encoding) -> None:
    table = read_table(csv_file(tmp_path / "r.csv", TEXT, encoding), mapping())
    assert table.encoding == found
    assert table.header == HEADER
    assert next(iter(table.rows)).cells[5] == "反映拖欠农民工工资问题，要求尽快解决"


def test_latin_text_is_found() -> None:
    data = ("id,day,text\n" + "A1,2023-05-06,Straße café Müller señor déjà vu\n" * 5).encode("latin-1")
    assert encoding_of(unnamed(data), None) == Encoding("latin-1", "detected")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_declared_encoding_is_used(tmp_path: Path, encoding: str) -> None:
    table = read_table(csv_file(tmp_path / "r.csv", TEXT, encoding), mapping(encoding=encoding))
    assert table.encoding is not None
    assert table.encoding.how == "declared"
    assert table.header == HEADER


def test_a_byte_order_mark_of_a_declared_encoding_is_no_part_of_the_header() -> None:
    file = unnamed("\ufeffa".encode("utf-16-le"))
    assert list(DelimitedText(file, Encoding("utf-16-le", "declared"), ",")) == [["a"]]


def test_a_file_that_does_not_fit_its_declared_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnreadable, match="line 1 does not fit the declared encoding utf-8-sig"):
        read_table(csv_file(tmp_path / "r.csv", TEXT, "gbk"), mapping(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "delimiter", "declared"), [("r.tsv", "\t", None), ("r.csv", ";", ";"), ("r.dat", "|", "|")]
)
def test_the_delimiter_is_declared_or_goes_by_the_ending(
    tmp_path: Path, name: str, delimiter: str, declared: str | None
) -> None:
    path = csv_file(tmp_path / name, TEXT.replace(",", delimiter))
    assert read_table(path, mapping(delimiter=declared)).header == HEADER


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_workbook_gives_typed_cells_with_their_row_numbers(tmp_path: Path, ending: str) -> None:
    write = xlsx if ending == "xlsx" else xls
    table = read_table(write(tmp_path / f"r.{ending}", [HEADER, ROW]), mapping())
    assert [(row.number, row.cells) for row in table.rows] == [(2, list(ROW))]
    assert (table.sheet, table.encoding) == ("台账", None)


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_merged_cells_take_the_first_cell_downwards(tmp_path: Path, ending: str) -> None:
    rows = [HEADER, ROW, ("A2", None, None, "来访", 1, "x"), ("A3", None, None, "来访", 1, "y")]
    path = tmp_path / f"r.{ending}"
    table = read_table(xlsx(path, rows, ["B2:B4"]) if ending == "xlsx" else xls(path, rows, [(1, 3, 1, 1)]), mapping())
    assert [row.cells[1] for row in table.rows] == [dt.date(2023, 5, 6)] * 3
    assert [row.merged for row in table.rows] == [frozenset(), {1}, {1}]


def test_a_workbook_merged_over_and_over_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_FILLED", 3)
    rows = [HEADER, *([ROW] * 4)]
    assert read_table(xlsx(tmp_path / "a.xlsx", rows, ["A2:A5"]), mapping()).rows
    with pytest.raises(RegisterUnreadable, match="undo the merging"):
        read_table(xlsx(tmp_path / "b.xlsx", rows, ["A2:A5", "B2:B3"]), mapping())


def test_titles_totals_blank_rows_and_headers_again_are_no_data_rows(tmp_path: Path) -> None:
    rows = [("2023年信访台账",), ("填报单位：某公司",), (), HEADER, ROW, (), ("合 计", None, None, None, 3), HEADER]
    rows += [("A2", *ROW[1:]), ("城区", "小计：1件"), ("总计", None, None, None, "4人")]
    table = read_table(xlsx(tmp_path / "r.xlsx", rows, ["A1:F1"]), mapping())
    assert (tuple(table.title_rows), tuple(table.blank_rows), table.header_row) == ((1, 2), (3, 6), 4)
    assert (tuple(table.total_rows), tuple(table.repeated_headers)) == ((7, 10, 11), (8,))
    assert [row.number for row in table.rows] == [5, 9]


def test_a_row_with_a_day_of_receipt_is_data_whatever_its_texts_say(tmp_path: Path) -> None:
    table = read_table(xlsx(tmp_path / "r.xlsx", [HEADER, ("A1", "2023.5.6", None, "来信", 1, "合计")]), mapping())
    assert (len(table.rows), len(table.total_rows)) == (1, 0)


def test_a_long_cell_that_almost_says_total_takes_no_time(tmp_path: Path) -> None:
    began = time.perf_counter()
    table = read_table(csv_file(tmp_path / "r.csv", TEXT + f"A2,,,,,合计{'1' * 40}x\n"), mapping())
    assert len(table.rows) == 2
    assert time.perf_counter() - began < 5


def test_a_header_of_two_merged_rows_is_found(tmp_path: Path) -> None:
    rows = [("编号", "日期", None, "形式", "人数", "诉求摘要"), (None, "收到日期", "办结日期"), ROW]
    table = read_table(xlsx(tmp_path / "r.xlsx", rows, ["A1:A2", "D1:D2", "E1:E2", "F1:F2", "B1:C1"]), mapping())
    assert (table.header_row, tuple(table.title_rows)) == (2, (1,))


def test_column_names_are_compared_without_white_space(tmp_path: Path) -> None:
    table = read_table(xlsx(tmp_path / "r.xlsx", [("编 号", "收到\n日期", *HEADER[2:]), ROW]), mapping())
    assert table.columns["收到日期"] == 1


def test_a_column_not_collected_is_named_once(tmp_path: Path) -> None:
    rows = [(*HEADER, "姓名", "住址", "姓名", None, None, "备注"), (*ROW, "甲", "乙", "丙", "丁", None, "")]
    table = read_table(xlsx(tmp_path / "r.xlsx", rows), mapping(ignore=["备注"]))
    assert table.not_collected == ("姓名", "住址", "(column 10, without a name)")
    assert table.ignored == ("备注",)


def test_the_one_sheet_with_the_columns_is_read_and_the_others_named(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(xlsx(tmp_path / "r.xlsx", [("说明",)], sheet="说明"))
    for row in (HEADER, ROW):
        (book["台账"] if "台账" in book.sheetnames else book.create_sheet("台账")).append(row)
    book.save(tmp_path / "r.xlsx")
    table = read_table(tmp_path / "r.xlsx", mapping())
    assert (table.sheet, table.other_sheets) == ("台账", ("说明",))


def test_several_fitting_sheets_are_not_chosen_from(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(xlsx(tmp_path / "r.xlsx", [HEADER, ROW], sheet="一月"))
    book.create_sheet("二月").append(HEADER)
    book.save(tmp_path / "r.xlsx")
    with pytest.raises(RegisterUnreadable, match="several sheets hold the columns: 一月, 二月; declare it"):
        read_table(tmp_path / "r.xlsx", mapping())
    assert read_table(tmp_path / "r.xlsx", mapping(sheet="一月")).sheet == "一月"
    with pytest.raises(RegisterUnreadable, match="there is no sheet 三月; the workbook has 一月, 二月"):
        read_table(tmp_path / "r.xlsx", mapping(sheet="三月"))


def test_a_missing_or_repeated_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnreadable, match="row 2 comes nearest and lacks 人数, 诉求摘要"):
        read_table(xlsx(tmp_path / "r.xlsx", [("题",), HEADER[:4]]), mapping())
    with pytest.raises(RegisterUnreadable, match="row 1 repeats columns 人数"):
        read_table(xlsx(tmp_path / "s.xlsx", [(*HEADER, "人数"), ROW]), mapping())
    with pytest.raises(RegisterUnreadable, match="row 2 comes nearest"):
        read_table(xlsx(tmp_path / "t.xlsx", [HEADER, ROW]), mapping(header={"row": 2}))


@pytest.mark.parametrize("stored", ["inline", "escaped"])
def test_a_literal_escape_and_a_literal_tag_survive_a_workbook(tmp_path: Path, stored: str) -> None:
    text = "<中华人民共和国城乡规划法> _x000D_ _x0041_ &lt; 1&2"
    path = xlsx(tmp_path / "r.xlsx", [HEADER, (*ROW[:5], text)])
    if stored == "escaped":  # as Excel itself writes a literal
        path = with_part(path, "xl/worksheets/sheet1.xml", b"_x0", b"_x005F_x0")
    assert next(iter(read_table(path, mapping()).rows)).cells[5] == text


def test_a_line_break_that_excel_wrote_stays_a_line_break(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, (*ROW[:5], "one@two")])
    with_part(path, "xl/worksheets/sheet1.xml", b"one@two", b"one_x000D_\ntwo")
    assert next(iter(read_table(path, mapping()).rows)).cells[5] == "one\r\ntwo"


def test_a_missing_or_empty_file_or_another_kind_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b" \n")
    (tmp_path / "r.pdf").write_bytes(b"%PDF")
    for name, says in (
        ("none.csv", "cannot be read"),
        ("empty.csv", "is empty"),
        ("r.pdf", "is a PDF document"),
        ("", "cannot be"),
    ):
        with pytest.raises(RegisterUnreadable, match=says):
            read_table(tmp_path / name, mapping())


@pytest.mark.parametrize("name", ["r.xlsx", "r.xls"])
@pytest.mark.parametrize("data", [b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_damaged_workbook_is_one_clear_error(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterUnreadable, match="damaged"):
        read_table(tmp_path / name, mapping())


def test_a_workbook_that_ends_its_reader_does_not_end_the_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xls(tmp_path / "r.xls", [HEADER, ROW])
    monkeypatch.setattr("service.importing.workbook._CHILD", "service.nothing")
    with pytest.raises(RegisterUnreadable, match="its reader gave up"):
        read_table(path, mapping())


def test_an_empty_workbook_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnreadable, match="no sheet with anything in it"):
        read_table(xlsx(tmp_path / "r.xlsx", []), mapping())


def test_an_encrypted_workbook_is_one_clear_error(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "x")
    stream = book.get_biff_data()
    start = 4 + int.from_bytes(stream[2:4], "little")
    file_pass = b"\x2f\x00\x36\x00" + b"\x01\x00\x01\x00\x01\x00" + bytes(48)
    with (tmp_path / "r.xls").open("wb") as file:
        XlsDoc().save(file, stream[:start] + file_pass + stream[start:])
    with pytest.raises(RegisterUnreadable, match="the workbook is encrypted"):
        read_table(tmp_path / "r.xls", mapping())


def test_an_unclosed_quote_names_its_row_and_swallows_nothing(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnreadable, match=r"row 3: .*quotes do not match"):
        read_table(
            csv_file(tmp_path / "r.csv", TEXT + 'A2,"2023-05-06,,来信,1,x\nA3,2023-05-06,,来信,1,y\n'), mapping()
        )


def test_a_hundred_thousand_rows_take_seconds(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "r.csv", TEXT + "A1,2023-05-06,2023.6.7,来信,3,反映拖欠农民工工资\n" * 100_000)
    began = time.perf_counter()
    assert len(read_table(path, mapping()).rows) == 100_001
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_rows_and_columns_above_and_before_the_first_cell_count(tmp_path: Path, ending: str) -> None:
    rows = [(), (), *((None, None, *row) for row in (HEADER, ROW))]
    write = xlsx if ending == "xlsx" else xls
    table = read_table(write(tmp_path / f"r.{ending}", rows), mapping())
    assert (table.header_row, tuple(table.blank_rows), table.columns["编号"]) == (3, (1, 2), 2)
    assert [(row.number, row.cells) for row in table.rows] == [(4, [None, None, *ROW])]


@pytest.mark.skipif(not SPECTRUM.is_dir(), reason="the csv-spectrum suite is not beside the repository")
def test_csv_spectrum_is_read_as_its_authors_mean_it() -> None:
    suites = sorted(SPECTRUM.glob("csvs/*.csv"))
    assert len(suites) == 11
    for path in suites:
        file = unnamed(path.read_bytes())
        header, *rows = DelimitedText(file, encoding_of(file, None), ",")
        meant = json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text("utf-8"))
        assert [dict(zip(header, row, strict=True)) for row in rows] == meant, path.name
