"""One act over many cases: chosen in a list, one form for all of them, and a table of what became of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import marshmallow as ma
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.batch.commands import MOST_ITEMS
from domain.kernel import Rejected
from projections.batches import BATCHES
from projections.catalogue import CASE_VIEWS
from service.access.acting import RoleNeeded
from service.access.decisions import require_command, require_view
from service.access.visibility import visible
from service.edge.answers import caller, service
from service.edge.batches import kind_of, offer_in, refusal_told
from service.edge.bodies import body_of
from service.edge.reading import page_of, queries
from service.kinds.catalogue import CASES_BY_KIND, CASES_BY_NAME
from service.kinds.kind import CaseKind
from service.office.batches import BatchAsked, BatchFile, ItemAsked
from service.store.steps import KeyReused, UnknownStream
from service.views.conditions import Condition, Order, equals
from service.web.blueprint import CASE, follow, has_written, names, own_unit, today, web, words
from service.web.form_first import Beginning, first_values
from service.web.form_keeping import is_opened_by_caller
from service.web.form_sheets import Sheet, Trouble, not_to_be_sent, refused
from service.web.form_values import Typed, data_of, errors_at, with_row_added
from service.web.form_widgets import Maker, split
from service.web.proving import not_proven
from service.web.rendering import PAGED, page, tell
from service.words.sentences import no_op as _

NEWEST_FIRST = Order("opened_on", descending=True)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case that was ticked, at the version that the list showed."""

    case: UUID
    seen: int

    def __str__(self) -> str:
        return f"{self.case}/{self.seen}"


@web.post(f"/{CASE}/batch", endpoint="batch")
def many(collection: str) -> AnyResponse:
    """The form of an act over the cases that were ticked; sent, it is carried out over each of them."""
    kind, chosen = CASES_BY_NAME[collection], list(_chosen())
    noun, is_fresh = request.form.get("_action", ""), not request.form.get("_key")
    if is_fresh and not (chosen and noun):
        return _nothing_to_do(collection, is_chosen=bool(chosen))
    offer = kind.offer_of(noun) if noun else None
    if offer is None:
        raise UnknownStream(collection)
    require_command(caller(), offer.command)
    opened_as = request.form.get("_as", "") if not is_opened_by_caller() else str(caller().officer)
    key = request.form.get("_key", "")[:100]
    sheet = Sheet(kind, offer, None, key or str(uuid4()), 0, opened_as, request.form.get("_role", ""))
    if is_fresh:
        fresh = replace(sheet, opened_as=str(caller().officer))
        return _shown(fresh, chosen, first_values(fresh.fields, Beginning(today(), own_unit(), None)))
    return _sent(sheet, chosen)


def _nothing_to_do(collection: str, *, is_chosen: bool) -> AnyResponse:
    """Back to the list, which says what is missing."""
    tell(_("Choose what is to be done with the cases.") if is_chosen else _("Choose at least one case."))
    return redirect(url_for("web.case_list", collection=collection), 303)


def _chosen() -> Iterator[Chosen]:
    """The cases that were ticked, each once."""
    seen: set[UUID] = set()
    for given in request.form.getlist("_case")[:MOST_ITEMS]:
        case, _stroke, version = given.partition("/")
        try:
            chosen = Chosen(UUID(case), int(version[:9]))
        except ValueError:
            continue
        if chosen.seen > 0 and chosen.case not in seen:
            seen.add(chosen.case)
            yield chosen


def _shown(sheet: Sheet, chosen: Sequence[Chosen], typed: Typed, trouble: Trouble | None = None) -> Response:
    maker = Maker(sheet.words, names(), typed, trouble.errors if trouble else {}, {}, sheet.people, sheet.offers)
    shown, more = split(maker.widgets(sheet.asked))
    response = page(
        "batch_form.html",
        sheet=sheet,
        shown=shown,
        more=more,
        trouble=trouble,
        mistakes=[mistake for widget in (*shown, *more) for mistake in widget.mistakes],
        chosen=chosen,
        numbers=_numbers(_kind(sheet), [each.case for each in chosen]),
        reference=typed.get("_reference", ""),
    )
    response.status_code = trouble.status if trouble else 200
    return response


