"""What a case consists of, as small tables: aids, objections, findings, rectification items, as far as one may read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import url_for

from domain.hardship import codes as hardship
from domain.hardship import events as hardship_events
from domain.supervision import codes as supervision
from domain.supervision import events as supervision_events
from projections.aids import AIDS
from projections.projection import Projection
from projections.rectification_items import RECTIFICATION_ITEMS
from service.access.decisions import may_view
from service.access.visibility import is_told, visible
from service.edge.answers import caller
from service.edge.reading import queries
from service.office.cases import CaseFile
from service.sealing.vault import ERASED, SEALED
from service.views.queries import equals
from service.web.blueprint import follow, names, today, words
from service.words.sentences import no_op as _
from service.words.standing import badge

Facts = Sequence[Mapping[str, Any]]
"""The data of each event of the case as the reader may see it, texts opened or sealed."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, perhaps a link, sealed, or a badge beside it."""

    text: str
    href: str = ""
    is_sealed: bool = False
    is_amount: bool = False
    is_whole: bool = False
    badge: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: its title, its headings and its rows."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables_of(case: CaseFile, facts: Facts) -> list[Table]:
    """The tables of the case that have rows."""
    makers = TABLES.get(case.aggregate.kind, ())
    return [table for make in makers if (table := make(case, facts)).rows]


def _aids(case: CaseFile, facts: Facts) -> Table:
    return _table(case, _("Aids of the case"), AID_COLUMNS, [_aid(row) for row in _rows(AIDS, case)])


AID_COLUMNS = ("number", "kind", "amount_fen", "fund", "status", "planned_on", "approved_on", "paid_on", "receipted_on")


def _aid(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    kind = words().code(hardship.AidKind(row["kind"]))
    urgent = words().field("is_emergency")
    days = ("planned_on", "approved_on", "paid_on", "receipted_on")
    return (
        Cell(str(row["aid"])),
        Cell(words().joined([kind, urgent if row["is_emergency"] else ""])),
        Cell(words().amount(row["amount_fen"]), is_amount=True),
        Cell(names().of(row["fund"]) or "", href=url_for("web.record", collection="funds", identifier=row["fund"])),
        Cell(words().code(hardship.AidStatus(row["status"]))),
        *(_day(row[name]) for name in days),
    )


def _objections(case: CaseFile, facts: Facts) -> Table:
    checked = {each["objection"]: each for each in _told(case, facts, hardship_events.ObjectionResolved)}
    raised = _told(case, facts, hardship_events.Objected)
    rows = [_objection(each, checked.get(each["objection"])) for each in raised]
    return _table(case, _("Objections"), ("number", "objected_on", "reason", "outcome", "resolved_on"), rows)


def _objection(raised: Mapping[str, Any], checked: Mapping[str, Any] | None) -> tuple[Cell, ...]:
    outcome = _code(hardship.ObjectionOutcome, checked["outcome"]) if checked else Cell(words().text(_("open")))
    resolved = _day(date.fromisoformat(checked["resolved_on"])) if checked else Cell("")
    objected = _day(date.fromisoformat(raised["objected_on"]))
    return (Cell(str(raised["objection"])), objected, _text(raised["reason"]), outcome, resolved)


def _findings(case: CaseFile, facts: Facts) -> Table:
    agreed = {
        each["finding"]: each["outcome"]
        for told in _told(case, facts, supervision_events.FindingsFinalised)
        for each in told["outcomes"]
    }
    drafted = [each for told in _told(case, facts, supervision_events.FindingsDrafted) for each in told["findings"]]
    rows = [_finding(each, agreed.get(each["number"], each["outcome"])) for each in drafted]
    columns = ("number", "category", "severity", "responsible_unit", "fact", "outcome", "amount_fen")
    return _table(case, _("Findings"), columns, rows)


def _finding(found: Mapping[str, Any], outcome: str) -> tuple[Cell, ...]:
    amount = found["amount_fen"]
    return (
        Cell(str(found["number"])),
        _code(supervision.SubjectCode, found["category"]),
        _code(supervision.Severity, found["severity"]),
        Cell(_unit(found["responsible_unit"])),
        _text(found["fact"]),
        _code(supervision.Outcome, outcome),
        Cell("" if amount is None else words().amount(amount), is_amount=True),
    )


def _items(case: CaseFile, facts: Facts) -> Table:
    issued = _told(case, facts, supervision_events.NoticeIssued)
    demands = {item["number"]: item["demand"] for told in issued for item in told["items"]}
    rows = [_item(row, demands.get(row["item"])) for row in _rows(RECTIFICATION_ITEMS, case)]
    return _table(case, _("Rectification items"), ITEM_COLUMNS, rows)


ITEM_COLUMNS = ("number", "demand", "responsible_unit", "due_on", "status", "submitted_on", "verified_on", "reopened")


def _item(row: Mapping[str, Any], demand: Any) -> tuple[Cell, ...]:
    is_open = row["status"] in supervision.UNSETTLED
    late = words().text(_("finished {days} late"), days=words().days(row["late_days"])) if row["late_days"] else ""
    standing = badge(words(), RECTIFY, row["due_on"], today()) if is_open else None
    return (
        Cell(str(row["item"])),
        _text(demand),
        Cell(_unit(row["responsible_unit"])),
        Cell(words().short_day(row["due_on"]), is_whole=True, badge=standing),
        Cell(words().joined([words().code(supervision.ItemStatus(row["status"])), "" if is_open else late])),
        _day(row["submitted_on"]),
        _day(row["verified_on"]),
        Cell(str(row["reopened"] or "")),
    )


RECTIFY = "D-S07"

TABLES: Mapping[str, tuple[Callable[[CaseFile, Facts], Table], ...]] = {
    "hardship": (_aids, _objections),
    "supervision": (_items, _findings),
}
"""By kind of case."""


def _rows(view: Projection, case: CaseFile) -> list[dict[str, Any]]:
    """The rows of the view that belong to the case, as far as the reader may read them, by their numbers."""
    if not may_view(caller().roles, view.name):
        return []
    follow(view)
    rows = queries().all(view, [equals("case_id", case.stream), *visible(caller(), view)])
    return sorted(rows, key=lambda row: row.get("aid") or row.get("item") or 0)


def _told(case: CaseFile, facts: Facts, event: type[Any]) -> Iterator[Mapping[str, Any]]:
    """What the events of that class say, as far as the reader is told of them."""
    if is_told(caller(), event.NAME):
        pairs = zip(case.history, facts, strict=True)
        yield from (told for recorded, told in pairs if isinstance(recorded.event, event))


def _table(case: CaseFile, title: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> Table:
    """The table without the columns in which every cell is empty."""
    kept = [n for n, _name in enumerate(columns) if any(_holds(row[n]) for row in rows)]
    told = words().about(case.aggregate.kind)
    shown = tuple(tuple(row[n] for n in kept) for row in rows)
    return Table(words().text(title), tuple(told.field(columns[n]) for n in kept), shown)


def _holds(cell: Cell) -> bool:
    return bool(cell.text or cell.is_sealed)


def _text(opened: Any) -> Cell:
    return Cell("", is_sealed=True) if opened in (None, SEALED, ERASED) else Cell(str(opened))


def _code(codes: type[StrEnum], value: str) -> Cell:
    return Cell(words().code(codes(value)))


def _day(day: date | None) -> Cell:
    return Cell(words().short_day(day), is_whole=True)


def _unit(ref: UUID | str) -> str:
    return names().unit(ref if isinstance(ref, UUID) else UUID(ref))
