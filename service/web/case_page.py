"""The page of one case: where it stands, its clocks, what can be done, its texts and what happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.correcting import Correct
from domain.cases.voiding import Void
from domain.kernel import Command
from domain.levels import ReadFor
from domain.roles import Held
from domain.values import UnitRef
from projections.catalogue import CASE_VIEWS
from projections.relief_queue import RELIEF_QUEUE
from service.access.decisions import may_view, require_view
from service.access.doers import Doer
from service.access.purposes import purposes_of
from service.access.visibility import scope_of
from service.edge.answers import caller, service
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import CASES_BY_KIND, REFERRED
from service.kinds.kind import Kind
from service.kinds.mending import correctable_facts
from service.kinds.relations import exactly
from service.kinds.spelling import SPELLERS
from service.office.cases import NOW, AsOf
from service.office.next_steps import NextStep, next_steps
from service.views.rows import row_body
from service.web.blueprint import BY_NAME, CASE, names, today, web, words
from service.web.case_parts import tables_of
from service.web.rendering import page
from service.words.clocks import ClockShown, shown
from service.words.refusals import reason_of
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE, Words
from service.words.telling import UNSHOWN, Teller, Told, texts_of

NO_PURPOSE = _("Choose what you open it for: that is recorded before it is opened.")


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the reader may do now."""

    title: str
    href: str
    command: type[Command[Any]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a rule still forbids, why, and the day from which it will pass."""

    title: str
    reason: str
    passes_on: date | None


def case_at(kind: Kind, identifier: UUID, as_of: AsOf = NOW, purpose: ReadFor | None = None) -> CaseFile:
    """The case for a reader who may see cases of its kind. Raises Denied and UnknownStream."""
    require_view(caller(), CASE_VIEWS[kind.aggregate.kind].name)
    return service().cases.open(kind.aggregate, identifier, caller(), as_of, purpose)


@web.get(f"/{CASE}/<uuid:identifier>", endpoint="case")
def show_case(collection: str, identifier: UUID) -> Response:
    """One case; what is sensitive opens where its reader said today what for."""
    return _shown(BY_NAME[collection], case_at(BY_NAME[collection], identifier))


@web.post(f"/{CASE}/<uuid:identifier>/opened", endpoint="open_case")
def open_case(collection: str, identifier: UUID) -> Response:
    """The same page with what is confidential, once it is recorded what it is opened for."""
    given = request.form.get("purpose", "")
    if given not in list(ReadFor):
        response = _shown(BY_NAME[collection], case_at(BY_NAME[collection], identifier), says=NO_PURPOSE)
        response.status_code = 422
        return response
    return _shown(BY_NAME[collection], case_at(BY_NAME[collection], identifier, purpose=ReadFor(given)))


@web.get(f"/{CASE}/<uuid:identifier>/opened", endpoint="opened_case")
def leave_opened(collection: str, identifier: UUID) -> AnyResponse:
    """Whoever comes back to that address without saying what for is shown the case itself."""
    return redirect(url_for("web.case", collection=collection, identifier=identifier))


def _clocks(case: CaseFile) -> list[ClockShown]:
    pauses = case.pauses
    return [shown(each, words(), today(), pauses.get(each.rule), case.overdue_on(each)) for each in case.clocks]


def _shown(kind: Kind, case: CaseFile, says: str = "") -> Response:
    now, later = actions_of(kind, case)
    told = timeline_of(case)
    parts = tables_of(case, service().cases.facts_for(case, caller()))
    return page(
        "case.html",
        takes=(),
        collection=kind,
        case=case,
        reasons=_told_reasons(case),
        facts=facts_of(case),
        clocks=_clocks(case),
        next_steps=[_told_next(step) for step in next_steps(service().ledger, case, caller())],
        parts_of_case=parts,
        actions=now,
        not_yet=later,
        texts=texts_of(told),
        told=list(reversed(told)),
        mends=mends_of(case, now),
        wants=[words().code(each) for each in case.reader.wants],
        purposes=purposes_of(frozenset(caller().roles)),
        says=says,
    )


def _told_reasons(case: CaseFile) -> str:
    """In which roles the reader may see the case, each told once, and how just this case stands to each."""
    scope, by_role = scope_of(case.state), dict[Held, list[str]]()
    for held, relation in case.reasons:
        below = caller().units.subtree(held.unit)
        by_role.setdefault(held, []).extend(map(words().text, exactly(relation, scope, held.unit, below)))
    told = (
        words().text(
            _("as {held}: {relation}"), held=names().held(held), relation=words().joined(dict.fromkeys(relations))
        )
        for held, relations in by_role.items()
    )
    return words().joined(told, CLAUSE)


def _told_next(step: NextStep) -> tuple[str, str]:
    """What may be done next, and by whom, from which day: the reader first."""
    own = [words().text(_("you"))] if step.is_own else []
    others = [told_doer(each) for each in step.doers]
    day = [words().text(_("from {day}"), day=words().day(step.passes_on))] if step.passes_on else []
    return words().command(step.command), words().joined([*(own or dict.fromkeys(others)), *day], CLAUSE)


def told_doer(doer: Doer) -> str:
    """Who takes a step: a role and its unit, an officer who is named, or whoever stands in for a unit below."""
    role = words().code(doer.role, "Role")
    if doer.unit is None:
        return words().text(_("{role}, named for the case"), role=role)
    held = names().held(Held(doer.role, UnitRef(doer.unit)))
    if doer.is_vacant:
        return words().text(_("{held}: nobody is free for it, nor above"), held=held)
    if doer.instead_of is not None:
        return words().text(_("{held}, as nobody is free in {unit}"), held=held, unit=names().unit(doer.instead_of))
    return held


def teller() -> Teller:
    """Tells events to the reader of this request."""
    return Teller(words(), names(), SPELLERS, case_address)


def timeline_of(case: CaseFile) -> list[Told]:
    """The events of the record that the reader of this request is told of, in order."""
    return teller().timeline(case.aggregate.kind, service().cases.events_for(case, caller()))


def case_address(ref: UUID) -> str:
    """Where the hardship request with that id stands, for readers of requests alone."""
    if not may_view(caller().roles, RELIEF_QUEUE.name):
        return ""
    return url_for("web.case", collection=REFERRED.name, identifier=ref)


def actions_of(kind: Kind, case: CaseFile) -> tuple[list[Action], list[Waiting]]:
    """What the reader may do now, and what not yet: the main path first, each in the order of the procedure."""
    now, later = service().cases.possible(case, caller())
    rejections = {each.command: each.rejection for each in later}
    actions, waiting = [], []
    for offer in sorted(kind.addressed, key=lambda each: each.aside):
        title = words().command(offer.command)
        if offer.command in now and offer.noun:
            href = url_for("web.form", collection=kind.name, identifier=case.stream, noun=offer.noun)
            actions.append(Action(title, href, offer.command))
        elif rejection := rejections.get(offer.command):
            waiting.append(Waiting(title, reason_of(rejection, words(), names()), rejection.passes_on))
    return actions, waiting


def mends_of(case: CaseFile, actions: Iterable[Action]) -> dict[int, list[Action]]:
    """By version of a fact, the forms among what may be done that set it right.

    A correction begins with its fact; voiding the case stands beside the fact that opened it.
    """
    found: dict[int, list[Action]] = {}
    for action in actions:
        if issubclass(action.command, Void):
            found.setdefault(1, []).append(action)
        elif issubclass(action.command, Correct):
            for version, _event in correctable_facts(case):
                found.setdefault(version, []).append(replace(action, href=f"{action.href}?fact={version}"))
    return found


def facts_of(case: CaseFile) -> list[tuple[str, str]]:
    """The columns of the case's row that hold something, as name and text."""
    told = words().about(case.aggregate.kind)
    return [(column_name(told, name), text) for name, text in columns_of(case).items() if name not in UNSHOWN and text]


def column_name(told: Words, name: str) -> str:
    """What a column of the case's row is called; the lateness that it holds is that of finished steps."""
    return told.text(_("Days late of finished steps")) if name == "late_days" else told.field(name)


def columns_of(case: CaseFile) -> dict[str, str]:
    """The columns of the case's row as people read them; empty where nothing is to be said."""
    codes = CASES_BY_KIND[case.aggregate.kind].listing.codes
    row = row_body(CASE_VIEWS[case.aggregate.kind], case.row)
    return {name: column_text(codes, name, value) for name, value in row.items()}


def column_text(codes: Mapping[str, type[StrEnum]], name: str, value: Any, *, is_short: bool = False) -> str:
    """The value of a view's column as people read it; nothing, zero and no are left out."""
    return teller().column(codes, name, value, is_short=is_short)
