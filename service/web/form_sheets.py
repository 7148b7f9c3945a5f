"""A form on the desk, as it was opened and as it is sent, and what may stand against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import request, url_for

from domain.deciding import taking_no_part
from domain.kernel import Rejected
from domain.roles import Held, Role
from projections.catalogue import CASE_VIEWS
from service.access.acting import allowing
from service.access.decisions import may_view, require_command
from service.edge.answers import caller, service
from service.kinds.case_file import CaseFile
from service.kinds.excerpt import ExcerptKind
from service.kinds.kind import Kind
from service.kinds.offer import Offer
from service.office.acting_on import anybody, held_to_act
from service.store.steps import Said, StaleVersion, UnknownStream, said_in
from service.web.blueprint import BY_NAME, names, words
from service.web.cookies import is_ours
from service.web.form_fields import Field, FieldKind, demanded, fields_of
from service.web.form_keeping import foreign, is_opened_by_caller, opener
from service.web.form_offers import Offers
from service.web.form_people import People
from service.web.form_widgets import RULE
from service.web.organisation import record_at
from service.words.refusals import fields_named, reason_of
from service.words.sentences import no_op as _
from service.words.speech import Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on the desk: which command, for which record, seen at which version, under which key, opened as whom.

    With an `excerpt` the record is what is left of a case for whoever knows of its papers alone.
    """

    collection: Kind
    address: Offer
    record: CaseFile | None
    key: str
    version: int
    opened_as: str
    role: str = ""
    excerpt: ExcerptKind | None = None

    @property
    def roles(self) -> list[tuple[str, str]]:
        """The roles to choose from, with what they are called, where several that the reader holds allow it."""
        held = self.held
        return [(str(each), names().held(each)) for each in held] if len(held) > 1 else []

    @property
    def held(self) -> list[Held]:
        """The roles in which the reader may give the command: on the record, or on some that it opens."""
        command, record = self.address.command, self.record
        if record is None:
            return allowing(caller(), command)
        desk = partial(service().ledger.desk, record.stream, anybody(Role.AUDITOR))
        return held_to_act(command, record.state, caller(), desk)

    @property
    def said(self) -> Said | None:
        """The role that was chosen; None where none was, or what was sent is none of those to choose from."""
        return said_in(self.role) if self.role in dict(self.roles) else None

    @property
    def fields(self) -> tuple[Field, ...]:
        command: Any = self.address.command
        return fields_of(command)

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that are shown: what the rules demand where the record stands is required, what they have no use
        for is left out."""
        if self.record is None:
            return self.fields
        asks = self.address.command.asks(self.record.state)
        return tuple(demanded(each, asks.get(each.name)) for each in self.fields if asks.get(each.name) is not False)

    @property
    def people(self) -> People:
        """Whom the form may name."""
        state = self.record.state if self.record else None
        return People(names(), self.words, state, taking_no_part(self.address.command, state))

    @property
    def offers(self) -> Offers:
        """What the form offers where the record stands."""
        return Offers(self.address.command, names(), service().ledger.today(), self.record)

    @property
    def back(self) -> str:
        """The page that the form was opened from, as far as the record tells."""
        if self.record is not None:
            return self.page_of(self.record.stream)
        return self.list_page

    @property
    def list_page(self) -> str:
        """The page that lists the records of this kind."""
        if self.excerpt is not None:
            return url_for(f"web.{self.excerpt.name}")
        if self.collection.aggregate.kind in CASE_VIEWS:
            return url_for("web.case_list", collection=self.collection.name)
        return url_for(f"web.{self.collection.name}")

    def page_of(self, stream: UUID) -> str:
        """The page of a record of this kind; to whoever knows of papers alone, their list."""
        if self.excerpt is not None:
            return self.list_page
        endpoint = "web.case" if self.collection.aggregate.kind in CASE_VIEWS else "web.record"
        return url_for(endpoint, collection=self.collection.name, identifier=stream)

    @property
    def words(self) -> Words:
        """The words for this kind of record."""
        return words().about(self.collection.aggregate.kind)

    def renewed(self) -> "Sheet":
        """The same form at the version of now, under a key of its own."""
        return replace(self, key=str(uuid4()), version=version_of(self.record))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stands against a form that was sent.

    `recorded` is the page of what the form recorded when it was sent before. `opener` opened the form,
    where it was somebody else: the reader may take it over.
    """

    status: int
    message: str
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    meanwhile: int | None = None
    recorded: str = ""
    opener: str = ""


