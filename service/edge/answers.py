"""What endpoints share: carrying out a command and answering with the new version and position."""

from typing import Any
from uuid import UUID

from flask import Response, current_app, g, jsonify, url_for

from domain.kernel import Command
from service.access.acting import actor_for
from service.access.naming import require_known_officers
from service.edge.opaque import Sealing
from service.edge.parsing import idempotency_key, reason, seen_version
from service.edge.running import Service
from service.kinds.kind import Kind
from service.store.steps import Caller, KeyReused, Outcome, Step, UnknownStream, created_stream


def service() -> Service:
    """The service behind this application."""
    found: Service = current_app.extensions["casework"]
    return found


def sealing() -> Sealing:
    """What seals positions and cursors that leave this application."""
    found: Sealing = current_app.extensions["casework-sealing"]
    return found


def caller() -> Caller:
    """Who sent this request; set before the endpoint runs."""
    found: Caller = g.caller
    return found


def create(collection: Kind, command: Command[Any]) -> Response:
    """Carries out a command that opens a new stream."""
    key, by = idempotency_key(), actor_for(caller(), type(command))
    named = collection.stream_of
    target = named(command) if named else created_stream(by, key)
    require_known_officers(service().reading, command)
    try:
        outcome = service().ledger.execute([Step(target, command)], by, key, None, reason())
    except UnknownStream as error:
        if error.args != (target.hex,):
            raise
        raise KeyReused from error
    response = answer(collection, outcome)
    response.status_code = 201
    response.headers["Location"] = url_for(f"{collection.name}.read", identifier=target)
    return response


def carry_out(collection: Kind, command: Command[Any], stream: UUID) -> Response:
    """Carries out a command on a stream that the caller has seen."""
    key, seen, by = idempotency_key(), seen_version(), actor_for(caller(), type(command))
    require_known_officers(service().reading, command)
    service().cases.require_known(collection.aggregate, stream, caller())
    outcome = service().ledger.execute([Step(stream, command)], by, key, seen, reason())
    return answer(collection, outcome)


def answer(collection: Kind, outcome: Outcome) -> Response:
    """The same answer for the first time and for every repeat: what happened, and where that left the case."""
    if collection.settles:
        service().engine.catch_up(collection.settles)
    number = getattr(outcome.opening, "case_no", None)
    response: Response = jsonify(
        {
            "id": outcome.stream,
            **({"case_no": number} if number else {}),
            "version": outcome.version,
            "status": collection.aggregate.status_of(outcome.state),
            "events": [recorded.event.NAME for recorded in outcome.recorded],
        }
    )
    response.headers["ETag"] = f'"{outcome.version}"'
    response.headers["Casework-Position"] = sealing().positions.token(outcome.position)
    return response
