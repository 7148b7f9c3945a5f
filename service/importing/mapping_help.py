"""What a mapping file may say, in the words of `casework import petitions -h`."""

from pathlib import Path
from textwrap import fill

from service.importing.fields import ALLOWED, DAYS, TEXTS

SHIPPED = Path(__file__).parent / "mappings"
"""Mapping files of registers that everybody can download."""

EXAMPLE = """\
source = "xinfang-2023"
timezone = "Asia/Shanghai"
unit = "HQ"
ignore = ["序号", "备注"]

[columns]
"编号" = "external_id"
"收到日期" = "received_on"
"来信来访" = "channel"
"反映问题" = ["title", "summary"]
"办结日期" = "closed_on"

[constants]
purpose = "P1"

[values.channel]
"来信" = "LETTER"
"来访" = "VISIT"
"其他" = ""
"""


def _fields() -> str:
    codes = "\n".join(
        fill(f"{name}: {' '.join(known)}", 100, initial_indent=" " * 4, subsequent_indent=" " * 6)
        for name, known in ALLOWED.items()
    )
    return f"""\
fields that a column may state:
  external_id   the row's own number; several columns that state it are joined
  unit          the code of a unit, as casework units list shows it
  group_size    how many persons, a whole number
  days          {", ".join(DAYS)}
  texts         {", ".join(TEXTS)}
  codes, where [values.F] tells what the words of the register mean; without stage it follows from the days:
{codes}"""


def mapping_help() -> str:
    """Every key and field, an example, and where more examples lie."""
    shipped = "\n".join(f"  {path}" for path in sorted(SHIPPED.glob("*.toml")))
    example = "\n".join(f"  {line}".rstrip() for line in EXAMPLE.splitlines())
    return f"""\
keys of a mapping, a TOML file in UTF-8:
  source        name of the register; with external_id it tells rows that are there already (required)
  timezone      whose days count, such as Asia/Shanghai (required)
  [columns]     "column of the register" = "field", or a list of fields; external_id and received_on are required
  [values.F]    for the field F: "word in the register" = "what it means", "" for nothing; default = for all others
  [constants]   field = "value that holds for every row"
  [dates]       order = "dmy" or "mdy" where 3/4/2023 occurs; formats = ["%d.%m.%Y"] for other spellings
  [header]      row = number of the row with the column names, where it is not found by itself
  ignore        columns that are not collected, so that they are not named each time
  unit          code of the unit for rows that name none; else --unit, else the only unit at the top
  encoding      such as gb18030; delimiter: one character; sheet: name of a sheet; each is found out otherwise

{_fields()}

example:
{example}

examples that came along:
{shipped}"""
