"""Units, officers and funds: their lists, and the page of one of them with what can be done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from domain.catalogue import BY_EVENT
from domain.kernel import fold
from domain.organisation.officer import IssueSlip
from domain.profiles import NATIONAL
from domain.roles import Held, Role
from domain.units import Unit, UnitStatus
from domain.values import KeyClass
from projections.aids import AIDS
from projections.funds import FUNDS
from projections.organisation import OFFICERS, PROPOSALS, TERMS, UNITS
from service.access.decisions import may_command, may_view, require_view
from service.access.visibility import may_know, visible
from service.edge.answers import caller, service
from service.edge.funds import fund_at, may_sum, spent_on
from service.edge.reading import queries
from service.kinds.case_file import CaseFile
from service.kinds.fund.kind import FUNDS as FUND_KIND
from service.kinds.fund.spending import spoken
from service.kinds.kind import Kind
from service.kinds.organisation.kind import OFFICERS as OFFICER_KIND
from service.kinds.organisation.kind import UNITS as UNIT_KIND
from service.office.vacancies import vacancies_of
from service.sealing.readers import COLLEAGUES, OF_ORGANISATION
from service.store.steps import UnknownStream
from service.views.conditions import equals
from service.web.blueprint import BY_NAME, follow, names, today, web, words
from service.web.case_page import actions_of, case_at, teller, timeline_of, told_doer
from service.web.handing import left_of, may_hand_over
from service.web.let_in import let_in
from service.web.navigation import opening_command
from service.web.rendering import page
from service.web.session import is_demonstration
from service.words.sentences import no_op as _
from service.words.speech import CLAUSE

VIEWS = {"units": UNITS.name, "officers": OFFICERS.name, "funds": FUNDS.name}
ORGANISATION = '<any("units", "officers", "funds"):collection>'


@web.get("/units", endpoint="units")
def units() -> Response:
    """Every unit, each under its parent."""
    require_view(caller(), UNITS.name)
    follow(UNITS)
    rows = list(names().units.values())
    return page("units.html", takes=(), rows=_as_tree(rows), opening=opening_command(UNIT_KIND, caller()))


def _as_tree(rows: list[dict[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    known = {row["unit"] for row in rows}
    children: dict[UUID | None, list[dict[str, Any]]] = {}
    for row in rows:
        children.setdefault(row["parent"] if row["parent"] in known else None, []).append(row)
    ordered: list[tuple[int, Mapping[str, Any]]] = []
    waiting = [(0, row) for row in reversed(children.get(None, []))]
    while waiting:
        depth, row = waiting.pop()
        ordered.append((depth, row))
        waiting.extend((depth + 1, child) for child in reversed(children.get(row["unit"], [])))
    return ordered


@web.get("/officers", endpoint="officers")
def officers() -> Response:
    """Every officer with unit and roles; and what waits to be confirmed, for those who may confirm."""
    require_view(caller(), OFFICERS.name)
    follow(OFFICERS, TERMS, PROPOSALS)
    opening = opening_command(OFFICER_KIND, caller())
    waiting = queries().all(PROPOSALS) if may_view(caller().roles, PROPOSALS.name) else []
    told = [(row["officer"], names().officer(row["officer"]), *_proposal(row)) for row in waiting]
    return page("officers.html", takes=(), rows=names().people, opening=opening, waiting=told)


@web.get("/funds", endpoint="funds")
def funds() -> Response:
    """Every fund: received, reserved, paid and free."""
    require_view(caller(), FUNDS.name)
    follow(FUNDS)
    rows = sorted(
        queries().all(FUNDS, visible(caller(), FUNDS)),
        key=lambda row: (not row["is_open"], row["period"], row["source"]),
    )
    return page("funds.html", takes=(), rows=rows, opening=opening_command(FUND_KIND, caller()))


@web.get(f"/{ORGANISATION}/<uuid:identifier>", endpoint="record")
def show_record(collection: str, identifier: UUID) -> Response:
    """One unit, officer or fund."""
    kind = BY_NAME[collection]
    record = record_at(kind, identifier)
    now, later = actions_of(kind, record)
    follow(FUNDS)
    return page(
        "record.html",
        takes=(),
        collection=kind,
        case=record,
        title=names().of(identifier) or str(identifier)[:8],
        facts=[*FACTS[collection](identifier), *_leaders(record)],
        actions=now,
        not_yet=later,
        left_over=_left_over(record),
        spent=_spent(record) if kind is FUND_KIND else [],
        left=left_of(identifier) if kind is OFFICER_KIND else [],
        may_hand_over=kind is OFFICER_KIND and may_hand_over(),
        let_in=let_in(identifier) if _may_let_in(kind) else None,
        told=list(reversed(timeline_of(record))) if may_know(caller(), kind.aggregate.kind, record.state) else [],
    )


def _may_let_in(kind: Kind) -> bool:
    return kind is OFFICER_KIND and not is_demonstration() and may_command(caller().roles, IssueSlip)


def record_at(kind: Kind, identifier: UUID) -> CaseFile:
    """Any record with commands, for a reader who may see it. Raises Denied and UnknownStream."""
    if kind.name not in VIEWS:
        return case_at(kind, identifier)
    require_view(caller(), VIEWS[kind.name])
    if kind is FUND_KIND:
        return fund_at(identifier)
    history = tuple(service().ledger.history(identifier))
    if not history or BY_EVENT[type(history[0].event)] is not kind.aggregate:
        raise UnknownStream(identifier.hex)
    state = fold(kind.aggregate, (recorded.event for recorded in history))
    return CaseFile(
        identifier,
        kind.aggregate,
        history,
        state,
        {},
        roles=caller().roles,
        reader=COLLEAGUES,
        opens=_names_of_colleagues,
    )


def _names_of_colleagues(_key_class: KeyClass, event: str, _field: str) -> bool:
    """Who works here is known by name to all who may sign in."""
    return event.startswith(OF_ORGANISATION)


def _unit_facts(identifier: UUID) -> list[tuple[str, str]]:
    parts = ("code", "parent", "founded_on", "dissolved_on", "successor")
    row = names().units.get(identifier, {})
    return [*_named("unit", parts, row), *_profile_facts(row)]


def _profile_facts(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Whose local rules were chosen for the unit, and from which day on."""
    if not row.get("profile"):
        return _rules_in_force(row)
    since = words().text(_("{place}, from {day} on"), place=words().place(row["profile"]), day=row["profile_from_on"])
    before = row["profile_before"] and words().place(row["profile_before"])
    told = words().about("unit")
    return [(told.field("profile"), since), *([(told.field("profile_before"), before)] if before else [])]


