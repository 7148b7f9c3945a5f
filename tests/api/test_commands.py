"""Commands over HTTP: the shortest life, versions, keys, bodies that are no bodies."""

import io
import json
from collections.abc import Mapping
from uuid import uuid4

import psycopg
import pytest
from marshmallow import ValidationError
from werkzeug.test import EnvironBuilder, TestResponse

from domain.organisation.unit import unit_ref
from domain.roles import Role
from domain.supervision.noticing import IssueNotice
from service.edge.bodies import body_of
from tests.api.test_refusals import lead
from tests.support.api import DAY, SEEN, Api, accepted, problem, proposed, received, registered

pytestmark = pytest.mark.store


def test_six_calls_bring_a_petition_from_the_letter_to_its_end(api: Api) -> None:
    second = api.officer(Role.HANDLER, name="乙")
    case = api.received().accepted([api.handler])
    case.then("decision", api.handler, proposed([api.handler, second]))
    case.then("confirmation", api.head, SEEN)
    case.then("decision-approval", api.head, {"issued_on": DAY})
    case.then("delivery", api.clerk, {"delivered_on": DAY, "method": "IN_PERSON", "content_on": DAY})
    assert case.answer.get_json()["status"] == "CLOSED"
    assert case.answer.get_json()["events"] == ["petition.decision_delivered", "petition.closed"]
    assert case.read(api.clerk)["status"] == "CLOSED"


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [
        (None, 428, "version_missing"),
        ("*", 400, "version_malformed"),
        ("2", 400, "version_malformed"),
        ("W/2", 400, "version_malformed"),
        ('"2", "3"', 400, "version_malformed"),
        ('""', 400, "version_malformed"),
        ('"٢"', 400, "version_malformed"),
        ('"-1"', 400, "version_malformed"),
        ('"99999999999999999999"', 400, "version_malformed"),
        ('W/"1"', 412, "stale_version"),
        ('W/"2"', 200, ""),
        ('"1"', 412, "stale_version"),
        ('"3"', 412, "stale_version"),
    ],
)
def test_the_version_seen_is_asked_for_and_tried(api: Api, tag: str | None, status: int, code: str) -> None:
    case = api.received()
    headers = {} if tag is None else {"If_Match": tag.encode().decode("latin-1")}
    answer = api.post(f"{case.path}/screening", api.head, {"screened_on": DAY}, **headers)
    if status == 412:
        assert answer.headers["ETag"] == '"2"'
    assert case.read(api.head)["version"] == (3 if status == 200 else 2)
    assert status == 200 or problem(answer, status, code)


def test_a_repeat_gives_the_very_same_answer_also_after_the_case_has_moved_on(api: Api) -> None:
    body = received()
    first = api.post("/petitions", api.clerk, body, key="once")
    case = f"/petitions/{first.get_json()['id']}"
    screened = api.post(f"{case}/screening", api.head, {"screened_on": DAY}, 2, key="screen")
    moved = api.post(f"{case}/withdrawal", api.clerk, {"statement": "自愿", "withdrawn_on": DAY}, 3)
    assert (first.status_code, screened.status_code, moved.status_code) == (201, 200, 200)
    for answer, again in (
        (first, api.post("/petitions", api.clerk, body, key="once")),
        (screened, api.post(f"{case}/screening", api.head, {"screened_on": DAY}, 2, key="screen")),
    ):
        assert (again.status_code, again.data) == (answer.status_code, answer.data)
        assert dict(again.headers) == dict(answer.headers)
    assert case in first.headers["Location"]
    assert api.get(case, api.clerk).get_json()["version"] == 4


def test_a_key_answers_for_one_request_alone(api: Api) -> None:
    case = api.received()
    api.post(f"{case.path}/screening", api.head, {"screened_on": DAY}, 2, key="mine")
    other_body = api.post(f"{case.path}/screening", api.head, {"screened_on": DAY, "brief": "简况"}, 2, key="mine")
    problem(other_body, 409, "idempotency_key_reused")
    other_address = api.post(
        f"{case.path}/withdrawal", api.head, {"statement": "撤", "withdrawn_on": DAY}, 3, key="mine"
    )
    problem(other_address, 409, "idempotency_key_reused")
    other_person = api.post(
        f"{case.path}/withdrawal", api.clerk, {"statement": "撤", "withdrawn_on": DAY}, 3, key="mine"
    )
    assert other_person.status_code == 200


