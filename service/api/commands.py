"""The endpoints of commands: one per address, each with its own schema, all doing the same few things."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Response

from domain.kernel import Command
from domain.officers import TokenScope
from service.access.acting import meant
from service.access.proof import require_proof
from service.api.answer_schemas import named, problems_of, several, told
from service.api.leaving import LEAVES, leaves_body
from service.edge.answers import caller, carry_out, create
from service.edge.bodies import body_of
from service.edge.operations import operation_of
from service.edge.parsing import Blueprint
from service.edge.problem_codes import refusals_of
from service.edge.reading import refuse_unknown_parameters
from service.kinds.catalogue import CASES
from service.kinds.kind import Kind
from service.kinds.labels import LABELS
from service.kinds.offer import Offer

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "maxLength": 200},
    "description": "A key of your own; the same key and body give the same answer again.",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "example": '"3"'},
    "description": "The ETag of the case as you saw it.",
}
REASON = {
    "in": "header",
    "name": "Casework-Reason",
    "schema": {"type": "string", "maxLength": 500},
    "description": "Why the command is given, percent-encoded UTF-8; kept sealed in the log.",
}
ROLE = {
    "in": "header",
    "name": "Casework-Role",
    "schema": {"type": "string", "example": "HANDLER"},
    "description": "In which role the caller acts, where several held today allow the command: ROLE, or ROLE/UNIT-ID.",
}
ANSWER_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "The new version, for the next If-Match."},
    "Casework-Position": {"schema": {"type": "string"}, "description": "Sent back on a GET, makes lists wait for it."},
}
LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where the new record is read."}}


Answered = named(
    "Answered",
    {
        "id": told(ma.fields.UUID, "The case or record."),
        "case_no": ma.fields.String(metadata={"description": "Its number, for cases."}),
        "version": told(ma.fields.Integer, "Its version; the same as in ETag."),
        "status": told(ma.fields.String, "Where it stands now."),
        "events": several(ma.fields.String, "What was recorded."),
        "leaves": ma.fields.Nested(
            LEAVES, metadata={"description": "Where a role was ended: what that leaves, as it stands now."}
        ),
    },
)
"""What every command answers."""

PROBLEMS = (400, 401, 403, 409, 413, 415, 422, 503)
OF_A_RECORD = (404, 412, 428)
"""Problems of commands on what exists."""


def register_commands(blueprint: Blueprint, kind: Kind) -> None:
    """Adds the endpoint of every offer of the kind that has an address."""
    for offer in kind.addressed:
        path = f"/<uuid:identifier>/{offer.noun}" if offer.noun else ""
        endpoint = _documented(blueprint, kind, offer, _endpoint(kind, offer))
        blueprint.route(path, methods=["POST"], endpoint=offer.noun or "create")(_guarded(offer, endpoint))


def _endpoint(kind: Kind, offer: Offer) -> Callable[..., Response]:
    def opening(command: Command[Any]) -> Response:
        return create(kind, command)

    def following(command: Command[Any], identifier: UUID) -> Response:
        return carry_out(kind, command, identifier, leaves_body)

    endpoint = following if offer.noun else opening
    endpoint.__name__ = offer.command.__name__
    endpoint.__doc__ = _summary_of(kind, offer.command)
    return endpoint


def _summary_of(kind: Kind, command: type[Command[Any]]) -> str:
    """What the command says of itself, else what it is called: a dataclass without a word tells its signature."""
    name, says = command.__name__, command.__doc__ or ""
    return f"{LABELS.command('en', kind.aggregate.kind, name)}." if says.startswith(f"{name}(") else says


def _guarded(offer: Offer, endpoint: Callable[..., Response]) -> Callable[..., Response]:
    """Access is decided before anything of the request is read; a parameter such as `dry_run` is never ignored."""

    @wraps(endpoint)
    def guarded(**path: UUID) -> Response:
        meant(caller(), offer.command)
        require_proof(caller(), offer.command)
        refuse_unknown_parameters(())
        return endpoint(**path)

    return guarded


def _scopes_of(kind: Kind, offer: Offer) -> list[str]:
    """What a token must be good for to give it."""
    opens_case = kind in CASES and not offer.noun
    scope = TokenScope.FILE if opens_case else TokenScope.ACT
    return [scope, *([TokenScope.PROVEN] if offer.is_proven else [])]


def _documented(
    blueprint: Blueprint, kind: Kind, offer: Offer, endpoint: Callable[..., Response]
) -> Callable[..., Response]:
    headers = {**ANSWER_HEADERS, **({} if offer.noun else LOCATION)}
    answered = blueprint.alt_response(
        200 if offer.noun else 201, schema=Answered, success=True, headers=headers, description="Carried out."
    )(endpoint)
    with_body = blueprint.arguments(body_of(offer.command)())(answered)
    described: Callable[..., Response] = blueprint.doc(
        operationId=operation_of(kind, offer.command),
        parameters=[KEY, *([IF_MATCH] if offer.noun else []), ROLE, REASON],
        responses=problems_of(*PROBLEMS, *(OF_A_RECORD if offer.noun else ())),
        **{"x-scopes": _scopes_of(kind, offer)},
        **{"x-refusals": sorted(rejected.code for rejected in refusals_of(offer.command))},
    )(with_body)
    return described
