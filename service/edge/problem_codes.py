"""The codes of problems, for the OpenAPI document: what the edge says, and every refusal of every command."""

from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from domain.agreements import AGREEMENTS
from domain.catalogue import AGGREGATES, BY_COMMAND
from domain.deciding import NotPossibleNow
from domain.kernel import Command, Desk, NotAllowedNow, Rejected
from domain.officers import REFUSALS, names_officers
from domain.roles import Role
from service.kinds.catalogue import BY_KIND
from service.office.titles import refusals_asking

EDGE: Mapping[str, tuple[int, str]] = {
    "malformed": (
        400,
        "Not to be read: not JSON, not UTF-8, too deep, a field named twice, NUL in a parameter.",
    ),
    "idempotency_key_missing": (400, "A POST without Idempotency-Key."),
    "idempotency_key_invalid": (400, "The Idempotency-Key is not 1 to 200 printable ASCII characters."),
    "version_malformed": (400, "If-Match is not exactly one ETag of this service, strong or as proxies weaken it."),
    "reason_malformed": (400, "Casework-Reason is not percent-encoded UTF-8 of at most 500 characters."),
    "token_invalid": (400, "A cursor or position that this service did not make."),
    "as_of_invalid": (400, "as_of is neither a moment, nor a version, nor a position."),
    "moment_without_offset": (400, "as_of is a moment without offset, or out of range."),
    "limit_invalid": (400, "limit is not a number from 1 to the largest page."),
    "sort_unknown": (400, "sort is none of the list's orders."),
    "filter_invalid": (400, "A filter has a value that it does not take."),
    "parameter_unknown": (400, "A query parameter that the address does not take."),
    "parameter_repeated": (400, "A query parameter that can be given once only was given twice."),
    "cursor_of_another_list": (400, "The cursor belongs to another list or order."),
    "sheet_too_large": (400, "A register has more entries than a sheet of a workbook holds."),
    "role_malformed": (400, "Casework-Role is no role."),
    "purpose_malformed": (400, "Casework-Purpose is none of the purposes for which confidential texts are opened."),
    "unauthenticated": (401, "No bearer token."),
    "token_refused": (401, "The bearer token is unknown, revoked or expired."),
    "forbidden": (403, "The caller's roles do not allow it."),
    "scope_lacking": (403, "The token was not issued for that: reading, opening cases, or acting."),
    "proof_needed": (403, "The command asks for a proof anew, and the token lacks the scope PROVEN."),
    "role_refused": (403, "The role in Casework-Role is not held today, or does not allow it."),
    "not_found": (404, "Nothing at this address that the caller may know of."),
    "method_not_allowed": (405, "The address does not take the method."),
    "idempotency_key_reused": (409, "The Idempotency-Key was used for another request."),
    "data_erased": (409, "The texts of this record were erased; nothing can be added to it."),
    "stale_version": (412, "The record has moved on since the version in If-Match."),
    "too_large": (413, "The request is larger than 1 MiB."),
    "wrong_content_type": (415, "The body is not application/json."),
    "invalid": (422, "Fields are missing, unknown or not valid; `errors` names them."),
    "role_needed": (422, "Several roles of the caller allow it, and Casework-Role says none."),
    "as_of_ahead": (422, "as_of is a version, position or moment that has not come yet."),
    "version_missing": (428, "If-Match is missing."),
    "too_many_requests": (429, "Too many requests."),
    "failed": (500, "The service failed; nothing half-done was stored."),
    "overloaded": (503, "More requests wait than can be answered soon; nothing was done. Repeat after Retry-After."),
    "busy": (503, "Other writers won every race; nothing was stored. Repeat with the same key."),
    "outcome_unknown": (503, "The database cannot tell whether it stored this. Repeat with the same key."),
    "store_unavailable": (503, "The database does not answer. Repeat with the same key."),
    "trace_unavailable": (503, "That a confidential text is opened cannot be recorded, so nothing was opened."),
    "view_stands_still": (
        503,
        "A view that this needs, also to tell who may do what, was set aside and waits for a rebuild.",
    ),
    "view_building": (503, "The view is new in this release and still being built; everything else goes on."),
    "view_behind": (503, "The view has not reached the Casework-Position within two seconds."),
}


def problem_codes() -> dict[str, dict[str, Any]]:
    """Every code with its status and meaning: those of the edge, then those of the rules."""
    edge = {code: {"status": status, "meaning": meaning} for code, (status, meaning) in EDGE.items()}
    rules = {refusal.code: refusal for refusal in _all_refusals()}
    return edge | {
        code: {"status": 409 if refusal.is_visible else 404, "meaning": refusal.says}
        for code, refusal in sorted(rules.items())
    }


def _all_refusals() -> Iterator[type[Rejected]]:
    for aggregate in AGGREGATES:
        for command in aggregate.commands:
            yield from refusals_of(command)


def refusals_of(command: type[Command[Any]]) -> frozenset[type[Rejected]]:
    """The refusals that the code of the command names, in itself, in the functions of the domain that it calls, and
    in the commands that an agreement binds to it; those of the officers whom it names, of names that others read, and
    what whoever is told a part of the record is answered instead.
    """
    of_officers = REFUSALS if names_officers(command) else frozenset()
    in_part = {NotPossibleNow} if _is_given_by_whom_little_is_told(command) else set()
    found: set[type[Rejected]] = {NotAllowedNow, *in_part, *of_officers, *refusals_asking(command)}
    agreed = [AGREEMENTS[command]] if command in AGREEMENTS else []
    _walk(command, [command.decide, command.barred, *agreed], found, set())
    return frozenset(found)


def _is_given_by_whom_little_is_told(command: type[Command[Any]]) -> bool:
    kind = BY_KIND[BY_COMMAND[command].kind]
    given = next((offer.roles for offer in kind.offers if offer.command is command), frozenset[Role]())
    return kind.reading.part is not None and bool(given & kind.reading.part.roles)


def _walk(command: Any, functions: list[Callable[..., Any]], found: set[type[Rejected]], seen: set[Any]) -> None:
    for function in functions:
        plain = getattr(function, "__func__", function)
        if not isinstance(plain, FunctionType) or plain in seen or not plain.__module__.startswith("domain."):
            continue
        seen.add(plain)
        for named in _named(command, plain):
            if isinstance(named, type) and issubclass(named, Rejected):
                found.add(named)
            elif isinstance(named, type) and issubclass(named, Command):
                _walk(named, [named.decide, named.barred], found, seen)
            elif not isinstance(named, type):
                _walk(command, [named], found, seen)


def _named(command: Any, function: FunctionType) -> Iterator[Any]:
    """What the names in the function's code stand for: globals, members of its modules, methods of command and desk."""
    names = set(_names(function.__code__))
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    yield from known
    places = [command, Desk, *(each for each in known if isinstance(each, ModuleType))]
    yield from (getattr(place, name) for place in places for name in names if hasattr(place, name))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
