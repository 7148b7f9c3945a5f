"""The endpoints of commands: one per address, each with its own schema, all doing the same few things."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Response

from domain.kernel import Command
from service.api.answers import carry_out, create
from service.api.bodies import body_of
from service.api.parsing import Blueprint
from service.api.routes import Address, Collection

HEADERS_OF_A_COMMAND = [
    {
        "in": "header",
        "name": "Idempotency-Key",
        "required": True,
        "schema": {"type": "string", "maxLength": 200},
        "description": "A key of your own; the same key and body give the same answer again.",
    },
]
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "example": '"3"'},
    "description": "The ETag of the case as you saw it.",
}


class Answered(ma.Schema):
    """What every command answers."""

    id = ma.fields.UUID(metadata={"description": "The case or record."})
    case_no = ma.fields.String(metadata={"description": "Its number, for cases."})
    version = ma.fields.Integer(metadata={"description": "Its version; the same as in ETag."})
    status = ma.fields.String(metadata={"description": "Where it stands now."})
    events = ma.fields.List(ma.fields.String(), metadata={"description": "What was recorded."})


def register_commands(blueprint: Blueprint, collection: Collection) -> None:
    """Adds the endpoint of every address of the collection."""
    for address in collection.addresses:
        if address.noun:
            _add_to_existing(blueprint, collection, address)
        elif collection.name in ("petitions", "officers", *OTHER_CASES):
            _add_creating(blueprint, collection, address)


OTHER_CASES = ("supervision-cases", "hardship-requests", "funds")


def _add_creating(blueprint: Blueprint, collection: Collection, address: Address) -> None:
    def endpoint(command: Command[Any]) -> Response:
        return create(collection, command)

    _add(blueprint, "", collection, address, endpoint, 201)


def _add_to_existing(blueprint: Blueprint, collection: Collection, address: Address) -> None:
    def endpoint(command: Command[Any], identifier: UUID) -> Response:
        return carry_out(collection, command, identifier)

    _add(blueprint, f"/<uuid:identifier>/{address.noun}", collection, address, endpoint, 200)


def _add(
    blueprint: Blueprint,
    path: str,
    collection: Collection,
    address: Address,
    endpoint: Callable[..., Response],
    status: int,
) -> None:
    command = address.command
    endpoint.__name__ = command.__name__
    endpoint.__doc__ = command.__doc__ or f"{command.__name__}."
    documented = blueprint.alt_response(status, schema=Answered, success=True)(endpoint)
    with_body = blueprint.arguments(body_of(command))(documented)
    headers = HEADERS_OF_A_COMMAND + ([IF_MATCH] if address.noun else [])
    operation = f"{collection.aggregate.kind}_{command.__name__}"
    described = blueprint.doc(operationId=operation, parameters=headers)(with_body)
    blueprint.route(path, methods=["POST"], endpoint=address.noun or "create")(described)
