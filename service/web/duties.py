"""Terms that are for the reader to meet, and how many are for others, found by what is counted of the cases."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any, NamedTuple

from flask import url_for

from domain.deadlines.rules import RULES
from domain.kernel import Command
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from projections.projection import Projection
from projections.standing_counts import ITSELF
from service.access.decisions import may_view, readable_kinds
from service.access.duties import own_counted, own_terms
from service.access.visibility import counted, visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import BY_KIND, CASES
from service.kinds.kind import CaseKind
from service.kinds.lists import OVERDUE, TERMS
from service.office.next_steps import has_duties, meeting
from service.views.conditions import Condition, any_of, both, equals, values_of
from service.views.naming import counts_of, table_of
from service.views.tables import columns_of

SHOWN = 25
"""So many terms are shown of those that are late, and of those that are not."""
OF_A_CASE = "(SELECT {place} FROM {cases} c WHERE c.case_id = {due_dates}.case_id{told})"
TOLD_APART = " AND CASE WHEN {due_dates}.supervised = ANY(%s) THEN {theirs} ELSE {others} END"
"""Of two rows of a case, the one that the reader is shown."""
PLACES = "unnest(%s::text[], %s::text[], %s::text[], %s::date[]) AS sought (of_kind, at_status, under_rule, on_day)"
IN_PLACE = "kind = of_kind AND rule = under_rule AND due_on = on_day AND CASE kind {statuses} END = at_status"

CODES = tuple(sorted({rule.code for rule in RULES}))


@dataclass(frozen=True, slots=True)
class Due:
    """The soonest terms that are due for the reader, how many more there are, and how many are for others to meet."""

    rows: list[dict[str, Any]]
    more: int
    others: int


class Terms(NamedTuple):
    """The terms of a day, kind, status and rule that are for the reader, and how many they are."""

    due_on: date
    kind: str
    status: str
    rule: str
    number: int


def due_until(today: date, last: date) -> Due:
    """What the reader has a step for; everything for a reader who has steps in no case, as an auditor."""
    roles = caller().roles
    if not may_view(roles, DUE_DATES.name):
        return Due([], 0, 0)
    has_steps = any(has_duties(roles, kind.aggregate) for kind in CASES)
    own = {kind: _own(kind) if has_steps else _known(kind) for kind in readable_kinds(roles) if kind in CASE_VIEWS}
    if not own:
        return Due([], 0, 0)
    spans = ((date.min, today - timedelta(days=1)), (today, last))
    rows = [row for first, end in spans for row in _rows(list(_soonest(own, first, end)), has_steps=has_steps)]
    mine, all_of_them = (sum(each) for each in zip(*(_numbers(kind, last, own[kind]) for kind in own), strict=True))
    return Due(rows, mine - len(rows), all_of_them - mine)


def overdue_with_others(today: date, own: Collection[str]) -> list[dict[str, Any]]:
    """The overdue duties that are brought to the reader though others, or nobody, have to meet them: the oldest first.

    `own` are the clocks that the reader has to meet. What counts is the duty and its day, never a later edit.
    """
    kinds = [kind.aggregate.kind for kind in CASES if caller().roles & kind.escalating]
    found = [
        row
        for kind in kinds
        for row in queries()
        .page(
            DUE_DATES,
            [equals("kind", kind), Condition(OVERDUE, today), *visible(caller(), DUE_DATES)],
            TERMS.orders["due_on"],
            SHOWN,
        )
        .rows
    ]
    others = (row for row in found if row["clock_id"] not in own)
    return sorted(others, key=lambda row: (row["due_on"], row["clock_id"]))[:SHOWN]


def stepping_in(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same with the form by which the reader steps in, where the roles give one."""
    return [{**row, "step": _step(row)} for row in rows]


def _step(row: Mapping[str, Any]) -> tuple[type[Command[Any]], str] | None:
    kind = BY_KIND[row["kind"]]
    offer = kind.offer_to(kind.stepping_in, caller().roles) if isinstance(kind, CaseKind) else None
    if offer is None:
        return None
    address = url_for("web.form", collection=kind.name, identifier=row["case_id"], noun=offer.noun)
    return offer.command, address


def _own(kind: str) -> Condition:
    return own_counted(caller(), kind, meeting(BY_KIND[kind].aggregate, CODES))


def _known(kind: str) -> Condition:
    (condition,) = counted(caller(), CASE_VIEWS[kind])
    return condition


