"""Reading request bodies strictly: content type, encoding, depth, repeated keys and special numbers."""

import json
import math
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Request, request
from flask_smorest import Blueprint as SmorestBlueprint
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import RequestEntityTooLarge

from domain.levels import ReadFor
from domain.roles import Role
from service.edge.problems import Problem
from service.store.steps import Said, said_in
from service.words.sentences import no_op as _

DEEPEST = 32
JSON_TYPE = "application/json"
LONGEST_REASON = 500
TAG = re.compile('(?:W/)?"(0|[1-9][0-9]{0,16})"')
"""An ETag of ours; a proxy that compresses answers makes it a weak one, which still names the version."""


def _malformed(detail: str, **facts: object) -> Problem:
    return Problem(400, "malformed", detail, facts)


def json_value(body: bytes) -> Any:
    """The value of a JSON text (RFC 8259). Raises Problem for anything that is not exactly that."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _malformed(_("The body is not UTF-8.")) from None
    _not_too_deep(text)
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise _malformed(_("The body holds half of a surrogate pair.")) from None
    except json.JSONDecodeError as error:
        detail = _("The body is not valid JSON: look at line {line}, column {column}.")
        raise _malformed(detail, line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise _malformed(_("The body is not valid JSON.")) from None
    return value


def _not_too_deep(text: str) -> None:
    brackets = text.count("[") + text.count("{")
    if brackets > DEEPEST and _depth_outside_strings(text) > DEEPEST:
        raise _malformed(_("The body is nested too deeply."))


def _depth_outside_strings(text: str) -> int:
    depth = deepest = 0
    inside = escaped = False
    for character in text:
        if inside:
            inside = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            inside = True
        else:
            depth += (character in "[{") - (character in "]}")
            deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _malformed(_("The body names a field twice."))
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


class StrictParser(FlaskParser):
    """The argument parser with our JSON loader."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": None}  # noqa: RUF012 — the library's own attribute

    def load_json(self, req: Request, schema: Any) -> Any:
        if req.mimetype != JSON_TYPE:
            raise Problem(415, "wrong_content_type", _("Send the body as application/json."))
        body = req.get_data(cache=True)
        if req.content_length is None and len(body) >= (req.max_content_length or 0):
            raise RequestEntityTooLarge  # werkzeug ends a body of unknown length at the limit without a word
        return json_value(body)


class Blueprint(SmorestBlueprint):  # type: ignore[misc]  # the library ships no types
    """A blueprint whose arguments are read strictly."""

    ARGUMENTS_PARSER = StrictParser()


def idempotency_key() -> str:
    """The caller's key for this request. Raises Problem where it is missing or unusable."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        detail = _(
            "Send an Idempotency-Key of your own with every POST, such as a random UUID, and repeat with the same."
        )
        raise Problem(400, "idempotency_key_missing", detail)
    if len(key) > 200 or not key.isascii() or not key.isprintable():
        raise Problem(400, "idempotency_key_invalid", _("An Idempotency-Key has 1 to 200 printable ASCII characters."))
    return key


def seen_version() -> int:
    """The version in If-Match (RFC 9110 §13.1.1): one tag. Raises Problem."""
    tag = request.headers.get("If-Match")
    if tag is None:
        raise Problem(428, "version_missing", _("Send If-Match with the ETag of the case as you saw it."))
    found = TAG.fullmatch(tag.strip())
    if found is None:
        detail = _('If-Match takes exactly one ETag that this service gave, such as "3".')
        raise Problem(400, "version_malformed", detail)
    return int(found[1])


def said_role() -> Said | None:
    """The role in which the caller wants to act, where the header says one. Raises Problem."""
    given = request.headers.get("Casework-Role", "")
    if not given:
        return None
    try:
        return said_in(given)
    except ValueError:
        detail = _("Casework-Role takes a role such as {example}, or a role and the id of its unit: ROLE/UNIT.")
        raise Problem(400, "role_malformed", detail, {"example": Role.HANDLER}) from None


def said_purpose() -> ReadFor | None:
    """What the caller opens confidential texts for, where the header says it. Raises Problem."""
    given = request.headers.get("Casework-Purpose", "").strip()
    try:
        return ReadFor(given) if given else None
    except ValueError:
        detail = _("Casework-Purpose takes one of {purposes}.")
        raise Problem(400, "purpose_malformed", detail, {"purposes": ", ".join(ReadFor)}) from None


def reason() -> str | None:
    """Why the command is given, where the caller says so: percent-encoded UTF-8. Raises Problem."""
    given = request.headers.get("Casework-Reason", "").strip()
    if not given:
        return None
    try:
        text = unquote_to_bytes(given).decode("utf-8") if given.isascii() else given.encode("latin-1").decode("utf-8")
    except UnicodeError:
        text = ""
    if not 1 <= len(text) <= LONGEST_REASON or "\0" in text:
        detail = _("Casework-Reason takes percent-encoded UTF-8 of at most {most} characters.")
        raise Problem(400, "reason_malformed", detail, {"most": LONGEST_REASON})
    return text
