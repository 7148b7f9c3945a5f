"""The supervision case as a kind."""

from domain.supervision.aggregate import SUPERVISION
from domain.supervision.ending import SettleClocks
from service.kinds.kind import CaseKind
from service.kinds.supervision.listing import LISTING
from service.kinds.supervision.offers import OFFERS
from service.kinds.supervision.reading import READING

SUPERVISION_CASES = CaseKind(
    name="supervision-cases",
    aggregate=SUPERVISION,
    description="Democratic supervision cases (民主监督)",
    offers=OFFERS,
    reading=READING,
    listing=LISTING,
    settling=SettleClocks,
)