def _soonest(own: Mapping[str, Condition], first: date, last: date) -> Iterator[Terms]:
    """Of those days and all kinds: the places that fill the list, and all that fall on the last of their days."""
    number, day = 0, date.min
    for each in sorted(chain.from_iterable(_terms(kind, first, last, mine) for kind, mine in own.items())):
        if number >= SHOWN and each.due_on > day:
            return
        number, day = number + each.number, each.due_on
        yield each


def _terms(kind: str, first: date, last: date, own: Condition) -> Iterator[Terms]:
    """Of one kind, by day: as many as may be among those shown, and all that fall on the last of their days."""
    conditions = [Condition("due_on >= %s", first), _due(last), own]
    query = (
        f"SELECT due_on, status, rule, sum(n)::bigint AS number FROM {_counts(kind)} "  # noqa: S608 — our own names
        f"WHERE {' AND '.join(each.sql for each in conditions)} GROUP BY due_on, status, rule "
        f"ORDER BY due_on FETCH FIRST {SHOWN} ROWS WITH TIES"
    )
    for row in queries().rows(query, values_of(conditions)):
        yield Terms(row["due_on"], kind, row["status"], row["rule"], row["number"])


def _numbers(kind: str, last: date, own: Condition) -> tuple[int, int]:
    """How many terms of the kind are for the reader, and how many there are."""
    known, due = _known(kind), _due(last)
    query = (
        f"SELECT coalesce(sum(n) FILTER (WHERE {own.sql}), 0)::bigint AS own, "  # noqa: S608 — our own names
        f"coalesce(sum(n) FILTER (WHERE {known.sql}), 0)::bigint AS all_of_them FROM {_counts(kind)} WHERE {due.sql}"
    )
    (row,) = queries().rows(query, values_of([own, known, due]))
    return row["own"], row["all_of_them"]


def _counts(kind: str) -> str:
    return counts_of(CASE_VIEWS[kind])


def _due(last: date) -> Condition:
    return Condition("rule <> %s AND due_on <= %s", ITSELF, (last,))


def _rows(places: Sequence[Terms], *, has_steps: bool) -> list[dict[str, Any]]:
    """The soonest terms at those places, each place read in the order of its index."""
    if not places:
        return []
    kinds = sorted({place.kind for place in places})
    mine = [any_of([_of_kind(kind) for kind in kinds])] if has_steps else []
    conditions = [_in_place(), *visible(caller(), DUE_DATES), *mine]
    names = ", ".join(column.name for column in columns_of(DUE_DATES))
    query = (
        f"SELECT {names} FROM {PLACES}, LATERAL ("  # noqa: S608 — our own names
        f"SELECT {names} FROM {table_of(DUE_DATES)} WHERE {' AND '.join(each.sql for each in conditions)} "
        f"ORDER BY clock_id LIMIT {SHOWN}) AS found ORDER BY due_on, clock_id LIMIT {SHOWN}"
    )
    sought = [list(column) for column in zip(*((p.kind, p.status, p.rule, p.due_on) for p in places), strict=True)]
    return queries().rows(query, [*sought, *values_of(conditions)])


def _of_kind(kind: str) -> Condition:
    """The reader's terms among those of the kind."""
    own = own_terms(caller(), kind, meeting(BY_KIND[kind].aggregate, CODES))
    return both(Condition("of_kind = %s", kind), own)


def _in_place() -> Condition:
    """The terms at a place: of a kind, a rule, a day, and of cases that stand where the reader is told that they do."""
    statuses = [(kind, *_status_in(kind, view)) for kind, view in CASE_VIEWS.items()]
    sql = IN_PLACE.format(statuses=" ".join(f"WHEN '{kind}' THEN {status}" for kind, status, _values in statuses))
    first, *further = [value for _kind, _status, values in statuses for value in values] or [None]
    return Condition(sql, first, tuple(further))


def _status_in(kind: str, view: Projection) -> tuple[str, list[Any]]:
    """The status of a term's case, in the list of its kind."""
    part, cases, due_dates = BY_KIND[kind].reading.part, table_of(view), table_of(DUE_DATES)
    place = view.counting.place if view.counting else "c.status"
    if part is None or view.name not in part.rows:
        return OF_A_CASE.format(place=place, cases=cases, due_dates=due_dates, told=""), []
    theirs, others = part.rows[view.name]
    told = TOLD_APART.format(due_dates=due_dates, theirs=theirs.sql, others=others.sql)
    values = [sorted(caller().speaks_for), *values_of([theirs, others])]
    return OF_A_CASE.format(place=place, cases=cases, due_dates=due_dates, told=told), values
