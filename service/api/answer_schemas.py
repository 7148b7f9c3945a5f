"""What each GET answers, for the OpenAPI document: rows as the columns of their views, and what stands around them."""

from dataclasses import fields as dataclass_fields
from datetime import date, datetime
from http import HTTPStatus
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

import marshmallow as ma
from marshmallow import fields

from domain.deadlines.standing import Standing
from domain.values import Personal
from projections.organisation import OFFICERS, UNITS
from projections.projection import UNSHOWN, Projection
from service.access.texts import is_guarded
from service.kinds.allowance import Relation
from service.kinds.board import Says
from service.kinds.register import Register
from service.views.tables import Column, columns_of

Fields = dict[str, Any]
Schema = type[ma.Schema]

KINDS: dict[Any, type[fields.Field[Any]]] = {
    str: fields.String,
    int: fields.Integer,
    bool: fields.Boolean,
    date: fields.Date,
    datetime: fields.DateTime,
    UUID: fields.UUID,
}
OPEN_ENDED = frozenset({"next_due_on"})
"""Columns that hold a day beyond all days where there is none, which is answered as null."""
VERSION: dict[str, Any] = {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match."}}


def answers(
    schema: Schema, *, is_one: bool = False, has_past: bool = False, has_version: bool = False
) -> dict[str, Any]:
    """The responses of a GET: its body, and the problems that can be answered instead.

    `is_one` for one record, `has_past` where `as_of` is taken, `has_version` where the version stands in ETag.
    """
    body: dict[str, Any] = {"description": "As asked.", "content": {"application/json": {"schema": schema}}}
    if has_version:
        body["headers"] = VERSION
    problems = [400, 401, 403, *([404] if is_one else []), *([422] if has_past else []), 503]
    return {"200": body, **problems_of(*problems)}


def problems_of(*statuses: int) -> dict[str, Any]:
    """Responses that are problem documents."""
    return {str(status): HTTPStatus(status).name for status in statuses}


def told(kind: type[fields.Field[Any]], description: str = "", **given: Any) -> fields.Field[Any]:
    """A field that always stands in the answer."""
    return kind(required=True, metadata={"description": description} if description else {}, **given)


def several(inner: Any, description: str = "") -> fields.Field[Any]:
    """A list that always stands in the answer, of schemas or of plain fields."""
    item = fields.Nested(inner) if isinstance(inner, type) and issubclass(inner, ma.Schema) else inner()
    return fields.List(item, required=True, metadata={"description": description} if description else {})


class Open(ma.Schema):
    """Answers may come to hold more than the document of today says."""

    class Meta:
        unknown = ma.EXCLUDE


def named(name: str, told_fields: Fields) -> Schema:
    """A schema under a name of its own in the document."""
    return Open.from_dict(told_fields, name=name)


def row_fields(view: Projection) -> Fields:
    """The columns of the view that leave the service."""
    shown = [column for column in columns_of(view) if column.python_type not in UNSHOWN]
    return {each.name: _guarded(each) if is_guarded(view, each.name) else _column(each) for each in shown}


def _guarded(column: Column) -> fields.Field[Any]:
    return told(KINDS[column.python_type], "Null for those who may not know it.", allow_none=True)


def record_of(record: type) -> Fields:
    """The fields of a dataclass that an answer is made of; a text in `Says` describes its field."""
    hints = get_type_hints(record, include_extras=True)
    return {each.name: _of_hint(hints[each.name]) for each in dataclass_fields(record)}


def _of_hint(hint: Any) -> fields.Field[Any]:
    says = next((note.text for note in getattr(hint, "__metadata__", ()) if isinstance(note, Says)), "")
    plain = get_args(hint)[0] if says else hint
    parts = [part for part in get_args(plain) if part is not type(None)]
    if get_origin(plain) is tuple:
        return several(named(parts[0].__name__, record_of(parts[0])), says)
    if get_origin(plain) is dict:
        return told(fields.Dict, says, values=KINDS[parts[1]]())
    if get_origin(plain) is UnionType:
        return told(KINDS[parts[0]], says, allow_none=True)
    return told(KINDS[plain], says)


def _column(column: Column) -> fields.Field[Any]:
    if column.python_type is Personal:
        return told(fields.String, "Sealed; null where it is not opened for you.", allow_none=True)
    if column.python_type == list[UUID]:
        return several(fields.UUID)
    return told(KINDS[column.python_type], allow_none=column.is_nullable or column.name in OPEN_ENDED)


def row_of(view: Projection) -> Schema:
    """A row of the view; always the same schema, because the document holds each name once."""
    return ROWS.setdefault(view.name, named(view.row.__name__, row_fields(view)))


ROWS: dict[str, Schema] = {}


def list_of(item: Schema, **more: fields.Field[Any]) -> Schema:
    """A whole list."""
    return named(f"{item.__name__}List", {"items": several(item), **more})


def page_of(item: Schema, **more: fields.Field[Any]) -> Schema:
    """One page of a list."""
    cursor = told(fields.String, "For the next page; null on the last.", allow_none=True)
    capped = told(fields.Boolean, "Whether more rows match the search than it looked at.")
    return named(f"{item.__name__}Page", {"items": several(item), "next_cursor": cursor, "is_capped": capped, **more})


STANDING = told(
    fields.String,
    "A duty past its day is overdue; a period that has passed is over; a paused term is neither.",
    validate=ma.validate.OneOf(list(Standing)),
)
PAUSE: Fields = {
    "paused_on": told(fields.Date, "Since when it stands still.", allow_none=True),
    "paused_for": told(fields.String, "Why it stands still.", allow_none=True),
}
SPAN = named("SkippedDays", {"from": told(fields.Date), "until": told(fields.Date), "code": told(fields.String)})
CLOCK = named(
    "RunningClock",
    {
        **{name: told(fields.String) for name in ("rule", "item", "unit")},
        **{name: told(fields.Integer) for name in ("length", "extended_by", "overdue_days")},
        **{name: told(fields.Date) for name in ("started_on", "nominal_on", "due_on")},
        "standing": STANDING,
        **PAUSE,
        "provisional": told(fields.Boolean, "Whether a year's calendar is not published yet."),
        "waits_for": told(fields.Integer, "The first such year; null where the due day is final.", allow_none=True),
        "skipped": several(SPAN, "Days off that were not counted."),
        "warn_on": several(fields.Date),
    },
)
ACTION = named(
    "PossibleAction",
    {name: told(fields.String) for name in ("action", "command", "method", "href", "schema")},
)
NOT_YET = named(
    "ActionNotYet",
    {
        **{name: told(fields.String) for name in ("action", "code", "reason")},
        "passes_on": told(fields.Date, "The day from which it will pass, where time alone decides.", allow_none=True),
    },
)
REASON = named(
    "ReasonToKnow",
    {
        "role": told(fields.String),
        "unit": told(fields.UUID, "The unit for which the role is held."),
        "relation": told(
            fields.String,
            "How the case stands to it.",
            validate=ma.validate.OneOf([each.name for each in Relation]),
        ),
    },
)
DOER = named(
    "Doer",
    {
        "role": told(fields.String),
        "unit": told(
            fields.UUID, "The unit for which the role is held; null where the officer is named.", allow_none=True
        ),
        "relation": told(
            fields.String,
            "How the case stands to it.",
            validate=ma.validate.OneOf([each.name for each in Relation]),
        ),
        "instead_of": told(fields.UUID, "The unit below, in which nobody is free for it.", allow_none=True),
        "is_vacant": told(fields.Boolean, "Whether nobody is free for it, in the unit or above."),
    },
)
NEXT_STEP = named(
    "NextStep",
    {
        "command": told(fields.String),
        "action": told(fields.String, "Its noun in addresses; null where it has none.", allow_none=True),
        "is_own": told(fields.Boolean, "Whether the caller may take it, now or from that day on."),
        "passes_on": told(fields.Date, "The day from which it will pass, where time alone decides.", allow_none=True),
        "by": several(DOER, "Who may take it."),
    },
)
RECORDED: Fields = {
    "recorded_at": told(fields.DateTime, "Null where the day alone is known.", allow_none=True),
    "recorded_on": told(fields.Date, "Where the day alone is known.", allow_none=True),
}
CAUSE = named("Cause", {"stream": told(fields.UUID), "version": told(fields.Integer)})
ACTOR = named(
    "Actor",
    {
        "kind": told(fields.String, validate=ma.validate.OneOf(["officer", "filer", "service"])),
        "officer": fields.UUID(),
        "role": fields.String(metadata={"description": "The role in which the officer acted, held for `unit`."}),
        "unit": fields.UUID(),
        "case": fields.UUID(metadata={"description": "The case that the filer filed."}),
        "subject": fields.UUID(metadata={"description": "The filer, as facts of the case name one."}),
        "name": fields.String(metadata={"description": "What the service did, such as `calendar_import`."}),
        "cause": fields.Nested(CAUSE, metadata={"description": "The event that led the service to it."}),
    },
)
HAPPENED = named(
    "Happened",
    {
        "version": told(fields.Integer),
        "event": told(fields.String),
        **RECORDED,
        "by": fields.Nested(ACTOR, required=True, allow_none=True, metadata={"description": "Null where not told."}),
        "facts": told(fields.Dict, 'Texts that the reader may not open stand as {"sealed": true}.'),
        "mark": told(fields.String, "How it stands, such as STATED or CORRECTED; null of most.", allow_none=True),
    },
)


WANTS_PURPOSE = several(fields.String, "Levels (C3, C4) of texts that stay sealed until Casework-Purpose is said.")


def case_of(view: Projection) -> Schema:
    """One case."""
    now = several(ACTION, "What the caller may do now.")
    later = several(NOT_YET, "What a visible rule still forbids.")
    more = {"id": told(fields.UUID), "version": told(fields.Integer), "clocks": several(CLOCK)}
    more["wants_purpose"] = WANTS_PURPOSE
    why = several(REASON, "Why the case exists for the caller.")
    following = several(NEXT_STEP, "What may come next on the main path, and who takes it.")
    around = {"known_by": why, "actions": now, "not_yet": later, "next_steps": following}
    return named(f"{view.row.__name__}Case", row_fields(view) | more | around)


def timeline_of(view: Projection) -> Schema:
    """The life of one case."""
    state = fields.Nested(row_of(view), required=True)
    about = {"id": told(fields.UUID), "version": told(fields.Integer), "events": several(HAPPENED), "state": state}
    about["wants_purpose"] = WANTS_PURPOSE
    return named(f"{view.row.__name__}Timeline", about)


TERM_PARTS: Fields = {
    "role": told(fields.String),
    "for_unit": told(fields.UUID, "The unit for which the role is held."),
    "from_on": told(fields.Date),
    "until_on": told(fields.Date, allow_none=True),
}
TERM = named("Term", TERM_PARTS)
PROPOSED = named("ProposedRole", TERM_PARTS | {"proposed_by": told(fields.UUID, "The officer who proposed it.")})
OFFICER_FIELDS: Fields = {**row_fields(OFFICERS), "name": told(fields.String), "roles": several(fields.String)}
OFFICER_IN_LIST = named("Officer", {name: OFFICER_FIELDS[name] for name in ("officer", "name", "unit", "roles")})
OFFICER = named(
    "OfficerWithTerms",
    OFFICER_FIELDS | {"terms": several(TERM), "proposed": several(PROPOSED), "version": told(fields.Integer)},
)
UNIT_FIELDS: Fields = {
    **row_fields(UNITS),
    "leaders": several(fields.UUID, "Who leads the unit directly from above."),
    "version": told(fields.Integer),
}

CODE = named("Code", {"code": told(fields.String), "label": told(fields.String)})
CATALOGUE = named("Catalogue", {"lists": told(fields.Dict, values=fields.List(fields.Nested(CODE)))})

ABOUT_REGISTER: Fields = {
    "code": told(fields.String),
    "title": told(fields.String),
    "columns": several(named("RegisterColumn", {"name": told(fields.String), "heading": told(fields.String)})),
}
REGISTER = named("Register", ABOUT_REGISTER)


def entries_of(register: Register) -> Schema:
    """One page of a register."""
    columns = {each.name: _in_entry(register, each.name) for each in register.columns}
    entry = named(f"{register.code}Entry", {"number": told(fields.Integer)} | columns)
    return page_of(entry, **ABOUT_REGISTER)


def _in_entry(register: Register, name: str) -> fields.Field[Any]:
    """A column of an entry; one that is guarded is left out for those whom no entry tells it."""
    if is_guarded(register.view, name):
        return _held_by(name)(allow_none=True, metadata={"description": "For those who may know it."})
    return told(_held_by(name), allow_none=True)


def _held_by(name: str) -> type[fields.Field[Any]]:
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), fields.Raw)


ENDINGS: dict[str, type[fields.Field[Any]]] = {"_on": fields.Date, "_fen": fields.Integer, "_days": fields.Integer}
"""What the name of a column says of its values."""
