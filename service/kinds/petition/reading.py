"""Who may know of petitions, and who may read their texts."""

from domain.petition.codes import Purpose
from domain.petition.state import Petition
from domain.roles import Role
from domain.values import KeyClass
from projections.extensions import EXTENSIONS
from projections.petitions import PETITIONS
from projections.projection import Projection
from service.kinds.petition.roles import DESK, STAFF
from service.kinds.reading import CASE_COLUMNS, Reading
from service.store.steps import Caller
from service.views.naming import over, table_of
from service.views.queries import Condition

READERS = STAFF | {Role.AUDITOR}
KNOW_OF_ACCUSATIONS = DESK | {Role.AUDITOR}
"""信访工作条例 §§22, 30: an accusation must not become known, neither its text nor that it was made."""


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
    return bool(roles & (READERS if column == "title" else STAFF))


def knows(caller: Caller, petition: Petition) -> bool:
    """Whether the petition exists for the caller."""
    return Purpose.P3 not in petition.purposes or knows_all(caller)


def knows_all(caller: Caller) -> bool:
    """Whether accusations exist for the caller, too."""
    return bool(caller.roles & KNOW_OF_ACCUSATIONS)


def hides(caller: Caller, view: Projection) -> list[Condition]:
    """Accusations are for the petition desk alone, in its own list and in those of several kinds.

    A petition of which the list of petitions does not know yet may be one: it is hidden until that is known.
    """
    if knows_all(caller):
        return []
    if view is PETITIONS or view is EXTENSIONS:
        return [Condition("is_accusation = %s", False)]
    column = CASE_COLUMNS.get(view.name)
    if column is None:
        return []
    ordinary = over("SELECT FROM {petitions} p WHERE p.is_accusation = %s", PETITIONS)
    same = f"p.case_id = {table_of(view)}.{column}"
    return [Condition(f"(kind <> 'petition' OR EXISTS ({ordinary} AND {same}))", False)]


READING = Reading(
    views={PETITIONS.name: READERS, EXTENSIONS.name: READERS},
    opens=opens,
    shows=shows,
    knows=knows,
    hides=hides,
)
