"""A review shows the unit that makes it no more of the matter than it knew, but for the reviewer it names."""

from datetime import date
from typing import Any

import pytest

from domain.roles import Role
from tests.scenarios.test_petition_scenarios import Desks, at, letter
from tests.support.api import HANDLING, Api, Officer, accepted, proposed
from tests.support.walking import Walk

__all__ = ["at"]

pytestmark = pytest.mark.store
DAY = "2025-08-29"
ASKED = "请复查我的来信，我是配电室的"


def answered_in_confidence(api: Api) -> tuple[Walk, Officer, Officer]:
    """A letter in confidence that the plant answered by itself; its clerk and its handler."""
    api.service.people.add_unit("HS01", "第一机械厂", "HS")
    api.clock.set_day(date.fromisoformat(DAY))
    roles = (Role.INTAKE, Role.PET_HEAD, Role.HANDLER)
    clerk, head, handler = (api.officer(role, name="厂", unit="HS01") for role in roles)
    body = {**letter(DAY, confidentiality_requested=True, facts="原信原文", brief="摘要一"), "unit": "HS01"}
    case = Walk(api, "petitions", clerk, body)
    told = {"sent_on": DAY, "method": "POST"}
    case.then("screening", head, screened_on=DAY, brief="摘要")
    case.then("acceptance", head, **accepted([handler], accepted_on=DAY, notice=told))
    heard = {"talked_on": DAY, "officers": [str(handler.id), str(head.id)], "minutes": "谈话笔录"}
    case.then("decision", handler, **proposed([], proposed_on=DAY, heard=heard))
    case.then("confirmation", head, entry=1, seen="谈话笔录")
    case.then("decision-approval", head, issued_on=DAY)
    case.then("delivery", clerk, delivered_on=DAY, method="IN_PERSON")
    return case, clerk, handler


def told(case: Walk, by: Officer) -> str:
    """Everything that the case and its timeline tell the officer."""
    read: Any = case.read(by)
    return f"{read}{case.api.get(f'{case.path}/timeline', by, **HANDLING).get_json()}"


def steps(case: Walk, by: Officer) -> set[str]:
    return {each["action"] for each in case.read(by)["actions"]}


def test_the_offices_above_read_and_do_no_more_for_a_review_and_whoever_answered_reads_no_own_words(at: Desks) -> None:
    api = at(DAY)
    case, clerk, handler = answered_in_confidence(api)
    before = {officer: steps(case, officer) for officer in (api.clerk, api.head)}
    reviewer = api.officer(Role.REVIEWER)
    case.then("review", clerk, requested_on=DAY, request=ASKED)
    texts = ("谈话笔录", "经查属实", "摘要一", "原信原文", ASKED)
    assert [text for officer in before for text in texts if text in told(case, officer)] == []
    assert steps(case, api.clerk) == before[api.clerk]
    assert steps(case, api.head) - before[api.head] == {"reviewer"}
    case.then("reviewer", api.head, reviewer=str(reviewer.id), reviewer_named_on=DAY)
    assert ASKED in told(case, reviewer)
    assert not [text for text in ("摘要一", "原信原文") if text in told(case, reviewer)]
    assert ASKED not in told(case, handler)
    opinion = {"findings": "程序不当", "opinion": "撤销", "legal_basis": "信访工作条例第三十五条"}
    case.then("review-decision", reviewer, **opinion, decided_on=DAY, result="REVOKE_REDO")
    assert steps(case, api.head) <= before[api.head] | {"supervision"}
