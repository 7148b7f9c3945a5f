"""Terms that are for the reader to meet, and how many are for others, found by what is counted of the cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from domain.deadlines.rules import RULES
from domain.roles import Role
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from projections.projection import Projection
from projections.standing_counts import ITSELF
from service.access.decisions import may_view, readable_kinds
from service.access.visibility import counted, visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import BY_KIND, CASES
from service.office.next_steps import has_duties, may_meet
from service.views.conditions import Condition, values_of
from service.views.naming import counts_of, table_of
from service.views.tables import columns_of

SHOWN = 25
"""So many terms are shown of those that are late, and of those that are not."""
OF_A_CASE = "(SELECT {place} FROM {cases} c WHERE c.case_id = {due_dates}.case_id{told})"
TOLD_APART = " AND CASE WHEN {due_dates}.supervised = ANY(%s) THEN {theirs} ELSE {others} END"
"""Of two rows of a case, the one that the reader is shown."""
MET = "(status, rule) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
"""Asked of a set, as a list would be gone through for every bucket."""
PLACES = "unnest(%s::text[], %s::text[], %s::text[], %s::date[]) AS sought (of_kind, at_status, under_rule, on_day)"
IN_PLACE = "kind = of_kind AND rule = under_rule AND due_on = on_day AND CASE kind {statuses} END = at_status"

Met = tuple[list[str], list[str]]
"""Pairs of a status and a rule: all their statuses, and all their rules."""


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
    """What the reader's own roles have a step for; everything for a reader who has steps in no case, as an auditor."""
    roles = caller().roles
    if not may_view(roles, DUE_DATES.name):
        return Due([], 0, 0)
    met = {kind: pairs for kind, pairs in _met_by(roles).items() if kind in readable_kinds(roles)}
    spans = ((date.min, today - timedelta(days=1)), (today, last))
    rows = [row for first, end in spans for row in _rows(list(_soonest(met, first, end)))]
    own, all_of_them = (sum(each) for each in zip(*(_numbers(kind, last, met[kind]) for kind in met), strict=True))
    return Due(rows, own - len(rows), all_of_them - own)


@lru_cache(maxsize=256)
def _met_by(roles: frozenset[Role]) -> Mapping[str, Met]:
    """By kind: status and rule of the terms that a step of the roles meets; of all, where they have a step nowhere."""
    has_steps = any(has_duties(roles, kind.aggregate) for kind in CASES)
    pairs = {
        kind.aggregate.kind: [
            (str(status), rule)
            for status in kind.aggregate.statuses
            for rule in sorted({rule.code for rule in RULES})
            if not has_steps or may_meet(roles, kind.aggregate, str(status), rule)
        ]
        for kind in CASES
    }
    return {kind: ([status for status, _ in found], [rule for _, rule in found]) for kind, found in pairs.items()}


def _soonest(met: Mapping[str, Met], first: date, last: date) -> Iterator[Terms]:
    """Of those days and all kinds: the places that fill the list, and all that fall on the last of their days."""
    number, day = 0, date.min
    for each in sorted(chain.from_iterable(_terms(kind, first, last, pairs) for kind, pairs in met.items())):
        if number >= SHOWN and each.due_on > day:
            return
        number, day = number + each.number, each.due_on
        yield each


def _terms(kind: str, first: date, last: date, met: Met) -> Iterator[Terms]:
    """Of one kind, by day: as many as may be among those shown, and all that fall on the last of their days."""
    conditions = [Condition("due_on >= %s", first), *_due(kind, last), Condition(MET, met[0], (met[1],))]
    query = (
        f"SELECT due_on, status, rule, sum(n)::bigint AS number FROM {_counts(kind)} "  # noqa: S608 — our own names
        f"WHERE {' AND '.join(each.sql for each in conditions)} GROUP BY due_on, status, rule "
        f"ORDER BY due_on FETCH FIRST {SHOWN} ROWS WITH TIES"
    )
    for row in queries().rows(query, values_of(conditions)):
        yield Terms(row["due_on"], kind, row["status"], row["rule"], row["number"])


def _numbers(kind: str, last: date, met: Met) -> tuple[int, int]:
    """How many terms of the kind are for the reader, and how many there are."""
    conditions = _due(kind, last)
    query = (
        f"SELECT coalesce(sum(n) FILTER (WHERE {MET}), 0)::bigint AS own, "  # noqa: S608 — our own names
        f"coalesce(sum(n), 0)::bigint AS all_of_them FROM {_counts(kind)} "
        f"WHERE {' AND '.join(each.sql for each in conditions)}"
    )
    (row,) = queries().rows(query, [*met, *values_of(conditions)])
    return row["own"], row["all_of_them"]


def _counts(kind: str) -> str:
    return counts_of(CASE_VIEWS[kind])


def _due(kind: str, last: date) -> list[Condition]:
    return [Condition("rule <> %s AND due_on <= %s", ITSELF, (last,)), *counted(caller(), CASE_VIEWS[kind])]


def _rows(places: Sequence[Terms]) -> list[dict[str, Any]]:
    """The soonest terms at those places, each place read in the order of its index."""
    if not places:
        return []
    conditions = [_in_place(), *visible(caller(), DUE_DATES)]
    names = ", ".join(column.name for column in columns_of(DUE_DATES))
    query = (
        f"SELECT {names} FROM {PLACES}, LATERAL ("  # noqa: S608 — our own names
        f"SELECT {names} FROM {table_of(DUE_DATES)} WHERE {' AND '.join(each.sql for each in conditions)} "
        f"ORDER BY clock_id LIMIT {SHOWN}) AS found ORDER BY due_on, clock_id LIMIT {SHOWN}"
    )
    sought = [list(column) for column in zip(*((p.kind, p.status, p.rule, p.due_on) for p in places), strict=True)]
    return queries().rows(query, [*sought, *values_of(conditions)])


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
    if part is None:
        return OF_A_CASE.format(place=place, cases=cases, due_dates=due_dates, told=""), []
    theirs, others = part.rows[view.name]
    told = TOLD_APART.format(due_dates=due_dates, theirs=theirs.sql, others=others.sql)
    values = [sorted(caller().speaks_for), *values_of([theirs, others])]
    return OF_A_CASE.format(place=place, cases=cases, due_dates=due_dates, told=told), values
