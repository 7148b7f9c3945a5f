"""Whatever is raised on the way to an answer, as the problem that it is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from eventsourcing.persistence import InterfaceError, OperationalError, ProgrammingError
from flask import Flask, Response, current_app, g, request
from psycopg import InterfaceError as PsycopgInterfaceError
from psycopg import OperationalError as PsycopgOperationalError
from psycopg.errors import UndefinedTable
from werkzeug.exceptions import HTTPException

from domain.kernel import Rejected
from domain.roles import Held
from service.access.acting import RoleNeeded, RoleRefused
from service.access.decisions import Denied
from service.access.proof import ProofLacking, ScopeLacking
from service.access.trace import TraceUnavailable
from service.edge.beat import wait_for_beat
from service.edge.opaque import OpaqueInvalid
from service.edge.problems import NO_ADDRESS, Problem
from service.edge.refusal_facts import facts_told
from service.office.cases import AsOfAhead
from service.sealing.keys import KeyDestroyed
from service.store.steps import Busy, KeyReused, OutcomeUnknown, StaleVersion, StoreUnavailable, UnknownStream
from service.views.naming import view_without_table
from service.views.positions import ViewBuilding
from service.views.standing import ViewsStandStill
from service.words.sentences import Message
from service.words.sentences import no_op as _

BUILDING_S = 5
"""Seconds after which a reader may ask again for a view that is being built."""
MOST_TOLD = 20
"""How many mistakes of one body are told."""

CODES_BY_STATUS: Mapping[int, str] = {
    400: "malformed",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_content_type",
    422: "invalid",
    429: "too_many_requests",
    500: "failed",
}


def of_rejection(rejected: Rejected) -> Problem:
    """A rule's refusal: 409, with the day from which it will pass where there is one."""
    status = 404 if not rejected.is_visible else 409
    return Problem(status, rejected.code, rejected.says, facts_told(rejected.facts), passes_on=rejected.passes_on)


OUTCOME_UNKNOWN = _(
    "The database cannot tell whether this was recorded. Repeat the same request with the same Idempotency-Key: "
    "it is recorded once at most, and the answer says so."
)


def of_store(error: Exception) -> Problem:
    """What the ledger says beyond the rules."""
    match error:
        case StaleVersion():
            facts = {"seen": error.seen, "current": error.current}
            detail = _("You saw version {seen}; the case is now at version {current}. Read it again, then decide.")
            return Problem(412, "stale_version", detail, facts, headers={"ETag": f'"{error.current}"'})
        case UnknownStream():
            return Problem(404, "not_found", _("There is nothing at this address that you may know of."))
        case KeyReused():
            detail = _("This Idempotency-Key was used for another request. Use a new key for a new request.")
            return Problem(409, "idempotency_key_reused", detail)
        case Busy():
            return _later("busy", _("Many people are writing to the same record. Try again."))
        case OutcomeUnknown():
            return _later("outcome_unknown", OUTCOME_UNKNOWN)
    return _later("store_unavailable", _("The database does not answer. Repeat the request with the same key."))


def _later(code: str, detail: str, seconds: int = 1) -> Problem:
    return Problem(503, code, detail, headers={"Retry-After": str(seconds)})


def _building() -> Problem:
    detail = _("What this shows is being built after an update; everything else goes on. Try again in a moment.")
    return _later("view_building", detail, BUILDING_S)


DETAILS: Mapping[int, str] = {
    400: _("The request could not be read."),
    404: _("There is nothing at this address that you may know of."),
    405: _("This address does not take that method."),
    413: _("The request is larger than the service takes."),
    415: _("Send the body as application/json."),
}


def of_http(error: HTTPException) -> Problem:
    """An error of Flask, Werkzeug or the argument parser."""
    status = error.code or 500
    if status == 422:
        data: Any = getattr(error, "data", None) or {}
        detail = _("Correct the fields named in “errors” and send the request again.")
        return Problem(422, "invalid", detail, errors=first_told(_field_errors(data.get("messages", {})), MOST_TOLD))
    if status not in CODES_BY_STATUS:
        status = 400 if 400 <= status < 500 else 500
    if status == 404 and request.path.startswith("/api/"):
        return Problem(404, "not_found", NO_ADDRESS)
    allowed = sorted(getattr(error, "valid_methods", None) or ())
    headers = {"Allow": ", ".join(allowed)} if status == 405 else {}
    return Problem(status, CODES_BY_STATUS[status], DETAILS.get(status, _("It failed.")), headers=headers)


def first_told(messages: Any, most: int) -> Any:
    """The first mistakes of a body, in the same nesting of fields; a longer list helps nobody."""
    left = iter(range(most))
    return _told(messages, left)


def _told(messages: Any, left: Iterator[int]) -> Any:
    if isinstance(messages, Mapping):
        inner = {name: _told(told, left) for name, told in messages.items()}
        return {name: told for name, told in inner.items() if told}
    if isinstance(messages, list | tuple):
        return [told for told, _number in zip(messages, left, strict=False)]
    return messages if next(left, None) is not None else None


def _field_errors(messages: Any) -> Any:
    return messages.get("json", messages.get("query", messages)) if isinstance(messages, dict) else messages