def test_a_key_that_opened_one_kind_of_record_opens_no_other(api: Api) -> None:
    everything = api.officer(Role.INTAKE, Role.TEAM_LEAD)
    clerk = {"Casework_Role": "INTAKE"}
    assert api.post("/petitions", everything, received(), key="k", **clerk).status_code == 201
    problem(api.post("/petitions", everything, received(text="别的"), key="k", **clerk), 409, "idempotency_key_reused")
    other = api.post(
        "/supervision-cases", everything, lead(confirmed_by=str(api.clerk.id)), key="k", Casework_Role="TEAM_LEAD"
    )
    problem(other, 409, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "idempotency_key_missing"), ("k" * 201, "idempotency_key_invalid"), ("Ã©", "idempotency_key_invalid")],
)
def test_a_key_is_asked_for(api: Api, key: str, code: str) -> None:
    answer = api.client.post(
        "/api/v1/petitions", json=received(), headers=api.clerk.header | ({"Idempotency-Key": key} if key else {})
    )
    problem(answer, 400, code)


def test_how_many_entries_a_list_has_is_tried_before_any_of_them() -> None:
    """An entry that was looked at would be told: all of them are wrong."""
    schema = body_of(IssueNotice)()
    with pytest.raises(ValidationError) as refused:
        schema.load({"items": [{"nonsense": 1}] * 30_000})
    assert len(refused.value.normalized_messages()["items"]) == 1
    with pytest.raises(ValidationError) as refused:
        schema.load({"items": [{"nonsense": 1}] * 2})
    assert set(refused.value.normalized_messages()["items"]) == {0, 1}


def test_twenty_mistakes_are_told_and_no_more(api: Api) -> None:
    unknown = {f"field_{number}": 1 for number in range(30_000)}
    told = problem(api.post("/petitions", api.clerk, received() | unknown), 422, "invalid")["errors"]
    assert len(told) == 20
    assert set(told) < set(unknown)


def raw(shared_api: Api, body: bytes, content_type: str = "application/json") -> TestResponse:
    headers = shared_api.clerk.header | {"Idempotency-Key": "raw", "Content-Type": content_type}
    return shared_api.client.post("/api/v1/petitions", data=body, headers=headers)


BROKEN: Mapping[str, bytes] = {
    "nothing": b"",
    "deep arrays": b"[" * 100_000,
    "deep and closed": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a field twice": b'{"channel":"LETTER","channel":"WEB"}',
    "a field twice, deep within": b'{"registration":{"title":"a","title":"b"}}',
    "NaN": b'{"received_on": NaN}',
    "infinity": b'{"received_on": -Infinity}',
    "a number beyond every limit": b'{"received_on": 1e999}',
    "a number of many digits": b'{"received_on": ' + b"9" * 10_000 + b"}",
    "half of a pair": b'{"unit": "\\ud800"}',
    "byte order mark": b"\xef\xbb\xbf{}",
    "not UTF-8": b'{"unit": "\xff"}',
    "UTF-16": '{"unit": "HS"}'.encode("utf-16"),
    "overlong": b'{"unit": "\xc0\xaf"}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_body_is_told_so(shared_api: Api, name: str) -> None:
    problem(raw(shared_api, BROKEN[name]), 400, "malformed")


def test_a_body_is_json_of_at_most_one_mebibyte(shared_api: Api) -> None:
    problem(raw(shared_api, b"{}", "text/plain"), 415, "wrong_content_type")
    problem(raw(shared_api, b"a=b", "application/x-www-form-urlencoded"), 415, "wrong_content_type")
    problem(raw(shared_api, b"{}", ""), 415, "wrong_content_type")
    problem(raw(shared_api, b" " * (1024 * 1024 + 1)), 413, "too_large")
    problem(raw(shared_api, b" " * (1024 * 1024)), 400, "malformed")
    text = json.dumps(received()).encode()
    assert raw(shared_api, text, "application/json; charset=utf-8").status_code == 201


def test_a_body_of_unknown_length_is_read_no_further_than_one_mebibyte(shared_api: Api) -> None:
    """Also where the part within the limit would be a body of its own."""
    text = json.dumps(received()).encode()
    builder = EnvironBuilder(
        "/api/v1/petitions",
        method="POST",
        headers=shared_api.clerk.header | {"Idempotency-Key": "chunked", "Content-Type": "application/json"},
        input_stream=io.BytesIO(text + b" " * (1024 * 1024) + b"and more"),
    )
    environ = builder.get_environ()
    del environ["CONTENT_LENGTH"]
    problem(shared_api.client.open({**environ, "wsgi.input_terminated": True}), 413, "too_large")


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null", b"true", b"[{}]"])
def test_a_body_is_an_object(shared_api: Api, body: bytes) -> None:
    problem(raw(shared_api, body), 422, "invalid")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2026-2-3"}, "received_on"),
        ({"received_on": "20260303"}, "received_on"),
        ({"received_on": "2026-W10-2"}, "received_on"),
        ({"received_on": 20260303}, "received_on"),
        ({"channel": "PIGEON"}, "channel"),
        ({"channel": None}, "channel"),
        ({"unit": ""}, "unit"),
        ({"unit": {}}, "unit"),
        ({"more": 1}, "more"),
        ({"registration": registered(title="")}, "registration"),
        ({"registration": registered(title=" \t ")}, "registration"),
        ({"registration": registered(title="a\0b")}, "registration"),
        ({"registration": registered(title="字" * 41)}, "registration"),
        ({"registration": registered(group_size=0)}, "registration"),
        ({"registration": registered(group_size=1.5)}, "registration"),
        ({"registration": registered(group_size="2")}, "registration"),
        ({"registration": registered(group_size=10**30)}, "registration"),
        ({"registration": registered(confidentiality_requested="yes")}, "registration"),
        ({"registration": registered(demands=[])}, "registration"),
        ({"registration": registered(demands=[{"text": "x", "purpose": "P1"}])}, "registration"),
        ({"registration": registered(representatives="王")}, "registration"),
    ],
)
def test_fields_that_are_not_valid_are_named(shared_api: Api, changes: dict[str, object], field: str) -> None:
    document = problem(shared_api.post("/petitions", shared_api.clerk, received() | changes), 422, "invalid")
    assert list(document["errors"]) == [field]


