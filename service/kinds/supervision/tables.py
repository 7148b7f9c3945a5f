"""The rectification items and the findings of a check, as tables."""

from collections.abc import Mapping
from typing import Any

from domain.supervision.codes import UNSETTLED, ItemStatus, Outcome, Severity, SubjectCode
from domain.supervision.events import FindingsDrafted, FindingsFinalised, NoticeIssued
from domain.supervision.state import RECTIFY
from projections.rectification_items import RECTIFICATION_ITEMS
from service.kinds.numbering.tables import numbers_table
from service.kinds.tables import Cell, Table, Telling, text
from service.words.sentences import no_op as _
from service.words.standing import badge

FINDING_COLUMNS = ("number", "category", "severity", "responsible_unit", "fact", "outcome", "amount_fen")
ITEM_COLUMNS = ("number", "demand", "responsible_unit", "due_on", "status", "submitted_on", "verified_on", "reopened")


def _items(told: Telling) -> Table:
    demands = {item["number"]: item["demand"] for issued in told.of(NoticeIssued) for item in issued["items"]}
    rows = [_item(told, row, demands.get(row["item"])) for row in told.rows(RECTIFICATION_ITEMS)]
    return told.table(_("Rectification items"), ITEM_COLUMNS, rows)


def _item(told: Telling, row: Mapping[str, Any], demand: Any) -> tuple[Cell, ...]:
    words = told.words
    is_open = row["status"] in UNSETTLED
    late = words.text(_("finished {days} late"), days=words.days(row["late_days"])) if row["late_days"] else ""
    standing = badge(words, RECTIFY, row["due_on"], told.today) if is_open else None
    return (
        Cell(str(row["item"])),
        text(demand),
        told.unit(row["responsible_unit"]),
        Cell(words.short_day(row["due_on"]), is_whole=True, badge=standing),
        Cell(words.joined([words.code(ItemStatus(row["status"])), "" if is_open else late])),
        told.day(row["submitted_on"]),
        told.day(row["verified_on"]),
        Cell(str(row["reopened"] or "")),
    )


def _findings(told: Telling) -> Table:
    finalised = told.of(FindingsFinalised)
    agreed = {each["finding"]: each["outcome"] for event in finalised for each in event["outcomes"]}
    drafted = [each for event in told.of(FindingsDrafted) for each in event["findings"]]
    rows = [_finding(told, each, agreed.get(each["number"], each["outcome"])) for each in drafted]
    return told.table(_("Findings"), FINDING_COLUMNS, rows)


def _finding(told: Telling, found: Mapping[str, Any], outcome: str) -> tuple[Cell, ...]:
    return (
        Cell(str(found["number"])),
        told.code(SubjectCode, found["category"]),
        told.code(Severity, found["severity"]),
        told.unit(found["responsible_unit"]),
        text(found["fact"]),
        told.code(Outcome, outcome),
        told.amount(found["amount_fen"]),
    )


TABLES = (_items, _findings, numbers_table)