def _rules_in_force(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Whose local rules hold today for a unit that has chosen none: those of the nearest unit above that has."""
    now, told = today(), words().about("unit")
    for above in names().line_of(row["unit"]) if row else ():
        known = names().units.get(above, {})
        since = known.get("profile_from_on")
        place = known.get("profile") if since is not None and since <= now else known.get("profile_before")
        if place:
            says = words().text(
                _("{place}, as chosen for {unit}"), place=words().place(place), unit=names().unit(above)
            )
            return [(told.field("profile"), says)]
    says = words().text(_("{place}, as nothing else was chosen here or above"), place=words().place(NATIONAL))
    return [(told.field("profile"), says)]


def _leaders(record: CaseFile) -> list[tuple[str, str]]:
    """Who leads a unit directly from above."""
    known = record.state.leaders if isinstance(record.state, Unit) else frozenset()
    told = sorted(names().officer(each) for each in known)
    return [(words().about("unit").field("leader"), ", ".join(told))] if told else []


def _left_over(record: CaseFile) -> list[tuple[str, str, str]]:
    """What nobody of a unit may do as roles are held today: of which kind, by whom above it is done, and what it is."""
    if not isinstance(record.state, Unit) or record.state.status is not UnitStatus.ACTIVE:
        return []
    return [
        (
            words().kind(each.kind.name),
            words().joined(dict.fromkeys(map(told_doer, each.doers)), CLAUSE),
            words().joined(words().about(each.kind.aggregate.kind).command(command) for command in each.commands),
        )
        for each in vacancies_of(record.stream, caller())
    ]


def _fund_facts(identifier: UUID) -> list[tuple[str, str]]:
    rows = queries().all(FUNDS, [equals("fund", identifier)])
    parts = ("unit", "period", "opened_on", "is_open", *AMOUNTS, "reservations")
    return _named("fund", parts, rows[0]) if rows else []


def _spent(fund: CaseFile) -> list[tuple[Any, ...]]:
    """By kind of aid how many the fund has given, with what it has promised and paid, for those who sum it up."""
    if not may_sum(fund):
        return []
    follow(AIDS)
    return spoken(words(), spent_on(fund.stream))


AMOUNTS = ("received_fen", "reserved_fen", "paid_fen", "free_fen")


def _named(kind: str, parts: tuple[str, ...], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = words().about(kind)
    shown = [name for name in parts if row.get(name) not in (None, "")]
    return [(told.field(name), teller().plain(name, row[name])) for name in shown]


def _officer_facts(identifier: UUID) -> list[tuple[str, str]]:
    unit = (words().field("unit"), names().unit(names().unit_of(identifier)))
    terms = queries().all(TERMS, [equals("officer", identifier)])
    waiting = queries().all(PROPOSALS, [equals("officer", identifier)])
    return [unit, *((_role(term), _span(term)) for term in terms), *map(_proposal, waiting)]


def _proposal(row: Mapping[str, Any]) -> tuple[str, str]:
    """A role that waits for a second person, and by whom it was proposed for which term."""
    by = names().officer(row["proposed_by"])
    return _role(row), words().text(_("{term}, proposed by {name}, to be confirmed"), term=_span(row), name=by)


def to_confirm() -> list[tuple[UUID, str, str, str]]:
    """The proposed roles that the reader may confirm, neither proposed by nor for him or her: whose, and which."""
    if not may_view(caller().roles, PROPOSALS.name):
        return []
    own = caller().officer
    rows = [row for row in queries().all(PROPOSALS) if own not in (row["officer"], row["proposed_by"])]
    return [(row["officer"], names().officer(row["officer"]), *_proposal(row)) for row in rows]


def _role(term: Mapping[str, Any]) -> str:
    """The role and its unit."""
    return names().held(Held(Role(term["role"]), term["for_unit"]))


def _span(term: Mapping[str, Any]) -> str:
    until = words().short_day(term["until_on"])
    return f"{words().short_day(term['from_on'])} –{f' {until}' if until else ''}"


FACTS = {"units": _unit_facts, "officers": _officer_facts, "funds": _fund_facts}
"""What the page of each kind of record says at its top."""
