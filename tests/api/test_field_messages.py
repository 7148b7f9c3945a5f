"""What a 422 says of each field comes in the language that was asked for, whatever is wrong with it."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import uuid4

import marshmallow as ma
import pytest

from service.access.table import COMMANDS
from service.edge.bodies import body_of
from service.edge.field_messages import STOCK
from service.kinds.catalogue import COLLECTIONS
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from tests.support.api import Api, problem, received

pytestmark = pytest.mark.store

CHINESE = re.compile("[\u4e00-\u9fff]")
LONG = "x" * 20_001
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    10**30,
    "",
    " ",
    "\0",
    "nonsense",
    LONG,
    "2026-02-30",
    [],
    {},
    [None] * 200,
    [{}],
    [[]],
    {"no_such_field": 1},
)
BODIES: tuple[Any, ...] = (None, 1, "text", [], [{}], {}, {"no_such_field": 1})


def leaves(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    for each in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from leaves(each)


def filled(schema: ma.Schema, wrong: Any) -> dict[str, Any]:
    """A body with the same wrong value in every field; blocks and lists of blocks are filled in the same way."""
    return {name: _filled(field, wrong) for name, field in schema.fields.items()}


def _filled(field: Any, wrong: Any) -> Any:
    if isinstance(field, ma.fields.Nested):
        return filled(field.schema, wrong)
    if isinstance(field, ma.fields.List) and isinstance(field.inner, ma.fields.Nested):
        return [filled(field.inner.schema, wrong)]
    return [wrong] if isinstance(field, ma.fields.List) and isinstance(wrong, str) else wrong


def bad_bodies(address: Offer) -> Iterable[Any]:
    """Each of them once, however it came about."""
    schema = body_of(address.command)()
    plain = (dict.fromkeys(schema.fields, wrong) for wrong in WRONG)
    nested = (filled(schema, wrong) for wrong in WRONG)
    return {json.dumps(body): body for body in (*BODIES, *plain, *nested)}.values()


def addresses() -> Iterator[tuple[Kind, Offer]]:
    return ((collection, address) for collection in COLLECTIONS for address in collection.addressed)


def said(api: Api, language: str) -> Iterator[str]:
    """Every message of every 422 that wrong bodies reach."""
    for collection, address in addresses():
        path = f"/{collection.name}/{uuid4()}/{address.noun}" if address.noun else f"/{collection.name}"
        for body in bad_bodies(address):
            role = min(COMMANDS[address.command])
            answer = api.post(path, api.officer(role), body, 1, Accept_Language=language, Casework_Role=role)
            assert 400 <= answer.status_code < 500, (path, answer.text)
            if answer.status_code == 422:
                told = problem(answer, 422, "invalid")
                assert told["errors"], (path, body)
                yield from leaves(told["errors"])


def test_no_message_of_any_field_stays_untranslated(shared_api: Api) -> None:
    chinese = set(said(shared_api, "zh"))
    assert [message for message in sorted(chinese) if not CHINESE.search(message)] == []
    assert len(chinese) > len(STOCK)


@pytest.mark.parametrize(
    ("changes", "path", "chinese", "english"),
    [
        ({"channel": "PIGEON"}, ("channel",), "只能是以下之一：", "Takes one of: LETTER, "),
        ({"unit": ""}, ("unit",), "请填写单位代码或标识。", "Give the unit's code or id."),
        ({"colour": 1}, ("colour",), "没有这个字段。", "Unknown field."),
        ({"received_on": None}, ("received_on",), "不能为空（null）。", "Field may not be null."),
        ({"received_on": "2026-02-30"}, ("received_on",), "没有这一天。", "Not a valid date."),
        (
            {"registration": {"title": LONG}},
            ("registration", "title"),
            "应为1至40个字符。",
            "Takes 1 to 40 characters.",
        ),
        (
            {"registration": {"title": "食堂\n涨价\x1b[2J"}},
            ("registration", "title"),
            "只能填写一行可见文字；其中含有U+000A, U+001B。",
            "Takes one line of visible text; it holds U+000A, U+001B.",
        ),
        ({"registration": {"demands": []}}, ("registration", "demands"), "应为1至20项。", "Takes 1 to 20 entries."),
        (
            {"registration": 7},
            ("registration", "_schema"),
            "应为带字段的JSON对象。",
            "Takes a JSON object with fields.",
        ),
        ({"registration": {"group_size": 0}}, ("registration", "group_size"), "应为1至100000的整数。", "Takes a whole"),
    ],
)
def test_a_message_names_what_the_field_takes(
    shared_api: Api, changes: dict[str, Any], path: tuple[str, ...], chinese: str, english: str
) -> None:
    for language, expected in (("zh", chinese), ("en", english)):
        answer = shared_api.post("/petitions", shared_api.clerk, received() | changes, Accept_Language=language)
        told = problem(answer, 422, "invalid")["errors"]
        for name in path:
            told = told[name]
        assert told[0].startswith(expected), told
