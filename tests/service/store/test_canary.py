"""What a petition says of a person stands nowhere in clear: in no file of the database, no log and no traceback."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from domain.organisation.officer import AppointOfficer
from domain.petition.codes import Purpose
from domain.petition.ending import Withdraw
from domain.petition.reception import Screen
from domain.roles import Role
from projections.catalogue import VIEWS
from service.edge.running import Service
from service.machine.database import Database, DatabaseRole
from service.machine.embedded import embedded
from service.store.codec import Codec, Undecodable
from service.store.migrate import migrate
from service.store.steps import Step
from service.views.engine import Engine
from tests.service.importing.books import mapping
from tests.service.importing.imports import register
from tests.support.filing import CLERK, UNIT, filed, receipt, with_unit
from tests.support.given import acting
from tests.support.sealing import seal
from tests.support.services import TestClock, service_on

pytestmark = pytest.mark.store

CANARY = "金丝雀canary4711"
HEAD = acting(uuid4(), Role.PET_HEAD, UNIT)
CLEAR = "stands-in-clear-4711"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    with embedded(tmp_path / "var", fsync=False) as server:
        migrate(server.url)
        database = Database(server.url, DatabaseRole.VIEWS)
        Engine(database, Codec(), VIEWS).prepare()
        database.close()
        service = service_on(server.url, tmp_path, TestClock())
        say_everywhere(with_unit(service), tmp_path)
        service.engine.catch_up()
        assert [each.is_equal for each in service.rebuilder.rebuild(VIEWS)].count(False) == 0
        service.close()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE TABLE control (said text)")
            connection.execute("INSERT INTO control VALUES (%s)", (CLEAR,))
            connection.execute("CHECKPOINT")
        yield tmp_path / "var"


def say_everywhere(service: Service, folder: Path) -> None:
    """The canary in titles, briefs, texts and names, a reason, a key, a register, statements that fail."""
    meant = {"title": CANARY, "name": CANARY, "title_is_meant": True}
    case = filed(service, key=CANARY, text=CANARY, **meant).stream
    withdraw = Withdraw(CANARY, service.ledger.today())
    service.ledger.execute([Step(case, withdraw)], CLERK, "another", reason=CANARY)
    service.ledger.execute([Step(uuid4(), AppointOfficer(CANARY, UNIT))], CLERK)
    service.households.ref(CANARY)
    columns = {"编号": "external_id", "收到日期": "received_on", "诉求摘要": "summary", "形式": "reply"}
    by = mapping(columns=columns, values={})
    report = service.importing.petitions(register(folder, f"A1,2023-05-06,,{CANARY},1,{CANARY}"), by)
    assert report.counts()["created"] == 1
    for more in ({}, {"confidentiality_requested": True}, {"purpose": Purpose.P3}):
        screened = filed(service, title=CANARY, brief=CANARY, facts=CANARY, **more).stream
        if more.get("purpose") is Purpose.P3:
            seal(service, screened, HEAD)
        service.ledger.execute([Step(screened, Screen(service.ledger.today(), CANARY))], HEAD)
    with psycopg.connect(service.url) as connection, pytest.raises(psycopg.errors.DivisionByZero):
        connection.execute("SELECT 1 / %s, %s::text", (0, CANARY), prepare=False)
    with psycopg.connect(service.url) as connection, pytest.raises(psycopg.errors.DivisionByZero):
        connection.execute(f"SELECT 1 / 0, '{CANARY}'")


def holding(folder: Path, text: str) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(file.relative_to(folder)) for file in files if text.encode() in file.read_bytes()]


def test_no_file_of_the_database_holds_what_was_filed(home: Path) -> None:
    assert "division by zero" in (home / "postgres/server.log").read_text()
    found = holding(home, CLEAR)
    assert any("pg_wal" in name for name in found)
    assert any("/base/" in name for name in found)
    assert holding(home, CANARY) == []


def test_no_log_and_no_traceback_holds_what_was_filed(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    command = receipt(service, CANARY, CANARY)
    outcome = filed(with_unit(service), key="key", text=CANARY, name=CANARY)
    keys = service.recorder.load([outcome.stream]).keys
    told = [repr(command), repr(outcome), repr(service.settings), repr(keys)]
    told += [repr(each) for each in service.ledger.history(outcome.stream)]
    try:
        service.codec.decode(1, uuid4(), 1, "petition.registered:1", CANARY.encode())
    except Undecodable as error:
        logging.getLogger("casework").exception("failed", exc_info=error)
        told += traceback.format_exception(error)
    try:
        filed(service, outcome.stream, text=CANARY, name=CANARY)
    except Exception as error:
        logging.getLogger("casework").exception("refused by %r of %r", command, CLERK)
        told += traceback.format_exception(error)
    assert "refused" in caplog.text
    assert CANARY not in "".join([*told, caplog.text])
