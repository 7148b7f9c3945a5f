"""Mapping files: what they may say, and every mistake named at once."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from service.importing.fields import ALLOWED, FIELDS
from service.importing.mapping import MappingInvalid, mapping_of, read_mapping
from service.importing.mapping_checks import KEYS
from service.importing.mapping_help import EXAMPLE, mapping_help
from tests.service.importing.books import mapping

SHIPPED = Path(__file__).parents[3] / "service" / "importing" / "mappings"
COLUMNS = {"编号": "external_id", "收到日期": "received_on"}


def test_one_column_may_state_several_fields_and_several_columns_the_id() -> None:
    found = mapping(
        columns={"年": "external_id", "号": "external_id", "日期": "received_on", "类": ["title", "issue_code"]},
        values=None,
    )
    assert found.id_columns == ("年", "号")
    assert found.columns == {"received_on": "日期", "title": "类", "issue_code": "类"}


def test_gbk_and_gb2312_are_read_as_what_contains_them() -> None:
    assert {mapping(encoding=name).encoding for name in ("GBK", "gb2312", "GB18030")} == {"gb18030"}


def test_value_keys_are_compared_half_width_and_trimmed() -> None:
    assert mapping(values={"channel": {" ＷＥＢ ": "WEB", "default": "LETTER"}}).values["channel"].meanings == {
        "WEB": "WEB"
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"source": None}, "source is missing"),
        ({"source": ""}, "source must be a text"),
        ({"timezone": None}, "timezone is missing"),
        ({"timezone": "Mars/Base"}, "timezone Mars/Base is unknown"),
        ({"colums": {}}, "unknown key colums"),
        ({"encoding": "rot13"}, "encoding rot13 is not one of"),
        ({"delimiter": ";;"}, "delimiter must be one character"),
        ({"delimiter": '"'}, "delimiter must be one character"),
        ({"header": {"row": 0}}, "header.row must be"),
        ({"header": {"line": 2}}, "unknown key header.line"),
        ({"header": 3}, "header must be a table"),
        ({"ignore": "姓名"}, "ignore must be a list"),
        ({"ignore": ["编号"]}, "column 编号 is both collected and ignored"),
        ({"dates": {"order": "us"}}, "dates.order 'us' is not"),
        ({"dates": {"format": "x"}}, "unknown key dates.format"),
        ({"dates": {"formats": "%Y"}}, "dates.formats must be a list"),
        ({"dates": {"formats": ["%Y-%m"]}}, "must state year, month and day"),
        ({"dates": {"formats": ["%Y-%d-%m"]}}, "must state year, month and day, year first or last"),
        ({"dates": {"formats": ["%d/%m/%Y", "%m/%d/%Y"]}}, "both dmy and mdy"),
        ({"dates": {"formats": ["%d/%m/%Y"], "order": "mdy"}}, "both dmy and mdy"),
        ({"columns": {"编号": "external_id"}, "values": None}, "no column states received_on"),
        ({"columns": {"日期": "received_on"}, "values": None}, "no column states external_id"),
        ({"columns": {**COLUMNS, "姓名": "name"}, "values": None}, "columns.姓名: name is not a field"),
        ({"columns": {**COLUMNS, "x": 3}, "values": None}, "3 is not a field"),
        ({"columns": {**COLUMNS, "a": "title", "b": "title"}, "values": None}, "two columns state title: a, b"),
        ({"values": {"channel": {"来信": "MAIL"}}}, "values.channel.来信: MAIL is not one of LETTER"),
        ({"constants": {"stage": "WITHDRAWN"}}, "WITHDRAWN is not one of RECEIVED, HANDLING, REPLIED, CLOSED"),
        ({"values": {"channel": {"来信": 3}}}, "values.channel must be a table from text to text"),
        ({"values": {"outcome": {"好": "SUPPORT"}}}, "values.outcome: no column states"),
        ({"values": {"closed_on": {"无": "2023-01-01"}}}, "must be empty"),
        ({"values": {"group_size": {"集体": "many"}}}, "many is no whole number"),
        ({"constants": {"channel": "WEB"}}, "channel is also a column"),
        ({"constants": {"purpose": "P7"}}, "P7 is not one of"),
        ({"constants": {"purpose": 1}}, "purpose must be a text"),
        ({"constants": {"received_on": "2023-01-01"}}, "received_on is not a field that can be constant"),
    ],
)
def test_a_mistake_is_named(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(MappingInvalid) as invalid:
        mapping(**changes)
    assert any(says in mistake for mistake in invalid.value.mistakes)


def test_every_mistake_stands_in_one_message() -> None:
    with pytest.raises(MappingInvalid) as invalid:
        mapping_of({"sorce": "x", "encoding": "klingon", "columns": {"a": "b"}})
    assert len(invalid.value.mistakes) == 7


WRONG = """\
# 信访登记簿
source = "xinfang-2023"
timezone = "Mars/Base"
colour = "red"

