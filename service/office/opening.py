"""Sealed columns of rows, such as titles, opened for readers who may see them: all rows of a page in one look-up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from domain.values import KeyClass, Personal
from projections.catalogue import CASE_VIEWS
from projections.projection import Projection
from service.access.texts import Opens, columns_told, texts_open_in
from service.sealing.readers import Everyday, Passing, Reader
from service.sealing.seal import Token, token_of
from service.sealing.vault import Opened, Vault
from service.store.steps import Caller
from service.views.tables import columns_of

OpensIn = Callable[[Mapping[str, Any]], Opens]
"""What opens of a row."""

KINDS = {view.name: kind for kind, view in CASE_VIEWS.items()}


def rows_opened_for(
    vault: Vault, view: Projection, rows: Iterable[Mapping[str, Any]], caller: Caller
) -> Sequence[Mapping[str, Any]]:
    """The rows with the texts that open for the caller in a list, by their own columns, and without what is guarded."""
    told = list(map(columns_told(caller, view), rows))
    if view.name not in KINDS:
        return told
    reader = Passing(None if caller.is_service else caller.officer, Everyday.LISTING)
    return opened_rows(vault, view, told, texts_open_in(caller, KINDS[view.name]), reader)


def opened_rows(
    vault: Vault, view: Projection, rows: Iterable[Mapping[str, Any]], opens_in: OpensIn, reader: Reader
) -> Sequence[Mapping[str, Any]]:
    """The rows with the texts that open of each and that the reader admits, None for the others.

    Rows of other views than those of cases are left as they are.

    Under `withheld` stand the names of the columns that hold a text which is not opened.
    """
    listed = list(rows)
    names = _sealed_columns(view)
    if view.name not in KINDS or not names:
        return listed
    columns: dict[Token, Opens] = {}
    for row in listed:
        opens = opens_in(row)
        columns.update({token: opens for name in names if (token := _token(row.get(name))) is not None})

    def is_allowed(token: Token, key_class: KeyClass) -> bool:
        return columns[token](key_class, event_of(token), token.sealed.f)

    texts = vault.open_allowed(columns, is_allowed, reader)
    return [_with_texts(row, [name for name in names if name in row], texts) for row in listed]


def event_of(token: Token) -> str:
    """The name of the event that holds the value."""
    return token.topic.partition(":")[0]


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
