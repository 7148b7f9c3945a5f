"""Due dates across all cases, and the audit trail."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from typing import Any
from uuid import UUID

from flask import Response, request, url_for

from domain.catalogue import AGGREGATES, BY_EVENT, NAMED_AFTER_PERSONS
from domain.deadlines.rules import RULES
from domain.deadlines.standing import reminded_on
from domain.roles import Role
from projections.acted import actor_of
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from service.access.decisions import may_view, require_view
from service.access.visibility import visible
from service.edge.answers import caller, service
from service.edge.listing import asked
from service.edge.reading import page_of, queries
from service.kinds import filters
from service.kinds.lists import OVERDUE, TERMS, TRAIL, reminded
from service.office.opening import rows_opened_for
from service.views.conditions import Condition
from service.views.queries import Queries
from service.views.recorded import recorded_from, recorded_until
from service.web.blueprint import BY_KIND, follow, names, today, web, words
from service.web.rendering import PAGED, page
from service.words.speech import LABEL

DUE_TAKES = ("until", "rule", "overdue", "reminded", "provisional", *PAGED)


@web.get("/due-dates", endpoint="due_dates")
def due_dates() -> Response:
    """One entry per running clock, soonest first."""
    require_view(caller(), DUE_DATES.name)
    follow(DUE_DATES)
    listed = page_of(DUE_DATES, _due_filters(), TERMS.orders["due_on"], dict)
    rules = sorted({rule.code for rule in RULES})
    return page(
        "due_dates.html",
        takes=DUE_TAKES,
        rows=due_with_cases(listed["items"]),
        next_cursor=listed["next_cursor"],
        rules=rules,
    )


def _due_filters() -> list[Condition]:
    return [
        *asked(filters.day("until", "due_on <= %s")),
        *asked(filters.one_of("rule", {rule.code for rule in RULES})),
        *([Condition(OVERDUE, today())] if request.args.get("overdue") else []),
        *([reminded(today())] if request.args.get("reminded") else []),
        *([Condition("provisional")] if request.args.get("provisional") else []),
    ]


def with_cases(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with number, title and address of their cases."""
    known = _cases((row["kind"], row["case_id"]) for row in rows)
    return [{**row, "case": known.get(row["case_id"], {}), "href": _address(row)} for row in rows]


def due_with_cases(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same of clocks, with the day since when whoever has to act is reminded."""
    return [{**row, "reminded_on": _reminded_on(row)} for row in with_cases(rows)]


def _reminded_on(row: Mapping[str, Any]) -> date | None:
    if row["paused_on"] is not None or row["due_on"] < today():
        return None
    return reminded_on((row["remind_on"], row["remind_again_on"]), today())


def _cases(wanted: Iterable[tuple[str, UUID]]) -> dict[UUID, Mapping[str, Any]]:
    """The rows of those cases, each asked by its kind and id."""
    by_kind: dict[str, list[UUID]] = {}
    for kind, case in wanted:
        by_kind.setdefault(kind, []).append(case)
    found: dict[UUID, Mapping[str, Any]] = {}
    for kind, cases in by_kind.items():
        view = CASE_VIEWS[kind]
        rows = queries().all(view, [Condition("case_id = ANY(%s)", cases), *visible(caller(), view)])
        opened = rows_opened_for(service().vault, view, rows, caller())
        found.update({row["case_id"]: row for row in opened})
    return found


def _address(row: Mapping[str, Any]) -> str:
    return url_for("web.case", collection=BY_KIND[row["kind"]].name, identifier=row["case_id"])


@web.get("/audit-trail", endpoint="audit_trail")
def audit_trail() -> Response:
    """Every recorded event: who, when, what, on which record; without its content."""
    require_view(caller(), AUDIT_TRAIL.name)
    follow(AUDIT_TRAIL)
    listed = page_of(AUDIT_TRAIL, _audit_filters(), TRAIL.orders["-position"], dict)
    return page(
        "audit_trail.html",
        takes=("stream", "officer", "role", "event", "kind", "from", "until", *PAGED),
        rows=_audited([_veiled(row) for row in listed["items"]]),
        next_cursor=listed["next_cursor"],
        events=_events(),
        roles=list(Role),
        kinds=sorted(aggregate.kind for aggregate in AGGREGATES),
    )


def _veiled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as the reader of this request is told of it."""
    return {**row, "stream": service().pseudonyms.stream(caller().who, row["kind"], row["stream"])}


def _audited(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entries with what their records are called, where they stand, and who acted; names are looked up at once."""
    records = {row["stream"] for row in rows if row["kind"] not in CASE_VIEWS}
    names().learn(records | {row["by_officer"] for row in rows if row["by_officer"]})
    names().know(records)
    addresses = {row["stream"]: _record_address(row) for row in rows}
    cases = _cases(
        {(row["kind"], row["stream"]) for row in rows if row["kind"] in CASE_VIEWS and addresses[row["stream"]]}
    )
    return [
        {
            **row,
            "href": addresses[row["stream"]],
            "called": _called(row, cases),
            "by": names().acting(actor_of(row)),
        }
        for row in rows
    ]


def _called(row: Mapping[str, Any], cases: Mapping[UUID, Mapping[str, Any]]) -> str:
    """What people call the record: the number of a case, the name of a unit, an officer or a fund."""
    if row["kind"] in CASE_VIEWS:
        return str(cases.get(row["stream"], {}).get("case_no", "")) or str(row["stream"])[:8]
    return names().of(row["stream"]) or str(row["stream"])[:8]


def _events() -> list[tuple[str, str]]:
    """Every event with its kind and what it is called: events of several kinds share a name."""
    told = words()
    named = {event.NAME: (told.kind(kept.kind), told.event(event.NAME)) for event, kept in BY_EVENT.items()}
    return [(name, told.joined(parts, LABEL)) for name, parts in sorted(named.items())]


def _audit_filters() -> list[Condition]:
    return [
        *asked(filters.identifier("stream")),
        *asked(filters.identifier("officer", "by_officer")),
        *asked(filters.one_of("event", {event.NAME for event in BY_EVENT})),
        *asked(filters.one_of("kind", {aggregate.kind for aggregate in AGGREGATES})),
        *asked(filters.one_of("role", Role, "by_role")),
        *_recorded("from", recorded_from, time.min),
        *_recorded("until", recorded_until, time.max),
    ]


def _recorded(name: str, condition: Callable[[Queries, datetime, tzinfo], Condition], hour: time) -> list[Condition]:
    zone = service().settings.timezone
    days = asked(filters.day(name, "%s"))
    return [condition(queries(), datetime.combine(each.value, hour, zone), zone) for each in days]


def _record_address(row: Mapping[str, Any]) -> str | None:
    found = BY_KIND.get(row["kind"])
    if found is None or row["kind"] in NAMED_AFTER_PERSONS:
        return None
    if row["kind"] not in CASE_VIEWS:
        return url_for("web.record", collection=found.name, identifier=row["stream"])
    if not may_view(caller().roles, CASE_VIEWS[row["kind"]].name):
        return None
    return url_for("web.case", collection=found.name, identifier=row["stream"])