STORE_ERRORS = (
    StaleVersion,
    UnknownStream,
    KeyReused,
    Busy,
    OutcomeUnknown,
    StoreUnavailable,
    OperationalError,
    InterfaceError,
    PsycopgOperationalError,
    PsycopgInterfaceError,
)
"""What the ledger says beyond the rules, and a database that is away; any other error of it is a fault of ours."""


VIEW_ERRORS = (ViewBuilding, ViewsStandStill)
"""What a view says that cannot be read now."""

Answer = Callable[[Problem], Response]
"""How a problem is told to whoever asked: as a document or as a page."""


def register(app: Flask, answer: Answer) -> None:
    """Turns every exception that can reach the edge into a problem, and has it told."""

    def handled(error: Exception) -> Response:
        if isinstance(error, UnknownStream):
            wait_for_beat(g.began)
        return answer(problem_of(error))

    def redirected_or_handled(error: HTTPException) -> Any:
        return error.get_response() if error.code is not None and error.code < 400 else handled(error)

    def without_table(error: Exception) -> Response:
        """The table of a view exists under the name that readers ask for once it is built."""
        return answer(_building() if view_without_table(error) else _unexpected(error))

    refused = (Rejected, Denied, RoleNeeded, RoleRefused, ScopeLacking, ProofLacking, KeyDestroyed)
    for kind in (Problem, OpaqueInvalid, AsOfAhead, TraceUnavailable, *refused, *VIEW_ERRORS, *STORE_ERRORS):
        app.register_error_handler(kind, handled)
    app.register_error_handler(HTTPException, redirected_or_handled)
    app.register_error_handler(ProgrammingError, without_table)
    app.register_error_handler(UndefinedTable, without_table)
    app.register_error_handler(Exception, lambda error: answer(_unexpected(error)))


def problem_of(error: Exception) -> Problem:
    """Whatever was raised, as the problem that it is to whoever asked."""
    match error:
        case Problem():
            return error
        case Rejected():
            return of_rejection(error)
        case Denied() | RoleNeeded() | RoleRefused():
            return _of_roles(error)
        case ScopeLacking() | ProofLacking():
            return _of_token(error)
        case OpaqueInvalid():
            return Problem(400, "token_invalid", _("The cursor or position was not made by this service."))
        case KeyDestroyed():
            return Problem(409, "data_erased", _("The texts of this record were erased; nothing can be added to it."))
        case AsOfAhead():
            said = {"as_of": [Message(error.says).format(**error.facts)]}
            return Problem(422, "as_of_ahead", error.says, error.facts, said)
        case TraceUnavailable() | ViewBuilding() | ViewsStandStill():
            return _of_waiting(error)
        case HTTPException():
            return of_http(error)
    return of_store(error)


def _of_waiting(error: TraceUnavailable | ViewBuilding | ViewsStandStill) -> Problem:
    """What cannot be read now, and can be later."""
    match error:
        case ViewBuilding():
            return _building()
        case ViewsStandStill():
            detail = _("What this needs is being repaired, so nobody is let in by guess. Try again later.")
            return _later("view_stands_still", detail, BUILDING_S)
    detail = _("That this is read cannot be recorded now, so nothing confidential is opened. Try again.")
    return _later("trace_unavailable", detail)


def _of_roles(error: Denied | RoleNeeded | RoleRefused) -> Problem:
    """No role of the caller allows it, or which of them may be said in Casework-Role."""
    if isinstance(error, Denied):
        return Problem(403, "forbidden", _("Your roles do not allow this."))
    roles = {"roles": _spelled(error.held)}
    if isinstance(error, RoleNeeded):
        detail = _("You hold several roles that allow this: say in Casework-Role in which one you act: {roles}.")
        return Problem(422, "role_needed", detail, roles)
    detail = _("You do not hold the role in Casework-Role today, or it does not allow this. Allowed to you: {roles}.")
    return Problem(403, "role_refused", detail, roles)


def _of_token(error: ScopeLacking | ProofLacking) -> Problem:
    """The token is good, and not for this."""
    if isinstance(error, ScopeLacking):
        detail = _("This token was not issued for that: it lacks the scope {scope}. Ask for one that has it.")
        headers = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
        return Problem(403, "scope_lacking", detail, {"scope": error.scope}, headers=headers)
    detail = _(
        "Granting, paying and letting in ask anew who you are, so this token is not enough. Take the page, or a token "
        "with the scope PROVEN, which an administrator issues after such a proof."
    )
    return Problem(403, "proof_needed", detail)


def _spelled(held: Sequence[Held]) -> str:
    """The roles as the header takes them: with the unit where the role alone would not tell."""
    several = Counter(each.role for each in held)
    return ", ".join(str(each) if several[each.role] > 1 else each.role for each in held)


def _unexpected(error: Exception) -> Problem:
    """A fault of ours: logged with its place, told without it."""
    current_app.logger.error("unexpected %s at %s", type(error).__name__, request.endpoint, exc_info=error)
    return Problem(500, "failed", _("The service failed. Nothing half-done was stored."))
