"""One form per command: shown, sent, carried out by the ledger; nothing typed is lost and nothing is done twice."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.facts import Stated
from domain.cases.recusal import RecusalAsked, TieDeclared
from domain.cases.recusing import DecideRecusal
from domain.kernel import Rejected
from domain.organisation.events import RoleProposed
from service.access.acting import RoleNeeded
from service.access.visibility import may_know
from service.edge.answers import caller, service
from service.edge.bodies import body_of
from service.edge.raised import of_store
from service.office.giving import Asked
from service.store.steps import (
    Busy,
    KeyReused,
    Outcome,
    OutcomeUnknown,
    StaleVersion,
    StoreUnavailable,
    UnknownStream,
)
from service.web.blueprint import RECORD, has_written, names, own_unit, today, web, words
from service.web.case_page import timeline_of
from service.web.form_corrections import as_stored, is_correction
from service.web.form_fields import FieldKind
from service.web.form_first import Beginning, first_values
from service.web.form_follows import follows_from
from service.web.form_numbers import Numbered, Reader, numbered
from service.web.form_sheets import Sheet, Trouble, no_role_chosen, not_to_be_sent, refused, sheet_of, stale
from service.web.form_values import Typed, data_of, errors_at, row_count, with_row_added
from service.web.form_widgets import Maker, split
from service.web.proving import not_proven, proof_first
from service.web.rendering import page, tell
from service.words.refusals import reason_of
from service.words.sentences import no_op as _

OUTCOME_UNKNOWN = _(
    "The database cannot tell yet whether this was recorded. Send the form again as it is, in a moment: "
    "what was recorded already is not recorded twice."
)
FACT = "fact"
"""What a link from the timeline names: the fact that a correction begins with."""
NAMED_BEHIND_THE_FOLD = 4
"""How many of the fields behind the fold are named on it."""


@web.get(f"/{RECORD}/new", endpoint="new")
def blank_form(collection: str) -> AnyResponse:
    """The form that opens a new record."""
    sheet = sheet_of(collection, None, "")
    return proof_first(sheet.address) or _blank(sheet)


@web.get(f"/{RECORD}/<uuid:identifier>/<noun>", endpoint="form")
def form(collection: str, identifier: UUID, noun: str) -> AnyResponse:
    """The form of an action on a record."""
    sheet = sheet_of(collection, identifier, noun)
    return proof_first(sheet.address) or _blank(sheet)


@web.post(f"/{RECORD}/new", endpoint="create")
def create(collection: str) -> AnyResponse:
    """Opens a new record."""
    return _sent(sheet_of(collection, None, ""))


@web.post(f"/{RECORD}/<uuid:identifier>/<noun>", endpoint="carry_out")
def carry_out(collection: str, identifier: UUID, noun: str) -> AnyResponse:
    """Carries an action out."""
    return _sent(sheet_of(collection, identifier, noun))


def _blank(sheet: Sheet) -> Response:
    reason = _not_now(sheet)
    if reason is not None:
        response = page("not_now.html", sheet=sheet, reason=reason)
        response.status_code = 409
        return response
    state = sheet.record.state if sheet.record else None
    begun = first_values(sheet.fields, Beginning(today(), own_unit(), state))
    if FACT in request.args and any(each.name == FACT for each in sheet.fields):
        begun[FACT] = request.args[FACT]
    return _shown(sheet, begun)


def _not_now(sheet: Sheet) -> str | None:
    """Why the action is not possible at the moment; None where it is."""
    if sheet.record is None:
        return None
    now, later = service().cases.possible(sheet.record, caller())
    if sheet.address.command in now:
        return None
    rejection = next((each.rejection for each in later if each.command is sheet.address.command), None)
    if rejection is None:
        return words().text(_("This step is not possible where the record stands now."))
    return reason_of(rejection, sheet.words, names())


def _shown(sheet: Sheet, typed: Typed, trouble: Trouble | None = None) -> Response:
    errors = trouble.errors if trouble else {}
    numbers = _numbered(sheet, typed)
    maker = Maker(sheet.words, names(), typed, errors, numbers, sheet.people, sheet.offers)
    widgets = maker.widgets(sheet.asked)
    shown, more = split(widgets)
    response = page(
        "form.html",
        sheet=sheet,
        shown=shown,
        more=more,
        more_names=_begun([widget.label for widget in more]),
        trouble=trouble,
        mistakes=[mistake for widget in (*shown, *more) for mistake in widget.mistakes],
        meanwhile=_meanwhile(sheet, trouble),
        follows=follows_from(sheet.address.command),
        decided=_to_be_decided(sheet),
    )
    response.status_code = trouble.status if trouble else 200
    return response


def _begun(labels: list[str]) -> str:
    """The first of the labels."""
    return words().joined([*labels[:NAMED_BEHIND_THE_FOLD], *(["…"] if len(labels) > NAMED_BEHIND_THE_FOLD else [])])


def _numbered(sheet: Sheet, typed: Typed) -> Numbered:
    if sheet.record is None:
        return {}
    rows = (each for each in sheet.fields if each.kind is FieldKind.ROWS and each.name == "evidence")
    fresh = sum(row_count(each, each.name, typed) for each in rows)
    reader = Reader(service(), caller(), words(), names())
    return numbered(reader, sheet.record, sheet.address.command, fresh, typed.get(FACT, ""))


def _meanwhile(sheet: Sheet, trouble: Trouble | None) -> list[Any]:
    """What was recorded since the reader saw the record."""
    if trouble is None or trouble.meanwhile is None or sheet.record is None:
        return []
    told = timeline_of(sheet.record)
    return [each for each in told if each.version > (trouble.meanwhile or 0)]


def _to_be_decided(sheet: Sheet) -> list[Any]:
    """What was said when the recusals were asked for that the form decides on."""
    if sheet.record is None or not issubclass(sheet.address.command, DecideRecusal):
        return []
    numbers = {each.number for each in sheet.record.state.undecided.values()}
    asking = {
        each.version
        for each in sheet.record.history
        if isinstance(each.event, (TieDeclared, RecusalAsked)) and each.event.recusal in numbers
    }
    return [each for each in timeline_of(sheet.record) if each.version in asking]


def _sent(sheet: Sheet) -> AnyResponse:
    typed = sheet.people.known(Typed(request.form), sheet.fields)
    added, trouble = request.form.get("_add"), not_to_be_sent() or not_proven(sheet.address)
    if added:
        typed = with_row_added(added, typed, sheet.fields)
    if added or trouble or request.form.get("_show"):
        return _shown(sheet, typed, trouble)
    try:
        command = body_of(sheet.address.command)().load(data_of(sheet.fields, _as_stored(sheet, typed)))
    except ma.ValidationError as error:
        message = words().text(_("Some fields need another look. Nothing has been recorded yet."))
        return _shown(sheet, typed, Trouble(422, message, errors_at(sheet.fields, error.messages, typed)))
    return _executed(sheet, typed, command)


def _as_stored(sheet: Sheet, typed: Typed) -> Typed:
    """What was typed as it is recorded, where pages print that in other words."""
    if sheet.record is None or not is_correction(sheet.address.command):
        return typed
    return as_stored(typed, sheet.record, sheet.words)


def _executed(sheet: Sheet, typed: Typed, command: Any) -> AnyResponse:
    stream, seen = (sheet.record.stream, sheet.version) if sheet.record else (None, None)
    asked = Asked(sheet.collection, command, replace(caller(), said=sheet.said), sheet.key, stream, seen)
    try:
        return _done(sheet, service().giving.give(asked))
    except RoleNeeded:
        return _shown(sheet, typed, no_role_chosen())
    except Rejected as rejected:
        if not rejected.is_visible:
            raise
        return _shown(sheet, typed, refused(sheet, rejected))
    except StaleVersion as error:
        return _shown(sheet.renewed(), typed, stale(error))
    except KeyReused:
        message = words().text(_("This form was sent once already, with other content. Look at what was recorded."))
        recorded = sheet.page_of(service().giving.target(asked))
        trouble = Trouble(409, message, meanwhile=sheet.version, recorded=recorded)
        return _shown(sheet.renewed(), typed, trouble)
    except UnknownStream as unknown:
        return _shown(sheet, typed, Trouble(404, words().text(of_store(unknown).detail)))
    except OutcomeUnknown:
        return _shown(sheet, typed, Trouble(503, words().text(OUTCOME_UNKNOWN)))
    except (Busy, StoreUnavailable) as error:
        problem = of_store(error)
        message = words().text(_("The service is busy. Nothing you typed is lost: send the form again in a moment."))
        return _shown(sheet, typed, Trouble(problem.status, message))


def _awaited(outcome: Outcome) -> str:
    """Whose word what was recorded waits for; empty where it is in force."""
    stated = (each.event for each in outcome.recorded if isinstance(each.event, Stated))
    seconds = [second for statement in stated for second in statement.seconds]
    named = (words().joined(map(names().officer, each.one_of)) or words().code(each.who) for each in seconds)
    return words().joined(dict.fromkeys(named))


def _done(sheet: Sheet, outcome: Outcome) -> AnyResponse:
    has_written(outcome.position)
    if any(isinstance(each.event, RoleProposed) for each in outcome.recorded):
        tell(_("A role is proposed. It is held from the day after a second person has confirmed it."))
    elif awaited := _awaited(outcome):
        told = _("Written down, and not in force yet: {what}. It waits for the confirmation of: {who}.")
        tell(told, what=words().command(sheet.address.command), who=awaited)
    else:
        tell(_("Recorded: {what}."), what=words().command(sheet.address.command))
    is_there = may_know(caller(), sheet.collection.aggregate.kind, outcome.state)
    return redirect(sheet.page_of(outcome.stream) if is_there else sheet.list_page, 303)
