"""Pages of petitions, due dates and registers read few rows of many, by any filter that they declare, in any order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

import psycopg
import pytest

from projections.catalogue import BY_NAME
from projections.projection import Projection
from service.kinds.catalogue import BOARDS, CASES, REGISTERS
from service.kinds.filters import Filter
from service.kinds.listing import Listing
from service.kinds.lists import TERMS, TRAIL
from service.machine.database import Database, DatabaseRole
from service.views.naming import table_of
from service.views.queries import EVERY_ROW, Condition, Order, Queries
from service.views.recorded import recorded_until
from service.views.tables import columns_of
from tests.support.databases import Databases
from tests.support.services import SHANGHAI

pytestmark = pytest.mark.store
ROWS = 20_000
MOST = 1_500
LISTS: dict[str, Listing] = {
    **{kind.name: kind.listing for kind in CASES},
    **{board.path: board for board in BOARDS},
    "due-dates": TERMS,
    "audit-trail": TRAIL,
    **{
        each.code: Listing(
            view=each.view,
            filters=(),
            orders={each.order.column: each.order},
            always=(each.condition,) if each.condition else (),
        )
        for each in REGISTERS
    },
}
ACROSS_TIME = {
    (name, f"received_{end}", order)
    for name in ("petitions",)
    for end in ("from", "until")
    for order in ("-changed_at", "changed_at")
} | {("audit-trail", f"recorded_{end}", order) for end in ("from", "until") for order in ("-position", "position")}
"""A range of one time in the order of another: read within the range, which no index ends."""
LONG_AGO = date(2016, 1, 1)
SQL = {
    "uuid": "md5((n % 1999)::text)::uuid",
    "bigint": "n % 2",
    "boolean": "n % 50 = 0",
    "date": f"CASE WHEN n % 50 = 0 THEN date '{LONG_AGO}' + n / 10 END",
    "timestamptz": f"timestamptz '{LONG_AGO} 00:00Z' + n * interval '1 hour'",
    "uuid[]": "ARRAY[md5((n % 1999)::text)::uuid]",
    "tsvector": "(CASE WHEN n % 2 = 0 THEN '食堂' ELSE '#pet-' || n END)::tsvector",
}


class Asks:
    """What filters may ask: the day is within the rows, units are known by id."""

    def today(self) -> date:
        return LONG_AGO + timedelta(days=ROWS // 10 - 30)

    def zone(self) -> tzinfo:
        return SHANGHAI

    def has_unit(self, code: str) -> bool:
        return False

    def recorded_by(self, given: str) -> Condition:
        return recorded_until(datetime.fromisoformat(given), SHANGHAI)

    def found_by_texts(self) -> Condition | None:
        return EVERY_ROW


class Explained(Queries):
    """Counts the rows that statements read."""

    read = 0

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        told = super().rows(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}", values)
        self.read += sum(_rows_read(told[0]["QUERY PLAN"][0]["Plan"]))
        return super().rows(query, values)


def _rows_read(node: dict[str, Any]) -> Iterator[float]:
    if "Scan" in node["Node Type"]:
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield (node["Actual Rows"] + removed) * node["Actual Loops"]
    for part in node.get("Plans", ()):
        yield from _rows_read(part)


def _codes(view: Projection) -> dict[str, list[str]]:
    """By column the codes that some list filters by; the commonest first."""
    filters = [each for listing in LISTS.values() if listing.view is view for each in listing.filters]
    taken = [(_codes_of(each), each.condition(_codes_of(each)[0], Asks())) for each in filters if _codes_of(each)]
    return {found.sql.partition(" ")[0]: codes for codes, found in taken if found}


def _codes_of(each: Filter) -> list[str]:
    return each.takes.split(", ") if {"enum", "example"} & each.schema.keys() else []


def _filled(view: Projection) -> str:
    """Rows that hold each further code a fourth as often."""
    codes = _codes(view)

    def value(column: Any) -> str:
        if column.name in (view.id_column, "case_no"):
            return {"uuid": "md5(n::text)::uuid", "bigint": "n"}.get(column.sql_type, "'r' || n")
        if column.name in codes:
            known = codes[column.name]
            place = f"floor(ln({ROWS}.0 / (1 + n * 7919 % {ROWS})) / ln(4))::int"
            return f"(ARRAY{known!r})[1 + least({len(known) - 1}, {place})]"
        if column.name == "changed_position":
            return "n"
        if column.sql_type == "date" and not column.is_nullable:
            return (
                f"date '{LONG_AGO}' + n / 10"
                if column.name != "next_due_on"
                else SQL["date"].replace("END", "ELSE date '9999-12-31' END")
            )
        return SQL.get(column.sql_type, "lpad(n::text, 8, '0')")

    columns = columns_of(view)
    return (
        f"INSERT INTO {table_of(view)} ({', '.join(each.name for each in columns)}) "
        f"SELECT {', '.join(value(each) for each in columns)} FROM generate_series(1, {ROWS}) n"
    )


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[Database]:
    url = databases.create()
    with psycopg.connect(url, autocommit=True) as connection:
        for name in sorted({listing.view.name for listing in LISTS.values()}):
            connection.execute(_filled(BY_NAME[name]))
            connection.execute(f"ANALYZE {table_of(BY_NAME[name])}")
    database = Database(url, DatabaseRole.VIEWS)
    yield database
    database.close()
    databases.drop(url)


GIVEN: dict[str, Callable[[Filter], list[str]]] = {
    "uuid": lambda _: [str(UUID("c4ca4238a0b923820dcc509a6f75849b")), str(UUID(int=0))],
    "date": lambda _: [str(LONG_AGO - timedelta(days=1)), str(LONG_AGO + timedelta(days=100)), "2090-01-01"],
    "date-time": lambda _: [f"{LONG_AGO}T00:00:00Z", "2090-01-01T00:00:00Z"],
    "boolean": lambda _: ["true"],
}


def _given(each: Filter) -> list[str]:
    """Values for a filter: common, rare and of no row, and several where it takes several."""
    if codes := _codes_of(each):
        return [*codes[:3], codes[-1], *([",".join(codes[1:])] if each.is_several and len(codes) > 2 else [])]
    if each.name == "as_of":
        return GIVEN["date-time"](each)
    if "unit" in each.name:
        return GIVEN["uuid"](each)
    form = each.schema.get("format", each.schema["type"])
    return GIVEN.get(form, lambda _: ["r77", "none"])(each)


def _cases() -> Iterator[tuple[str, str, str]]:
    for name, listing in LISTS.items():
        for order in listing.orders:
            yield from ((name, each, order) for each in ("", *(f.name for f in listing.filters if f.name != "q")))


@pytest.mark.parametrize("name", ["petitions", "due-dates", "RG-P1", "RG-P3", "RG-P5", "RG-H1", "RG-H4", "RG-S2"])
def test_a_page_of_any_list_by_any_filter_in_any_order_reads_few_rows(filled: Database, name: str) -> None:
    listing = LISTS[name]
    far = [case for case in _cases() if case[0] == name and case not in ACROSS_TIME]
    read = {case: _read(filled, listing, case[1], listing.orders[case[2]]) for case in far}
    assert {case: rows for case, rows in read.items() if rows > MOST} == {}


def _read(filled: Database, listing: Listing, name: str, order: Order) -> float:
    """The most rows that a page and the one after it read, whatever is asked for."""
    found = next((each for each in listing.filters if each.name == name), None)
    asked = [[condition] for given in _given(found) if (condition := found.condition(given, Asks()))] if found else [[]]
    return max(_pages(filled, listing, conditions, order) for conditions in asked)


def _pages(filled: Database, listing: Listing, conditions: list[Condition], order: Order) -> float:
    queries = Explained(filled)
    first = queries.page(listing.view, [*listing.always, *conditions], order, 50)
    if first.next_after:
        queries.page(listing.view, [*listing.always, *conditions], order, 50, first.next_after)
    return queries.read
