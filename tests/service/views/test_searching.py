"""Titles and briefs are sealed in views; terms are made of ordinary matters alone, as rows are written."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from domain.petition.codes import Purpose
from domain.petition.reception import Screen
from domain.roles import Role
from projections.catalogue import VIEWS
from projections.petitions import PETITIONS
from service.edge.running import Service
from service.office.opening import opened_rows
from service.sealing import vault as vault_module
from service.store.steps import Step
from service.views.naming import table_of
from service.views.queries import Order, Queries, matches
from tests.support.filing import CLERK, UNIT, receipt, with_unit, withdrawn
from tests.support.given import acting

pytestmark = pytest.mark.store

TITLE = "食堂涨价"
BRIEF = "宿舍漏水"
HEAD = acting(uuid4(), Role.PET_HEAD, UNIT)


@pytest.fixture(autouse=True)
def _one_unit(service: Service) -> None:
    with_unit(service)


def found(service: Service, text: str) -> set[UUID]:
    service.engine.catch_up()
    condition = matches(text)
    assert condition is not None
    page = Queries(service.reading).page(PETITIONS, [condition], Order("received_on"), 50)
    return {row["case_id"] for row in page.rows}


def screened(service: Service, **registration: Any) -> UUID:
    case = uuid4()
    service.ledger.execute([Step(case, receipt(service, title=TITLE, **registration))], CLERK)
    service.ledger.execute([Step(case, Screen(service.ledger.today(), BRIEF))], HEAD)
    return case


def test_an_ordinary_matter_is_found_by_title_and_brief_and_none_in_confidence_is(service: Service) -> None:
    ordinary = screened(service)
    confided = screened(service, confidentiality_requested=True)
    accusation = screened(service, purpose=Purpose.P3)
    assert found(service, TITLE) == found(service, BRIEF) == {ordinary}
    assert found(service, "PET-HS") == {ordinary, confided, accusation}
    assert found(service, "P3") == {accusation}
    assert all(each.is_equal for each in service.rebuilder.rebuild(VIEWS))
    assert found(service, TITLE) == {ordinary}


def test_no_column_of_a_view_holds_a_title_or_a_brief(service: Service) -> None:
    for more in ({}, {"confidentiality_requested": True}, {"purpose": Purpose.P3}):
        screened(service, **more)
    service.engine.catch_up()
    with service.reading.get_connection() as connection:
        for view in VIEWS:
            told = str([tuple(row.values()) for row in connection.execute(f"SELECT * FROM {table_of(view)}")])
            assert TITLE not in told
            assert BRIEF not in told


def test_an_erased_text_gives_no_terms(service: Service, database_url: str) -> None:
    case = screened(service)
    with psycopg.connect(database_url) as connection:
        connection.execute("UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE key_class = 'content'")
    assert found(service, TITLE) == set()
    assert found(service, "PET-HS") == {case}


def test_terms_of_a_batch_and_titles_of_a_page_need_one_look_up_each(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(12):
        screened(service)
    asked: list[int] = []
    kept = vault_module._kept

    def counted(connection: Any, ids: Any) -> Any:
        asked.append(len(ids))
        return kept(connection, ids)

    monkeypatch.setattr(vault_module, "_kept", counted)
    service.engine.catch_up([PETITIONS])
    assert asked == [12]
    page = Queries(service.reading).page(PETITIONS, [], Order("received_on"), 50)
    asked.clear()
    rows = opened_rows(service.vault, PETITIONS, page.rows, lambda _row: lambda _class, _event, _field: True)
    assert {(row["title"], row["brief"]) for row in rows} == {(TITLE, BRIEF)}
    assert asked == [12]


def test_a_title_is_made_terms_of_once_and_not_with_every_later_event(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = screened(service)
    service.engine.catch_up()
    opened: list[int] = []
    vault_open = service.vault.open

    def counted(tokens: Any, connection: Any) -> Any:
        opened.append(1)
        return vault_open(tokens, connection)

    monkeypatch.setattr(service.engine, "_opening", counted)
    withdrawn(service, case)
    assert found(service, TITLE) == {case}
    assert opened == []
