"""The page of the API: every operation of the OpenAPI document, with what it takes, and a form to try it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app

from service.edge.operations import operation_of
from service.kinds.catalogue import COLLECTIONS
from service.web.blueprint import web
from service.web.rendering import page

COMMANDS = {operation_of(kind, offer.command): offer.command for kind in COLLECTIONS for offer in kind.addressed}
"""The command behind each operation that gives one."""
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a body: its name, its type in words, and whether it must be there."""

    name: str
    type: str
    is_required: bool
    limits: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    body_name: str
    body: list[Line]
    answers: list[str]


@web.get("/api/docs", endpoint="documentation")
def documentation() -> Response:
    """The operations by tag."""
    document = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    told = {"groups": _groups(document), "schemas": _schemas(document), "info": document["info"]}
    return page("docs.html", commands=COMMANDS, **told)


def _groups(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    groups: dict[str, list[Operation]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for method in METHODS:
            if method in item:
                found = _operation(document, path, method, item[method], shared)
                groups.setdefault(next(iter(item[method].get("tags", [])), "other"), []).append(found)
    return {tag: operations for tag, operations in groups.items() if operations}


def _operation(
    document: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any], shared: list[Any]
) -> Operation:
    schema = _body_schema(told)
    name = _name_of(schema)
    parameters = [_resolved(document, each) for each in [*shared, *told.get("parameters", [])]]
    return Operation(
        name=str(told.get("operationId", "")),
        method=method.upper(),
        path=path,
        summary=" ".join(part for part in (told.get("summary"), told.get("description")) if part),
        parameters=parameters,
        body_name=name,
        body=_lines(_resolved(document, schema)) if schema else [],
        answers=sorted(told.get("responses", {})),
    )


def _body_schema(told: Mapping[str, Any]) -> Mapping[str, Any]:
    content = told.get("requestBody", {}).get("content", {})
    found: Mapping[str, Any] = content.get("application/json", {}).get("schema", {})
    return found


def _resolved(document: Mapping[str, Any], part: Any) -> Any:
    """What a reference points at."""
    target = part.get("$ref", "") if isinstance(part, Mapping) else ""
    if not target:
        return part
    found: Any = document
    for step in target.removeprefix("#/").split("/"):
        found = found[step]
    return found


def _name_of(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _schemas(document: Mapping[str, Any]) -> dict[str, list[Line]]:
    found = document.get("components", {}).get("schemas", {})
    return {name: _lines(schema) for name, schema in sorted(found.items()) if schema.get("properties")}


def _lines(schema: Mapping[str, Any]) -> list[Line]:
    required = set(schema.get("required", []))
    return [
        Line(name, _type_of(part), name in required, _limits_of(part))
        for name, part in schema.get("properties", {}).items()
    ]


def _type_of(part: Mapping[str, Any]) -> str:
    if name := _name_of(part):
        return name
    alternatives = [*part.get("anyOf", []), *part.get("oneOf", []), *part.get("allOf", [])]
    if alternatives:
        return " | ".join(_type_of(each) for each in alternatives)
    if "items" in part:
        return f"[{_type_of(part['items'])}]"
    kinds = part.get("type", "string" if part.get("enum") else "any")
    kind = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{kind} ({part['format']})" if "format" in part else kind


def _limits_of(part: Mapping[str, Any]) -> str:
    names = ("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")
    told = [f"{name} {part[name]}" for name in names if name in part]
    codes = [str(code) for code in part.get("enum", []) if code is not None]
    return ", ".join([*told, *([" · ".join(codes)] if codes else [])])
