"""Who may read hardship requests and their texts."""

from domain.hardship.state import Hardship
from domain.roles import Role
from domain.values import KeyClass
from projections.aids import AIDS
from projections.relief_queue import RELIEF_QUEUE
from service.kinds.allowance import Relation, allowed
from service.kinds.fund.roles import MONEY
from service.kinds.hardship.roles import DECIDING, PAYER, READERS, STAFF
from service.kinds.reading import RECUSALS, Reading

PAYEE = {("hardship.applied", KeyClass.IDENTITY), ("hardship.account_recorded", KeyClass.PERSONAL)}
OBJECTION = "hardship.objected"
ON_RECUSALS = frozenset(f"hardship.{fact}" for fact in RECUSALS)


def opens(roles: frozenset[Role], key_class: KeyClass, request: Hardship, event: str) -> bool:
    """Whether a sealed text of the request is opened for the roles.

    Who objects to a publicity is opened for nobody here. Who pays sees the payee and the account, nothing of the
    family, and who decides on a recusal what is said of it; an auditor reads facts and codes, never texts.
    """
    if event == OBJECTION and key_class is KeyClass.IDENTITY:
        return False
    if roles & STAFF:
        return key_class is not KeyClass.ORIGINAL
    if roles & DECIDING and event in ON_RECUSALS:
        return key_class is KeyClass.CONTENT
    return bool(roles & PAYER) and (event, key_class) in PAYEE


ALLOWANCES = tuple(allowed(READERS | MONEY, Relation.BELOW))
"""A family's request is known in the own unit and above it, never beside it."""

READING = Reading(views={RELIEF_QUEUE.name: READERS, AIDS.name: MONEY}, opens=opens, allowances=ALLOWANCES)
