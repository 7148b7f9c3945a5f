"""Payment orders, emergencies and notices: what whoever pays, leads the unit or takes objections in knows."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from domain.changing import changed
from domain.growing import Growing
from domain.hardship import events as e
from domain.hardship.codes import AidKind, AidStatus, Category, Place, Status
from domain.hardship.emergency import ApproveEmergencyAid
from domain.hardship.knowing import asking_after, papers
from domain.hardship.objecting import RaiseObjection
from domain.hardship.paying import ConfirmReceipt, PayAid, ReportNoReceipt
from domain.hardship.recusing import DeclareTie
from domain.hardship.state import Hardship
from domain.kernel import Event
from domain.scopes import Excerpt, Laid
from projections.excerpts import EMERGENCY_AIDS, NOTICES, PAYMENT_ORDERS, UNCHECKED_AIDS, VOUCHERS
from service.kinds import filters
from service.kinds.allowance import Relation, allowed
from service.kinds.excerpt import ExcerptKind, SealedText
from service.kinds.fund.roles import AUDITING
from service.kinds.hardship.roles import LEADER, PAYER, TAKING_IN
from service.kinds.listing import CaseListing
from service.kinds.openings import CASE_FILE, PERSONS, When, opening
from service.views.conditions import Order
from service.words.sentences import no_op as _

EVERY_STATUS = frozenset(AidStatus)
OF_ORDERS = (e.AidApproved, e.AidCancelled, e.AidPaid, e.AidReceipted, e.AidHeld)
OF_EMERGENCIES = (e.AidPlanned, *OF_ORDERS)
OF_VOUCHERS = (e.AidPaid, e.AidReceipted, e.AidHeld)
OF_NOTICES = (e.Published, e.Objected, e.ObjectionResolved, e.PublicityEnded)
PAYEE = SealedText("payee", e.Applied, "name")
ACCOUNT = SealedText("account", e.AccountRecorded, "account")
GROUNDS = SealedText("grounds", e.AidPlanned, "grounds", of_paper=True)
NOTE = SealedText("emergency_note", e.Applied, "emergency_note")


def _ever(request: Hardship) -> Iterable[Laid]:
    return papers(request, orders=EVERY_STATUS, is_posted=request.status is not Status.NEW)


def _drawn(request: Hardship) -> Iterable[Laid]:
    return (paper for paper in request.scope.laid if paper.excerpt is Excerpt.VOUCHER)


def _unchecked(request: Hardship) -> Iterable[Laid]:
    """What is still to be checked: whoever audits the fund does nothing with it, and is told no more afterwards."""
    return (paper for paper in request.scope.laid if paper.excerpt is Excerpt.UNCHECKED)


def _vouchers_told(event: Event, numbers: frozenset[int]) -> bool:
    return isinstance(event, OF_VOUCHERS) and event.aid in numbers


def _orders_told(event: Event, numbers: frozenset[int]) -> bool:
    return isinstance(event, OF_ORDERS) and event.aid in numbers


def _emergencies_told(event: Event, numbers: frozenset[int]) -> bool:
    return isinstance(event, OF_EMERGENCIES) and event.aid in numbers


def _notices_told(event: Event, numbers: frozenset[int]) -> bool:
    return isinstance(event, OF_NOTICES) and bool(numbers)


def _aid_stands(request: Hardship, number: int) -> StrEnum:
    aid = request.aids.get(number)
    return AidStatus.PLANNED if aid is None else aid.status


def _notice_stands(request: Hardship, _number: int) -> StrEnum:
    return request.status


def _aids_left(request: Hardship, numbers: frozenset[int]) -> Hardship:
    """The request with those aids alone, and nothing of the family."""
    aids = Growing({number: aid for number, aid in request.aids.items() if number in numbers})
    left = changed(request, aids=aids, asking=asking_after(Hardship(), aids, aids), open_objections=Growing())
    return changed(left, category=Category.H0, dibao_line_fen=0, member_count=0)


def _nothing_left(request: Hardship, _numbers: frozenset[int]) -> Hardship:
    return _aids_left(request, frozenset())


def _listing(view: Any, order: str, columns: tuple[str, ...], codes: type[StrEnum], **more: Any) -> CaseListing:
    return CaseListing(
        view=view,
        filters=(filters.codes("status", codes), filters.number()),
        orders={order: Order(order), f"-{order}": Order(order, descending=True)},
        columns=columns,
        codes={"status": codes, **more},
        units="",
    )


ORDERS = ExcerptKind(
    excerpt=Excerpt.PAYMENT_ORDER,
    path="payment-orders",
    kind="hardship",
    title=_("Payment orders"),
    one=_("Payment order"),
    says=_("Approved aids of the own unit's funds, until their receipt. Payee and account open one by one."),
    view=PAYMENT_ORDERS,
    listing=_listing(
        PAYMENT_ORDERS, "due_on", ("case_no", "number", "amount_fen", "fund", "status", "due_on"), AidStatus
    ),
    allowances=tuple(allowed(PAYER, Relation.OWNED)),
    openings=tuple(
        opening(PAYER, Relation.OWNED, PERSONS, texts=("hardship.applied name", "hardship.account_recorded account"))
    ),
    texts=(PAYEE, ACCOUNT),
    commands=frozenset({PayAid, ConfirmReceipt, ReportNoReceipt, DeclareTie}),
    ever=_ever,
    tells=_orders_told,
    status_of=_aid_stands,
    left=_aids_left,
)

EMERGENCIES = ExcerptKind(
    excerpt=Excerpt.EMERGENCY_AID,
    path="emergency-aids",
    kind="hardship",
    title=_("Emergency aids"),
    one=_("Emergency aid"),
    says=_("What was asked for after a sudden event: event, amount and number, not the file."),
    view=EMERGENCY_AIDS,
    listing=_listing(
        EMERGENCY_AIDS,
        "proposed_on",
        ("case_no", "number", "unit", "amount_fen", "status", "proposed_on"),
        AidStatus,
    ),
    allowances=tuple(allowed(LEADER, Relation.BELOW)),
    openings=(
        *opening(LEADER, Relation.BELOW, CASE_FILE, When.PUT_BEFORE, ("hardship.aid_planned grounds",)),
        *opening(LEADER, Relation.BELOW, PERSONS, When.PUT_BEFORE, ("hardship.applied emergency_note",)),
    ),
    texts=(GROUNDS, NOTE),
    commands=frozenset({ApproveEmergencyAid, DeclareTie}),
    ever=_ever,
    tells=_emergencies_told,
    status_of=_aid_stands,
    left=_aids_left,
)

POSTED = ExcerptKind(
    excerpt=Excerpt.NOTICE,
    path="publicity-notices",
    kind="hardship",
    title=_("Publicity notices"),
    one=_("Publicity notice"),
    says=_("Notices that hang out now, without persons: an objection is taken in from the notice alone."),
    view=NOTICES,
    listing=_listing(
        NOTICES,
        "posted_on",
        ("case_no", "unit", "place", "status", "posted_on", "stands_until_on", "take_down_on"),
        Status,
        place=Place,
    ),
    allowances=tuple(allowed(TAKING_IN, Relation.BELOW)),
    openings=(),
    texts=(),
    commands=frozenset({RaiseObjection}),
    ever=_ever,
    tells=_notices_told,
    status_of=_notice_stands,
    left=_nothing_left,
)

DRAWN = ExcerptKind(
    excerpt=Excerpt.VOUCHER,
    path="vouchers",
    kind="hardship",
    title=_("Vouchers drawn"),
    one=_("Voucher"),
    says=_("Vouchers of the samples that you drew from funds. Payee and account open one by one."),
    view=VOUCHERS,
    listing=_listing(
        VOUCHERS,
        "paid_on",
        ("case_no", "number", "kind", "amount_fen", "fund", "status", "paid_on", "drawn_on"),
        AidStatus,
        kind=AidKind,
    ),
    allowances=tuple(allowed(AUDITING, Relation.NAMED)),
    openings=tuple(
        opening(AUDITING, Relation.NAMED, PERSONS, texts=("hardship.applied name", "hardship.account_recorded account"))
    ),
    texts=(PAYEE, ACCOUNT),
    commands=frozenset({DeclareTie}),
    ever=_drawn,
    tells=_vouchers_told,
    status_of=_aid_stands,
    left=_aids_left,
)

UNCHECKED = ExcerptKind(
    excerpt=Excerpt.UNCHECKED,
    path="unchecked-aids",
    kind="hardship",
    title=_("Unchecked emergency aid"),
    one=_("Unchecked emergency aid"),
    says=_("Emergency money that was paid and is still to be checked, whatever became of the request."),
    view=UNCHECKED_AIDS,
    listing=_listing(
        UNCHECKED_AIDS,
        "paid_on",
        ("case_no", "number", "unit", "amount_fen", "fund", "status", "paid_on"),
        AidStatus,
    ),
    allowances=tuple(allowed(AUDITING, Relation.BELOW)),
    openings=(),
    texts=(),
    commands=frozenset(),
    ever=_unchecked,
    tells=_vouchers_told,
    status_of=_aid_stands,
    left=_aids_left,
)

EXCERPTS = (ORDERS, EMERGENCIES, POSTED, DRAWN, UNCHECKED)
