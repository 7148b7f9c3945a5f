"""Who may know of petitions, and who may read their texts."""

from domain.petition.codes import Purpose
from domain.petition.state import Petition
from domain.roles import Role
from domain.values import KeyClass
from projections.extensions import EXTENSIONS
from projections.petitions import PETITIONS
from service.kinds.allowance import EVERY, Allowance, Relation, allowed
from service.kinds.petition.roles import DESK, HANDLERS, STAFF
from service.kinds.reading import Reading

READERS = STAFF | {Role.REVIEWER, Role.REREVIEWER, Role.ARCHIVIST, Role.AUDITOR}


def opens(roles: frozenset[Role], key_class: KeyClass, petition: Petition, event: str) -> bool:
    """Whether a sealed text of the petition is opened for the roles.

    Who filed it, what was written in confidence and everything about an accusation is for the petition desk alone
    (信访工作条例 §30); other content is for those who work on petitions, who have the brief of what they may not
    read. An auditor reads facts and codes, never texts.
    """
    is_for_staff = key_class in (KeyClass.CONTENT, KeyClass.PERSONAL) and Purpose.P3 not in petition.purposes
    return bool(roles & (STAFF if is_for_staff else DESK))


def shows(roles: frozenset[Role], key_class: KeyClass, column: str) -> bool:
    """Whether a sealed column of the list is opened for the roles: the title for all who read the list.

    The brief is for those who work on petitions, and both of an accusation for the petition desk alone.
    """
    if key_class is not KeyClass.CONTENT:
        return bool(roles & DESK)
    return bool(roles & (READERS - {Role.ARCHIVIST} if column == "title" else STAFF))


ALLOWANCES = (
    *allowed(DESK, Relation.TOLD, EVERY),
    *allowed(DESK, Relation.BELOW),
    *allowed(HANDLERS | {Role.REVIEWER, Role.REREVIEWER}, Relation.ASSIGNED),
    *allowed(frozenset({Role.OWNER_LEAD, Role.UNIT_LEAD}), Relation.OWNED),
    *allowed(frozenset({Role.ARCHIVIST, Role.UNIT_LEAD}), Relation.ASKED),
    Allowance(Role.AUDITOR, Relation.BELOW, EVERY),
)
"""What was not screened yet, and accusations, are for the receiving desk alone; 信访工作条例 §§22, 30.

The desks above know of what was screened, leaders of what their own unit decides, handlers of what they are named for.
"""

READING = Reading(
    views={PETITIONS.name: READERS, EXTENSIONS.name: READERS},
    opens=opens,
    shows=shows,
    allowances=ALLOWANCES,
)
