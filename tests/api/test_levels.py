"""Who approves knows of a request while it waits at that level: read over HTTP, before, during and after."""

import pytest

from domain.roles import Role
from tests.support.api import HANDLING, Api, Officer, problem
from tests.support.relief import MINE, PLANT, Relief
from tests.support.walking import Walk, application

pytestmark = pytest.mark.store


@pytest.fixture
def relief(api: Api) -> Relief:
    return Relief(api)


def known(relief: Relief, case: Walk, by: Officer) -> tuple[int, bool, str | None]:
    """What is answered of the case, whether the list holds it, and the category that the list tells."""
    rows = {row["case_id"]: row for row in relief.api.items("/hardship-requests", by)}
    row = rows.get(str(case.id))
    return relief.api.get(case.path, by).status_code, row is not None, row["category"] if row else None


HIDDEN, WHOLE, BARE = (404, False, None), (200, True, "H1"), (200, True, None)


def test_the_approver_knows_what_waits_at_that_level_and_that_there_is_a_file_afterwards(relief: Relief) -> None:
    approver, beside = relief.of(Role.AID_APPROVER), relief.of(Role.AID_APPROVER, MINE)
    chair = relief.of(Role.UNION_CHAIR)
    case = relief.on_file("L-0001")
    assert [known(relief, case, each) for each in (approver, chair)] == [HIDDEN, HIDDEN]
    relief.plan(case)
    assert [known(relief, case, each) for each in (approver, beside, chair)] == [WHOLE, HIDDEN, HIDDEN]
    name = relief.api.get(f"{case.path}/timeline", approver, **HANDLING).get_json()["events"][0]["facts"]["name"]
    assert name == "张建国"
    relief.approve(case)
    assert [known(relief, case, each) for each in (approver, beside, chair)] == [BARE, HIDDEN, HIDDEN]
    told = relief.api.get(f"{case.path}/timeline", approver, **HANDLING).get_json()
    assert told["events"][0]["facts"]["name"] == {"sealed": True}
    reviewed = next(each["facts"] for each in told["events"] if each["event"] == "hardship.reviewed")
    assert (reviewed["category"], reviewed["dibao_line_fen"]) == ({"sealed": True}, {"sealed": True})
    assert relief.api.get(case.path, approver).get_json()["actions"] == []


def test_above_an_amount_the_chair_knows_and_approves_and_the_approver_does_not(relief: Relief) -> None:
    approver, chair = relief.of(Role.AID_APPROVER), relief.of(Role.UNION_CHAIR)
    case = relief.planned("L-0001", 10_001)
    assert [known(relief, case, each) for each in (approver, chair)] == [HIDDEN, WHOLE]
    body = {"aid": 1, "approved_on": str(relief.today), "no_relative": True}
    problem(relief.api.post(f"{case.path}/aid-approval", approver, body, 1), 404, "not_found")
    relief.approve(case, role=Role.UNION_CHAIR)
    assert [known(relief, case, each) for each in (approver, chair)] == [HIDDEN, BARE]


def test_a_category_that_may_not_be_read_is_no_filter_and_stands_in_no_column(relief: Relief) -> None:
    case = relief.planned("L-0001")
    relief.approve(case)
    auditor, approver = relief.of(Role.AUDITOR), relief.of(Role.AID_APPROVER)
    for path in ("/hardship-requests", "/relief-queue"):
        for by in (auditor, approver):
            refused = problem(relief.api.get(f"{path}?category=H1", by), 400, "parameter_unknown")
            unknown = problem(relief.api.get(f"{path}?categorie=H1", by), 400, "parameter_unknown")
            assert str(refused).replace("category", "categorie") == str(unknown)
            assert {row["category"] for row in relief.api.items(path, by)} == {None}
        assert [row["category"] for row in relief.api.items(f"{path}?category=H1", relief.union)] == ["H1"]
        assert relief.api.items(f"{path}?category=H2", relief.union) == []
    told = relief.api.get(f"{case.path}/timeline", auditor).get_json()["events"]
    facts = {each["event"]: each["facts"] for each in told}
    closed = [facts["hardship.published"][name] for name in ("category", "aid_kind")]
    closed += [facts["hardship.aid_planned"]["kind"], facts["hardship.applied"]["member_count"]]
    assert closed == [{"sealed": True}] * 4


def test_registers_leave_out_the_columns_that_their_reader_may_not_know(relief: Relief) -> None:
    relief.pay(relief.ordered("L-0001"), relief.of(Role.PAYER))
    for code, column in (("RG-H1", "category"), ("RG-H4", "kind")):
        shown = {}
        for role in (Role.AID_CENTER, Role.AUDITOR):
            register = relief.api.get(f"/registers/{code}", relief.of(role)).get_json()
            shown[role] = column in {each["name"] for each in register["columns"]}
            assert [column in entry for entry in register["items"]] == [shown[role]]
        assert shown == {Role.AID_CENTER: True, Role.AUDITOR: False}
        whole, without = (
            relief.api.get(f"/registers/{code}.csv", relief.of(role)).text.splitlines()[0].count(",")
            for role in (Role.AID_CENTER, Role.AUDITOR)
        )
        assert whole == without + 1


def test_funds_are_listed_for_the_units_that_a_role_covers(relief: Relief) -> None:
    own, beside = relief.opened(PLANT), relief.opened(MINE)
    every = {relief.fund, own, beside}
    covered = {
        (Role.AID_CENTER, "HS"): every,
        (Role.AID_CENTER, PLANT): {own},
        (Role.FUND_AUDIT, MINE): {beside},
        (Role.AUDITOR, "HS"): every,
        (Role.UNION_BASE, PLANT): {relief.fund, own},
        (Role.AID_APPROVER, MINE): {relief.fund, beside},
    }
    for (role, unit), funds in covered.items():
        by = relief.of(role, unit)
        assert {row["fund"] for row in relief.api.items("/funds", by)} == funds, (role, unit)
        for fund in every:
            assert relief.api.get(f"/funds/{fund}", by).status_code == (200 if fund in funds else 404)
    for role in (Role.PAYER, Role.UNIT_LEAD, Role.INTAKE):
        problem(relief.api.get("/funds", relief.of(role)), 403, "forbidden")


def test_a_household_with_a_file_in_another_plant_is_refused_without_a_word_of_it(relief: Relief) -> None:
    case = relief.applied("L-0001")
    union, centre = relief.of(Role.UNION_BASE, MINE), relief.of(Role.AID_CENTER)

    def again(by: Officer, days_ago: int = 0) -> dict[str, object]:
        body = case_of(relief, days_ago)
        return dict(problem(relief.api.post("/hardship-requests", by, body), 409, body_code[by.id]))

    body_code = {union.id: "household_not_free", centre.id: "household_has_active_file"}
    held = again(union)
    again(centre)
    case.then("withdrawal", relief.union, statement="不再需要", withdrawn_on=str(relief.today))
    over = again(union, days_ago=1)
    assert {**held, "instance": None, "request_id": None} == {**over, "instance": None, "request_id": None}
    assert str(case.id) not in str(held)


def case_of(relief: Relief, days_ago: int) -> dict[str, object]:
    """The same family applies in the mine, on a day so long ago."""
    from_day = relief.today.fromordinal(relief.today.toordinal() - days_ago)
    return application(from_day, MINE, "L-0001")
