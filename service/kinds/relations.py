"""How a record stands to its reader, as people read it: why he or she may know of it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from domain.scopes import Scope
from service.kinds.allowance import Relation
from service.words.sentences import no_op as _

SAYS: Mapping[Relation, str] = {
    Relation.BELOW: _("it belongs to that unit or to one below it, or was brought before one of them"),
    Relation.OWNED: _("it belongs to that unit"),
    Relation.TOLD: _("that unit was told of it"),
    Relation.ASSIGNED: _("you are named for it"),
    Relation.NAMED: _("it belongs to that unit or to one below it, and lies before you"),
    Relation.RECORDED: _("you wrote it down"),
    Relation.ASKED: _("it belongs to that unit or to one below it, and your part in it was asked for"),
    Relation.HEARD: _("it belongs to that unit or to one below it, and you were asked to decide on it before"),
    Relation.SENT: _("it was sent to the discipline office of that unit"),
    Relation.ASKED_HERE: _("it belongs to that unit, and your part in it was asked for"),
}

ITS_OWN = SAYS[Relation.OWNED]
BELOW_IT = _("it belongs to a unit below that one")
BROUGHT = _("it was brought before that unit or one below it")
ALSO: Mapping[Relation, str] = {
    Relation.ASKED: _("your part in it was asked for"),
    Relation.HEARD: _("you were asked to decide on it before"),
}


def exactly(relation: Relation, scope: Scope | None, unit: UUID, below: Collection[UUID]) -> tuple[str, ...]:
    """What of the relation holds for this case, said of a role held for the unit; `below` are that unit and those below
    it. Without a scope all that may hold is said."""
    if scope is None or relation not in (Relation.BELOW, *ALSO):
        return (SAYS[relation],)
    place = ITS_OWN if scope.owner == unit else BELOW_IT if scope.owner in below else BROUGHT
    return (place, *([ALSO[relation]] if relation in ALSO else []))
