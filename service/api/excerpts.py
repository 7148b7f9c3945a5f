"""Papers of cases over HTTP, for those who know nothing else of a case: a list, and each one by itself."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import fields

from service.access.decisions import require_view
from service.api.answer_schemas import (
    ACTION,
    NOT_YET,
    WANTS_PURPOSE,
    answers,
    named,
    page_of,
    row_fields,
    several,
    told,
)
from service.api.case_answers import possible_body
from service.edge.answers import caller, service
from service.edge.listing import listed, listing_parameters
from service.edge.papers import addressed
from service.edge.parsing import Blueprint, said_purpose
from service.edge.reading import PURPOSE, refuse_unknown_parameters, seen_position
from service.kinds.catalogue import CASES_BY_KIND, EXCERPTS
from service.kinds.excerpt import ExcerptKind
from service.office.excerpts import Paper
from service.views.rows import row_body

excerpts = Blueprint("excerpts", __name__, url_prefix="/api/v1", description="Papers of cases")


def shown(excerpt: ExcerptKind, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the list as JSON."""
    return excerpt.shown(row_body(excerpt.view, row))


def _body(paper: Paper) -> dict[str, Any]:
    kind = CASES_BY_KIND[paper.excerpt.kind]
    texts = dict.fromkeys(text.name for text in paper.excerpt.texts) | dict(paper.texts)
    return {
        **shown(paper.excerpt, paper.row),
        **texts,
        "version": paper.case.version,
        "wants_purpose": paper.wants,
        **possible_body(
            kind, *service().cases.possible(paper.case, caller()), paper.excerpt.commands, paper.case.stream
        ),
    }


def _serve(excerpt: ExcerptKind) -> None:
    columns = excerpt.shown(row_fields(excerpt.view))
    row = named(excerpt.view.row.__name__, columns)
    texts = {text.name: told(fields.String, "Null where it is not opened.", allow_none=True) for text in excerpt.texts}
    around = {"version": told(fields.Integer), "wants_purpose": WANTS_PURPOSE}
    offered = {"actions": several(ACTION, "What the caller may do now."), "not_yet": several(NOT_YET)}
    one = named(f"{excerpt.view.row.__name__}Paper", {**columns, **texts, **around, **offered})

    def find() -> Response:
        require_view(caller(), excerpt.view.name)
        return jsonify(listed(excerpt.listing, lambda each: shown(excerpt, each)))

    def read(identifier: UUID, number: int = 1) -> Response:
        require_view(caller(), excerpt.view.name)
        refuse_unknown_parameters(())
        seen_position()
        place = addressed(excerpt, identifier, number)
        paper = service().excerpts.open(excerpt, *place, caller(), said_purpose())
        response: Response = jsonify(_body(paper))
        response.headers["ETag"] = f'"{paper.case.version}"'
        return response

    find.__doc__ = excerpt.says
    read.__doc__ = f"{excerpt.one}, opened by itself; its version for If-Match stands in ETag."
    listing = excerpts.doc(
        operationId=f"list_{excerpt.view.name}",
        parameters=listing_parameters(excerpt.listing),
        responses=answers(page_of(row)),
    )(find)
    excerpts.route(f"/{excerpt.path}", methods=["GET"], endpoint=f"find_{excerpt.path}")(listing)
    reading = excerpts.doc(
        operationId=f"read_{excerpt.view.name}",
        parameters=[PURPOSE],
        responses=answers(one, is_one=True, has_version=True),
    )(read)
    path = f"/{excerpt.path}/<uuid:identifier>{'' if excerpt.is_blind else '/<int:number>'}"
    excerpts.route(path, methods=["GET"], endpoint=f"read_{excerpt.path}")(reading)


for _each in EXCERPTS:
    _serve(_each)
