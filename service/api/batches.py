"""Acts over many records over HTTP: one address for every kind of case and command, and what became of each item."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Response, jsonify
from marshmallow import fields, validate

from domain.batch.commands import MOST_ITEMS
from domain.values import Text
from projections.batches import BATCHES
from service.access.decisions import Denied, require_view
from service.access.proof import require_proof
from service.api.answer_schemas import answers, named, page_of, problems_of, row_of, several, told
from service.api.commands import KEY, ROLE
from service.edge.answers import caller, sealing, service
from service.edge.batches import batch_body, offers_of, refusal_told, require_some
from service.edge.bodies import Plain, body_of
from service.edge.parsing import Blueprint, idempotency_key
from service.edge.reading import POSITION, refuse_unknown_parameters, seen_position
from service.edge.reading import page_of as one_page
from service.kinds.catalogue import CASES_BY_NAME
from service.office.batches import BatchAsked, BatchFile, ItemAsked
from service.views.conditions import Order, equals
from service.views.rows import row_body
from service.words.sentences import no_op as _

batches = Blueprint("batches", __name__, url_prefix="/api/v1/batches", description="Acts over many records")
NEWEST_FIRST = Order("opened_on", descending=True)
LIST_PARAMETERS = [
    {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}},
    {"in": "query", "name": "cursor", "schema": {"type": "string"}, "description": "next_cursor of the last page"},
    POSITION,
]


class BatchItem(ma.Schema):
    """A record, the version that was seen of it, and what the command says of it alone."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=2**31))
    body = fields.Dict(keys=fields.String(), load_default=dict)


class NewBatch(ma.Schema):
    """One command over many records of a kind: what it says of all of them, and of some alone."""

    collection = fields.String(required=True, validate=validate.OneOf(list(CASES_BY_NAME)))
    action = fields.String(
        required=True,
        validate=validate.Length(max=40),
        metadata={"description": "As in the address of the command for one record, such as forwarding."},
    )
    reference = Plain(
        Text(most=200),
        allow_none=True,
        load_default=None,
        metadata={"description": "The paper that it was decided on, such as a list or minutes; kept sealed."},
    )
    body = fields.Dict(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "The body of the command, the same for all; what an item says of itself counts more."},
    )
    items = fields.List(fields.Nested(BatchItem), required=True, validate=validate.Length(min=1, max=MOST_ITEMS))

    @ma.post_load
    def asked(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """The items with the commands that their bodies are. Raises ValidationError at the field that is wrong."""
        kind = CASES_BY_NAME[data["collection"]]
        offer = kind.offer_of(data["action"]) if data["action"] else None
        if offer is None:
            known = ", ".join(str(each.noun) for each in kind.addressed if each.noun)
            raise ma.ValidationError(_("The actions are: {known}.").format(known=known), "action")
        schema = body_of(offer.command)()
        items, wrong = [], {}
        for number, item in enumerate(data["items"]):
            try:
                command = schema.load({**data["body"], **item["body"]})
            except ma.ValidationError as error:
                wrong[number] = {"body": error.messages}
                if not item["body"]:
                    raise ma.ValidationError({"body": error.messages}) from None
                continue
            items.append(ItemAsked(item["id"], item["version"], command))
        if wrong:
            raise ma.ValidationError({"items": wrong})
        return {"kind": kind, "offer": offer, "items": items, "reference": data["reference"]}


ITEM = named(
    "BatchItemTold",
    {
        "number": told(fields.Integer, "From 1, in the order given."),
        "id": told(fields.UUID),
        "version": told(fields.Integer, "The version that was seen."),
        "outcome": told(fields.String, validate=validate.OneOf(["DONE", "REFUSED", "WAITING"])),
        "code": told(fields.String, "Of what stood against it; null otherwise.", allow_none=True),
        "reason": told(fields.String, "The same in words, for who gave the batch.", allow_none=True),
    },
)
BATCH = named(
    "Batch",
    {
        "id": told(fields.UUID),
        "batch_no": told(fields.String),
        "collection": told(fields.String),
        "action": told(fields.String),
        "reference": told(fields.String, allow_none=True),
        "unit": told(fields.UUID, "The unit in whose name it was given."),
        "opened_by": told(fields.UUID),
        "opened_on": told(fields.Date),
        "status": told(fields.String, validate=validate.OneOf(["RUNNING", "DONE"])),
        "done": told(fields.Integer),
        "refused": told(fields.Integer),
        "items": several(ITEM),
    },
)


def _open(said: dict[str, Any]) -> Response:
    """Gives a command over many records, each by itself; the same key and body give the same outcomes, and go on where
    they came to."""
    kind, offer = said["kind"], said["offer"]
    if offer not in offers_of(kind):
        raise Denied(offer.command.__name__)
    require_proof(caller(), offer.command)
    asked = BatchAsked(kind, offer.command, said["items"], caller(), idempotency_key(), said["reference"])
    batch = service().batches.carry_out(asked, refusal_told)
    response = _told(batch)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/batches/{batch.stream}"
    if batch.position:
        response.headers["Casework-Position"] = sealing().positions.token(batch.position)
    return response


def _told(batch: BatchFile) -> Response:
    response: Response = jsonify(batch_body(batch))
    return response


def _guarded(endpoint: Callable[[], Response]) -> Callable[[], Response]:
    """Access is decided before anything of the request is read."""

    @wraps(endpoint)
    def guarded() -> Response:
        require_some()
        refuse_unknown_parameters(())
        return endpoint()

    return guarded


_answered = batches.alt_response(201, schema=BATCH, success=True, description="Each item with its own outcome.")
_with_body = batches.arguments(NewBatch)(_answered(_open))
_documented = batches.doc(
    operationId="open_batch", parameters=[KEY, ROLE], responses=problems_of(400, 401, 403, 409, 413, 415, 422, 503)
)(_with_body)
batches.route("", methods=["POST"], endpoint="open")(_guarded(_documented))


@batches.get("")
@batches.doc(operationId="list_batches", parameters=LIST_PARAMETERS, responses=answers(page_of(row_of(BATCHES))))
def find_batches() -> Response:
    """The batches that the caller gave, newest first."""
    require_view(caller(), BATCHES.name)
    refuse_unknown_parameters(("limit", "cursor"))
    mine = equals("opened_by", caller().officer)
    return jsonify(one_page(BATCHES, [mine], NEWEST_FIRST, lambda row: row_body(BATCHES, row), "batches"))


@batches.get("/<uuid:identifier>", endpoint="read")
@batches.doc(operationId="read_batch", parameters=[POSITION], responses=answers(BATCH, is_one=True))
def read_batch(identifier: UUID) -> Response:
    """One batch: how far it has come, and what became of each item."""
    require_view(caller(), BATCHES.name)
    refuse_unknown_parameters(())
    seen_position()
    return _told(service().batches.open(identifier, caller()))
