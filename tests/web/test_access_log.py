"""The access log: for whoever protects personal information, of the units appointed for, and never a text."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from domain.levels import Level, ReadFor
from domain.roles import Role
from service.access.trace import Visit
from service.access.trace_report import MANY
from tests.support.group import PETITIONER, PLANT, handling
from tests.support.pages import Site

pytestmark = pytest.mark.store


@pytest.mark.parametrize(("language", "told"), [("en", "To tell or answer the person"), ("zh", "告知答复当事人")])
def test_openings_and_files_are_listed_without_their_content(site: Site, language: str, told: str) -> None:
    case = handling(site.group, site.group.service.ledger.today())
    clerk = site.reader(Role.INTAKE)
    clerk.open(f"/petitions/{case}", "ANSWERING")
    assert clerk.client.get("/registers/RG-P1.csv").status_code == 200
    page = site.reader(Role.PI_OFFICER, language).get("/access-log?days=7")
    assert told in page.text
    assert str(case)[:8] not in page.text
    assert "PET-HS-" in page.text
    assert "RG-P1.csv" in page.text
    assert PETITIONER not in page.text
    assert "/access-log" in page.links


def test_nobody_else_reads_it_and_a_wrong_question_is_refused(site: Site) -> None:
    for role, reader in site.everyone():
        status = 200 if role is Role.PI_OFFICER else 403
        answer = reader.client.get("/access-log")
        assert answer.status_code == status, role
        assert ('href="/access-log"' in answer.text) == (role is Role.PI_OFFICER)
    reader = site.reader(Role.PI_OFFICER)
    for query in ("days=0", "days=x", "days=367", "days=１", "officer=x"):
        reader.get(f"/access-log?{query}", 400)


def visited(site: Site, count: int) -> None:
    """Others' cases that the clerk of the group opens: they are the plant's."""
    for _ in range(count):
        visit = Visit(site.group.officers[Role.INTAKE], ("INTAKE",), "petition", uuid4(), PLANT, is_own=False)
        site.group.service.trace.record(visit, Level.SENSITIVE, ReadFor.HANDLING)


def test_many_cases_of_others_are_pointed_out(site: Site, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MANY == 20
    monkeypatch.setattr("service.access.trace_report.MANY", 2)
    protects = site.reader(Role.PI_OFFICER)
    visited(site, 1)
    assert "badge late" not in protects.get("/access-log").text
    visited(site, 1)
    assert 'class="badge late">many' in protects.client.get("/access-log", headers=protects.headers).text
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT is_own, owner FROM reads").fetchall() == [(False, PLANT)] * 2


def test_entries_that_were_taken_out_are_told(site: Site, database_url: str) -> None:
    visited(site, 3)
    reader = site.reader(Role.PI_OFFICER)
    assert "Entries are missing" not in reader.get("/access-log").text
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE reads DISABLE TRIGGER ALL")
        connection.execute("DELETE FROM reads WHERE number = 2")
    assert "Entries are missing" in reader.get("/access-log").text


def test_openings_are_narrowed_down_to_an_officer_and_to_days(site: Site, clock: Any) -> None:
    visited(site, 1)
    reader, clerk = site.reader(Role.PI_OFFICER), site.group.officers[Role.INTAKE]
    heading = '<h2 id="openings">'
    for query, is_told in (
        (f"officer={clerk}", True),
        (f"officer={site.group.officers[Role.HANDLER]}", False),
    ):
        assert (heading in reader.client.get(f"/access-log?{query}").text) == is_told, query
    clock.move(hours=20)
    again = site.anonymous()
    again.send("/login", again.get("/login").form("/login"), token=site.group.tokens[Role.PI_OFFICER])
    assert heading in again.client.get("/access-log?days=1").text
