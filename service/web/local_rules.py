"""Local rows on a page: what a place sets itself, proposed by one administrator and agreed to by another."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import marshmallow as ma
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.deadlines.rules import LOCAL_VERSIONS
from domain.kernel import Command, Rejected
from domain.organisation.setting_rows import ConfirmLocalRow, DeclineLocalRow, ProposeLocalRow
from domain.organisation.working_days import WORKING_DAYS_STREAM
from domain.profiles import Profile
from domain.values import OfficerRef
from service.access.acting import actor_for
from service.access.decisions import may_command, require_command, require_view
from service.edge.answers import caller, service
from service.edge.bodies import body_of
from service.kinds.organisation.kind import CATALOGUE
from service.store.steps import Step
from service.web.blueprint import names, web, words
from service.web.local_names import amount, as_set, called, option, presently
from service.web.rendering import page
from service.words.refusals import reason_of
from service.words.sentences import no_op as _


@dataclass(frozen=True, slots=True)
class Line:
    """A local row as the page tells it; whoever proposed it, where it waits for a second person."""

    number: int
    name: str
    value: str
    profile: Profile
    in_force_from: date
    source: str
    proposed_by: OfficerRef | None = None


@web.get("/local-rules", endpoint="local_rules")
def local_rules() -> Response:
    """The rows that hold from their day on, and those that wait for a second person."""
    require_view(caller(), CATALOGUE)
    return _shown()


@web.post("/local-rules", endpoint="propose_local_rule")
def propose() -> AnyResponse:
    """Proposes a row."""
    require_command(caller(), ProposeLocalRow)
    typed = {name: request.form.get(name, "").strip() for name in ("name", "profile", "in_force_from", "source")}
    value = request.form.get("value", "").strip()
    try:
        read = body_of(ProposeLocalRow)().load({**typed, "value": as_set(typed["name"], value)})
    except ma.ValidationError as error:
        fields = words().joined(words().field(name) for name in dict(error.messages_dict))
        return _shown(words().text(_("Check these fields: {fields}."), fields=fields), 422)
    return _given(read)


@web.post("/local-rules/<int:number>/confirmation", endpoint="confirm_local_rule")
def confirm(number: int) -> AnyResponse:
    """Agrees to a proposed row."""
    return _decided(ConfirmLocalRow, number)


@web.post("/local-rules/<int:number>/refusal", endpoint="decline_local_rule")
def decline(number: int) -> AnyResponse:
    """Declines a proposed row, or takes it back."""
    return _decided(DeclineLocalRow, number)


def _decided(command: type[ConfirmLocalRow | DeclineLocalRow], number: int) -> AnyResponse:
    require_command(caller(), command)
    return _given(command(min(number, 1_000_000)))


def _given(command: Command[Any]) -> AnyResponse:
    key = request.form.get("_key", "")[:100] or str(uuid4())
    try:
        by = actor_for(caller(), type(command))
        service().ledger.execute([Step(WORKING_DAYS_STREAM, command)], by, key)
    except Rejected as rejected:
        return _shown(reason_of(rejected, words(), names()), 409)
    return redirect(url_for("web.local_rules"), 303)


def _shown(says: str = "", status: int = 200) -> Response:
    rows = service().settling.local_rows()
    rules = [_line(each, each.code, each.length, each.version - LOCAL_VERSIONS) for each in rows.rules]
    numbers = [_line(each, each.name, each.value) for each in rows.parameters]
    waiting = [_line(each, each.name, each.value, number, each.proposed_by) for number, each in rows.proposed.items()]
    may_set = may_command(caller().roles, ProposeLocalRow)
    response = page(
        "local_rules.html",
        takes=(),
        held=sorted((*rules, *numbers), key=lambda line: (line.in_force_from, line.name)),
        waiting=waiting,
        may_set=may_set,
        proposing=ProposeLocalRow,
        confirming=ConfirmLocalRow,
        declining=DeclineLocalRow,
        present=list(presently(rows, service().ledger.today(), words())),
        option=lambda each: option(each, words()),
        profiles=list(Profile),
        typed=request.form,
        own=caller().who,
        key=str(uuid4()),
        says=says,
    )
    response.status_code = status
    return response


def _line(row: Any, name: str, value: Any, number: int = 0, by: OfficerRef | None = None) -> Line:
    return Line(
        number,
        called(name, words()),
        amount(name, value, words()),
        Profile(row.profile),
        row.in_force_from,
        row.source,
        by,
    )
