"""Metrics: what is counted and timed, for whom, and that no label tells a case, a person or what somebody typed."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from domain.catalogue import AGGREGATES
from projections.catalogue import VIEWS
from service.edge.measuring import METHODS, NOWHERE, OTHER
from service.machine.database import DatabaseRole
from service.store.measured import DONE, FAILED, REPEATED, RESULTS
from service.store.recorder import KINDS, OTHER_KIND
from tests.support.api import Api, accepted, problem, received
from tests.support.sources import ROOT

pytestmark = pytest.mark.store


def metrics(api: Api) -> dict[str, float]:
    """Every sample with its labels, in the order in which they stand."""
    answer = api.client.get("/metrics")
    assert (answer.status_code, answer.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def grown(before: dict[str, float], after: dict[str, float], name: str) -> dict[str, float]:
    """By labels: by how much the samples of that name have grown, where they did."""
    found = {sample: value - before.get(sample, 0.0) for sample, value in after.items()}
    return {
        sample.removeprefix(name): more for sample, more in found.items() if sample.startswith(f"{name}{{") and more
    }


def test_metrics_tell_the_end_of_the_log_what_was_appended_and_what_views_do_not_show_yet(api: Api) -> None:
    assert api.clerk
    api.service.engine.catch_up()
    before = metrics(api)
    api.received()
    after = metrics(api)
    assert grown(before, after, "casework_events_appended_total") == {'{kind="petition"}': 2.0}
    assert after["casework_log_position"] == before["casework_log_position"] + 2
    assert before['casework_view_lag_events{view="petitions"}'] == 0
    assert after['casework_view_lag_events{view="petitions"}'] == 2
    assert (after["casework_tail_waiting"], after["casework_followers_parked"]) == (0, 0)


def test_a_parked_follower_is_counted_and_named(api: Api) -> None:
    before = metrics(api)
    with api.service.reading.get_connection() as connection:
        connection.execute("INSERT INTO followers (name, position, parked) VALUES ('reminders', 0, 'ValueError')")
    after = metrics(api)
    assert (before["casework_followers_parked"], after["casework_followers_parked"]) == (0, 1)
    assert after['casework_follower_parked{follower="reminders"}'] == 1


def test_every_request_is_timed_by_method_part_and_class_of_its_status(api: Api) -> None:
    clerk, before = api.clerk, metrics(api)
    api.get("/petitions", clerk)
    api.post("/petitions", clerk, {})
    api.get(f"/petitions/{UUID(int=7)}", clerk)
    api.client.open("/petitions/王建国", method="BREW")
    api.client.get("/login")
    counted = grown(before, metrics(api), "casework_http_request_seconds_count")
    assert counted == {
        '{method="GET",part="operations",status="2xx"}': 1.0,
        '{method="GET",part="petitions",status="2xx"}': 1.0,
        '{method="POST",part="petitions",status="4xx"}': 1.0,
        '{method="GET",part="petitions",status="4xx"}': 1.0,
        '{method="other",part="none",status="4xx"}': 1.0,
        '{method="GET",part="web",status="2xx"}': 1.0,
    }


def test_every_command_is_timed_by_kind_and_result(api: Api) -> None:
    clerk, before = api.clerk, metrics(api)
    for _ in range(2):
        assert api.post("/petitions", clerk, received(), key="twice").status_code == 201
    case = api.received()
    stale = api.post(f"{case.path}/acceptance", api.head, accepted([api.handler]), version=1)
    assert stale.status_code == 412
    again = case.accepted([api.handler]).post("acceptance", api.head, accepted([api.handler]))
    problem(again, 409, "not_allowed_in_this_status")
    dealt_with = grown(before, metrics(api), "casework_command_seconds_count")
    assert {labels: count for labels, count in dealt_with.items() if 'kind="petition"' in labels} == {
        '{kind="petition",result="done"}': 3.0,
        '{kind="petition",result="repeated"}': 1.0,
        '{kind="petition",result="stale"}': 1.0,
        '{kind="petition",result="refused"}': 1.0,
    }


def test_waits_for_new_connections_are_timed_by_role(api: Api) -> None:
    before = metrics(api)
    with ThreadPoolExecutor(1) as other:
        other.submit(api.received).result()
    waits = grown(before, metrics(api), "casework_database_connection_wait_seconds_count")
    assert set(waits) == {f'{{role="{role}"}}' for role in (DatabaseRole.WRITER, DatabaseRole.VIEWS)}


def test_no_label_tells_that_something_was_sealed_or_sent_in_confidence(api: Api) -> None:
    before = metrics(api)
    api.screened()
    named = grown(before, metrics(api), "casework_command_seconds_count")
    api.screened(purpose="P3")
    told = grown(before, metrics(api), "casework_command_seconds_count")
    assert {sample for sample in told if "petition" in sample} == {each for each in named if "petition" in each}


def test_no_label_tells_a_case_a_person_or_what_somebody_typed(api: Api) -> None:
    case = api.received()
    api.client.get(f"/petitions/{case.id}?q=王建国", headers=api.clerk.header)
    api.client.open(f"/api/v1/petitions/{case.id}", method="王建国")
    known = {
        "method": METHODS | {OTHER},
        "part": {*api.app.blueprints, NOWHERE},
        "status": {f"{n}xx" for n in range(1, 6)},
        "kind": KINDS | {aggregate.kind for aggregate in AGGREGATES} | {OTHER_KIND},
        "result": {DONE, REPEATED, FAILED, *RESULTS.values()},
        "role": set(DatabaseRole),
        "view": {view.name for view in VIEWS},
        "follower": set(),
    }
    told = [pair for sample in metrics(api) for pair in re.findall(r'(\w+)="([^"]*)"', sample)]
    assert len(told) > 50
    assert {(name, value) for name, value in told if name != "le" and value not in known[name]} == set()
    assert not re.search(r"[0-9a-f]{8}-|[^\x00-\x7f]", "".join(value for _name, value in told))


def test_the_page_for_operators_names_every_metric(api: Api) -> None:
    api.received()
    told = api.client.get("/metrics").text
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(casework_\w+)`", page, re.MULTILINE))
    of_followers = {"casework_follower_lag_events", "casework_follower_parked"}
    assert set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE)) | of_followers == named


def test_metrics_are_for_this_machine_and_for_the_operators_token(api: Api) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert api.client.get("/metrics").status_code == 200
    problem(api.client.get("/metrics", environ_overrides=elsewhere), 401, "unauthenticated")
    for name in ("X-Forwarded-For", "x-forwarded-proto", "X-Real-Ip", "Forwarded", "Via"):
        problem(api.client.get("/metrics", headers={name: "127.0.0.1"}), 401, "unauthenticated")
    for host in ("cases.example.org", "127.0.0.1.example.org", "192.0.2.7:8000", "[::1"):
        problem(api.client.get("/metrics", headers={"Host": host}), 401, "unauthenticated")
    for host in ("127.0.0.1:8000", "[::1]:8000", "localhost:8000"):
        assert api.client.get("/metrics", headers={"Host": host}).status_code == 200
    of_clerk = api.client.get("/metrics", environ_overrides=elsewhere, headers=api.clerk.header)
    problem(of_clerk, 403, "forbidden")
    of_operator = api.client.get("/metrics", environ_overrides=elsewhere, headers=api.operator.header)
    assert of_operator.status_code == 200
