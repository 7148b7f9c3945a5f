"""Register files for tests, made as the programs of their time make them."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

from service.importing.mapping import Mapping, mapping_of
from service.importing.rows import RefusedRow, RegisterRow, RepeatedRow, rows_of
from service.importing.tables import Table, read_table
from service.machine.unnamed_files import UnnamedFile

HEADER = ("编号", "收到日期", "办结日期", "形式", "人数", "诉求摘要")


def mapping(**changes: Any) -> Mapping:
    """A mapping of the six columns of HEADER, changed at the top level."""
    raw: dict[str, Any] = {
        "source": "xinfang-2023",
        "timezone": "Asia/Shanghai",
        "columns": {
            "编号": "external_id",
            "收到日期": "received_on",
            "办结日期": "closed_on",
            "形式": "channel",
            "人数": "group_size",
            "诉求摘要": "summary",
        },
        "values": {"channel": {"来信": "LETTER", "来访": "VISIT", "未说明": ""}},
    }
    return mapping_of({key: value for key, value in (raw | changes).items() if value is not None})


def xlsx(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), sheet: str = "台账") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    book.save(path)
    return path


def xls(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("台账")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    covered = {
        (r, c) for top, bottom, left, right in merged for r in range(top, bottom + 1) for c in range(left, right + 1)
    }
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None and (r, c) not in covered:
                page.write(r, c, value, day if hasattr(value, "isoformat") else xlwt.Style.default_style)
    for area in merged:
        page.write_merge(*area, rows[area[0]][area[2]], day)
    book.save(str(path))
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def unnamed(data: bytes) -> UnnamedFile:
    file = UnnamedFile()
    file.add(data)
    return file


def with_part(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """The same package with some bytes of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(out, "w") as copy:
        for part in package.namelist():
            data = package.read(part)
            if part == name:
                assert old in data, "there is nothing to change"
                data = data.replace(old, new)
            copy.writestr(part, data)
    path.write_bytes(out.getvalue())
    return path


def read(path: Path, by: Mapping) -> tuple[Table, list[RegisterRow | RepeatedRow | RefusedRow]]:
    table = read_table(path, by)
    return table, list(rows_of(table, by))
