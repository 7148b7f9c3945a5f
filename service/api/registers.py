"""Registers over HTTP: which of them the caller may read, each page by page or as a file."""

from collections.abc import Callable, Mapping
from typing import Any

import marshmallow as ma
from flask import Response, jsonify

from service.access.decisions import require_view
from service.api.answer_schemas import REGISTER, answers, entries_of, list_of
from service.edge.answers import caller, service
from service.edge.language import spoken
from service.edge.listing import listed, listing_parameters
from service.edge.parsing import Blueprint
from service.edge.reading import queries, refuse_unknown_parameters, rows_before
from service.edge.register_files import TYPES, file_of
from service.kinds.catalogue import REGISTERS
from service.kinds.listing import Listing
from service.kinds.register import Register
from service.papers.entries import joined
from service.papers.readers import is_open_to, register_for
from service.papers.writing import ENCODINGS

registers = Blueprint("registers", __name__, url_prefix="/api/v1/registers", description="Registers (台账)")


ENCODING = {
    "in": "query",
    "name": "encoding",
    "schema": {"type": "string", "enum": list(ENCODINGS), "default": "utf-8"},
    "description": "Of the CSV file: UTF-8 with byte order mark, or GB18030 for older programs.",
}


@registers.get("")
@registers.doc(operationId="list_registers", responses=answers(list_of(REGISTER)))
def find_registers() -> Response:
    """The registers that the caller may read, with their columns in the reader's language."""
    require_view(caller(), "catalogue")
    refuse_unknown_parameters(())
    return jsonify(
        {"items": [_about(register_for(each, caller())) for each in REGISTERS if is_open_to(each, caller())]}
    )


def _about(register: Register) -> dict[str, Any]:
    words = spoken()
    return {
        "code": register.code,
        "title": words.register(register.code),
        "columns": [{"name": each.name, "heading": each.title(words)} for each in register.columns],
    }


def _file(register: Register, form: str) -> Callable[[], Response]:
    def read() -> Response:
        return file_of(register, form)

    read.__doc__ = f"The register {register.code} as a file in the reader's language: every entry; amounts in yuan."
    return read


def _listing(register: Register) -> Listing:
    always = (register.condition,) if register.condition else ()
    orders = {register.order.column: register.order}
    return Listing(view=register.view, filters=(), orders=orders, always=always, name=register.code)


def _reading(register: Register) -> Callable[[], Response]:
    def read() -> Response:
        for view in register.views:
            require_view(caller(), view.name)
        told = register_for(register, caller())
        page = listed(_listing(told), dict)
        return jsonify({**_about(told), **page, "items": _entries(told, page["items"])})

    read.__doc__ = f"The register {register.code}: its entries as of now, numbered for the caller; amounts in fen."
    return read


def _entries(register: Register, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    today, first = service().ledger.today(), rows_before(register.view, register.order, register.code) + 1
    return [
        {"number": number, **{each.name: each.held(row, today) for each in register.columns}}
        for number, row in enumerate(joined(queries().rows, register, rows), first)
    ]


def _serve(register: Register) -> None:
    parameters = listing_parameters(_listing(register))
    operation, answered = f"register_{register.code}", answers(entries_of(register))
    documented = registers.doc(operationId=operation, parameters=parameters, responses=answered)(_reading(register))
    registers.route(f"/{register.code}", methods=["GET"], endpoint=register.code)(documented)
    for form, content_type in TYPES.items():
        answered = {**answers(ma.Schema), "200": {"description": "The file.", "content": {content_type: {}}}}
        asked = [ENCODING] if form == "csv" else []
        documented = registers.doc(operationId=f"{operation}_{form}", parameters=asked, responses=answered)
        told = documented(_file(register, form))
        registers.route(f"/{register.code}.{form}", methods=["GET"], endpoint=f"{register.code}_{form}")(told)


for _each in REGISTERS:
    _serve(_each)
