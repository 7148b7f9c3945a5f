"""Search terms of rows as they are written: texts are opened here, all of a batch in one look-up for keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from psycopg import Connection

from domain.values import Personal
from projections.projection import Bigrams, Projection, Search
from projections.searching import bigrams, told_apart
from service.sealing.seal import Token, token_of
from service.sealing.vault import ERASED, Opening

Row = dict[str, Any]


def opens_nothing(_tokens: Iterable[Token], _connection: Connection[Any]) -> Mapping[Token, Any]:
    """For engines that prepare tables and fold nothing that is searched."""
    raise LookupError("an engine without a vault cannot make search terms")


def add_terms(connection: Connection[Any], view: Projection, rows: Sequence[Row], opening: Opening) -> None:
    """Makes the column `search` of the rows; an erased text gives no terms. Raises KeyUnavailable and SealBroken."""
    if view.search is None or not rows:
        return
    sealed = [_tokens(view.search, row) for row in rows]
    tokens = {token for each in sealed for token in each.values()}
    texts = opening(tokens, connection) if tokens else {}
    for row, each in zip(rows, sealed, strict=True):
        opened = {name: texts[token] for name, token in each.items() if texts[token] != ERASED}
        row["search"] = _terms(view.search, row, opened)


def _terms(search: Search, row: Row, texts: Mapping[str, str]) -> Bigrams:
    clear = [row[name] for name in search.clear]
    terms = bigrams([*clear, *texts.values()])
    if not search.alone:
        return terms
    alone = bigrams([*clear, *(text for name, text in texts.items() if name in search.alone)])
    return Bigrams(" ".join([*terms.split(), *told_apart(alone.split())]))


def _tokens(search: Search, row: Row) -> dict[str, Token]:
    if not search.is_open(row):
        return {}
    return {name: token for name in search.sealed if (token := _token(row[name])) is not None}


def _token(value: Any) -> Token | None:
    if isinstance(value, Personal):
        return value.token if isinstance(value.token, Token) else None
    return token_of(value) if value else None
