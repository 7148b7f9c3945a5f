"""Packages of supervision cases: what the discipline office that has one knows, signs for, and tells."""

from collections.abc import Iterable
from enum import StrEnum

from domain.changing import changed
from domain.growing import Growing
from domain.kernel import Event
from domain.roles import Role
from domain.scopes import Excerpt, Laid
from domain.supervision.codes import Organ, ReferralStatus, SubjectCode
from domain.supervision.referrals import FeedbackGiven, ReferralReceived, Referred
from domain.supervision.referring import SignForReferral, TellFeedback
from domain.supervision.state import Supervision
from projections.referrals import REFERRAL_PACKAGES
from service.kinds import filters
from service.kinds.allowance import Relation, allowed
from service.kinds.excerpt import ExcerptKind, SealedText
from service.kinds.listing import CaseListing
from service.kinds.openings import ORIGINALS, opening
from service.views.conditions import Order
from service.words.sentences import no_op as _

DISCIPLINE = frozenset({Role.DI_OFFICER, Role.DI_HEAD})
OF_PACKAGES = (Referred, ReferralReceived, FeedbackGiven)


def _ever(case: Supervision) -> Iterable[Laid]:
    return case.scope.laid


def _told(event: Event, numbers: frozenset[int]) -> bool:
    return isinstance(event, OF_PACKAGES) and event.referral in numbers


def _stands(case: Supervision, number: int) -> StrEnum:
    found = case.referrals.get(number)
    return ReferralStatus.SENT if found is None else found.status


def _left(case: Supervision, numbers: frozenset[int]) -> Supervision:
    """The packages of those numbers, and nothing of the check."""
    known = Growing({number: each for number, each in case.referrals.items() if number in numbers})
    return changed(
        case, referrals=known, places=Growing(), trades=Growing(), findings=Growing(), items=Growing(), leader=None
    )


PACKAGES = ExcerptKind(
    excerpt=Excerpt.REFERRAL,
    path="referral-packages",
    kind="supervision",
    title=_("Packages from supervision"),
    one=_("Package from supervision"),
    says=_("What teams of supervision handed to this office: sealed, signed for here, and nothing else of the check."),
    view=REFERRAL_PACKAGES,
    listing=CaseListing(
        view=REFERRAL_PACKAGES,
        filters=(filters.codes("status", ReferralStatus), filters.number()),
        orders={"-referred_on": Order("referred_on", descending=True), "referred_on": Order("referred_on")},
        columns=("case_no", "number", "status", "referred_on", "received_on", "feedback_on"),
        codes={"status": ReferralStatus, "organ": Organ, "subjects": SubjectCode},
        units="",
    ),
    allowances=tuple(allowed(DISCIPLINE, Relation.OWNED)),
    openings=tuple(opening(DISCIPLINE, Relation.OWNED, ORIGINALS, texts=("supervision.referred",))),
    texts=(SealedText("package", Referred, "package", of_paper=True),),
    commands=frozenset({SignForReferral, TellFeedback}),
    ever=_ever,
    tells=_told,
    status_of=_stands,
    left=_left,
    is_supervising=True,
)

EXCERPTS = (PACKAGES,)
"""Papers of supervision cases that lie before those who know nothing of the check."""
