"""Imports that are killed, and imports that meet: the result is as if one had run once."""

import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.values import Personal
from service.edge.running import Service
from service.importing.mapping import read_mapping
from service.importing.petitions import GROUP
from service.importing.report import Report
from service.sealing.readers import Chore, Machine
from service.sealing.seal import Token
from tests.service.cli.running import child_environment, command, environment_for
from tests.service.importing.books import mapping
from tests.service.importing.imports import carried_events, counts, register, streams
from tests.support.databases import Databases
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store


@pytest.fixture(autouse=True)
def _unit(service: Service) -> None:
    service.people.add_unit("HS", "集团")


def test_two_imports_at_once_create_every_case_once(
    service: Service, database_url: str, clock: TestClock, tmp_path: Path
) -> None:
    file = register(tmp_path, *(f"A{n},2023-05-06,,来信,1,x" for n in range(3 * GROUP)))
    other = service_on(database_url, tmp_path, clock)
    inner: list[Report] = []

    def meanwhile(done: int, total: int) -> None:
        if not inner:
            inner.append(other.importing.petitions(file, mapping()))

    outer = service.importing.petitions(file, mapping(), progress=meanwhile)
    other.close()
    assert counts(outer) == (3 * GROUP, GROUP, 2 * GROUP, 0, 0)
    assert counts(inner[0]) == (3 * GROUP, 2 * GROUP, GROUP, 0, 0)
    assert len(list(carried_events(service))) == 3 * GROUP


def test_a_case_that_appears_while_its_group_is_stored_is_there_already(
    service: Service, database_url: str, clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"A{n},2023-05-06,,来信,1,x" for n in range(5)]
    other = service_on(database_url, tmp_path, clock)
    insert_events = type(service.recorder).insert_events

    def late(self: Any, events: Any, **rest: Any) -> Any:
        monkeypatch.undo()
        other.importing.petitions(register(tmp_path, *rows[:2], name="early.csv"), mapping())
        return insert_events(self, events, **rest)

    monkeypatch.setattr(type(service.recorder), "insert_events", late)
    report = service.importing.petitions(register(tmp_path, *rows), mapping())
    other.close()
    assert counts(report) == (5, 3, 2, 0, 0)


def test_a_killed_import_is_finished_by_the_next(databases: Databases, clock: TestClock, tmp_path: Path) -> None:
    file = register(tmp_path, *(f"A{n},2023-05-{1 + n % 28:02},,来信,{1 + n % 9},反映{n}" for n in range(3_000)))
    mapping_file = tmp_path / "m.toml"
    mapping_file.write_text(MAPPING, encoding="utf-8")
    urls = [databases.create(), databases.create()]
    for url in urls:
        opened = service_on(url, tmp_path, clock)
        opened.people.add_unit("HS", "集团")
        opened.close()
    killed_after = kill_half_way(urls[0], tmp_path, ["import", "petitions", str(file), "--mapping", str(mapping_file)])
    assert 0 < killed_after < 3_000
    found = []
    for url in urls:
        opened = service_on(url, tmp_path, clock)
        report = opened.importing.petitions(file, read_mapping(mapping_file))
        found.append((counts(report), facts(opened)))
        opened.close()
        databases.drop(url)
    assert found[0][0] == (3_000, 3_000 - killed_after, killed_after, 0, 0)
    assert found[1][0] == (3_000, 3_000, 0, 0, 0)
    assert found[0][1] == found[1][1]


MAPPING = """
source = "xinfang-2023"
timezone = "Asia/Shanghai"
[columns]
"编号" = "external_id"
"收到日期" = "received_on"
"形式" = "channel"
"人数" = "group_size"
"诉求摘要" = "summary"
[values.channel]
"来信" = "LETTER"
"""


def kill_half_way(url: str, home: Path, argv: list[str]) -> int:
    """Starts the import as a process, kills it when some rows are stored; returns how many were."""
    process = subprocess.Popen(command(*argv), env=child_environment(environment_for(url, home)))
    query = "SELECT count(*) FROM events WHERE topic LIKE 'petition.carried_over%'"
    with psycopg.connect(url, autocommit=True) as connection:
        while process.poll() is None and count_of(connection, query) < 500:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        return count_of(connection, query)


def count_of(connection: Any, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def facts(service: Service) -> dict[UUID, tuple[Any, ...]]:
    """What an import says of each case, its texts opened, without what is random: the subject and the seals."""
    told = {
        stream: {name: getattr(event, name) for name in event.__slots__ if name != "subject"}
        for stream, event in streams(service).items()
    }
    tokens = [value.token for each in told.values() for value in each.values() if isinstance(value, Personal)]
    texts = service.vault.open((token for token in tokens if isinstance(token, Token)), Machine(Chore.CHECKING))
    return {
        stream: tuple(texts[value.token] if isinstance(value, Personal) else value for value in each.values())
        for stream, each in told.items()
    }
