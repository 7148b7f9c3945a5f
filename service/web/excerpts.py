"""Pages of papers: the list, and one paper opened by itself, for those who know nothing else of the case."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.levels import ReadFor
from service.access.decisions import require_view
from service.access.purposes import purposes_of
from service.edge.answers import caller, service
from service.edge.listing import conditions_of
from service.edge.papers import addressed
from service.edge.reading import page_of
from service.kinds.catalogue import CASES_BY_KIND, EXCERPTS
from service.kinds.excerpt import ExcerptKind
from service.office.excerpts import Paper
from service.views.rows import row_body
from service.web.blueprint import follow, web, words
from service.web.case_page import NO_PURPOSE, actions_of, column_name, column_text
from service.web.rendering import PAGED, page


def _list_of(excerpt: ExcerptKind) -> Callable[[], Response]:
    def shown() -> Response:
        require_view(caller(), excerpt.view.name)
        follow(excerpt.view)
        order = next(iter(excerpt.listing.orders.values()))
        listed = page_of(excerpt.view, conditions_of(excerpt.listing), order, dict)
        return page(
            "excerpts.html",
            takes=(*(each.name for each in excerpt.listing.filters), *PAGED),
            w=words().about(excerpt.kind),
            excerpt=excerpt,
            rows=listed["items"],
            next_cursor=listed["next_cursor"],
            cell=lambda column, row: column_text(excerpt.listing.codes, column, row[column], is_short=True),
            paper_url=lambda row: url_for(f"web.{excerpt.name}_one", **_address(excerpt, row)),
        )

    return shown


def _address(excerpt: ExcerptKind, row: Mapping[str, Any]) -> dict[str, Any]:
    if excerpt.is_blind:
        return {"identifier": row[excerpt.view.id_column]}
    return {"identifier": row["case_id"], "number": row["number"]}


def _one_of(excerpt: ExcerptKind) -> Callable[..., AnyResponse]:
    def shown(identifier: UUID, number: int = 1) -> AnyResponse:
        require_view(caller(), excerpt.view.name)
        place = addressed(excerpt, identifier, number)
        if request.method == "GET":
            return _page(service().excerpts.open(excerpt, *place, caller()))
        given = request.form.get("purpose", "")
        is_said = given in list(ReadFor)
        purpose = ReadFor(given) if is_said else None
        paper = service().excerpts.open(excerpt, *place, caller(), purpose)
        response = _page(paper, says="" if is_said else NO_PURPOSE)
        response.status_code = 200 if is_said else 422
        return response

    return shown


def _page(paper: Paper, says: str = "") -> Response:
    excerpt = paper.excerpt
    kind = CASES_BY_KIND[excerpt.kind]
    now, later = actions_of(kind, paper.case)
    told = words().about(excerpt.kind)
    return page(
        "excerpt.html",
        takes=(),
        w=told,
        excerpt=excerpt,
        number=paper.row.get("case_no", ""),
        list_url=url_for(f"web.{excerpt.name}"),
        status=column_text(excerpt.listing.codes, "status", paper.row["status"]),
        facts=_facts(paper),
        texts=[(told.field(name), text) for name, text in paper.texts.items()],
        wants=[words().code(each) for each in paper.wants],
        purposes=purposes_of(excerpt.roles & caller().roles),
        actions=now,
        not_yet=later,
        says=says,
    )


def _facts(paper: Paper) -> list[tuple[str, str]]:
    told = words().about(paper.excerpt.kind)
    row: Mapping[str, Any] = paper.excerpt.shown(row_body(paper.excerpt.view, paper.row))
    hidden = {"id", "case_id", "case_no", "status"}
    codes = paper.excerpt.listing.codes
    shown = ((name, column_text(codes, name, value)) for name, value in row.items() if name not in hidden)
    return [(column_name(told, name), text) for name, text in shown if text]


for _each in EXCERPTS:
    web.add_url_rule(f"/{_each.path}", endpoint=_each.name, view_func=_list_of(_each))
    web.add_url_rule(
        f"/{_each.path}/<uuid:identifier>{'' if _each.is_blind else '/<int:number>'}",
        endpoint=f"{_each.name}_one",
        view_func=_one_of(_each),
        methods=["GET", "POST"],
    )
