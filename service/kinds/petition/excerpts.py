"""Slips of petitions: what a team's desk and a union know of one, which is not where it comes from."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from domain.cases.subjects import SubjectCode
from domain.changing import changed
from domain.kernel import Event
from domain.petition.codes import SlipStatus
from domain.petition.links import AssistanceWished, LeadSuggested, SlipDelivered
from domain.petition.state import Petition
from domain.roles import Role
from domain.scopes import Excerpt, Laid, Openness
from projections.slips import AID_WISHES, LEAD_SLIPS, slip_id
from service.kinds import filters
from service.kinds.allowance import Relation, allowed
from service.kinds.excerpt import ExcerptKind, SealedText
from service.kinds.listing import CaseListing
from service.kinds.openings import CASE_FILE, PERSONS, opening
from service.views.conditions import Order
from service.words.sentences import no_op as _

TEAMS = frozenset({Role.TEAM_LEAD})
UNION = frozenset({Role.UNION_BASE})
KNOWN = frozenset({Openness.OPEN, Openness.SEALED})


def _ever(petition: Petition) -> Iterable[Laid]:
    return petition.scope.laid


def _told(event: Event, numbers: frozenset[int]) -> bool:
    return isinstance(event, SlipDelivered) and event.slip in numbers


def _stands(petition: Petition, number: int) -> StrEnum:
    slip = petition.links.underway.get(number)
    return SlipStatus.TAKEN_DOWN if slip is None else slip.status


def _nothing_left(petition: Petition, _numbers: frozenset[int]) -> Petition:
    """Nobody acts on a slip: what is done about it is done elsewhere."""
    return changed(petition, purposes=frozenset(), issues=frozenset(), demands=())


def _listing(view: Any, columns: tuple[str, ...], **codes: type[StrEnum]) -> CaseListing:
    return CaseListing(
        view=view,
        filters=(filters.codes("status", SlipStatus),),
        orders={"-laid_on": Order("laid_on", descending=True), "laid_on": Order("laid_on")},
        columns=columns,
        codes={"status": SlipStatus, **codes},
        units="",
    )


LEADS = ExcerptKind(
    excerpt=Excerpt.LEAD_SLIP,
    path="lead-slips",
    kind="petition",
    title=_("Hints for checks"),
    one=_("Hint for a check"),
    says=_(
        "What may be worth a check, without source or person. Whoever finds it so records a lead of daily supervision; "
        "a hint lies here for ten working days."
    ),
    view=LEAD_SLIPS,
    listing=_listing(LEAD_SLIPS, ("laid_on", "supervised_unit", "subjects", "lies_until"), subjects=SubjectCode),
    allowances=tuple(allowed(TEAMS, Relation.OWNED)),
    openings=tuple(opening(TEAMS, Relation.OWNED, CASE_FILE, texts=("petition.lead_suggested",))),
    texts=(
        SealedText("title", LeadSuggested, "title", of_paper=True),
        SealedText("text", LeadSuggested, "text", of_paper=True),
    ),
    commands=frozenset(),
    ever=_ever,
    tells=_told,
    status_of=_stands,
    left=_nothing_left,
    is_supervising=True,
    is_blind=True,
    row_id=slip_id,
)

WISHES = ExcerptKind(
    excerpt=Excerpt.AID_WISH,
    path="aid-wishes",
    kind="petition",
    title=_("Wishes for assistance"),
    one=_("Wish for assistance"),
    says=_(
        "Who wishes to apply for assistance and agreed that the union gets in touch. Nothing else crosses; a wish lies "
        "here for thirty days."
    ),
    view=AID_WISHES,
    listing=_listing(AID_WISHES, ("laid_on", "status", "lies_until")),
    allowances=tuple(allowed(UNION, Relation.OWNED, KNOWN)),
    openings=tuple(opening(UNION, Relation.OWNED, PERSONS, texts=("petition.assistance_wished",))),
    texts=(SealedText("contact", AssistanceWished, "contact", of_paper=True),),
    commands=frozenset(),
    ever=_ever,
    tells=_told,
    status_of=_stands,
    left=_nothing_left,
    is_blind=True,
    row_id=slip_id,
)

EXCERPTS = (LEADS, WISHES)
"""Papers of petitions that lie before those who know nothing of the petition."""
