"""What endpoints share: carrying out a command and answering with the new version and position."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec
from flask import Response, current_app, g, url_for

from domain.kernel import Command
from service.edge.opaque import Sealing
from service.edge.parsing import JSON_TYPE, idempotency_key, reason, seen_version
from service.edge.running import Service
from service.kinds.kind import Kind
from service.office.giving import Asked
from service.store.steps import Caller, Outcome

NOTHING: Mapping[str, Any] = MappingProxyType({})


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


def create(kind: Kind, command: Command[Any]) -> Response:
    """Carries out a command that opens a new record."""
    outcome = service().giving.give(Asked(kind, command, caller(), idempotency_key(), reason=reason()))
    response = answer(kind, outcome)
    response.status_code = 201
    response.headers["Location"] = url_for(f"{kind.name}.read", identifier=outcome.stream)
    return response


Besides = Callable[[Outcome], Mapping[str, Any]]
"""What is told of an outcome besides what every command answers."""


def carry_out(kind: Kind, command: Command[Any], stream: UUID, besides: Besides = lambda _outcome: {}) -> Response:
    """Carries out a command on a record that the caller has seen."""
    asked = Asked(kind, command, caller(), idempotency_key(), stream, seen_version(), reason())
    outcome = service().giving.give(asked)
    return answer(kind, outcome, besides(outcome))


def answer(kind: Kind, outcome: Outcome, besides: Mapping[str, Any] = NOTHING) -> Response:
    """The same answer for the first time and for every repeat: what happened, and where that left the case."""
    number = getattr(outcome.opening, "case_no", None)
    told = {
        "id": outcome.stream,
        **({"case_no": number} if number else {}),
        "version": outcome.version,
        "status": outcome.status or kind.aggregate.status_of(outcome.state),
        "events": [recorded.event.NAME for recorded in outcome.recorded],
        **besides,
    }
    response = Response(msgspec.json.encode(told) + b"\n", mimetype=JSON_TYPE)
    response.headers["ETag"] = f'"{outcome.version}"'
    response.headers["Casework-Position"] = sealing().positions.token(outcome.position)
    return response
