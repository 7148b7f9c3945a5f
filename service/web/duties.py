"""Terms that are for the reader to meet, and how many are for others, found by what is counted of the cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from domain.deadlines.rules import RULES
from domain.roles import Role
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from projections.standing_counts import ITSELF
from service.access.decisions import may_view, readable_kinds
from service.access.visibility import visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.kinds.catalogue import CASES
from service.office.next_steps import has_duties, may_meet
from service.views.naming import counts_of, table_of
from service.views.queries import Condition, Order, values_of

SHOWN = 200
COUNTED_AT = "concat_ws(' ', status, rule)"
OF_A_CASE = "WHEN '{kind}' THEN (SELECT c.status FROM {cases} c WHERE c.case_id = {due_dates}.case_id)"
STATUSES = " ".join(
    OF_A_CASE.format(kind=kind, cases=table_of(view), due_dates=table_of(DUE_DATES))
    for kind, view in CASE_VIEWS.items()
)
STANDS_AT = f"concat_ws(' ', kind, CASE kind {STATUSES} END, rule)"
COUNTED = "(kind, rule, due_on) IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::date[]))"


@dataclass(frozen=True, slots=True)
class Due:
    """The soonest terms that are due for the reader, and how many terms are for others to meet."""

    rows: list[dict[str, Any]]
    others: int


class Terms(NamedTuple):
    """The terms of a day, kind and rule that are for the reader, and how many they are."""

    due_on: date
    kind: str
    rule: str
    number: int


def due_until(day: date) -> Due:
    """What the reader's own roles have a step for; everything for a reader who has steps in no case, as an auditor."""
    roles = caller().roles
    if not may_view(roles, DUE_DATES.name):
        return Due([], 0)
    met = {kind: words for kind, words in _met_by(roles).items() if kind in readable_kinds(roles)}
    terms = sorted(each for kind in met for each in _terms(kind, day, met[kind]))
    return Due(_rows(list(_soonest(terms)), met), sum(_others(kind, day, met[kind]) for kind in met))


@lru_cache(maxsize=256)
def _met_by(roles: frozenset[Role]) -> Mapping[str, tuple[str, ...]]:
    """By kind: status and rule of the terms that a step of the roles meets; of all, where they have a step nowhere."""
    has_steps = any(has_duties(roles, kind.aggregate) for kind in CASES)
    return {
        kind.aggregate.kind: tuple(
            f"{status} {rule}"
            for status in kind.aggregate.statuses
            for rule in {rule.code for rule in RULES}
            if not has_steps or may_meet(roles, kind.aggregate, status, rule)
        )
        for kind in CASES
    }


def _terms(kind: str, day: date, met: Sequence[str]) -> Iterator[Terms]:
    """Of one kind, by day: as many as may be among those shown, and all that fall on the last of their days."""
    conditions = [*_due(kind, day), Condition(f"{COUNTED_AT} = ANY(%s)", list(met))]
    query = (
        f"SELECT due_on, rule, sum(n)::bigint AS number FROM {counts_of(CASE_VIEWS[kind])} "  # noqa: S608 — our own names
        f"WHERE {' AND '.join(each.sql for each in conditions)} GROUP BY due_on, rule "
        f"ORDER BY due_on FETCH FIRST {SHOWN} ROWS WITH TIES"
    )
    for row in queries().rows(query, values_of(conditions)):
        yield Terms(row["due_on"], kind, row["rule"], row["number"])


def _others(kind: str, day: date, met: Sequence[str]) -> int:
    conditions = [*_due(kind, day), Condition(f"NOT {COUNTED_AT} = ANY(%s)", list(met))]
    return sum(queries().counts(CASE_VIEWS[kind], "rule", conditions).values())


def _due(kind: str, day: date) -> list[Condition]:
    return [Condition("rule <> %s AND due_on <= %s", ITSELF, (day,)), *visible(caller(), CASE_VIEWS[kind])]


def _soonest(terms: Iterable[Terms]) -> Iterator[Terms]:
    """Those that fill the list, and all that fall on the last of their days."""
    number, last = 0, date.min
    for each in terms:
        if number >= SHOWN and each.due_on > last:
            return
        number, last = number + each.number, each.due_on
        yield each


def _rows(terms: Sequence[Terms], met: Mapping[str, Iterable[str]]) -> list[dict[str, Any]]:
    if not terms:
        return []
    conditions = [
        Condition(COUNTED, [each.kind for each in terms], ([e.rule for e in terms], [e.due_on for e in terms])),
        Condition(f"{STANDS_AT} = ANY(%s)", [f"{kind} {words}" for kind in met for words in met[kind]]),
        *visible(caller(), DUE_DATES),
    ]
    return queries().page(DUE_DATES, conditions, Order("due_on"), SHOWN).rows
