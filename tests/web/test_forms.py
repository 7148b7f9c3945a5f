"""Forms are generated from commands: every command can be filled in, read back and carried out unchanged."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import marshmallow as ma
import pytest
from flask import Flask

from domain.fund.commands import Allocate
from domain.petition.reception import Receive, Screen
from domain.petition.registering import Registration
from domain.petition.routing import Accept
from domain.supervision.leading import RecordLead
from domain.supervision.rectifying import VerifyItem
from service.edge.bodies import body_of
from service.kinds.catalogue import COLLECTIONS
from service.kinds.offer import Offer
from service.web.form_fields import MANY, Field, FieldKind, fields_of
from service.web.form_first import Beginning, first_values
from service.web.form_values import Typed, data_of, errors_at, row_count, rows_name, with_row_added
from tests.support.instances import an_instance_of
from tests.support.supervision import verification

ADDRESSES = [(each.aggregate.kind, address) for each in COLLECTIONS for address in each.addressed]
NAMES = [f"{kind}-{address.command.__name__}" for kind, address in ADDRESSES]


def typed_from(asked: tuple[Field, ...], value: Any, prefix: str = "") -> Typed:
    """What somebody types who wants exactly this value."""
    typed = Typed()
    for field in asked:
        part, path = getattr(value, field.name), prefix + field.name
        if field.kind is FieldKind.ROWS:
            typed[rows_name(path)] = str(len(part) or 1)
            for row, entry in enumerate(part):
                typed.update(typed_from(field.parts, entry, f"{path}.{row}."))
        elif field.kind is FieldKind.BLOCK:
            typed.update(typed_from(field.parts, part, f"{path}.") if part is not None else {})
        elif field.kind in MANY:
            typed.setlist(path, [_text(each) for each in part])
        elif field.kind is FieldKind.LINES:
            typed[path] = "\r\n".join(_text(each) for each in part)
        elif field.kind is FieldKind.YES_NO:
            typed[path] = "yes" if part else "no"
        elif part is not None and part is not False:
            typed[path] = f"{part // 100}.{part % 100:02}" if field.kind is FieldKind.MONEY else _text(part)
    return typed


def _text(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return "1" if value is True else value.isoformat() if isinstance(value, date) else str(value)


def _application() -> Flask:
    """An application that takes the text in which a household is named for its reference."""
    app = Flask("test")
    app.extensions["casework"] = SimpleNamespace(households=SimpleNamespace(ref=UUID))
    return app


@pytest.mark.parametrize(("kind", "address"), ADDRESSES, ids=NAMES)
def test_what_is_typed_becomes_the_command(kind: str, address: Offer) -> None:
    wanted = an_instance_of(address.command)
    asked = fields_of(address.command)
    schema = body_of(address.command)()
    with _application().app_context():
        loaded = schema.load(data_of(asked, typed_from(asked, wanted)))
    assert loaded == wanted


@pytest.mark.parametrize(("kind", "address"), ADDRESSES, ids=NAMES)
def test_a_form_asks_for_every_field_and_nothing_else(kind: str, address: Offer) -> None:
    assert _names(fields_of(address.command)) == _declared(address.command)


def _names(asked: tuple[Field, ...]) -> dict[str, Any]:
    return {field.name: _names(field.parts) for field in asked}


def _declared(form: Any) -> dict[str, Any]:
    schema = body_of(form)()
    return {name: _inner(field) for name, field in schema.fields.items()}


def _inner(field: Any) -> dict[str, Any]:
    inner = getattr(field, "inner", field)
    nested = getattr(inner, "schema", None)
    return {name: _inner(part) for name, part in nested.fields.items()} if nested else {}


@pytest.mark.parametrize(("kind", "address"), ADDRESSES, ids=NAMES)
def test_an_empty_form_names_the_fields_that_are_missing(kind: str, address: Offer) -> None:
    asked = fields_of(address.command)
    errors = body_of(address.command)().validate(data_of(asked, Typed()))
    assert set(errors_at(asked, errors, Typed())) <= {path for field in asked for path in _paths(field, field.name)}


def _paths(field: Field, path: str) -> list[str]:
    prefix = f"{path}.0." if field.kind is FieldKind.ROWS else f"{path}."
    return [path, *(each for part in field.parts for each in _paths(part, prefix + part.name))]


def test_registration_shows_at_most_seven_fields_before_more() -> None:
    shown = _shown(fields_of(Receive))
    assert shown == ["channel", "received_on", "title", "text", "purpose", "issue", "unit"]
    assert len(_shown(fields_of(Registration))) <= 7


def _shown(asked: tuple[Field, ...]) -> list[str]:
    leaves: list[str] = []
    for field in asked:
        if not field.is_more:
            leaves += _shown(field.parts) if field.parts else [field.name]
    return leaves


def test_a_block_that_was_left_blank_is_left_out() -> None:
    asked = fields_of(Receive)
    fresh = first_values(asked, Beginning(date(2026, 3, 3)))
    assert "registration" not in data_of(asked, fresh)
    fresh["registration.title"] = "标题"
    data = data_of(asked, fresh)
    assert data["registration"]["title"] == "标题"
    assert "notice" not in data["registration"]


def test_a_fresh_form_holds_today_and_the_own_unit() -> None:
    own = UUID(int=7)
    fresh = first_values(fields_of(Receive), Beginning(date(2026, 3, 3), own))
    assert (fresh["received_on"], fresh["unit"]) == ("2026-03-03", str(own))
    assert "registration.notice.sent_on" not in fresh


def test_rows_that_were_left_blank_are_left_out_and_errors_stand_at_the_row_that_was_typed() -> None:
    asked = fields_of(Receive)
    typed = Typed(
        {
            rows_name("registration.demands"): "3",
            "registration.demands.2.text": "诉求",
            "registration.demands.2.purpose": "P1",
        }
    )
    data = data_of(asked, typed)
    assert [demand["text"] for demand in data["registration"]["demands"]] == ["诉求"]
    errors = errors_at(asked, body_of(Receive)().validate(data), typed)
    assert "registration.demands.2.issue" in errors


def test_rows_are_added_one_by_one_up_to_what_the_list_takes() -> None:
    asked = fields_of(Receive)
    demands = next(part for field in asked if field.name == "registration" for part in field.parts if part.parts)
    path, typed = "registration.demands", Typed()
    for count in range(2, 30):
        typed = with_row_added(path, typed, asked)
        assert row_count(demands, path, typed) == min(count, 20)
    for unknown in ("nothing", "registration", "registration.demands.0.text", "", "a.b.c"):
        assert with_row_added(unknown, Typed(), asked) == Typed()


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1200.5", 120050),
        ("1,200.50", 120050),
        ("1，234，567", 123456700),
        ("12,34", "12,34"),
        ("1,2345", "1,2345"),
        (",123", ",123"),
        ("1234,567", "1234,567"),
        ("1.00,0", "1.00,0"),
        ("１２００．５０", 120050),
        (" 3元", 300),
        ("0.07", 7),
        ("1.234", "1.234"),
        ("-3", "-3"),
        ("1e3", "1e3"),
        ("二百", "二百"),
    ],
)
def test_amounts_are_typed_in_yuan(text: str, fen: Any) -> None:
    assert data_of(fields_of(Allocate), Typed({"amount_fen": text}))["amount_fen"] == fen


def test_an_answer_that_nobody_gave_is_asked_for_and_not_assumed() -> None:
    asked = fields_of(VerifyItem)
    typed = typed_from(asked, verification(date(2025, 9, 10), passed=False))
    assert data_of(asked, typed)["passed"] is False
    del typed["passed"]
    assert "passed" not in data_of(asked, typed)
    typed["passed"] = "perhaps"
    with pytest.raises(ma.ValidationError, match="passed"):
        body_of(VerifyItem)().load(data_of(asked, typed))


@pytest.mark.parametrize("form", [Receive, Screen, Accept, RecordLead])
def test_a_field_that_others_read_says_so(form: Any) -> None:
    fields = list(_every_field(fields_of(form)))
    told = {field.name for field in fields if field.is_told_on}
    assert told
    assert told == {field.name for field in fields if field.name in ("title", "brief")}


def _every_field(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _every_field(field.parts)
