"""Lists over HTTP: pages, filters, search, order, cursors, positions; and what each of them refuses."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.petition.carrying import CarryOver, carried_stream
from domain.roles import Role
from domain.values import UnitRef
from service.edge.opaque import Opaque, Sealing
from service.store.steps import Step
from tests.support.api import DAY, Api, problem
from tests.support.group import OPERATOR

pytestmark = pytest.mark.store


def pages(api: Api, path: str, limit: int) -> list[dict[str, Any]]:
    """Every row, page after page; a new case arrives between any two pages."""
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        api.service.engine.catch_up()
        body = api.get(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}", api.clerk).get_json()
        rows.extend(body["items"])
        if body["next_cursor"] is None:
            return rows
        cursor = f"&cursor={body['next_cursor']}"
        api.received(title="新到")


@pytest.mark.parametrize("sort", ["-received_on", "received_on", "-changed_at", "changed_at"])
def test_paging_shows_every_case_once_while_new_ones_arrive(api: Api, sort: str) -> None:
    there = {str(api.received(title="原有").id) for _ in range(7)}
    api.clock.move(minutes=1)
    shown = [row["case_id"] for row in pages(api, f"/petitions?sort={sort}", 3) if row["title"] == "原有"]
    assert len(shown) == len(set(shown)) == 7
    assert set(shown) == there


def test_filters_choose_and_combine(api: Api) -> None:
    letter = api.received(title="水电费")
    visit = api.received(channel="VISIT", purpose="P2", title="食堂")
    withdrawn = api.received().then("withdrawal", api.clerk, {"statement": "撤", "withdrawn_on": DAY})

    def found(query: str) -> set[str]:
        return {row["case_id"] for row in api.items(f"/petitions?{query}", api.clerk)}

    everything = {str(each.id) for each in (letter, visit, withdrawn)}
    assert found("") == everything
    assert found("channel=VISIT") == {str(visit.id)}
    assert found("status=WITHDRAWN") == {str(withdrawn.id)}
    assert found("status=WITHDRAWN,REGISTERED") == found("status=WITHDRAWN&status=REGISTERED") == everything
    assert found("purpose=P2&status=WITHDRAWN") == set()
    assert found("unit=HS") == found(f"unit={api.unit}") == everything
    assert found(f"received_from={DAY}&received_until={DAY}") == everything
    assert found("received_from=2026-03-04") == set()
    number = letter.answer.get_json()["case_no"]
    assert found(f"number={number.lower()}") == {str(letter.id)}
    assert found("q=") == everything


def test_who_reads_titles_alone_finds_by_them_and_by_nothing_else(api: Api) -> None:
    case = api.received(title="住房补贴未发")
    case.then("screening", api.head, {"screened_on": DAY, "brief": "反映食堂卫生"})
    leader = api.officer(Role.UNIT_LEAD)

    def found(text: str) -> list[str]:
        return [row["case_id"] for row in api.items(f"/petitions?q={text}", leader)]

    assert found("") == found("补贴") == found("住房补贴未发") == [str(case.id)]
    assert found("食堂") == found("反映 住房") == []


def test_two_characters_are_enough_to_search_in_chinese(api: Api) -> None:
    case = api.received(title="住房补贴未发", name="欧阳建国", text="补发拖欠的工资")
    case.then("screening", api.head, {"screened_on": DAY, "brief": "反映食堂卫生"})
    other = api.received(title="水电费")

    def found(text: str) -> list[str]:
        return [row["case_id"] for row in api.items(f"/petitions?q={text}", api.clerk)]

    assert found("补贴") == found("住房补贴") == found("食堂") == found("反映 住房") == [str(case.id)]
    assert found(case.read(api.clerk)["case_no"]) == [str(case.id)]
    assert api.items("/petitions?q=食堂", api.auditor) == []  # who may not open a brief cannot ask what stands in it
    assert len(api.items(f"/petitions?q={case.read(api.clerk)['case_no']}", api.auditor)) == 1
    assert found("电费") == [str(other.id)]
    for personal in ("欧阳", "建国", "工资", "13900000000"):
        assert found(personal) == []
    for nothing in ("%E3%80%82", "'", "%27%20%26", ":*", "!", "%5C", "补贴 不存在"):
        assert found(nothing) == []
    problem(api.get("/petitions?q=%00", api.clerk), 400, "malformed")


def test_a_number_typed_whole_or_as_a_beginning_finds_it_alone(api: Api) -> None:
    numbers = ("Q121212", "Q12121", "X-Q1-12-21")
    for number in numbers:
        row = CarryOver("1", number, UnitRef(api.unit), date(2026, 2, 3), "Z9 来信")
        api.service.ledger.execute([Step(carried_stream("1", number), row)], OPERATOR)

    def found(text: str) -> set[str]:
        return {row["external_id"] for row in api.items(f"/petitions?q={text}", api.clerk)}

    assert found("Q121212") == found("q121212") == {"Q121212"}
    assert found("Q12121") == {"Q121212", "Q12121"}
    assert found("X-Q1-12-21") == found("x-q1-") == {"X-Q1-12-21"}
    assert found("Q1-12-21") == found("1212") == set()
    assert found("Z9") == found("来信") == set(numbers)
    (row,) = api.items("/petitions?q=X-Q1", api.clerk)
    assert found(row["case_no"]) == found(row["case_no"].lower()) == {"X-Q1-12-21"}
    assert found(row["case_no"].rpartition("-")[0] + "-") == set(numbers)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=0", "limit_invalid"),
        ("limit=201", "limit_invalid"),
        ("limit=-1", "limit_invalid"),
        ("limit=1.0", "limit_invalid"),
        ("limit=%D9%A3", "limit_invalid"),
        ("limit=9999999999999999999999", "limit_invalid"),
        ("limit=1&limit=2", "parameter_repeated"),
        ("sort=name", "sort_unknown"),
        ("sort=-received_on;drop", "sort_unknown"),
        ("name=x", "parameter_unknown"),
        ("Q=x", "parameter_unknown"),
        ("status=OPEN", "filter_invalid"),
        ("status=REGISTERED,,CLOSED", "filter_invalid"),
        ("unit=a&unit=b", "parameter_repeated"),
        ("unit=NONE", "filter_invalid"),
        ("received_from=yesterday", "filter_invalid"),
        ("received_from=2026-02-30", "filter_invalid"),
        ("received_from=2026-W10-2", "filter_invalid"),
        ("received_from=0000-01-01", "filter_invalid"),
        ("number=a%00b", "malformed"),
        ("number=" + "9" * 61, "filter_invalid"),
        ("q=" + "x" * 101, "filter_invalid"),
        ("cursor=abc", "token_invalid"),
        ("cursor=%00", "malformed"),
        ("cursor=" + "A" * 5000, "token_invalid"),
        ("as_of=3", "parameter_unknown"),
    ],
)
def test_what_a_list_does_not_take_is_refused(shared_api: Api, query: str, code: str) -> None:
    problem(shared_api.get(f"/petitions?{query}", shared_api.clerk), 400, code)


def test_a_cursor_belongs_to_its_list_and_order_and_cannot_be_changed(api: Api) -> None:
    for _ in range(3):
        api.received()
    api.service.engine.catch_up()
    cursor = api.get("/petitions?limit=1", api.head).get_json()["next_cursor"]
    assert api.get(f"/petitions?limit=1&cursor={cursor}", api.head).status_code == 200
    for other in ("/petitions?sort=changed_at&cursor=", "/audit-trail?cursor=", "/due-dates?cursor="):
        problem(api.get(f"{other}{cursor}", api.head), 400, "cursor_of_another_list")
    changed = ("B" if cursor[0] == "A" else "A") + cursor[1:]
    problem(api.get(f"/petitions?cursor={changed}", api.head), 400, "token_invalid")
    secret = api.service.settings.secret_key
    sealing, foreign = Sealing(secret), Opaque(b"x" * 32, "cursor")
    for forged in (sealing.positions.token(1), sealing.cursors.token(5), foreign.token([])):
        problem(api.get(f"/petitions?cursor={forged}", api.head), 400, "token_invalid")
    for forged in (sealing.cursors.token(1), sealing.positions.token("1"), foreign.token(1)):
        problem(api.get("/petitions", api.head, Casework_Position=forged), 400, "token_invalid")


def test_a_list_waits_for_the_position_that_the_caller_has_seen(api: Api) -> None:
    case = api.received()
    position = case.answer.headers["Casework-Position"]
    assert api.get("/petitions", api.clerk, Casework_Position=position).get_json()["items"]
    assert case.read(api.clerk)["version"] == 2
    assert api.get(case.path, api.clerk, Casework_Position=position).status_code == 200
    problem(api.get(case.path, api.clerk, Casework_Position="x"), 400, "token_invalid")


def test_a_view_that_cannot_reach_the_position_says_so_and_when_to_come_again(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.edge.reading.PATIENCE_S", 0.05)
    ahead = Sealing(api.service.settings.secret_key).positions.token(10**9)
    answer = api.get("/petitions", api.clerk, Casework_Position=ahead)
    problem(answer, 503, "view_behind")
    assert int(answer.headers["Retry-After"]) >= 1


def test_due_dates_name_what_is_late_and_for_how_long(api: Api) -> None:
    case = api.received()
    rows = api.items("/due-dates?rule=D-P01", api.head)
    assert [(row["case_id"], row["overdue_days"]) for row in rows] == [(str(case.id), 0)]
    assert api.items("/due-dates?overdue=true", api.head) == []
    api.clock.move(days=20)
    assert [row["overdue_days"] for row in api.items("/due-dates?overdue=true&kind=petition", api.head)] == [5]
    due = (api.clock.today + timedelta(days=100)).isoformat()
    assert len(api.items(f"/due-dates?due_until={due}&case_id={case.id}&provisional=false", api.head)) == 1
    for query in ("overdue=yes", "rule=D-P99", "case_id=1", "kind=unit,officer"):
        problem(api.get(f"/due-dates?{query}", api.head), 400, "filter_invalid")


def test_the_audit_trail_tells_who_did_what_and_when_but_not_what_was_written(api: Api) -> None:
    case = api.received()
    before = api.clock().isoformat()
    api.clock.move(hours=1)
    case.then("screening", api.head, {"screened_on": DAY})
    rows = api.items(f"/audit-trail?stream={case.id}", api.auditor)
    assert [row["event"] for row in rows] == ["petition.screened", "petition.registered", "petition.received"]
    assert rows[0]["by"] == {
        "kind": "officer",
        "officer": str(api.head.id),
        "role": "PET_HEAD",
        "unit": str(api.unit),
    }
    assert set(rows[0]) == {"position", "stream", "kind", "version", "event", "by", "recorded_at", "recorded_on"}
    until = api.items(f"/audit-trail?stream={case.id}&recorded_until={before}", api.auditor)
    assert len(until) == 2
    escaped = before.replace("+", "%2B")
    assert api.items(f"/audit-trail?stream={case.id}&recorded_until={escaped}", api.auditor) == until
    assert api.items(f"/audit-trail?stream={case.id}&as_of={before}", api.auditor) == until
    assert api.items(f"/audit-trail?stream={case.id}&as_of={until[0]['position']}", api.auditor) == until
    problem(api.get("/audit-trail?as_of=2", api.auditor), 400, "filter_invalid")
    problem(api.get("/audit-trail?as_of=then", api.auditor), 400, "as_of_invalid")
    assert len(api.items(f"/audit-trail?officer={api.head.id}&event=petition.screened", api.auditor)) == 1
    for query in ("event=petition", "recorded_from=2026-03-03T09:00:00", "recorded_from=0001-01-01T00:00:00%2B14:00"):
        problem(api.get(f"/audit-trail?{query}", api.auditor), 400, "filter_invalid")


@pytest.mark.parametrize(
    ("query", "chinese", "english"),
    [
        ("received_from=2026/01/01", "received_from 可取值：日期，格式为YYYY-MM-DD。", "a day as YYYY-MM-DD."),
        (f"q={'长' * 101}", "q 可取值：不超过100个字符。", "q takes: at most 100 characters."),
        ("channel=PIGEON", "channel 可取值：LETTER", "channel takes: LETTER"),
    ],
)
def test_what_a_filter_takes_is_said_in_the_language_asked_for(
    shared_api: Api, query: str, chinese: str, english: str
) -> None:
    for language, expected in (("zh", chinese), ("en", english)):
        answer = shared_api.get(f"/petitions?{query}", shared_api.clerk, Accept_Language=language)
        assert expected in problem(answer, 400, "filter_invalid")["detail"]


@pytest.mark.parametrize("path", ["/petition", "/petitions/", "/petitions/PET-HS-2026-ABCDEFGH", "/units/HS", "/x"])
def test_an_address_that_there_is_not_says_where_they_stand(shared_api: Api, path: str) -> None:
    told = problem(shared_api.get(path, shared_api.clerk, Accept_Language="en"), 404, "not_found")
    assert told["detail"].startswith("There is no such address.")
    unknown = shared_api.get(f"/units/{uuid4()}", shared_api.clerk, Accept_Language="en")
    assert problem(unknown, 404, "not_found")["detail"].startswith("There is nothing at this address")
