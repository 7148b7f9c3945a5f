"""Sealed columns of rows, such as titles, opened for readers who may see them: all rows of a page in one look-up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from domain.roles import Role
from domain.values import KeyClass, Personal
from projections.catalogue import CASE_VIEWS
from projections.projection import Projection
from service.access.decisions import may_read_column
from service.sealing.readers import Reader
from service.sealing.seal import Token, token_of
from service.sealing.vault import Opened, Vault
from service.views.tables import columns_of

RolesIn = Callable[[Mapping[str, Any]], frozenset[Role]]
"""The roles by which a row exists for its reader."""

KINDS = {view.name: kind for kind, view in CASE_VIEWS.items()}


def is_sealed_column(kind: str, name: str) -> bool:
    """Whether the list of that kind of case has a sealed column of that name."""
    return kind in CASE_VIEWS and name in _sealed_columns(CASE_VIEWS[kind])


def opened_rows(
    vault: Vault, view: Projection, rows: Iterable[Mapping[str, Any]], roles: RolesIn, reader: Reader
) -> Sequence[Mapping[str, Any]]:
    """The rows with the texts that the roles in each may read and the reader admits, None for the others.

    Rows of other views than those of cases are left as they are.

    Under `withheld` stand the names of the columns that hold a text which is not opened.
    """
    listed = list(rows)
    names = _sealed_columns(view)
    if view.name not in KINDS or not names:
        return listed
    columns: dict[Token, tuple[str, frozenset[Role]]] = {}
    for row in listed:
        here = roles(row)
        columns.update({token: (name, here) for name in names if (token := _token(row.get(name))) is not None})

    def is_allowed(token: Token, key_class: KeyClass) -> bool:
        name, here = columns[token]
        return may_read_column(here, KINDS[view.name], key_class, name)

    texts = vault.open_allowed(columns, is_allowed, reader)
    return [_with_texts(row, [name for name in names if name in row], texts) for row in listed]


def _with_texts(row: Mapping[str, Any], names: Sequence[str], texts: Mapping[Token, Any]) -> Mapping[str, Any]:
    shown = {name: _opened(row[name], texts) for name in names}
    withheld = tuple(name for name in names if row[name] and shown[name] is None)
    return {**row, **shown, "withheld": withheld}


def _sealed_columns(view: Projection) -> list[str]:
    return [column.name for column in columns_of(view) if column.python_type is Personal]


def _opened(value: Any, texts: Mapping[Token, Any]) -> Opened | None:
    token = _token(value)
    text = None if token is None else texts[token]
    return None if text is None else Opened(text)


def _token(value: Any) -> Token | None:
    """The token of a column as a table holds it, or as a fold has made it."""
    if isinstance(value, Personal):
        return value.token if isinstance(value.token, Token) else None
    return token_of(value) if value else None
