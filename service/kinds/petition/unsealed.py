"""What of a petition opens for an officer because it was unsealed for them, as long as the hours last."""

from collections.abc import Mapping
from datetime import datetime

from domain.petition.codes import UnsealedField
from domain.petition.state import Petition
from domain.petition.unsealings import IdentityReleased, UnsealingApproved, UnsealingRefused, UnsealingRequested
from domain.values import OfficerRef
from service.kinds.kept_apart import KeptApart

OF_ORIGINALS = ("title", "demands", "facts", "brief_draft", "accessibility", "summary", "reply")
TEXTS: Mapping[UnsealedField, frozenset[str]] = {
    UnsealedField.NAME: frozenset({"petition.registered name", "petition.registered representatives"}),
    UnsealedField.CONTACT: frozenset({"petition.registered contact", "petition.registered address"}),
    UnsealedField.ORIGINAL: frozenset(
        f"petition.{event} {text}" for event in ("registered", "carried_over") for text in OF_ORIGINALS
    ),
}
"""By what is asked for: the texts, each as an event and its field."""

ACCUSATIONS = KeptApart(
    {
        UnsealingRequested.NAME: "requested",
        UnsealingApproved.NAME: "approved",
        UnsealingRefused.NAME: "refused",
        IdentityReleased.NAME: "released",
    },
)


def unsealed(petition: Petition, who: OfficerRef, now: datetime) -> frozenset[str]:
    """The texts that are open for the officer at the moment."""
    kept = petition.unsealings.kept.values()
    released = (one for one in kept if one.by == who and one.until is not None and now < one.until)
    return frozenset[str]().union(*(TEXTS[each] for one in released for each in one.fields))
