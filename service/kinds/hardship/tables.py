"""The aids of a request and the objections to its publicity, as tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.hardship.codes import AidKind, AidStatus, ObjectionOutcome
from domain.hardship.events import Objected, ObjectionResolved
from projections.aids import AIDS
from service.kinds.hardship.numbers import tells_kind
from service.kinds.numbering.tables import numbers_table
from service.kinds.tables import Cell, Table, Telling, text
from service.words.sentences import no_op as _

AID_COLUMNS = ("number", "kind", "amount_fen", "fund", "status", "planned_on", "approved_on", "paid_on", "receipted_on")
OBJECTION_COLUMNS = ("number", "objected_on", "reason", "outcome", "resolved_on")


def _aids(told: Telling) -> Table:
    return told.table(_("Aids of the case"), AID_COLUMNS, [_aid(told, row) for row in told.rows(AIDS)])


def _aid(told: Telling, row: Mapping[str, Any]) -> tuple[Cell, ...]:
    words = told.words
    urgent = words.field("is_emergency") if row["is_emergency"] else ""
    days = ("planned_on", "approved_on", "paid_on", "receipted_on")
    return (
        Cell(str(row["aid"])),
        Cell(words.joined([*([words.code(AidKind(row["kind"]))] if tells_kind(told.case) else []), urgent])),
        told.amount(row["amount_fen"]),
        Cell(told.names.of(row["fund"]) or "", href=told.address("funds", row["fund"])),
        told.code(AidStatus, row["status"]),
        *(told.day(row[name]) for name in days),
    )


def _objections(told: Telling) -> Table:
    checked = {each["objection"]: each for each in told.of(ObjectionResolved)}
    rows = [_objection(told, each, checked.get(each["objection"])) for each in told.of(Objected)]
    return told.table(_("Objections"), OBJECTION_COLUMNS, rows)


def _objection(told: Telling, raised: Mapping[str, Any], checked: Mapping[str, Any] | None) -> tuple[Cell, ...]:
    return (
        Cell(str(raised["objection"])),
        told.day(date.fromisoformat(raised["objected_on"])),
        text(raised["reason"]),
        told.code(ObjectionOutcome, checked["outcome"]) if checked else Cell(told.words.text(_("open"))),
        told.day(date.fromisoformat(checked["resolved_on"])) if checked else Cell(""),
    )


TABLES = (_aids, _objections, numbers_table)
