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
from service.sealing.readers import Everyday, Passing
from service.store.steps import Step
from service.views import conditions, queries
from service.views.conditions import EVERY_ROW, NOTHING, Condition, Order, matches
from service.views.naming import table_of
from service.views.queries import Page, Queries
from tests.support.filing import CLERK, UNIT, receipt, with_unit, withdrawn
from tests.support.given import acting
from tests.support.sealing import seal

pytestmark = pytest.mark.store

TITLE = "食堂涨价"
BRIEF = "宿舍漏水"
HEAD = acting(uuid4(), Role.PET_HEAD, UNIT)


@pytest.fixture(autouse=True)
def _one_unit(service: Service) -> None:
    with_unit(service)


LISTING = Passing(None, Everyday.LISTING)


def found(
    service: Service, text: str, *, by_texts: Condition | None = EVERY_ROW, by_titles: Condition | None = None
) -> set[UUID]:
    service.engine.catch_up()
    keys = ("number_key", "external_key")
    condition = matches(text, keys, found_by_texts=by_texts, found_by_titles=by_titles)
    assert condition is not None
    page = Queries(service.reading).page(PETITIONS, [condition], Order("received_on"), 50)
    return {row["case_id"] for row in page.rows}


def _filed(service: Service, **registration: Any) -> UUID:
    case = uuid4()
    service.ledger.execute([Step(case, receipt(service, **registration))], CLERK)
    return case


def screened(service: Service, **registration: Any) -> UUID:
    case = _filed(service, title=TITLE, **registration)
    if registration.get("purpose") is Purpose.P3:
        seal(service, case, HEAD)
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


def test_who_may_read_the_title_alone_finds_by_it_and_not_by_the_brief(service: Service) -> None:
    case = screened(service)
    for by_texts in (None, NOTHING):
        for text in (TITLE, "涨价", "涨", "P1"):
            assert found(service, text, by_texts=by_texts, by_titles=EVERY_ROW) == {case}, text
        for text in (BRIEF, "宿舍", "宿", f"{TITLE} 宿", f"{TITLE} {BRIEF}"):
            assert found(service, text, by_texts=by_texts, by_titles=EVERY_ROW) == set(), text
    assert found(service, f"{TITLE} 宿", by_titles=EVERY_ROW) == {case}
    assert found(service, "P3", by_texts=None, by_titles=EVERY_ROW) == set()


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
    rows = opened_rows(service.vault, PETITIONS, page.rows, lambda _row: lambda *_text: True, LISTING)
    assert {(row["title"], row["brief"]) for row in rows} == {(TITLE, BRIEF)}
    assert asked == [12]


def test_a_title_is_made_terms_of_once_and_not_with_every_later_event(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = screened(service)
    service.engine.catch_up()
    opened: list[int] = []
    vault_open = service.vault.for_search

    def counted(tokens: Any, connection: Any) -> Any:
        opened.append(1)
        return vault_open(tokens, connection)

    monkeypatch.setattr(service.engine, "_opening", counted)
    withdrawn(service, case)
    assert found(service, TITLE) == {case}
    assert opened == []


def _page(service: Service, text: str, limit: int) -> Page:
    condition = matches(text, ("number_key", "external_key"), found_by_texts=EVERY_ROW)
    assert condition is not None
    order = Order("changed_position", descending=True)
    return Queries(service.reading).page(PETITIONS, [condition], order, limit)


def test_what_many_match_is_found_at_the_front_and_what_stands_further_back_among_so_many(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [screened(service) for _ in range(4)]
    new = [_filed(service, title="宿舍") for _ in range(3)]
    service.engine.catch_up()
    for name, most in (("RARE", 1), ("FRONT", 3)):
        monkeypatch.setattr(queries, name, most)
    monkeypatch.setattr(conditions, "CANDIDATES", 2)
    front = _page(service, "宿舍", 2)
    assert ([row["case_id"] for row in front.rows], front.is_capped) == (new[:0:-1], False)
    back = _page(service, TITLE, 2)
    assert {row["case_id"] for row in back.rows} < set(old)
    assert (len(back.rows), back.is_capped) == (2, True)
    monkeypatch.setattr(conditions, "CANDIDATES", 4)
    back = _page(service, TITLE, 2)
    assert ([row["case_id"] for row in back.rows], back.is_capped) == (old[:1:-1], False)


def test_pieces_of_one_character_are_sought_among_what_the_longer_ones_leave(service: Service) -> None:
    one, other = screened(service), _filed(service, title=f"{TITLE} 三")
    assert found(service, TITLE) == {one, other}
    assert found(service, f"{TITLE} 三") == {other}
    assert found(service, "三") == {other}


def test_pieces_of_one_character_are_sought_among_so_many_and_the_page_says_where_there_are_more(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = [_filed(service, title=f"{TITLE} 三") for _ in range(3)]
    service.engine.catch_up()
    for name, most in (("RARE", 1), ("FRONT", 1)):
        monkeypatch.setattr(queries, name, most)
    monkeypatch.setattr(conditions, "SIFTED", 2)
    few = _page(service, f"{TITLE} 三", 3)
    assert {row["case_id"] for row in few.rows} < set(filed)
    assert (len(few.rows), few.is_capped) == (2, True)
    monkeypatch.setattr(conditions, "SIFTED", 3)
    all_of_them = _page(service, f"{TITLE} 三", 3)
    assert ([row["case_id"] for row in all_of_them.rows], all_of_them.is_capped) == (filed[::-1], False)


def test_a_case_is_found_by_its_number_and_by_what_it_begins_with_in_any_case_of_letters(service: Service) -> None:
    case = screened(service)
    service.engine.catch_up()
    (row,) = Queries(service.reading).all(PETITIONS)
    assert row["number_key"] == row["case_no"].lower()
    assert found(service, row["case_no"]) == found(service, row["case_no"][:-1].lower()) == {case}
    assert found(service, f"{row['case_no']}0") == set()
