"""Open cases whose officers can no longer carry them on: what an ended role leaves, and who else holds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from domain.cases.handing import HandOver
from domain.roles import Held, Role
from domain.values import OfficerRef
from projections.catalogue import CASE_VIEWS
from projections.projection import Projection
from service.access.scopes import condition_for
from service.access.standing_in import for_acting, takes_named
from service.access.visibility import visible, whole
from service.kinds.catalogue import CASES
from service.kinds.kind import CaseKind
from service.kinds.offer import Offer
from service.office.vacancies import Vacancy, vacancies_of
from service.store.staff import Staff
from service.store.steps import Caller
from service.views.conditions import Condition, values_of
from service.views.naming import table_of
from service.views.queries import Queries

SHOWN = 25
"""So many cases of a kind that nobody can carry on are shown."""


@dataclass(frozen=True, slots=True)
class LeftCases:
    """How many open cases of a kind the officer is named for, and for how many of them nobody else who is able is."""

    kind: CaseKind
    number: int
    alone: int


@dataclass(frozen=True, slots=True)
class Left:
    """What the end of a role leaves: open cases, who holds the role for the unit still, and steps that nobody takes."""

    held: Held
    cases: tuple[LeftCases, ...]
    held_by: tuple[OfficerRef, ...]
    vacancies: tuple[Vacancy, ...]


@cache
def handing(name: str) -> Offer | None:
    """The handing over of cases of the kind with that name; None where nobody is named for them."""
    offers = (offer for kind in CASES if kind.name == name for offer in kind.addressed)
    return next((offer for offer in offers if issubclass(offer.command, HandOver)), None)


@cache
def _named_roles(name: str) -> frozenset[Role]:
    """The roles in which officers are named for cases of the kind."""
    offers = (offer for kind in CASES if kind.name == name for offer in kind.addressed)
    return frozenset[Role]().union(*(takes_named(offer.acting) for offer in offers))


def _handed() -> Iterator[tuple[CaseKind, Offer]]:
    for kind in CASES:
        if (offer := handing(kind.name)) is not None:
            yield kind, offer


def left_by(queries: Queries, caller: Caller, staff: Staff, officer: OfficerRef, held: Held) -> Left:
    """What is left once the officer holds the role no more, as the staff of the day stands.

    How many cases there are is told to whoever ends a role; which they are, to those who may know of them.
    """
    still = staff.free(held, frozenset({officer}))
    cases = tuple(each for each in cases_left(queries, staff, officer) if held.role in _named_roles(each.kind.name))
    vacancies = tuple(each for each in vacancies_of(held.unit, caller) if not still and _is_of(each, held.role))
    return Left(held, cases, tuple(sorted(still)), vacancies)


def _is_of(vacancy: Vacancy, role: Role) -> bool:
    return any(role in offer.roles for offer in vacancy.kind.addressed if offer.command in vacancy.commands)


def cases_left(queries: Queries, staff: Staff, officer: OfficerRef) -> Iterator[LeftCases]:
    """By kind: the open cases for which the officer is named and can do nothing, holding no role for it."""
    for kind, offer in _handed():
        if staff.roles.get(officer, frozenset()) & _named_roles(kind.name):
            continue
        view, named = CASE_VIEWS[kind.aggregate.kind], _named_for(officer, offer)
        told_whole = whole(view, kind.aggregate.kind)
        query = (
            f"SELECT count(*) AS number, count(*) FILTER (WHERE NOT assigned && %s::uuid[]) AS alone "  # noqa: S608
            f"FROM {table_of(view)} WHERE {' AND '.join(each.sql for each in (named, *told_whole))}"
        )
        (row,) = queries.rows(query, [_able(staff, kind), *values_of([named, *told_whole])])
        if row["number"]:
            yield LeftCases(kind, row["number"], row["alone"])


def _able(staff: Staff, kind: CaseKind) -> list[UUID]:
    """Everybody who holds a role in which officers are named for cases of the kind."""
    return sorted(officer for officer, roles in staff.roles.items() if roles & _named_roles(kind.name))


def _named_for(officer: OfficerRef, offer: Offer) -> Condition:
    return Condition(
        "assigned @> ARRAY[%s]::uuid[] AND status = ANY(%s)", officer, (sorted(map(str, offer.command.allowed_in)),)
    )


def to_hand_over(caller: Caller, kind: CaseKind, offer: Offer) -> list[Condition]:
    """What holds of the open cases that the caller may know of and hand over."""
    of_kind, supervising = kind.aggregate.kind, kind.reading.is_supervising
    may = condition_for(caller, tuple(offer.acting), for_acting(offer.acting), is_supervising=supervising)
    is_open = Condition("status = ANY(%s)", sorted(map(str, offer.command.allowed_in)))
    return [*visible(caller, CASE_VIEWS[of_kind]), may, is_open]


def handed_from(caller: Caller, officer: OfficerRef) -> Iterator[tuple[CaseKind, Projection, list[Condition]]]:
    """By kind: what holds of the open cases for which the officer is named, and that the caller may hand over."""
    for kind, offer in _handed():
        if caller.roles & offer.roles:
            view = CASE_VIEWS[kind.aggregate.kind]
            yield kind, view, [*to_hand_over(caller, kind, offer), _named_for(officer, offer)]


def stuck(caller: Caller) -> Iterator[tuple[CaseKind, Projection, list[Condition]]]:
    """By kind: what holds of the cases that nobody can carry on and that the caller may hand over.

    Whoever is named for one holds no role for it any more, or was recused and nobody came in their place.
    """
    if caller.staff is None:
        return
    for kind, offer in _handed():
        if caller.roles & offer.roles:
            nobody = "((assigned <> '{}' AND NOT assigned && %s::uuid[]) OR (assigned = '{}' AND barred <> '{}'))"
            lost = Condition(nobody, _able(caller.staff, kind))
            yield kind, CASE_VIEWS[kind.aggregate.kind], [*to_hand_over(caller, kind, offer), lost]


def first_of(
    queries: Queries, found: Iterable[tuple[CaseKind, Projection, list[Condition]]], most: int = SHOWN
) -> Iterator[tuple[CaseKind, list[dict[str, object]]]]:
    """By kind: the first rows of each, in the order of its list; none without a row."""
    for kind, view, conditions in found:
        rows = queries.page(view, conditions, next(iter(kind.listing.orders.values())), most).rows
        if rows:
            yield kind, rows
