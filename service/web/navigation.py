"""What the header offers: only what the reader's roles may see."""

from dataclasses import dataclass

from flask import url_for

from domain.kernel import Command
from projections.audit_trail import AUDIT_TRAIL
from projections.catalogue import CASE_VIEWS
from projections.due_dates import DUE_DATES
from projections.funds import FUNDS
from projections.organisation import OFFICERS, UNITS
from service.access.decisions import may_command, may_view
from service.kinds.catalogue import BOARDS as KIND_BOARDS
from service.kinds.catalogue import CASES
from service.kinds.kind import Kind
from service.store.steps import Caller
from service.web.blueprint import words
from service.words.sentences import no_op as _

BOARDS = (
    *((board.view.name, f"web.{board.path.replace('-', '_')}", board.title) for board in KIND_BOARDS),
    (DUE_DATES.name, "web.due_dates", _("Due dates")),
    (FUNDS.name, "web.funds", _("Relief funds")),
    ("catalogue", "web.registers", _("Registers")),
    (AUDIT_TRAIL.name, "web.audit_trail", _("Audit trail")),
    ("reads", "web.access_log", _("Access log")),
    (UNITS.name, "web.units", _("Units")),
    (OFFICERS.name, "web.officers", _("Officers")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go."""

    title: str
    href: str


def visible_cases(caller: Caller) -> list[Kind]:
    """The kinds of case that the caller may read."""
    return [each for each in CASES if may_view(caller.roles, CASE_VIEWS[each.aggregate.kind].name)]


def links(caller: Caller) -> list[Link]:
    """The places that the caller may go to."""
    cases = [
        Link(words().kind(each.name), url_for("web.case_list", collection=each.name)) for each in visible_cases(caller)
    ]
    boards = [
        Link(words().text(title), url_for(endpoint)) for view, endpoint, title in BOARDS if may_view(caller.roles, view)
    ]
    return [Link(words().text(_("Overview")), url_for("web.overview")), *cases, *boards]


def opening_command(kind: Kind, caller: Caller) -> type[Command] | None:  # type: ignore[type-arg]
    """The command with which the caller may open a new record of that kind."""
    return next(
        (offer.command for offer in kind.addressed if not offer.noun and may_command(caller.roles, offer.command)),
        None,
    )
