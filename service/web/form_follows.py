"""What a form says before it is filled in, where more follows from it than its fields tell."""

from collections.abc import Mapping
from typing import Any

from domain.cases.recusing import DeclareTie
from domain.kernel import Command
from domain.organisation.granting import ConfirmRole, GrantRole
from domain.organisation.unit import ChooseProfile
from service.kinds.catalogue import COLLECTIONS
from service.words.sentences import no_op as _

FOLLOWS: Mapping[type[Command[Any]], str] = {
    DeclareTie: _(
        "Once this is recorded you know of this case no more: at once, and whatever is decided later. "
        "What was yours in it is for somebody else, whom the office names."
    ),
    GrantRole: _(
        "Roles that open what people wrote, watch over others or administer are proposed here: a second person "
        "confirms them on the page of the officer, and they are held from the day after. "
        "Other roles are granted at once."
    ),
    ConfirmRole: _("The role is held from tomorrow on, or from the later day that was proposed."),
    ChooseProfile: _(
        "Terms that begin on that day or later are reckoned by the rules of the place, here and in the units below "
        "that have none of their own. Terms that run by then keep theirs."
    ),
}


def follows_from(command: type[Command[Any]]) -> str:
    """What follows from the command, as a message; empty where its fields tell everything."""
    offers = (offer for kind in COLLECTIONS for offer in kind.offers if offer.command is command)
    said = next((offer.says for offer in offers), "")
    return said or next((told for each, told in FOLLOWS.items() if issubclass(command, each)), "")
