"""Official numbers over HTTP: offered where a document waits, gapless, voided with a reason, refused in confidence."""

import pytest

from tests.support.api import Api, Case, problem

pytestmark = pytest.mark.store


def told(api: Api, **registration: object) -> tuple[Case, str]:
    """A letter whose petitioner was told, and the day."""
    case, today = api.received(**registration), str(api.clock.today)
    return case.then("notice", api.clerk, {"notice": {"sent_on": today, "method": "POST"}}), today


def offered(case: Case, api: Api) -> set[str]:
    return {each["action"] for each in case.read(api.clerk)["actions"]}


def numbers(case: Case, api: Api) -> list[str]:
    events = case.timeline(api.clerk)["events"]
    return [each["facts"]["official_no"] for each in events if each["event"] == "petition.document_numbered"]


def test_each_notice_takes_the_next_number_and_a_voided_one_stays_seen(api: Api) -> None:
    first, today = told(api)
    year = today[:4]
    assert "document-number" in offered(first, api)
    assert "document-number-void" not in offered(first, api)
    first.then("document-number", api.clerk, {"document": 3})
    assert "document-number" not in offered(first, api)
    second, _ = told(api)
    second.then("document-number", api.clerk, {"document": 3})
    assert (numbers(first, api), numbers(second, api)) == ([f"HS信告〔{year}〕1号"], [f"HS信告〔{year}〕2号"])
    second.then("document-number-void", api.clerk, {"document": 3, "reason": "打印错误"})
    second.then("document-number", api.clerk, {"document": 3})
    assert numbers(second, api) == [f"HS信告〔{year}〕2号", f"HS信告〔{year}〕3号"]
    voided = [each for each in second.timeline(api.clerk)["events"] if each["event"] == "petition.number_voided"]
    assert [each["facts"]["official_no"] for each in voided] == [f"HS信告〔{year}〕2号"]
    problem(second.post("document-number", api.clerk, {"document": 1}), 409, "nothing_to_number")
    problem(second.post("document-number-void", api.clerk, {"document": 1, "reason": "错"}), 409, "not_numbered")


def test_a_matter_in_confidence_takes_none(api: Api) -> None:
    case, _ = told(api, confidentiality_requested=True)
    assert "document-number" not in offered(case, api)
    problem(case.post("document-number", api.clerk, {"document": 3}), 409, "sealed_takes_no_number")


def test_a_handler_of_another_case_and_a_stale_view_get_none(api: Api) -> None:
    case, _ = told(api)
    assert case.post("document-number", api.handler, {"document": 3}).status_code in (403, 404)
    stale = api.post(f"{case.path}/document-number", api.clerk, {"document": 3}, 1)
    problem(stale, 412, "stale_version")
