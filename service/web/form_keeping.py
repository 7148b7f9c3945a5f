"""What keeps typed text from being lost: as whom a form was opened, and a page that holds what no form can show."""

from uuid import UUID

from flask import g, request
from werkzeug.exceptions import HTTPException

from service.edge.answers import caller
from service.edge.problems import Problem
from service.web.blueprint import BY_NAME, names, words
from service.web.session import is_sent_form
from service.words.sentences import no_op as _

OWN = frozenset({"_csrf", "_add", "_show"})
"""Hidden fields that are written anew."""


def is_opened_by_caller() -> bool:
    """Whether the form that was sent says that the caller opened it, or that the caller takes it over."""
    return str(caller().officer) in request.form.getlist("_as")


def opener() -> str:
    """The name of the officer as whom the form was opened, or that it does not say."""
    given = request.form.get("_as", "")
    try:
        return names().officer(UUID(given))
    except ValueError:
        return words().text(_("somebody else"))


def foreign() -> str:
    """What to do with a form that somebody else opened, where the caller may send it too."""
    told = _(
        "You are {present} now, but this form was opened as {opener}. Nothing has been recorded, and all that was "
        "typed is kept. To record it as {opener}, become {opener} again in another tab and send the form from here. "
        "To record it as {present}, use the button that says so."
    )
    return words().text(told, **_both())


def _both() -> dict[str, object]:
    return {"present": names().officer(caller().officer), "opener": opener()}


def is_kept(problem: Problem) -> bool:
    """Whether the problem stands against a form whose contents its page has to keep."""
    return is_sent_form() and problem.status != 413 and bool(kept())


def kept() -> list[tuple[str, str]]:
    """Every field of the form that was sent, with what stood in it."""
    try:
        return [(name, value) for name, value in request.form.items(multi=True) if name not in OWN]
    except HTTPException:
        return []


def typed_lines() -> list[tuple[str, str]]:
    """What people typed or chose, under the names of the fields."""
    told = words().about(BY_NAME[request.view_args["collection"]].aggregate.kind) if request.view_args else words()
    lines = ((name.rpartition(".")[2], value) for name, value in kept() if not name.rpartition(".")[2].startswith("_"))
    return [(told.field(name), value) for name, value in lines if value.strip() and not _is_reference(value)]


def _is_reference(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False


def why_kept() -> str:
    """What to do so that the form can be shown again."""
    if g.get("caller") is not None and not is_opened_by_caller():
        return words().text(
            _("You are {present} now, but this form was opened as {opener}. Become {opener} again in another tab."),
            **_both(),
        )
    return ""
