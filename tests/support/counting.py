"""How much is asked of the database: every statement of a thread while a block runs, on whichever connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

import psycopg

from service.machine.statements import Statement


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that this thread sends while the block runs, as they were written."""
    told: list[str] = []
    execute, rows, thread = psycopg.Cursor.execute, Statement.rows, get_ident()

    def heard(self: Any, query: Any, *given: Any, **named: Any) -> Any:
        if get_ident() == thread:
            told.append(query if isinstance(query, str) else repr(query))
        return execute(self, query, *given, **named)

    def heard_of_ours(self: Statement, *given: Any, **named: Any) -> Any:
        if get_ident() == thread:
            told.append(self.text)
        return rows(self, *given, **named)

    psycopg.Cursor.execute = heard  # type: ignore[method-assign]
    Statement.rows = heard_of_ours  # type: ignore[method-assign]
    try:
        yield told
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]
        Statement.rows = rows  # type: ignore[method-assign]
