"""A fresh form starts with what the record knows already, and never with what nobody said."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from domain.catalogue import AGGREGATES, BY_COMMAND
from domain.hardship.aggregate import HARDSHIP
from domain.hardship.objecting import ResolveObjection
from domain.hardship.paying import PayAid
from domain.kernel import Command, fold
from domain.organisation.officer import OFFICER
from domain.petition.aggregate import PETITION
from domain.petition.deciding import ProposeDecision
from domain.petition.ending import OpenImplementation
from domain.supervision.finding import DraftFindings
from domain.supervision.noticing import IssueNotice
from domain.supervision.rectifying import SubmitRectification
from domain.values import KeyClass, Personal
from service.web.form_fields import Field, FieldKind, fields_of
from service.web.form_first import Beginning, first_values
from service.web.form_values import Typed
from tests.support import hardships, petitions, supervision
from tests.support.given import GROUP, History

TODAY = date(2025, 12, 31)
SIMPLE = {FieldKind.NUMBER, FieldKind.UNIT, FieldKind.DAY, FieldKind.CHOICE, FieldKind.FUND, FieldKind.OFFICER}


def fresh(command: type[Command[Any]], history: History) -> Typed:
    state = fold(BY_COMMAND[command], history)
    return first_values(fields_of(command), Beginning(TODAY, None, state))


def test_a_petition_is_carried_out_where_it_is_owned_and_its_one_demand_is_answered() -> None:
    assert fresh(OpenImplementation, petitions.replied(petitions.MARCH_3))["responsible_unit"] == str(GROUP)
    assert fresh(ProposeDecision, petitions.handling())["results.0.demand"] == "1"


def test_findings_are_of_the_supervised_unit_and_the_one_item_is_taken() -> None:
    drafted = fresh(DraftFindings, supervision.checking())
    assert drafted["findings.0.responsible_unit"] == str(
        fold(BY_COMMAND[DraftFindings], supervision.checking()).supervised_unit
    )
    assert "evidence.0.obtained_on" not in drafted
    assert fresh(IssueNotice, supervision.final())["items.0.finding"] == "1"
    assert fresh(SubmitRectification, supervision.rectifying())["item"] == "1"


def test_the_one_aid_of_a_request_is_paid_and_its_one_open_objection_resolved() -> None:
    paying = fresh(PayAid, hardships.aid_approved())
    assert (paying["aid"], paying["paid_on"]) == ("1", TODAY.isoformat())
    assert "to_own_account" not in paying
    assert fresh(ResolveObjection, hardships.objected(hardships.POSTED_ON))["objection"] == "1"


def test_of_several_entries_none_is_taken_for_the_one_that_is_meant() -> None:
    two = (supervision.finding(), supervision.finding())
    assert "items.0.finding" not in fresh(IssueNotice, supervision.final(supervision.SEPT_1, *two))


def test_a_record_that_is_still_to_be_opened_knows_nothing() -> None:
    empty = first_values(fields_of(PayAid), Beginning(TODAY))
    assert "aid" not in empty


def declared(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield from [field] if field.known else []
        yield from declared(field.parts)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=lambda each: each.kind)
def test_what_is_declared_as_known_is_something_the_state_has_and_decides_nothing(aggregate: Any) -> None:
    known = [field for command in aggregate.commands for field in declared(fields_of(command))]
    assert bool(known) == (aggregate in (PETITION, BY_COMMAND[DraftFindings], HARDSHIP, OFFICER))
    for field in known:
        assert hasattr(aggregate.initial, field.known), field
        assert field.kind in SIMPLE, field
        assert not isinstance(getattr(aggregate.initial, field.known), Personal | KeyClass | bool), field