def _kind(sheet: Sheet) -> CaseKind:
    return CASES_BY_KIND[sheet.collection.aggregate.kind]


def _numbers(kind: CaseKind, cases: Sequence[UUID]) -> Mapping[UUID, str]:
    """The numbers of the cases of which the reader may know."""
    view = CASE_VIEWS[kind.aggregate.kind]
    rows = queries().all(view, [Condition("case_id = ANY(%s)", list(cases)), *visible(caller(), view)])
    return {row["case_id"]: str(row["case_no"]) for row in rows}


def _sent(sheet: Sheet, chosen: Sequence[Chosen]) -> AnyResponse:
    typed = sheet.people.known(Typed(request.form), sheet.fields)
    added, trouble = request.form.get("_add"), not_to_be_sent() or not_proven(sheet.address)
    if not trouble and not chosen:
        trouble = Trouble(422, words().text(_("Choose at least one case.")))
    if added:
        typed = with_row_added(added, typed, sheet.fields)
    if added or trouble or request.form.get("_show"):
        return _shown(sheet, chosen, typed, trouble)
    try:
        command = body_of(sheet.address.command)().load(data_of(sheet.fields, typed))
    except ma.ValidationError as error:
        message = words().text(_("Some fields need another look. Nothing has been recorded yet."))
        return _shown(sheet, chosen, typed, Trouble(422, message, errors_at(sheet.fields, error.messages, typed)))
    items = [ItemAsked(each.case, each.seen, command) for each in chosen]
    return _carried_out(sheet, chosen, typed, items)


def _carried_out(sheet: Sheet, chosen: Sequence[Chosen], typed: Typed, items: Sequence[ItemAsked]) -> AnyResponse:
    reference = request.form.get("_reference", "").strip()[:200] or None
    by = replace(caller(), said=sheet.said)
    asked = BatchAsked(sheet.collection, sheet.address.command, items, by, sheet.key, reference)
    try:
        batch = service().batches.carry_out(asked, refusal_told)
    except Rejected as rejected:
        return _shown(sheet, chosen, typed, refused(sheet, rejected))
    except RoleNeeded:
        raise
    except KeyReused:
        message = words().text(_("This form was sent once already, with other content. Look at what was recorded."))
        return _shown(sheet.renewed(), chosen, typed, Trouble(409, message))
    if batch.position:
        has_written(batch.position)
    return redirect(url_for("web.batch_told", identifier=batch.stream), 303)


@web.get("/batches", endpoint="batches")
def listed() -> Response:
    """The acts over many cases that the reader gave, newest first."""
    require_view(caller(), BATCHES.name)
    follow(BATCHES)
    mine = equals("opened_by", caller().officer)
    found = page_of(BATCHES, [mine], NEWEST_FIRST, dict, "batches")
    rows = [{**row, "says": _command(row["kind"], row["command"])} for row in found["items"]]
    return page("batches.html", takes=PAGED, rows=rows, next_cursor=found["next_cursor"])


def _command(kind: str, command: str) -> str:
    given = next(each.command for each in CASES_BY_KIND[kind].addressed if each.command.__name__ == command)
    return words().command(given)


@web.get("/batches/<uuid:identifier>", endpoint="batch_told")
def told(identifier: UUID) -> Response:
    """What became of each case."""
    require_view(caller(), BATCHES.name)
    batch = service().batches.open(identifier, caller())
    follow(CASE_VIEWS[batch.opening.kind])
    return page("batch.html", takes=(), batch=batch, kind=kind_of(batch), says=_says(batch), rows=_rows(batch))


def _says(batch: BatchFile) -> str:
    return words().command(offer_in(batch).command)


def _rows(batch: BatchFile) -> list[dict[str, Any]]:
    numbers = _numbers(kind_of(batch), [each.case for each in batch.items])
    return [{"item": each, "number": numbers.get(each.case, "")} for each in batch.items]