def no_role_chosen() -> Trouble:
    """Several roles allow the command, and none was chosen."""
    return Trouble(422, words().text(_("You hold several roles that allow this. Choose in which of them you act.")))


def version_of(record: CaseFile | None) -> int:
    """The version that a reader of the record sees; 0 where there is none yet."""
    return record.version if record else 0


def sheet_of(name: str, identifier: UUID | None, noun: str) -> Sheet:
    """The form at the address, opened now or sent. Raises Denied and UnknownStream."""
    collection = BY_NAME[name]
    address = collection.offer_of(noun)
    if address is None:
        raise UnknownStream(noun)
    record, excerpt = _record(collection, identifier, address) if identifier else (None, None)
    require_command(caller(), address.command)
    if request.method != "POST":
        fresh, version = str(uuid4()), version_of(record)
        return Sheet(collection, address, record, fresh, version, str(caller().officer), excerpt=excerpt)
    opened_as = str(caller().officer) if is_opened_by_caller() else request.form.get("_as", "")
    role = request.form.get("_role", "")
    return Sheet(collection, address, record, _key(), _version(), opened_as, role, excerpt)


def _record(collection: Kind, identifier: UUID, address: Offer) -> tuple[CaseFile, ExcerptKind | None]:
    """The record, or what is left of it for whoever knows of papers of it alone. Raises Denied and UnknownStream."""
    kind = collection.aggregate.kind
    is_by_paper = any(row.excerpt and row.role in caller().roles for row in address.acting)
    if not is_by_paper or may_view(caller().roles, CASE_VIEWS[kind].name):
        try:
            return record_at(collection, identifier), None
        except UnknownStream:
            if not is_by_paper:
                raise
    excerpt, left = service().excerpts.beside(kind, identifier, caller(), address.command)
    return left, excerpt


def _key() -> str:
    key = request.form.get("_key", "")
    return key if 0 < len(key) <= 100 and key.isascii() and key.isprintable() else str(uuid4())


def _version() -> int:
    version = request.form.get("_version", "")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0


def not_to_be_sent() -> Trouble | None:
    """Why a form is only shown again: somebody else opened it, or no page of this session sent it."""
    if not is_opened_by_caller():
        return Trouble(409, foreign(), opener=opener())
    if is_ours() or request.form.get("_show"):
        return None
    message = _(
        "This page was open for too long, or you signed in anew. "
        "Nothing has been recorded yet, and all that was typed is kept: look at it and send it again."
    )
    return Trouble(403, words().text(message))


def stale(error: StaleVersion) -> Trouble:
    """The record has moved on since the form was opened."""
    message = _("The record has moved on since you opened this form. What you typed is kept: look at it, then send.")
    return Trouble(412, words().text(message), meanwhile=error.seen)


def refused(sheet: Sheet, rejected: Rejected) -> Trouble:
    """A rule's refusal, told at the fields that it speaks of."""
    reason = reason_of(rejected, sheet.words, names(), sheet.address.command.__name__)
    named, paths = fields_named(rejected), _paths(sheet.fields)
    told = [path for path in paths if path in named] or [path for path in paths if _last(path) in named]
    return Trouble(409, reason, {path: [RULE + reason] for path in told})


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _paths(fields: tuple[Field, ...], prefix: str = "") -> list[str]:
    """The paths of all fields outside lists."""
    blocks = [each for each in fields if each.kind is FieldKind.BLOCK]
    inner = [path for each in blocks for path in _paths(each.parts, f"{prefix}{each.name}.")]
    return [*(prefix + each.name for each in fields), *inner]
