"""One form per command: shown, sent, carried out by the ledger; nothing typed is lost and nothing is done twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import marshmallow as ma
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.kernel import Rejected
from projections.catalogue import CASE_VIEWS
from service.access.decisions import require_command
from service.access.naming import require_known_officers
from service.api.answers import caller, service
from service.api.bodies import body_of
from service.api.problems import of_store
from service.api.routes import Address, Collection
from service.cases import CaseFile, possible
from service.store.steps import Busy, KeyReused, StaleVersion, Step, StoreUnavailable, UnknownStream, created_stream
from service.texts import no_op as _
from service.web.blueprint import BY_NAME, RECORD, has_written, names, own_unit, today, web, words
from service.web.form_fields import Field, Kind, fields_of
from service.web.form_values import Typed, data_of, errors_at, with_row_added
from service.web.form_widgets import RULE, Maker, first_values, split
from service.web.organisation import record_at
from service.web.refusals import FIELD_FACTS, reason_of
from service.web.rendering import page, tell
from service.web.telling import Teller
from service.web.words import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on the desk: which command, for which record, seen at which version, under which key."""

    collection: Collection
    address: Address
    record: CaseFile | None
    key: str
    version: int

    @property
    def fields(self) -> tuple[Field, ...]:
        command: Any = self.address.command
        return fields_of(command)

    @property
    def words(self) -> Words:
        """The words for this kind of record."""
        return words().about(self.collection.aggregate.kind)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands against a form that was sent."""

    status: int
    message: str
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    meanwhile: int | None = None


@web.get(f"/{RECORD}/new", endpoint="new")
def blank_form(collection: str) -> Response:
    """The form that opens a new record."""
    return _blank(_sheet(collection, None, ""))


@web.get(f"/{RECORD}/<uuid:identifier>/<noun>", endpoint="form")
def form(collection: str, identifier: UUID, noun: str) -> Response:
    """The form of an action on a record."""
    return _blank(_sheet(collection, identifier, noun))


@web.post(f"/{RECORD}/new", endpoint="create")
def create(collection: str) -> AnyResponse:
    """Opens a new record."""
    return _sent(_sheet(collection, None, ""))


@web.post(f"/{RECORD}/<uuid:identifier>/<noun>", endpoint="carry_out")
def carry_out(collection: str, identifier: UUID, noun: str) -> AnyResponse:
    """Carries an action out."""
    return _sent(_sheet(collection, identifier, noun))


def _sheet(name: str, identifier: UUID | None, noun: str) -> Sheet:
    collection = BY_NAME[name]
    address = collection.address_of(noun)
    if address is None:
        raise UnknownStream(noun)
    record = record_at(collection, identifier) if identifier else None
    require_command(caller(), address.command)
    version = request.form.get("_version", "")
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    key = request.form.get("_key", "")
    known = key if 0 < len(key) <= 100 and key.isascii() and key.isprintable() else str(uuid4())
    return Sheet(collection, address, record, known, seen if request.method == "POST" else _version(record))


def _version(record: CaseFile | None) -> int:
    return record.version if record else 0


def _blank(sheet: Sheet) -> Response:
    reason = _not_now(sheet)
    if reason is not None:
        response = page("not_now.html", sheet=sheet, reason=reason)
        response.status_code = 409
        return response
    return _shown(sheet, first_values(sheet.fields, today(), own_unit()))


def _not_now(sheet: Sheet) -> str | None:
    """Why the action is not possible at the moment; None where it is."""
    if sheet.record is None:
        return None
    now, later = possible(service(), sheet.record, caller())
    if sheet.address.command in now:
        return None
    rejection = next((each.rejection for each in later if each.command is sheet.address.command), None)
    if rejection is None:
        return words().text(_("This step is not possible where the record stands now."))
    return reason_of(rejection, sheet.words, names())


def _shown(sheet: Sheet, typed: Typed, trouble: Trouble | None = None) -> Response:
    maker = Maker(sheet.words, names(), typed, trouble.errors if trouble else {})
    widgets = maker.widgets(sheet.fields)
    shown, more = split(widgets)
    response = page(
        "form.html",
        sheet=sheet,
        shown=shown,
        more=more,
        trouble=trouble,
        mistakes=[leaf for widget in widgets for leaf in (widget, *widget.leaves) if leaf.error],
        meanwhile=_meanwhile(sheet, trouble),
    )
    response.status_code = trouble.status if trouble else 200
    return response


def _meanwhile(sheet: Sheet, trouble: Trouble | None) -> list[Any]:
    """What was recorded since the reader saw the record."""
    if trouble is None or trouble.meanwhile is None or sheet.record is None:
        return []
    told = Teller(service(), words(), names(), caller()).timeline(sheet.record)
    return [each for each in told if each.version > (trouble.meanwhile or 0)]


def _sent(sheet: Sheet) -> AnyResponse:
    typed: Typed = Typed(request.form)
    if added := request.form.get("_add"):
        return _shown(sheet, with_row_added(added, typed, sheet.fields))
    try:
        command = body_of(sheet.address.command)().load(data_of(sheet.fields, typed))
    except ma.ValidationError as error:
        message = words().text(_("Some fields need another look. Nothing has been recorded yet."))
        return _shown(sheet, typed, Trouble(422, message, errors_at(sheet.fields, error.messages, typed)))
    return _executed(sheet, typed, command)


def _executed(sheet: Sheet, typed: Typed, command: Any) -> AnyResponse:
    target = sheet.record.stream if sheet.record else _new_stream(sheet, command)
    expected = sheet.version if sheet.record else None
    try:
        require_known_officers(service().reading, command)
        outcome = service().ledger.execute([Step(target, command)], caller(), sheet.key, expected)
    except Rejected as rejected:
        if not rejected.is_visible:
            raise
        return _shown(sheet, typed, _refused(sheet, rejected))
    except StaleVersion as stale:
        return _shown(_renewed(sheet), typed, _stale(stale))
    except KeyReused:
        message = words().text(_("This form was sent once already, with other content. Look at what was recorded."))
        return _shown(_renewed(sheet), typed, Trouble(409, message, meanwhile=sheet.version))
    except UnknownStream as unknown:
        return _shown(sheet, typed, Trouble(404, words().text(of_store(unknown).detail)))
    except (Busy, StoreUnavailable) as error:
        problem = of_store(error)
        message = words().text(_("The service is busy. Nothing you typed is lost: send the form again in a moment."))
        return _shown(sheet, typed, Trouble(problem.status, message))
    return _done(sheet, target, outcome.position)


def _new_stream(sheet: Sheet, command: Any) -> UUID:
    named = sheet.collection.stream_of
    return named(command) if named else created_stream(caller().officer, sheet.key)


def _renewed(sheet: Sheet) -> Sheet:
    """The same form at the version of now, under a key of its own."""
    return Sheet(sheet.collection, sheet.address, sheet.record, str(uuid4()), _version(sheet.record))


def _stale(stale: StaleVersion) -> Trouble:
    message = _("The record has moved on since you opened this form. What you typed is kept: look at it, then send.")
    return Trouble(412, words().text(message), meanwhile=stale.seen)


def _refused(sheet: Sheet, rejected: Rejected) -> Trouble:
    reason = reason_of(rejected, sheet.words, names())
    named = {str(rejected.facts[name]) for name in FIELD_FACTS if name in rejected.facts}
    errors = {path: [RULE + reason] for path in _paths(sheet.fields) if path.rpartition(".")[2] in named}
    return Trouble(409, reason, errors)


def _paths(fields: tuple[Field, ...], prefix: str = "") -> list[str]:
    """The paths of all fields outside lists."""
    inner = [path for each in fields if each.kind is Kind.BLOCK for path in _paths(each.parts, f"{prefix}{each.name}.")]
    return [*(prefix + each.name for each in fields), *inner]


def _done(sheet: Sheet, target: UUID, position: int) -> AnyResponse:
    has_written(position)
    if sheet.collection.settles:
        service().engine.catch_up(sheet.collection.settles)
    tell(_("Recorded: {what}."), what=words().command(sheet.address.command))
    endpoint = "web.case" if sheet.collection.aggregate.kind in CASE_VIEWS else "web.record"
    return redirect(url_for(endpoint, collection=sheet.collection.name, identifier=target), 303)
