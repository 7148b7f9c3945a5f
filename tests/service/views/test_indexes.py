"""Pages of every list, board and register read few rows of many: for every reader, by any filter, in any order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.catalogue import AGGREGATES
from domain.roles import Held
from domain.unit_tree import UnitTree
from domain.values import OfficerRef
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import BY_NAME
from projections.projection import Projection
from projections.scoped import within
from service.access.table import VIEWS
from service.access.visibility import visible
from service.kinds.catalogue import BOARDS, CASES, CASES_BY_KIND, REGISTERS
from service.kinds.filters import Filter
from service.kinds.listing import Listing
from service.kinds.lists import TERMS, TRAIL
from service.machine.database import Database, DatabaseRole
from service.sealing.marks import KeyedMarks
from service.store.steps import Caller
from service.views.conditions import EVERY_ROW, Condition, Order
from service.views.naming import days_of, table_of
from service.views.queries import Queries
from service.views.recorded import recorded_from, recorded_until
from service.views.tables import columns_of
from tests.support.databases import Databases
from tests.support.services import SHANGHAI

pytestmark = pytest.mark.store
ROWS = 20_000
MOST = 3_000
MOST_OF_A_UNIT = 14_000
"""Of a reader who knows one row of fifty: two pages are found among so many, never among all rows."""
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
} | {
    (name, "due_until", order)
    for name, other in (("supervision-cases", "-recorded_on"), ("hardship-requests", "-applied_on"))
    for order in ("-changed_at", other)
}
"""A range of one time in the order of another: read within the range, which no index ends."""
LONG_AGO = date(2016, 1, 1)
GROUP, UNIT, SMALL, LACKING = UUID(int=1 << 64), UUID(int=7), UUID(int=99), UUID(int=8)
"""The unit above all, one of fifty below it, one with few cases, and one that has none of the commonest kind."""
COMMONEST = "hardship"
TREE = UnitTree({GROUP: None, **dict.fromkeys((UUID(int=each) for each in (*range(50), 99)), GROUP)})
MARKS = KeyedMarks(lambda: b"a secret")
OFFICER = UUID("c4ca4238a0b923820dcc509a6f75849b")
"""Named for a case among two thousand."""
PLACE = "abs(hashint4(n)) % 50"
OWNER = f"('00000000-0000-0000-0000-' || lpad(to_hex(CASE WHEN n % 1999 = 0 THEN 99 ELSE {PLACE} END), 12, '0'))::uuid"
NEXT_DUE = f"CASE WHEN n % 50 = 0 THEN date '{LONG_AGO}' + n / 10 ELSE date '9999-12-31' END"
SQL = {
    "uuid": "md5((n % 1999)::text)::uuid",
    "bigint": "n % 2",
    "boolean": "n % 50 = 0",
    "date": f"CASE WHEN n % 50 = 0 THEN date '{LONG_AGO}' + n / 10 END",
    "timestamptz": f"timestamptz '{LONG_AGO} 00:00Z' + n * interval '1 hour'",
    "uuid[]": "ARRAY[md5((n % 1999)::text)::uuid]",
    "text[]": "CASE WHEN n % 100 = 0 THEN ARRAY['UNIT_LEAD', 'UNION_CHAIR'] WHEN n % 5 < 3 THEN ARRAY['ARCHIVIST'] "
    "WHEN n % 50 = 4 THEN ARRAY['PARTY_COMMITTEE'] ELSE ARRAY[]::text[] END",
    "kept_from": "CASE WHEN n % 100 = 7 THEN ARRAY[lpad(n::text, 64, '0')] ELSE ARRAY[]::text[] END",
    "openness": "(ARRAY['CLOSED', 'SEALED', 'OPEN'])[1 + least(n % 20, 2)]",
    "owner": OWNER,
    "desks": f"ARRAY[{OWNER}]",
    "reach": f"(SELECT ARRAY[named.reach] FROM named WHERE named.kind = kinds.kind AND named.unit = {OWNER})",
    "supervised": OWNER.replace("(n)", "(-n)"),
    "next_due_on": NEXT_DUE,
    "changed_position": "n",
    "place": f"CASE WHEN n % 100 = 0 THEN 0 ELSE 1 END || ' ' || {NEXT_DUE} || ' 2016-01-01'",
    "emergency": "n % 100 = 0",
    "recorded_at": f"CASE WHEN n % 50 > 0 THEN timestamptz '{LONG_AGO} 00:00Z' + n * interval '1 hour' END",
    "tsvector": "(CASE WHEN n % 2 = 0 THEN '食堂' ELSE '宿舍' END)::tsvector",
}


class Asks:
    """What filters may ask: the day is within the rows, units are known by id."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def today(self) -> date:
        return LONG_AGO + timedelta(days=ROWS // 10 - 30)

    def has_unit(self, code: str) -> bool:
        return False

    def taken_on(self, unit: UUID) -> list[UUID]:
        return [unit]

    def recorded_by(self, given: str) -> Condition:
        return self.recorded_until(datetime.fromisoformat(given))

    def recorded_from(self, moment: datetime) -> Condition:
        return recorded_from(self._queries, moment, SHANGHAI)

    def recorded_until(self, moment: datetime) -> Condition:
        return recorded_until(self._queries, moment, SHANGHAI)

    def found_by_texts(self) -> Condition | None:
        return EVERY_ROW

    def found_by_titles(self) -> Condition | None:
        return None


NOTHING_ASKED: Any = None
"""Filters by codes ask nothing."""


class Explained(Queries):
    """Counts the rows that statements read."""

    read = 0

    def rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        told = super().rows(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}", values)
        self.read += sum(_rows_read(told[0]["QUERY PLAN"][0]["Plan"]))
        return super().rows(query, values)


def _rows_read(node: dict[str, Any]) -> Iterator[float]:
    if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Index Scan":
        removed = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield (node["Actual Rows"] + removed) * node["Actual Loops"]
    for part in node.get("Plans", ()):
        yield from _rows_read(part)


def _codes(view: Projection) -> dict[str, list[str]]:
    """By column the codes that some list filters by; the commonest first."""
    filters = [each for listing in LISTS.values() if listing.view is view for each in listing.filters]
    told: dict[str, list[str]] = {}
    for each in filters:
        if codes := _codes_of(each):
            found = each.condition(codes[0], NOTHING_ASKED)
            told |= dict.fromkeys(found.pins if found else (), codes)
    return {column: sorted(codes, key=lambda code: code not in CASES_BY_KIND) for column, codes in told.items()}


def _codes_of(each: Filter) -> list[str]:
    return each.takes.split(", ") if {"enum", "example"} & each.schema.keys() else []


def _filled(view: Projection) -> str:
    """Rows that hold each further code a fourth as often."""
    codes = _codes(view)

    def value(column: Any) -> str:
        if column.name in (view.id_column, "case_no"):
            return {"uuid": "md5(n::text)::uuid", "bigint": "n"}.get(column.sql_type, "'r' || n")
        if column.name in codes:
            return "kinds.kind" if column.name == "kind" else _coded(codes[column.name])
        if column.name in SQL:
            return SQL[column.name]
        if column.name == "recorded_on" and column.is_nullable:
            return f"CASE WHEN n % 50 = 0 THEN date '{LONG_AGO}' + n / 24 END"
        if column.sql_type == "date" and not column.is_nullable:
            return f"date '{LONG_AGO}' + n / 10"
        return SQL.get(column.sql_type, "lpad(n::text, 8, '0')")

    columns = columns_of(view)
    return (
        f"INSERT INTO {table_of(view)} ({', '.join(each.name for each in columns)}) "
        f"SELECT {', '.join(value(each) for each in columns)} FROM generate_series(1, {ROWS}) n, "
        f"LATERAL (SELECT {_coded(codes.get('kind', ['']))} AS kind) AS kinds"
    )


def _coded(known: list[str]) -> str:
    place = f"floor(ln({ROWS}.0 / (1 + n * 7919 % {ROWS})) / ln(4))::int"
    return f"(ARRAY{known!r})[1 + least({len(known) - 1}, {place})]"


def _named(connection: psycopg.Connection) -> None:
    """What each kind is called within each unit."""
    connection.execute("CREATE TEMP TABLE named (kind text, unit uuid, reach uuid, PRIMARY KEY (kind, unit))")
    with connection.cursor().copy("COPY named FROM STDIN") as copying:
        for kind in (aggregate.kind for aggregate in AGGREGATES):
            for unit in TREE.known:
                has_none = (unit, kind) == (LACKING, COMMONEST)
                copying.write_row((kind, unit, within(UNIT if has_none else unit, kind)))


DAYS = f"""
    INSERT INTO {days_of(AUDIT_TRAIL)}
    SELECT coalesce(recorded_on, (recorded_at AT TIME ZONE 'UTC')::date), min(position), max(position)
    FROM {table_of(AUDIT_TRAIL)} GROUP BY 1
"""


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[Database]:
    url = databases.create()
    with psycopg.connect(url, autocommit=True) as connection:
        _named(connection)
        for name in sorted({listing.view.name for listing in LISTS.values()}):
            connection.execute(_filled(BY_NAME[name]))
            connection.execute(f"ANALYZE {table_of(BY_NAME[name])}")
        connection.execute(DAYS)
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


OF_A_CHANNEL = ("petitions", "channel", "-received_on")
"""The petitions of one channel in a unit that has few of any: the planner reads the channel's."""
OF_FEW = ("RG-H5",)
"""What lists so few rows that all of them may be read: a unit opens some funds in a year (docs/limits.md)."""
BY_RARE_WAYS = ("asked @>", "recorder =")
"""How readers know of a case whose lists may still be read to their end: by their part being asked for, or because they
recorded it (docs/limits.md)."""


def _readers(view: Projection) -> Iterator[list[Condition]]:
    """What holds for the rows that readers may know of: every way of it once, the one who sees most first."""
    told: list[list[Condition]] = []
    for unit in (GROUP, UNIT, SMALL, LACKING):
        for role in sorted(VIEWS.get(view.name, ())):
            asking = Caller(OfficerRef(OFFICER), frozenset({Held(role, unit)}), unit, units=TREE, marks=MARKS)
            known = visible(asking, view)
            if known not in told and not any(way in each.sql for each in known for way in BY_RARE_WAYS):
                told.append(known)
                yield known


@pytest.mark.parametrize("name", [name for name in LISTS if name not in OF_FEW])
def test_a_page_of_any_list_by_any_filter_in_any_order_reads_few_rows(filled: Database, name: str) -> None:
    listing = LISTS[name]
    far = [case for case in _cases() if case[0] == name and case not in ACROSS_TIME | {OF_A_CHANNEL}]
    usual = next(iter(listing.orders))
    read: dict[tuple[Any, ...], float] = {}
    for number, known in enumerate(_readers(listing.view)):
        for case in far:
            if not number or not case[1] or case[2] == usual:
                read[number, *case] = _read(filled, listing, known, case[1], listing.orders[case[2]])
    assert {case: rows for case, rows in read.items() if rows > (MOST_OF_A_UNIT if case[0] else MOST)} == {}


def _read(filled: Database, listing: Listing, known: list[Condition], name: str, order: Order) -> float:
    """The most rows that a page and the one after it read, whatever is asked for."""
    found = next((each for each in listing.filters if each.name == name), None)
    asked = (
        [[condition] for given in _given(found) if (condition := found.condition(given, Asks(Queries(filled))))]
        if found
        else [[]]
    )
    return max(_pages(filled, listing, [*known, *conditions], order) for conditions in asked)


def _pages(filled: Database, listing: Listing, conditions: list[Condition], order: Order) -> float:
    queries = Explained(filled)
    first = queries.page(listing.view, [*listing.always, *conditions], order, 50)
    if first.next_after:
        queries.page(listing.view, [*listing.always, *conditions], order, 50, first.next_after)
    return queries.read
