"""The page of a case tells its reader why he or she may see it, and the bar of the demonstration who one acts as."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from domain.scopes import Openness, Scope
from domain.values import UnitRef
from projections.supervision_board import SUPERVISION_BOARD
from service.demonstration.people import OFFICERS, UNITS
from service.edge.running import Service
from service.kinds.allowance import Relation
from service.kinds.catalogue import CASES, EXCERPTS
from service.kinds.relations import SAYS, exactly
from service.views.conditions import equals
from service.views.queries import Queries
from tests.support.applications import application_on, page_as
from tests.support.given import GONE, GROUP, PLANT

pytestmark = pytest.mark.store


@pytest.fixture
def app(demonstration: Service) -> Iterator[Flask]:
    with application_on(demonstration) as found:
        yield found


def test_every_way_to_know_of_a_case_has_its_sentence() -> None:
    of_cases = {row.relation for kind in CASES for row in kind.reading.allowances}
    assert set(SAYS) == of_cases | {row.relation for excerpt in EXCERPTS for row in excerpt.allowances}


def test_of_what_a_relation_may_mean_the_page_says_what_holds_for_the_case() -> None:
    def said(owner: UnitRef, relation: Relation = Relation.BELOW) -> tuple[str, ...]:
        return exactly(relation, Scope(Openness.OPEN, owner), GROUP, {GROUP, PLANT})

    assert said(GROUP) == ("it belongs to that unit",)
    assert said(PLANT) == ("it belongs to a unit below that one",)
    assert said(GONE) == ("it was brought before that unit or one below it",)
    assert said(GROUP, Relation.ASKED) == ("it belongs to that unit", "your part in it was asked for")
    assert said(GROUP, Relation.TOLD) == ("that unit was told of it",)


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("team_lead", "as Supervision team leader, 华盛集团 Huasheng Group: you are named for it"),
        ("supervised", "as Contact of the supervised unit, 机械一厂 Machinery Plant 1: that unit was told of it"),
        ("auditor", "as Auditor, 华盛集团 Huasheng Group: it belongs to that unit"),
    ],
)
def test_the_page_of_a_case_says_why_its_reader_may_see_it(
    app: Flask, demonstration: Service, tag: str, says: str
) -> None:
    rows = Queries(demonstration.reading).all(SUPERVISION_BOARD, [equals("status", "RECTIFYING")])
    case = next(row["case_id"] for row in rows if row["case_no"].startswith("SUP") and _is_of_plant_1(row))
    english = page_as(app, tag, f"/supervision-cases/{case}")
    assert says in english.partition("You may see this:")[2].partition("</p>")[0]
    assert "您可以查看本事项：" in page_as(app, tag, f"/supervision-cases/{case}", "zh")


def _is_of_plant_1(row: dict[str, object]) -> bool:
    return row["supervised_unit"] == next(unit.ref for unit in UNITS if unit.code == "JX-1")


def test_the_bar_says_in_which_role_and_for_which_unit_one_acts(app: Flask) -> None:
    bar = page_as(app, "intake", "/").partition('<select id="act-as"')[2].partition("</select>")[0]
    options = re.findall(r"<option[^>]*>(.*?)</option>", bar)
    assert len(options) == len(OFFICERS)
    units = {unit.code: unit.name for unit in UNITS}
    for officer in OFFICERS:
        [told] = [option for option in options if option.startswith(f"{officer.name} – ")]
        assert told.endswith(f", {units[officer.unit]}")
