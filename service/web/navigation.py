"""What the header offers: only what the reader's roles may see."""

from collections.abc import Mapping
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
from service.kinds.catalogue import CASES, EXCERPTS, REGISTERS
from service.kinds.kind import Kind
from service.papers.readers import is_open_to
from service.store.steps import Caller
from service.web.blueprint import words
from service.words.sentences import no_op as _

BOARDS = (
    *((board.view.name, f"web.{board.path.replace('-', '_')}", board.title) for board in KIND_BOARDS),
    *((each.view.name, f"web.{each.name}", each.title) for each in EXCERPTS),
    (DUE_DATES.name, "web.due_dates", _("Due dates")),
    (FUNDS.name, "web.funds", _("Relief funds")),
    ("catalogue", "web.registers", _("Registers")),
    (AUDIT_TRAIL.name, "web.audit_trail", _("Audit trail")),
    ("reads", "web.access_log", _("Access log")),
    (UNITS.name, "web.units", _("Units")),
    (OFFICERS.name, "web.officers", _("Officers")),
)


SAYS: Mapping[str, str] = {
    **{each.view.name: each.says for each in EXCERPTS},
    DUE_DATES.name: _("Running terms, soonest first."),
    FUNDS.name: _("What each fund received, reserved and paid."),
    "catalogue": _("Registers that you may take, as workbook or CSV."),
    AUDIT_TRAIL.name: _("Who recorded what, and when; without its content."),
    "reads": _("Who opened what is confidential, and which files left."),
    UNITS.name: _("The units, who leads them, and whose local rules hold there."),
    OFFICERS.name: _("Who works here, with roles and terms: where they are granted, confirmed and ended."),
}
"""What there is to do at the places that hold no cases."""


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
    boards = [Link(words().text(title), url_for(endpoint)) for _view, endpoint, title in _boards(caller)]
    return [Link(words().text(_("Overview")), url_for("web.overview")), *cases, *boards]


def places(caller: Caller) -> list[tuple[Link, str]]:
    """The places that the caller may go to, with what there is to do."""
    return [
        (Link(words().text(title), url_for(endpoint)), words().text(SAYS[view]) if view in SAYS else "")
        for view, endpoint, title in _boards(caller)
    ]


def _boards(caller: Caller) -> list[tuple[str, str, str]]:
    """The boards that the caller may read; registers only where one is open."""
    has_registers = any(is_open_to(each, caller) for each in REGISTERS)
    return [each for each in BOARDS if may_view(caller.roles, each[0]) and (each[0] != "catalogue" or has_registers)]


def opening_command(kind: Kind, caller: Caller) -> type[Command] | None:  # type: ignore[type-arg]
    """The command with which the caller may open a new record of that kind."""
    return next(
        (offer.command for offer in kind.addressed if not offer.noun and may_command(caller.roles, offer.command)),
        None,
    )