def test_one_entry_for_several_names_is_refused_in_the_readers_language(shared_api: Api) -> None:
    crowd = received(group_size=12, representatives=["张三", "李四、王五"])
    answer = shared_api.post("/petitions", shared_api.clerk, crowd, Accept_Language="zh")
    assert "第2名代表一栏中填写了多个姓名" in problem(answer, 409, "several_names_in_one_entry")["detail"]


def test_a_rule_that_refuses_is_named_with_its_facts(api: Api) -> None:
    late = received() | {"received_on": "2026-03-04"}
    document = problem(api.post("/petitions", api.clerk, late, Accept_Language="en"), 409, "fact_in_the_future")
    assert "2026-03-04" in str(document["detail"])
    case = api.received()
    problem(
        case.post("delivery", api.clerk, {"delivered_on": DAY, "method": "POST"}), 409, "not_allowed_in_this_status"
    )


def test_an_unknown_id_and_an_id_of_another_kind_are_the_same_to_the_caller(api: Api) -> None:
    everything = api.officer(Role.PET_HEAD, Role.UNIT_LEAD)
    case = api.received()
    body = {"screened_on": DAY}
    for identifier in (uuid4(), unit_ref("HS"), everything.id):
        for answer in (
            api.get(f"/petitions/{identifier}", everything),
            api.get(f"/petitions/{identifier}/timeline", everything),
            api.post(f"/petitions/{identifier}/screening", everything, body, 1),
            api.post(
                f"/units/{identifier if identifier != unit_ref('HS') else uuid4()}/dissolution",
                api.operator,
                {"dissolved_on": DAY, "successor": "HS"},
                1,
            ),
        ):
            problem(answer, 404, "not_found")
    for collection in ("units", "officers"):
        problem(api.get(f"/{collection}/{case.id}", everything), 404, "not_found")


def test_a_reason_is_kept_sealed_and_a_broken_one_is_refused(api: Api) -> None:
    case = api.received()
    answer = api.post(f"{case.path}/screening", api.head, {"screened_on": DAY}, 2, Casework_Reason="%E5%A4%8D%E6%A0%B8")
    assert answer.status_code == 200
    for broken in ("%FF", "x" * 501, "a%00b"):
        answer = api.post(f"{case.path}/acceptance", api.head, accepted(), 3, Casework_Reason=broken)
        problem(answer, 400, "reason_malformed")


def test_a_record_whose_texts_were_erased_takes_no_further_text(api: Api) -> None:
    case = api.received()
    with psycopg.connect(api.service.url, autocommit=True) as connection:
        connection.execute("UPDATE data_keys SET wrapped = NULL, destroyed_at = now() WHERE stream = %s", (case.id,))
    problem(case.post("withdrawal", api.clerk, {"statement": "撤", "withdrawn_on": DAY}), 409, "data_erased")
    told = case.timeline(api.clerk)["events"][1]["facts"]
    assert (told["name"], told["title"]) == ("⟦erased⟧", "⟦erased⟧")


def test_a_parameter_that_no_command_takes_stops_it(api: Api) -> None:
    told = problem(api.post("/petitions?dry_run=1", api.clerk, received()), 400, "parameter_unknown")
    assert "dry_run" in told["detail"]
    case = api.received()
    answer = api.post(f"{case.path}/screening?dry_run=1", api.head, {"screened_on": DAY}, case.version)
    problem(answer, 400, "parameter_unknown")
    assert len(api.items("/petitions", api.clerk)) == 1
    assert case.read(api.head)["version"] == case.version


def test_a_text_that_is_no_json_is_told_where_it_breaks(shared_api: Api) -> None:
    headers = shared_api.clerk.header | {"Idempotency-Key": "k", "Content-Type": "application/json"}
    headers["Accept-Language"] = "en"
    answer = shared_api.client.post("/api/v1/petitions", data='{"channel": "LETTER",\n  "unit": }', headers=headers)
    assert problem(answer, 400, "malformed")["detail"].endswith("line 2, column 11.")
