"""A workbook with everything that is odd about those of real offices, imported whole: the report names each rule."""

import csv
from pathlib import Path

import pytest

from domain.values import Personal
from service.edge.running import Service
from service.machine.plain_files import whole
from service.sealing.readers import Chore, Machine
from service.sealing.seal import Token
from tests.service.importing.books import HEADER, mapping, xls, xlsx
from tests.service.importing.imports import carried, counts

pytestmark = pytest.mark.store

LAW = "<中华人民共和国城乡规划法>第四十条，_x000D_ 照录"
ROWS: list[tuple[object, ...]] = [
    ("某公司2023年信访台账",),
    ("填报：信访办", None, None, None, None, "单位：件"),
    (*HEADER, "身份证号"),
    ("A-1", "2023.5.6", "2023年6月7日", "来信", 1, LAW, 3.7e17),
    ("Ａ－２", 45052, "２０２３．６．８", "来访", "３人", "同上条不服", None),
    ("A-3", "同上", "〃", "″", 2, "3.70E+17", None),
    ("A-4", "20230506", "2023-06-07 10:30", "未说明", 1, 3.7e17, None),
    ("A-5", None, None, "来信", 1, "与上件同日", None),
    (7, "2023-05-06", None, "来信", 1, None, None),
    (),
    ("3.70E+17", "2023.5.6", None, "来信", 1, "编号已损", None),
    (3.7e17, "2023.5.6", None, "来信", 1, "编号已损", None),
    ("A-8", "6/5/2023", None, "来信", 1, "日月不明", None),
    ("A-1", "2023.5.6", None, "来信", 1, "又一件", None),
    HEADER,
    ("合　计", None, None, None, "8件", None),
]
SAID = {
    "source": "xinfang-2023",
    "header_row": "row 3",
    "sheet": "台账",
    "column_not_collected": "身份证号",
    "title_row": "rows 1-2",
    "total_row": "rows 16",
    "blank_row": "rows 10",
    "header_again": "rows 15",
    "rule chinese_date": "rows 4",
    "rule compact_date": "rows 7-8",
    "rule counted_people": "rows 5",
    "rule digits_lost": "rows 6-7",
    "rule ditto": "rows 6",
    "rule dotted_date": "rows 4-6",
    "rule escape_kept": "rows 4",
    "rule full_width": "rows 5-6",
    "rule merged_cell": "rows 8",
    "rule number_as_id": "rows 9",
    "rule serial_date": "rows 5-6",
    "rule time_dropped": "rows 7",
    "rule value_blanked": "rows 7",
}
ENDS = [
    ("4", "A-1", "created", ""),
    ("5", "A-2", "created", ""),
    ("6", "A-3", "created", ""),
    ("7", "A-4", "created", ""),
    ("8", "A-5", "created", ""),
    ("9", "7", "created", ""),
    ("11", "", "refused", "id_digits_lost"),
    ("12", "", "refused", "id_digits_lost"),
    ("13", "A-8", "refused", "date_order_undeclared"),
    ("14", "A-1", "repeated", "repeated_key"),
]


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_every_oddity_of_a_workbook_has_its_rule_and_its_row_in_the_report(
    service: Service, tmp_path: Path, ending: str
) -> None:
    service.people.add_unit("HS", "集团")
    file, out = tmp_path / f"r.{ending}", tmp_path / "out.csv"
    if ending == "xlsx":
        xlsx(file, ROWS, ["A1:G1", "B7:B8"])
    else:
        xls(file, ROWS, [(0, 0, 0, 6), (6, 7, 1, 1)])
    report = service.importing.petitions(file, mapping(), accept_refused=True)
    assert counts(report) == (10, 6, 0, 1, 3)
    with whole(out) as written:
        report.write_csv(written)
    with out.open(encoding="utf-8-sig", newline="") as lines:
        head, *rest = csv.reader(lines)
    assert head == ["row", "external_id", "result", "reason", "notes"]
    notes = {line[3]: line[4].removeprefix("'").partition(": ")[0] for line in rest if line[2] == "note"}
    assert notes == SAID
    ends = [
        (line[0], line[1].lstrip("'"), line[2], line[3].lstrip("'").partition(":")[0])
        for line in rest
        if line[2] != "note"
    ]
    assert ends == ENDS
    assert [carried(service, f"A-{n}").received_on.isoformat() for n in range(1, 6)] == ["2023-05-06"] * 5
    assert [str(carried(service, f"A-{n}").closed_on) for n in (1, 2, 3, 4, 5)] == [
        "2023-06-07",
        "2023-06-08",
        "2023-06-08",
        "2023-06-07",
        "None",
    ]
    assert text(service, carried(service, "A-1").summary) == LAW
    assert counts(service.importing.petitions(file, mapping(), accept_refused=True)) == (10, 0, 6, 1, 3)


def text(service: Service, said: Personal | None) -> str:
    assert said is not None
    assert isinstance(said.token, Token)
    return service.vault.open([said.token], Machine(Chore.CHECKING))[said.token]
