"""What a form says of a tick that a rule demands, and of a list of lines that was left empty."""

from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict

from domain.hardship.checking import AskSupplement, RelativeInvolved, no_relative_takes_part
from domain.hardship.paying import PayAid
from domain.kernel import Command
from domain.roles import Role
from service.kinds.catalogue import COLLECTIONS
from service.web.form_fields import Field, FieldKind, fields_of
from service.web.form_people import People
from service.web.form_widgets import Maker, Widget
from service.words.refusals import fields_named
from tests.support.pages import Page, Site, dotted
from tests.support.words import words_in

ASKED = "Tick this to declare it; without the tick the step is refused."


def widgets(command: type[Command], typed: dict[str, str], wrong: str) -> dict[str, Widget]:  # type: ignore[type-arg]
    words, names = words_in("en", "hardship"), None
    people = People(names, words, None)  # type: ignore[arg-type]
    maker = Maker(words, names, MultiDict(typed), {wrong: ["?"]}, {}, people, None)  # type: ignore[arg-type]
    return {each.path: each for each in maker.widgets(fields_of(command))}


@pytest.mark.parametrize(
    ("typed", "told"), [("", "Fill this in."), ("\r\n ", "Fill this in."), ("x" * 201, "Give from 1 to 20 lines")]
)
def test_an_empty_list_of_lines_is_to_be_filled_in_and_a_wrong_one_mended(typed: str, told: str) -> None:
    assert widgets(AskSupplement, {"missing": typed}, "missing")["missing"].error.startswith(told)


def test_what_a_rule_wants_declared_is_told_apart_from_what_may_be_left_unticked() -> None:
    declared = {each.name for fields in _every_form() for each in fields if each.is_declared}
    assert {"no_relative", "note_signed", "to_own_account", "data_use", "is_own"} <= declared
    assert {each.kind for fields in _every_form() for each in fields if each.is_declared} == {FieldKind.FLAG}
    assert "emergency" not in declared


def _every_form() -> Iterator[tuple[Field, ...]]:
    for collection in COLLECTIONS:
        for offer in collection.addressed:
            fields = fields_of(offer.command)
            yield from (fields, *(each.parts for each in fields))


def test_the_refusal_names_the_tick_that_is_missing() -> None:
    with pytest.raises(RelativeInvolved) as refused:
        no_relative_takes_part(False)
    assert fields_named(refused.value) == {"no_relative"} <= {each.name for each in fields_of(PayAid)}


@pytest.mark.store
def test_a_tick_that_is_missing_is_told_beside_its_box_and_nothing_typed_is_lost(site: Site) -> None:
    union, path = site.reader(Role.UNION_BASE), "/hardship-requests/new"
    filled = dotted(
        name="王建国",
        household="HS-1001",
        consents__consented_on="2026-03-02",
        members__0__relation="SELF",
        members__0__age_band="ADULT",
        members__0__occupation="AT_WORK",
        incomes__0__source="WAGES",
        incomes__0__months="12",
        incomes__0__amount_fen="72000",
        causes="K1",
        contact="13900000000",
        standing="ON_POST",
        since="2025-01-01",
    )
    assert {"consents.data_use", "consents.sensitive_data"} <= union.get(path).form().required
    assert ASKED in union.get(path).text
    answer = union.fill(path, **filled)
    assert answer.status_code == 409, [each for each in answer.text.splitlines() if "error" in each]
    assert 'id="f-consents-data_use-error"' in answer.text
    assert Page(answer.text).form().values["name"] == "王建国"
