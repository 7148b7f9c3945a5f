"""Who knows of a request at each stage: at whose level it waits, who has heard of it, and which papers lie where."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from domain.cases.recusal import ABOVE, Recusals
from domain.changing import changed
from domain.hardship.aids import Aid
from domain.hardship.codes import THE_NOTICE, UNRECEIPTED, AidStatus, Status
from domain.roles import Role
from domain.scopes import Excerpt, Laid, Scope
from domain.values import OfficerRef, UnitRef

ORDERED = UNRECEIPTED | {AidStatus.APPROVED}
"""An aid that whoever pays has to do with: from its approval until the receipt."""
POSTED = frozenset({Status.PUBLICITY, Status.OBJECTION})


class Stage(Protocol):
    """What of a request decides on who knows of it."""

    @property
    def status(self) -> Status: ...
    @property
    def unit(self) -> UnitRef | None: ...
    @property
    def aids(self) -> Mapping[int, Aid]: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def decided_by(self) -> OfficerRef | None: ...
    @property
    def recusals(self) -> Recusals: ...


def waits_for(request: Stage) -> frozenset[Role]:
    """The roles at whose level the request or an aid of it waits for approval; what the unit's leader approves is told
    by the emergency alone."""
    aids = (aid.asks for aid in request.aids.values() if aid.status is AidStatus.PLANNED and not aid.is_emergency)
    return frozenset({*aids, *((Role.AID_APPROVER,) if request.status is Status.APPROVAL else ())})


def known_at(request: Stage) -> Scope:
    """For whom the request exists where it stands now, and before whom its papers lie."""
    approving = waits_for(request)
    deciding = ABOVE if request.recusals.undecided else ()
    return changed(
        request.scope,
        asked=tuple(sorted({*approving, *deciding})),
        heard=tuple(sorted({*request.scope.heard, *_have_heard(request)}, key=str)),
        laid=tuple(papers(request, orders=ORDERED, is_posted=request.status in POSTED)),
    )


def _have_heard(request: Stage) -> Iterator[Role | OfficerRef]:
    """Whoever decided on the file, and the levels at which an aid of it has waited."""
    if request.decided_by is not None:
        yield request.decided_by
    yield from (aid.asks for aid in request.aids.values() if not aid.is_emergency)


def papers(request: Stage, *, orders: frozenset[AidStatus], is_posted: bool) -> Iterator[Laid]:
    """The notice where it hangs, the payment orders in one of those statuses, and every emergency."""
    if request.unit is None:
        return
    if is_posted:
        yield Laid(Excerpt.NOTICE, THE_NOTICE, request.unit)
    for aid in request.aids.values():
        if aid.status in orders and aid.approved_by is not None:
            yield Laid(Excerpt.PAYMENT_ORDER, aid.number, aid.fund_unit or request.unit)
        if aid.is_emergency and aid.status is not AidStatus.CANCELLED:
            yield Laid(Excerpt.EMERGENCY_AID, aid.number, request.unit)
