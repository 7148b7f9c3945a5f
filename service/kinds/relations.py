"""How a record stands to its reader, as people read it: why he or she may know of it."""

from collections.abc import Mapping

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
