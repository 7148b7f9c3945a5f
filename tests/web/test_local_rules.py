"""Local rows on a page: one administrator proposes, another agrees, everybody reads; both languages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.officers import EVERYTHING
from domain.organisation.local_rows import settable_numbers
from domain.organisation.officer import LONGEST_TOKEN, AppointOfficer, IssueToken
from domain.roles import Role
from service.access.tokens import digest_of, new_token
from service.store.steps import Step
from service.web.local_names import NUMBERS
from tests.support.group import GROUP, LONG_AGO, OPERATOR
from tests.support.pages import Reader, Site

pytestmark = pytest.mark.store
PAGE = "/local-rules"


def second_administrator(site: Site) -> Reader:
    """Another one, signed in."""
    stream, token, service = uuid4(), new_token(), site.group.service
    service.ledger.execute([Step(stream, AppointOfficer("赵二", GROUP, (Role.SYSADMIN,), LONG_AGO))], OPERATOR)
    until = service.ledger.today() + LONGEST_TOKEN
    service.ledger.execute([Step(stream, IssueToken(digest_of(token), until, EVERYTHING))], OPERATOR)
    service.engine.catch_up()
    reader = site.anonymous()
    assert reader.send("/login", reader.get("/login").form("/login"), token=token).status_code == 303
    return reader


def test_a_row_is_proposed_by_one_and_agreed_to_by_another(site: Site) -> None:
    first, second = site.reader(Role.SYSADMIN), second_administrator(site)
    day = str(site.group.service.ledger.today() + timedelta(days=20))
    form = first.get(PAGE).form(PAGE)
    assert "D-P01" in form.options["name"]
    filled = {"name": "D-P01", "value": "10", "profile": "national", "in_force_from": day, "source": "集团〔2026〕7号"}
    assert first.send(PAGE, form, **filled).status_code == 303
    assert "集团〔2026〕7号" in first.get(PAGE).text
    agreeing = f"{PAGE}/1/confirmation"
    assert agreeing not in [form.action for form in first.get(PAGE).forms]
    answer = second.send(PAGE, second.get(PAGE).form(agreeing))
    assert answer.status_code == 303, answer.text[-2000:]
    assert site.group.service.settling.local_rows().rules[0].length == 10
    assert "自施行之日起适用" in site.reader(Role.INTAKE, "zh").get(PAGE).text
    assert site.reader(Role.INTAKE).get(PAGE).forms[1:] == site.reader(Role.INTAKE).get("/units").forms[1:]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"value": "soon"}, 422),
        ({"in_force_from": "2020-01-01"}, 409),
        ({"name": "nothing"}, 409),
        ({"source": ""}, 422),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(site: Site, changed: dict[str, str], status: int) -> None:
    administrator = site.reader(Role.SYSADMIN)
    day = str(site.group.service.ledger.today() + timedelta(days=20))
    filled = {"name": "D-P01", "value": "10", "profile": "national", "in_force_from": day, "source": "文", **changed}
    answer = administrator.send(PAGE, administrator.get(PAGE).form(PAGE), **filled)
    assert answer.status_code == status, answer.text[-2000:]
    assert site.group.service.settling.local_rows().count == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_may_be_set_is_told_by_name_with_its_unit_and_what_holds_now(site: Site, language: str) -> None:
    administrator = site.reader(Role.SYSADMIN, language)
    told = administrator.get(PAGE).text
    title, money = {
        "en": ("Emergency aid: most for one aid (yuan): now 10,000.00 yuan", "8,500.50 yuan"),
        "zh": ("紧急救助：单次最高额 (元)：现为10,000.00元", "8,500.50元"),
    }[language]
    assert title in told
    assert not [name for name in settable_numbers() if name in told], "no reader knows the names in the code"
    day = str(site.group.service.ledger.today() + timedelta(days=20))
    filled = {
        "name": "emergency_cap_fen",
        "value": "8500.50",
        "profile": "qingdao",
        "in_force_from": day,
        "source": "文",
    }
    assert administrator.send(PAGE, administrator.get(PAGE).form(PAGE), **filled).status_code == 303
    assert site.group.service.settling.local_rows().proposed[1].value == 850_050
    assert money in administrator.get(PAGE).text


def test_every_number_that_may_be_set_has_a_name() -> None:
    assert set(NUMBERS) == settable_numbers()


def test_a_proposal_is_taken_back_and_others_may_set_none(site: Site) -> None:
    administrator = site.reader(Role.SYSADMIN)
    day = str(site.group.service.ledger.today() + timedelta(days=20))
    filled = {"name": "collective_threshold", "value": "8", "profile": "qingdao", "in_force_from": day, "source": "文"}
    administrator.send(PAGE, administrator.get(PAGE).form(PAGE), **filled)
    form = administrator.get(PAGE).form(f"{PAGE}/1/refusal")
    clerk = site.reader(Role.INTAKE)
    assert clerk.send(PAGE, form).status_code in (400, 403, 404)
    assert administrator.send(PAGE, form).status_code == 303
    assert not site.group.service.settling.local_rows().proposed
