"""What a command names by number is chosen from the parts of the case, each named so that people know it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.catalogue import BY_KIND
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.aiding import ApproveAid, CancelAid
from domain.hardship.emergency import ApproveEmergencyAid
from domain.hardship.objecting import ResolveObjection
from domain.hardship.paying import ConfirmReceipt, PayAid, ReportNoReceipt
from domain.kernel import Aggregate, Command, fold
from domain.supervision.codes import Outcome, SubjectCode
from domain.supervision.finding import DraftFindings
from domain.supervision.noticing import IssueNotice
from domain.supervision.rectifying import AcceptOpenItem, SubmitRectification, VerifyItem
from projections.catalogue import CASE_VIEWS
from service.demonstration.stage import officer_ref
from service.edge.running import Service
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import CASES, CASES_BY_KIND
from service.kinds.kind import CaseKind
from service.kinds.numbers import Numbering, excerpt
from service.views.queries import Queries
from service.web.form_fields import Field, fields_of
from service.web.form_numbers import names_numbers
from service.web.form_values import Typed, data_of
from service.words.names import Names
from service.wsgi import build
from tests.support import hardships, supervision
from tests.support.given import LEADER, STREAM, History, given
from tests.support.pages import Page, Reader
from tests.support.words import words_in

pytestmark = pytest.mark.store

PARTS = {(name, field): part for name, kind in CASES_BY_KIND.items() for field, part in kind.numbers.parts.items()}
FITS = {command: rule for kind in CASES_BY_KIND.values() for command, rule in kind.numbers.fits.items()}

ASKED = [
    ("aid-approval", "aid", ("aid", "aid2"), "已计划"),
    ("aid-cancellation", "aid", ("centre", "aid"), "元"),
    ("payment", "aid", ("payer",), "已批准"),
    ("receipt", "aid", ("payer",), "已发放"),
    ("verification", "item", ("team_lead", "member"), "已提交整改"),
    ("rectification", "item", ("supervised",), "待整改"),
    ("open-item", "item", ("chair",), "整改"),
    ("finding", "findings.0.evidence", ("team_lead", "member"), "证据"),
    ("conclusion", "changed.0.finding", ("team_lead",), "；"),
    ("decision", "results.0.demand", ("handler", "handler2"), "；"),
]
"""By the noun of the command: a field, who may open the form, and what each choice says."""


def _cases(service: Service, aggregate: Aggregate[object]) -> Iterator[UUID]:
    view = CASE_VIEWS[aggregate.kind]
    yield from (row["case_id"] for row in Queries(service.reading).all(view))


def _forms(service: Service, collection: CaseKind, noun: str, tags: tuple[str, ...]) -> Iterator[str]:
    app = build(service)
    for tag in tags:
        reader = Reader(app.test_client(), "zh")
        with reader.client.session_transaction() as session:
            session["officer"] = str(officer_ref(tag))
        for case in _cases(service, collection.aggregate):
            answer = reader.client.get(f"/{collection.name}/{case}/{noun}", headers=reader.headers)
            if answer.status_code == 200:
                yield answer.text


@pytest.mark.parametrize(("noun", "name", "tags", "told"), ASKED, ids=[f"{noun}-{name}" for noun, name, *_ in ASKED])
def test_numbers_are_chosen_by_what_they_stand_for(
    demonstration: Service, noun: str, name: str, tags: tuple[str, ...], told: str
) -> None:
    kind = _kind_of(name)
    collection = next(each for each in CASES if each.aggregate.kind == kind and each.offer_of(noun))
    html = next(_forms(demonstration, collection, noun, tags), "")
    assert html, f"no case of the demonstration waits for {noun}"
    options = [option for option in Page(html).form().options[name] if option]
    assert options
    assert all(option.isdecimal() for option in options)
    titles = _titles(html, name)
    assert len(titles) == len(options)
    assert told in titles[0]
    assert titles[0].startswith(options[0])


def _kind_of(name: str) -> str:
    return next(kind for kind, field in PARTS if field == name.rpartition(".")[2])


def _titles(html: str, name: str) -> list[str]:
    """The texts of the choices of a field."""
    selected = html.partition(f'name="{name}"')[2].partition("</select>")[0]
    options = re.findall(r'<option value="\d+"[^>]*>([^<]+)</option>', selected)
    return options or re.findall(rf'name="{re.escape(name)}" value="\d+"[^>]*> ([^<]+)</label>', html)


def test_only_aids_that_the_command_can_change_are_offered(demonstration: Service) -> None:
    """Nobody can pay an aid that was paid, and each aid that waits can be chosen."""
    collection = next(each for each in CASES if each.aggregate is HARDSHIP)
    app = build(demonstration)
    reader = Reader(app.test_client(), "zh")
    with reader.client.session_transaction() as session:
        session["officer"] = str(officer_ref("payer"))
    tried = 0
    for case in _cases(demonstration, HARDSHIP):
        answer = reader.client.get(f"/{collection.name}/{case}/payment", headers=reader.headers)
        if answer.status_code == 200:
            history = demonstration.ledger.history(case)
            state = fold(HARDSHIP, (recorded.event for recorded in history))
            waiting = {str(number) for number, aid in state.aids.items() if aid.status == "APPROVED"}
            assert {option for option in Page(answer.text).form().options["aid"] if option} == waiting
            tried += 1
    assert tried


def _offered(demonstration: Service, kind: str, history: History, command: type[Command[Any]]) -> list[list[str]]:
    """What each part that fits the command is told as, to an officer who opens no text."""
    aggregate = BY_KIND[kind]
    file = CaseFile(STREAM, aggregate, (), fold(aggregate, history), {})
    words = words_in("zh", kind)
    names = Names(Queries(demonstration.reading), demonstration.vault, demonstration.ledger.today(), words)
    reading = Numbering(file, LEADER, [], words, names, FITS.get(command))
    (name,) = (name for name in _numbers(fields_of(command)) if (kind, name) in PARTS)
    return [[str(number), *told] for number, told in PARTS[kind, name](reading)]


def test_only_objections_that_are_open_are_offered(demonstration: Service) -> None:
    opened = hardships.objected(date(2025, 9, 29))
    told = _offered(demonstration, "hardship", opened, ResolveObjection)
    assert told == [["1", "2025年9月29日"]]
    settled = given(HARDSHIP, *opened).when(hardships.resolve(date(2025, 9, 30)), by=hardships.UNION).history
    assert _offered(demonstration, "hardship", settled, ResolveObjection) == []


def test_only_findings_that_are_founded_are_offered_for_a_notice(demonstration: Service) -> None:
    found = [supervision.finding(), supervision.finding(outcome=Outcome.O0)]
    final = supervision.final(supervision.SEPT_1, *found)
    offered = _offered(demonstration, "supervision", final, IssueNotice)
    assert [told[0] for told in offered] == ["1"]
    assert words_in("zh").code(SubjectCode.S22) in offered[0]


@pytest.mark.parametrize(
    ("history", "command", "offered"),
    [
        (hardships.aid_planned(), ApproveAid, True),
        (hardships.aid_planned(), ApproveEmergencyAid, False),
        (hardships.emergency_planned(), ApproveAid, False),
        (hardships.emergency_planned(), ApproveEmergencyAid, True),
        (hardships.aid_planned(), PayAid, False),
        (hardships.aid_approved(), PayAid, True),
        (hardships.aid_approved(), CancelAid, True),
        (hardships.aid_paid(), CancelAid, False),
        (hardships.aid_paid(), ConfirmReceipt, True),
        (hardships.aid_paid(), ReportNoReceipt, True),
        (hardships.aid_approved(), ConfirmReceipt, False),
        (hardships.aid_approved(), ReportNoReceipt, False),
    ],
)
def test_an_aid_is_offered_where_it_stands_right(
    demonstration: Service, history: History, command: type[Command[Any]], offered: bool
) -> None:
    assert bool(_offered(demonstration, "hardship", history, command)) is offered


@pytest.mark.parametrize(
    ("history", "command", "offered"),
    [
        (supervision.rectifying(), SubmitRectification, True),
        (supervision.rectifying(), VerifyItem, False),
        (supervision.rectifying(), AcceptOpenItem, True),
        (supervision.verifying(), SubmitRectification, False),
        (supervision.verifying(), VerifyItem, True),
        (supervision.verified(), AcceptOpenItem, False),
    ],
)
def test_an_item_is_offered_where_it_stands_right(
    demonstration: Service, history: History, command: type[Command[Any]], offered: bool
) -> None:
    assert bool(_offered(demonstration, "supervision", history, command)) is offered


def test_every_number_of_a_case_that_a_command_names_has_a_table_entry() -> None:
    counted = {
        "months",
        "days",
        "group_size",
        "text_version",
        "houses",
        "vehicles",
        "member_count",
        "notice_days",
        "hours",
    }
    for collection in CASES:
        for address in collection.addressed:
            for name in _numbers(fields_of(address.command)):
                assert name in counted or (collection.aggregate.kind, name) in PARTS, (address.command, name)


def _numbers(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        if names_numbers(field):
            yield field.name
        yield from _numbers(field.parts)


def test_rules_of_fitting_speak_of_commands_that_name_numbers() -> None:
    for command in FITS:
        kind = command.__module__.split(".")[1]
        assert any((kind, name) in PARTS for name in _numbers(fields_of(command))), command


def test_several_numbers_are_read_from_ticks_as_from_lines() -> None:
    ticks, lines = Typed(), Typed({"findings.0.evidence": "2\r\n3"})
    ticks.setlist("findings.0.evidence", ["2", "3"])
    read = [data_of(fields_of(DraftFindings), typed)["findings"][0]["evidence"] for typed in (ticks, lines)]
    assert read == [[2, 3], [2, 3]]


def test_a_long_text_is_cut_to_its_beginning() -> None:
    assert excerpt("一\n二  三") == "一 二 三"
    assert excerpt("字" * 40) == "字" * 30 + "…"
    assert excerpt({"sealed": True}) == ""
