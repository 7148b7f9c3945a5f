"""Filters of lists: from query parameters to conditions."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from flask import request

from domain.organisation.unit import unit_ref
from service.api.problems import Problem
from service.texts import no_op as _
from service.views.queries import Condition, equals, matches


def codes(name: str, known: type[StrEnum], column: str | None = None) -> Sequence[Condition]:
    """Rows with one of the codes, given once or separated by commas."""
    given = [code for code in request.args.get(name, "").split(",") if code]
    unknown = [code for code in given if code not in {str(member) for member in known}]
    if unknown:
        facts = {"name": name, "known": ", ".join(known)}
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), facts)
    return [Condition(f"{column or name} = ANY(%s)", given)] if given else []


def unit(name: str = "unit") -> Sequence[Condition]:
    """Rows of one unit, by code or id."""
    given = request.args.get(name)
    if not given:
        return []
    try:
        return [equals(name, UUID(given))]
    except ValueError:
        return [equals(name, unit_ref(given[:40]))]


def identifier(name: str, column: str | None = None) -> Sequence[Condition]:
    """Rows with that id."""
    given = request.args.get(name)
    if not given:
        return []
    try:
        return [equals(column or name, UUID(given))]
    except ValueError:
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), {"name": name, "known": "UUID"}) from None


def day(name: str, sql: str) -> Sequence[Condition]:
    """Rows before or after a day; `sql` holds its place."""
    given = request.args.get(name)
    if not given:
        return []
    try:
        return [Condition(sql, date.fromisoformat(given))]
    except ValueError:
        raise Problem(
            400, "filter_invalid", _("{name} takes: {known}."), {"name": name, "known": "YYYY-MM-DD"}
        ) from None


def search(name: str = "q") -> Sequence[Condition]:
    """Rows that hold the text in number, title, redacted summary or codes; never in anything personal."""
    given = request.args.get(name, "").strip()
    if not given:
        return []
    if len(given) > 100:
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), {"name": name, "known": "1–100"})
    condition = matches(given)
    return [condition] if condition else [Condition("false AND %s IS NULL", "")]


def number(name: str = "number") -> Sequence[Condition]:
    """The row with that case number, in any case of letters."""
    given = request.args.get(name, "").strip().upper()
    return [equals("case_no", given[:60])] if given else []


def moment(name: str, sql: str) -> Sequence[Condition]:
    """Rows before or after a moment with offset; `sql` holds its place."""
    given = request.args.get(name)
    if not given:
        return []
    try:
        at = datetime.fromisoformat(given.replace(" ", "+"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        facts = {"name": name, "known": "2026-03-03T09:00:00+08:00"}
        raise Problem(400, "filter_invalid", _("{name} takes: {known}."), facts)
    return [Condition(sql, at)]
