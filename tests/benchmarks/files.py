"""Files: importing a register and writing one out, as CSV and as XLSX: rows per second, and the most memory."""

import csv
import json
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from openpyxl import Workbook

from tests.benchmarks.figures import Figures
from tests.benchmarks.processes import megabytes_of
from tests.benchmarks.stores import Stores
from tests.service.cli.running import child_environment, command

HEADER = ("编号", "收到日期", "办结日期", "形式", "人数", "诉求摘要")
CHANNELS = ("来信", "来访", "来电")
TEXTS = ("反映拖欠农民工工资问题，要求尽快解决", "宿舍漏水，请求维修", "养老保险断缴三个月，希望补缴并说明原因")
"""What the rows say; a number behind it makes every text another one."""
UNIT = "FILES"
MAPPING = """
source = "{source}"
timezone = "Asia/Shanghai"
unit = "{unit}"
[columns]
"编号" = "external_id"
"收到日期" = "received_on"
"办结日期" = "closed_on"
"形式" = "channel"
"人数" = "group_size"
"诉求摘要" = "summary"
[values.channel]
"来信" = "LETTER"
"来访" = "VISIT"
"来电" = "PHONE"
"""
EXPORTED = "RG-P1"
PAUSE = 0.2
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Took:
    """What a verb of the command line took: seconds, MB of 10⁶ bytes in the largest of its processes, and its facts."""

    seconds: float
    megabytes: float
    facts: Mapping[str, int]


def measure(stores: Stores, rows: int, folder: Path, figures: Figures) -> None:
    """Imports registers of so many rows into a store of its own, and writes the register of petitions out."""
    store = stores.spare("bench_files")
    with store.opened() as service:
        service.people.add_unit(UNIT, "文件")
    for form, write in (("csv", write_csv), ("xlsx", write_xlsx)):
        file, mapping = folder / f"register.{form}", folder / f"{form}.toml"
        write(file, lines(rows))
        mapping.write_text(MAPPING.format(source=f"files {form}", unit=UNIT), encoding="utf-8")
        took = taken(store.environment, "import", "petitions", str(file), "--mapping", str(mapping))
        _put(figures, form, "import", took, took.facts["created"])
    with store.opened() as service:
        service.engine.catch_up()
    for form in ("csv", "xlsx"):
        out = folder / f"out.{form}"
        took = taken(store.environment, "export", "register", EXPORTED, str(out), "--format", form)
        _put(figures, form, "export", took, took.facts["entries"])
        out.unlink()
    stores.drop(store)


def taken(environment: Mapping[str, str], *verb: str) -> Took:
    """Runs a verb of the command line and follows its memory; raises SystemExit where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command(*verb, "--json"), env=child_environment(environment), stdout=subprocess.PIPE, text=True
    )
    megabytes, out = 0.0, None
    while out is None:
        megabytes = max(megabytes, megabytes_of(process.pid))
        with suppress(subprocess.TimeoutExpired):
            out, _ = process.communicate(timeout=PAUSE)
    if process.returncode:
        raise SystemExit(f"{' '.join(verb)}: exit status {process.returncode}")
    return Took(time.perf_counter() - began, megabytes, json.loads(out.rstrip().rpartition("\n")[2]))


def lines(rows: int) -> Iterator[tuple[str | int, ...]]:
    """The register: its header and so many rows, the same in every run."""
    chance = Random(7)  # noqa: S311 -- the same in every run
    yield HEADER
    for number in range(rows):
        month, day = chance.randint(1, 9), chance.randint(1, 28)
        text = f"{chance.choice(TEXTS)}（{number}）" * chance.randint(1, 4)
        received, closed = f"2023-{month:02}-{day:02}", f"2023.{month + 2}.{day}" if number % 20 else ""
        yield f"XF-{number:07}", received, closed, chance.choice(CHANNELS), chance.randint(1, 30), text


def write_csv(path: Path, rows: Iterable[tuple[str | int, ...]]) -> None:
    """As CSV in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_xlsx(path: Path, rows: Iterable[tuple[str | int, ...]]) -> None:
    """As a workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    for row in rows:
        sheet.append(row)
    book.save(path)


def _put(figures: Figures, form: str, what: str, took: Took, rows: int) -> None:
    """CSV under the names of the targets, XLSX beside it."""
    name = what if form == "csv" else f"{what} of {form}"
    figures.put(name, rows / took.seconds, "rows/s")
    figures.put(f"memory, {name}", took.megabytes, "MB")
