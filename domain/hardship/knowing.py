"""Who knows of a request at each stage: at whose level it waits, who has heard of it, and which papers lie where."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from domain.cases.recusal import ABOVE, Recusals
from domain.changing import changed
from domain.growing import Growing
from domain.hardship.aids import Aid
from domain.hardship.codes import GIVEN, THE_NOTICE, UNRECEIPTED, AidStatus, Status
from domain.roles import Role
from domain.scopes import Excerpt, Laid, Scope
from domain.values import OfficerRef, UnitRef

ORDERED = UNRECEIPTED | {AidStatus.APPROVED}
"""An aid that whoever pays has to do with: from its approval until the receipt."""
POSTED = frozenset({Status.PUBLICITY, Status.OBJECTION})


OF_AIDS = (Excerpt.PAYMENT_ORDER, Excerpt.EMERGENCY_AID, Excerpt.UNCHECKED)
"""The papers that lie as each aid stands."""


Asking = Growing[Role, int]
"""By the role at whose level they wait: how many planned aids do."""


class Stage(Protocol):
    """What of a request decides on who knows of it."""

    @property
    def status(self) -> Status: ...
    @property
    def unit(self) -> UnitRef | None: ...
    @property
    def aids(self) -> Growing[int, Aid]: ...
    @property
    def asking(self) -> Asking: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def decided_by(self) -> OfficerRef | None: ...
    @property
    def recusals(self) -> Recusals: ...
    @property
    def is_unchecked(self) -> bool: ...


def waits_for(request: Stage) -> frozenset[Role]:
    """The roles at whose level the request or an aid of it waits for approval; what the unit's leader approves is told
    by the emergency alone."""
    return frozenset({*request.asking, *((Role.AID_APPROVER,) if request.status is Status.APPROVAL else ())})


def asking_after(before: Stage, aids: Growing[int, Aid], numbers: Iterable[int]) -> Asking:
    """At which levels aids wait once those of the numbers stand as they do among `aids`."""
    asking = before.asking
    for number in numbers:
        for aid, more in ((before.aids.get(number), -1), (aids.get(number), 1)):
            if aid is not None and aid.status is AidStatus.PLANNED and not aid.is_emergency:
                left = asking.get(aid.asks, 0) + more
                asking = asking.holding(aid.asks, left) if left else asking.without(aid.asks)
    return asking


def known_at(request: Stage, numbers: Iterable[int]) -> Scope:
    """For whom the request exists where it stands now, and before whom its papers lie; the aids of the numbers are not
    as they were."""
    touched = [aid for number in numbers if (aid := request.aids.get(number))]
    deciding = ABOVE if request.recusals.undecided else ()
    return changed(
        request.scope.told(*_have_heard(request, touched)),
        asked=tuple(sorted({*waits_for(request), *deciding})),
        papers=_papers_after(request, touched),
    )


def _have_heard(request: Stage, touched: Iterable[Aid]) -> Iterator[Role | OfficerRef]:
    """Whoever decided on the file, and the levels at which an aid of it has waited."""
    if request.decided_by is not None:
        yield request.decided_by
    yield from (aid.asks for aid in touched if not aid.is_emergency)


def _papers_after(request: Stage, touched: Iterable[Aid]) -> Growing[tuple[Excerpt, int], Laid]:
    lying = request.scope.papers
    if request.unit is None:
        return lying
    for aid in touched:
        for excerpt in OF_AIDS:
            lying = lying.without((excerpt, aid.number))
        for paper in (*_papers_of(aid, request.unit, ORDERED), *_unchecked(aid, request)):
            lying = lying.holding((paper.excerpt, paper.number), paper)
    if request.status not in POSTED:
        return lying.without((Excerpt.NOTICE, THE_NOTICE))
    notice = Laid(Excerpt.NOTICE, THE_NOTICE, request.unit)
    return lying if (Excerpt.NOTICE, THE_NOTICE) in lying else lying.holding((Excerpt.NOTICE, THE_NOTICE), notice)


def papers(request: Stage, *, orders: frozenset[AidStatus], is_posted: bool) -> Iterator[Laid]:
    """The notice where it hangs, the payment orders in one of those statuses, and every emergency."""
    if request.unit is None:
        return
    if is_posted:
        yield Laid(Excerpt.NOTICE, THE_NOTICE, request.unit)
    for aid in request.aids.values():
        yield from _papers_of(aid, request.unit, orders)


def _papers_of(aid: Aid, unit: UnitRef, orders: frozenset[AidStatus]) -> Iterator[Laid]:
    if aid.status in orders and aid.approved_by is not None:
        yield Laid(Excerpt.PAYMENT_ORDER, aid.number, aid.fund_unit or unit)
    if aid.is_emergency and aid.status is not AidStatus.CANCELLED:
        yield Laid(Excerpt.EMERGENCY_AID, aid.number, unit)


def _unchecked(aid: Aid, request: Stage) -> Iterator[Laid]:
    """Emergency money that was given, as long as it is still to be checked."""
    if request.unit and request.is_unchecked and aid.is_emergency and aid.status in GIVEN:
        yield Laid(Excerpt.UNCHECKED, aid.number, aid.fund_unit or request.unit)


def given_in_emergency(aids: Growing[int, Aid]) -> Iterator[int]:
    """The numbers of emergency aids that were paid."""
    yield from (number for number, aid in aids.items() if aid.is_emergency and aid.status in GIVEN)
