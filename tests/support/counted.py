"""What is counted of a view beside what its rows say when they are counted themselves."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row

from projections.catalogue import CASE_VIEWS, VIEWS
from projections.projection import Projection
from service.views.naming import counts_of, table_of

COUNTED = [view for view in VIEWS if view.counting]
OF_A_ROW = {
    "petitions": "status, openness, owner, desks, named, asked, barred, kept_from, packages",
    "supervision_board": (
        "status, told_to, openness, owner, desks, named, recorder, barred, kept_from, supervised, asked"
    ),
    "relief_queue": "status, openness, owner, desks, named, barred, kept_from, asked",
}
NEVER = "date '9999-12-31'"
NAMED = (
    "LATERAL (SELECT '{{}}'::uuid[] AS named UNION ALL SELECT ARRAY[officer] FROM unnest(assigned) AS officer) AS whose"
)
"""Once for units, and once for each officer who is named."""
OF_A_CASE = f"""
    SELECT '', {NEVER}, {{columns}} FROM {{table}}, {NAMED} UNION ALL
    SELECT split_part(term, '/', 1), split_part(term, '=', 2)::date, {{columns}}
    FROM {{table}}, {NAMED}, LATERAL regexp_split_to_table(nullif(clocks, ''), ' ') AS term
"""
OF_AN_ITEM = f"""
    SELECT responsible_unit, coalesce(due_on, {NEVER}), openness, owner, desks, named, recorder, barred, kept_from,
           supervised, asked
    FROM {{table}}, {NAMED} WHERE status IN ('OPEN', 'SUBMITTED')
"""


def assert_counted(connection: Connection[Any]) -> None:
    """What is counted of every view is what its rows say, bucket by bucket, and no bucket is empty."""
    for view in COUNTED:
        kept = {_plain(bucket): n for *bucket, n in _rows(connection, f"SELECT * FROM {counts_of(view)}")}
        assert kept == Counter(map(_plain, _rows(connection, _query(view)))), view.name


def _plain(bucket: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(each) if isinstance(each, list) else each for each in bucket)


def _query(view: Projection) -> str:
    query = OF_A_CASE if view.name in {each.name for each in CASE_VIEWS.values()} else OF_AN_ITEM
    return query.format(table=table_of(view), columns=OF_A_ROW.get(view.name))


def _rows(connection: Connection[Any], query: str) -> list[tuple[Any, ...]]:
    with connection.cursor(row_factory=tuple_row) as cursor:
        return cursor.execute(query).fetchall()
