"""The trace over HTTP, for whoever protects personal information."""

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify
from marshmallow import fields

from service.access.trace_report import ReaderCount
from service.api.answer_schemas import answers, named, several, told
from service.edge.access_log import MOST_DAYS, USUAL_DAYS, report_asked
from service.edge.parsing import Blueprint
from service.edge.reading import refuse_unknown_parameters

access_log = Blueprint("access_log", __name__, url_prefix="/api/v1", description="Who opened what is confidential")

DAYS = {
    "in": "query",
    "name": "days",
    "schema": {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": USUAL_DAYS},
    "description": "How many days back.",
}
OFFICER = {
    "in": "query",
    "name": "officer",
    "schema": {"type": "string", "format": "uuid"},
    "description": "Openings of this officer alone.",
}
WHO = {
    "number": told(fields.Integer, "Counted without gaps; of openings among those that are told here."),
    "at": told(fields.DateTime),
    "roles": several(fields.String),
}
READER = named(
    "ReaderCount",
    {
        "reader": told(fields.UUID),
        **{name: told(fields.Integer) for name in ("openings", "cases", "sealed")},
        "others": told(fields.Integer, "Cases neither named for the reader nor before a unit of the reader's roles."),
        "is_many": told(fields.Boolean, "So many of others that it should be asked about."),
        "last_at": told(fields.DateTime),
    },
)
OPENING = named(
    "Opening",
    {
        **WHO,
        "reader": told(fields.UUID),
        **{name: told(fields.String) for name in ("level", "purpose", "kind")},
        "case": told(fields.UUID),
        "is_own": told(fields.Boolean),
    },
)
FILE = named(
    "ExportedFile",
    {
        **WHO,
        "reader": told(fields.UUID, "Null where the service wrote it, at its command line.", allow_none=True),
        **{name: told(fields.String) for name in ("what", "form", "filter")},
        "entries": told(fields.Integer),
        "digest": told(fields.String, "SHA-256 of the file, in hexadecimal."),
    },
)
BROKEN = named("BrokenEntry", {"trace": told(fields.String), "number": told(fields.Integer)})
UNSEALED = named(
    "UnsealingsOfMonth",
    {
        "month": told(fields.String, "Such as 2026-03."),
        **{name: told(fields.Integer) for name in ("requested", "approved", "refused", "released")},
    },
)
REPORT = named(
    "AccessLog",
    {
        "since": told(fields.DateTime),
        "readers": several(READER, "Whoever opened most cases of others first."),
        "openings": several(OPENING, "The newest 200."),
        "files": several(FILE, "The newest 200."),
        "unsealings": several(UNSEALED, "By month, how often what is sealed was asked for and released."),
        "broken": several(BROKEN, "Entries before which one was taken out, or which were altered."),
    },
)


@access_log.get("/access-log")
@access_log.doc(operationId="read_access_log", parameters=[DAYS, OFFICER], responses=answers(REPORT))
def read() -> Response:
    """Openings of confidential texts and exported files in the units appointed for: counts and patterns, no text."""
    refuse_unknown_parameters(("days", "officer"))
    report = report_asked()
    return jsonify({**_plain(asdict(report)), "readers": [_counted(each) for each in report.readers]})


def _counted(each: ReaderCount) -> dict[str, Any]:
    return _plain(asdict(each) | {"is_many": each.is_many})


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with moments as ISO 8601 tells them."""
    return {name: _value(value) for name, value in facts.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) if isinstance(each, dict) else each for each in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
