"""Cases that nobody can carry on, those that an officer leaves, and the page that hands over several at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask import Response, request, url_for

from domain.kernel import Rejected
from domain.officers import servings
from domain.values import OfficerRef
from projections.catalogue import CASE_VIEWS
from service.access.visibility import visible
from service.edge.answers import caller, service
from service.edge.handing import Handed, handed_over, require_handing
from service.edge.problems import Problem
from service.edge.reading import queries
from service.kinds.catalogue import CASES, CASES_BY_NAME
from service.kinds.kind import CaseKind
from service.office.handing import MOST, Handing, ToHandOver
from service.office.leaving import cases_left, first_of, handed_from, handing, stuck
from service.office.opening import rows_opened_for
from service.views.conditions import Condition
from service.web.blueprint import follow, has_written, names, web, words
from service.web.rendering import page
from service.words.refusals import reason_of
from service.words.sentences import no_op as _

VIEWS = tuple(CASE_VIEWS[kind.aggregate.kind] for kind in CASES if handing(kind.name) is not None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cases of a kind that wait to be handed over, as rows with the officers who are named for them."""

    kind: CaseKind
    rows: list[Mapping[str, Any]]


def waiting_for_hands() -> list[Waiting]:
    """The cases that nobody can carry on and that the reader may hand over."""
    return [_opened(kind, rows) for kind, rows in first_of(queries(), stuck(caller()))]


def _opened(kind: CaseKind, rows: list[dict[str, Any]]) -> Waiting:
    view = CASE_VIEWS[kind.aggregate.kind]
    told = rows_opened_for(service().vault, view, rows, caller())
    return Waiting(
        kind, [{**row, "named": [(each, names().officer(each)) for each in row["assigned"]]} for row in told]
    )


def left_of(officer: UUID) -> list[str]:
    """What an officer leaves who can do nothing any more in open cases for which he or she is named."""
    staff = caller().staff
    found = cases_left(queries(), staff, OfficerRef(officer)) if staff is not None else ()
    return [_told_left(each.kind, each.number, each.alone) for each in found]


def _told_left(kind: CaseKind, number: int, alone: int) -> str:
    says = _("{kind}: {number} open; for {alone} of them nobody else is named who holds a role for it.")
    return words().text(says, kind=words().kind(kind.name), number=number, alone=alone)


def may_hand_over() -> bool:
    """Whether the reader may hand over cases of some kind."""
    return any(caller().roles & offer.roles for kind in CASES if (offer := handing(kind.name)) is not None)


@web.get("/handovers", endpoint="handovers")
def form() -> Response:
    """Cases of one officer that the reader may hand over, to be chosen, and to whom."""
    require_handing()
    concerned = _officer("concerned", request.args.get("concerned", ""))
    return _shown(concerned)


@web.post("/handovers", endpoint="hand_over")
def hand_over() -> Response:
    """Hands over each chosen case by itself, and says what became of each."""
    require_handing()
    concerned = _officer("concerned", request.form.get("concerned", ""))
    chosen = list(_chosen())
    successor, day = _named(request.form.get("handed_to", "")), _day(request.form.get("handed_on", ""))
    if successor is None or day is None or not chosen:
        return _shown(concerned, says=_("Choose cases, who takes them over, and the day."), status=422)
    key = request.form.get("_key", "")[:100] or str(uuid4())
    found, position = handed_over(key, Handing(concerned, successor, day), chosen)
    if position:
        has_written(position)
        follow(*VIEWS)
    return _shown(concerned, done=_outcomes(found))


def _shown(
    concerned: OfficerRef, says: str = "", done: list[tuple[str, str, str]] | None = None, status: int = 200
) -> Response:
    follow(*VIEWS)
    waiting = [_opened(kind, rows) for kind, rows in first_of(queries(), handed_from(caller(), concerned), MOST)]
    response = page(
        "handovers.html",
        takes=("concerned",),
        concerned=concerned,
        name=names().officer(concerned),
        waiting=waiting,
        successors=_successors([each.kind for each in waiting], concerned),
        typed=request.form,
        key=str(uuid4()),
        says=says,
        done=done or [],
    )
    response.status_code = status
    return response


def _successors(kinds: list[CaseKind], concerned: OfficerRef) -> list[tuple[str, str]]:
    """Everybody who holds a role in which officers are named for such cases."""
    commands: list[Any] = [offer.command for kind in kinds if (offer := handing(kind.name)) is not None]
    roles = {role for command in commands for role in servings(command)["handed_to"].roles}
    people = (each for each in names().people if each.officer != concerned and set(each.roles) & roles)
    return [(str(each.officer), f"{each.name} – {names().unit(each.unit)}") for each in people]


def _chosen() -> Iterator[ToHandOver]:
    """The cases that were ticked, as kind, id and version."""
    for given in request.form.getlist("case")[:MOST]:
        name, _slash, rest = given.partition("/")
        case, _at, version = rest.partition("/")
        try:
            yield ToHandOver(CASES_BY_NAME[name], UUID(case), int(version[:9]))
        except (KeyError, ValueError):
            continue


def _outcomes(found: list[Handed]) -> list[tuple[str, str, str]]:
    """By case: its address, its number where the reader may know of it still, and what became of it."""
    known: dict[UUID, str] = {}
    for kind in sorted({each.kind.name for each in found}):
        view = CASE_VIEWS[CASES_BY_NAME[kind].aggregate.kind]
        cases = Condition("case_id = ANY(%s)", [each.case for each in found])
        known |= {row["case_id"]: str(row["case_no"]) for row in queries().all(view, [cases, *visible(caller(), view)])}
    return [(_address(each, known), known.get(each.case, str(each.case)[:8]), _became(each)) for each in found]


def _address(each: Handed, known: Mapping[UUID, str]) -> str:
    return url_for("web.case", collection=each.kind.name, identifier=each.case) if each.case in known else ""


def _became(each: Handed) -> str:
    if each.problem is None:
        return words().text(_("handed over"))
    told = words().about(each.kind.aggregate.kind)
    if isinstance(each.error, Rejected):
        return reason_of(each.error, told, names())
    return told.text(each.problem.detail, **each.problem.facts)


def _officer(name: str, given: str) -> OfficerRef:
    try:
        return OfficerRef(UUID(given))
    except ValueError:
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), {"name": name, "known": "UUID"}) from None


def _named(given: str) -> OfficerRef | None:
    try:
        return OfficerRef(UUID(given))
    except ValueError:
        return None


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
