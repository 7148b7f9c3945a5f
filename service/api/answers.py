"""What endpoints share: carrying out a command and answering with the new version and position."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, jsonify, request, url_for

from domain.kernel import Command, fold
from service.access.decisions import require_command
from service.api.opaque import Opaque
from service.api.parsing import idempotency_key, seen_version
from service.api.routes import Collection
from service.composition import Service
from service.store.steps import Caller, Outcome, Step, created_stream


def service() -> Service:
    """The service behind this application."""
    found: Service = current_app.extensions["casework"]
    return found


def caller() -> Caller:
    """Who sent this request; set before the endpoint runs."""
    found: Caller = g.caller
    return found


def positions() -> Opaque:
    """The sealing of log positions that leave the service."""
    return Opaque(service().settings.secret_key, "position")


def reason() -> str | None:
    """Why the command is given, where the caller says so; kept sealed in the envelope."""
    text = request.headers.get("Casework-Reason", "").strip()
    return text[:500] or None


def create(collection: Collection, command: Command[Any], stream: UUID | None = None) -> Response:
    """Carries out a command that opens a new stream."""
    key = idempotency_key()
    target = stream or created_stream(caller().officer, key)
    require_command(caller(), type(command))
    outcome = service().ledger.execute([Step(target, command)], caller(), key, None, reason())
    response = answer(collection, outcome)
    response.status_code = 201
    response.headers["Location"] = url_for(f"{collection.name}.read", identifier=target)
    return response


def carry_out(collection: Collection, command: Command[Any], stream: UUID) -> Response:
    """Carries out a command on a stream that the caller has seen."""
    key, seen = idempotency_key(), seen_version()
    require_command(caller(), type(command))
    outcome = service().ledger.execute([Step(stream, command)], caller(), key, seen, reason())
    return answer(collection, outcome)


def answer(collection: Collection, outcome: Outcome) -> Response:
    """The same answer for the first time and for every repeat: what happened, and where that left the case."""
    history = service().ledger.history(outcome.stream)[: outcome.version]
    state = fold(collection.aggregate, (recorded.event for recorded in history))
    first: Any = history[0].event
    body: Mapping[str, Any] = {
        "id": str(outcome.stream),
        "case_no": getattr(first, "case_no", None),
        "version": outcome.version,
        "status": collection.aggregate.status_of(state),
        "events": [recorded.event.NAME for recorded in outcome.recorded],
    }
    response: Response = jsonify({name: value for name, value in body.items() if value is not None})
    response.headers["ETag"] = f'"{outcome.version}"'
    response.headers["Casework-Position"] = positions().token(outcome.position)
    return response