[columns]
"编号" = "external_id"
"收到 日期" = "recieved_on"
形式 = "channel"

[ values . channel ]
"来信" = "MAIL"
来访.x = "VISIT"

[dates]
formats = [
    "%Y",
]
"""


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(WRONG.replace("形式", '"形式"').replace("来访.x", '"来访"'), encoding="utf-8")
    with pytest.raises(MappingInvalid) as invalid:
        read_mapping(path)
    assert [mistake.partition(": ")[::2] for mistake in invalid.value.mistakes] == [
        ("line 3", "timezone Mars/Base is unknown: write it such as Asia/Shanghai"),
        ("line 4", mistake_of(invalid.value, "unknown key colour")),
        ("line 6", "columns: no column states received_on"),
        ("line 8", mistake_of(invalid.value, "columns.收到 日期: recieved_on is not a field")),
        ("line 12", mistake_of(invalid.value, "values.channel.来信: MAIL is not one of")),
        ("line 16", mistake_of(invalid.value, "dates.formats: %Y must state")),
    ]
    assert str(invalid.value).startswith(f"the mapping {path} is invalid: line 3: ")


def mistake_of(invalid: MappingInvalid, begins: str) -> str:
    """The one mistake that begins so, without its line."""
    (found,) = [says for each in invalid.mistakes if (says := each.partition(": ")[2]).startswith(begins)]
    return found


def test_what_stands_nowhere_has_no_line(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("[columns]\na.b = 'external_id'\n", encoding="utf-8")
    with pytest.raises(MappingInvalid) as invalid:
        read_mapping(path)
    assert {"source is missing", "timezone is missing"} <= set(invalid.value.mistakes)


@pytest.mark.parametrize("text", [b"source = ", b"\xff\xfe", b"source = 'a'\nsource = 'b'"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(text)
    with pytest.raises(MappingInvalid, match=r"m\.toml is invalid: it is no TOML in UTF-8 \("):
        read_mapping(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingInvalid, match=r"none\.toml is invalid: it cannot be read \(No such file"):
        read_mapping(tmp_path / "none.toml")


def test_the_help_names_every_key_field_and_code_and_its_example_is_valid() -> None:
    told = mapping_help()
    keys = {*KEYS, *FIELDS, *(code for codes in ALLOWED.values() for code in codes)}
    assert {key for key in keys if not re.search(rf"(?<![a-z_]){re.escape(key)}(?![a-z_])", told)} == set()
    assert mapping_of(tomllib.loads(EXAMPLE)).columns["channel"] == "来信来访"
    for line in EXAMPLE.splitlines():
        assert line in told
    for path in SHIPPED.glob("*.toml"):
        assert str(path) in told


def test_every_shipped_mapping_is_valid() -> None:
    assert {read_mapping(path).source for path in SHIPPED.glob("*.toml")} == {
        "nyc-council-casework",
        "nyc311",
        "boston311",
    }
