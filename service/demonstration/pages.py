"""The tour of the demonstration: six steps, each a link into the running service and one sentence."""

from flask import Blueprint, Response

from domain.fund.commands import FundInsufficient
from projections.catalogue import VIEWS
from service.access.second_factor import SECRET_BYTES, address_of
from service.demonstration.race import Lane, race
from service.demonstration.tour import Stop, stops
from service.edge.answers import service
from service.edge.problems import Problem
from service.web.blueprint import names, words
from service.web.rendering import page
from service.web.second_factor import as_code
from service.web.session import is_demonstration, require_caller
from service.words.refusals import reason_of
from service.words.sentences import no_op as _

demonstration = Blueprint("demonstration", __name__)
demonstration.before_request(require_caller)

SENTENCES = {
    "holiday": _("The term ends on {nominal_on}, a day off; the due date {due_on} names the holidays that it skipped."),
    "publicity": _(
        "The notice stands until the end of {due_on}: approving the file before is refused, with the reason."
    ),
    "race": _("Two approvers reach for the last money of a fund at the same moment; only one of them gets it."),
    "verification": _("A verification failed; that the item was {late_days} days overdue by then stays on record."),
    "replay": _("A case of {count} steps, replayed forth and back: what each step changed, when and by whom."),
    "audit": _("The audit trail shows who did what, also what you just did; it never shows the content."),
}
TITLES = {
    "holiday": _("A due date that explains itself"),
    "publicity": _("An approval before its time"),
    "race": _("A race for the last money"),
    "verification": _("A verification that failed"),
    "replay": _("A case, replayed"),
    "audit": _("The trail of what you did"),
}


def require_demonstration() -> None:
    """The tour exists in the demonstration alone."""
    if not is_demonstration():
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))


@demonstration.get("/tour")
def tour() -> Response:
    """The six steps."""
    require_demonstration()
    return _shown(())


@demonstration.get("/tour/sign-in")
def sign_in() -> Response:
    """What the pages of signing in look like, which the demonstration does without."""
    require_demonstration()
    return page("sign_in_shown.html", takes=(), code=as_code(address_of(bytes(SECRET_BYTES), "demonstration")))


@demonstration.post("/tour/race")
def play() -> Response:
    """Plays the race now, and says who won."""
    require_demonstration()
    lanes = race(service())
    service().engine.catch_up(VIEWS, wait=False)
    return _shown(lanes)


def _shown(lanes: tuple[Lane, ...]) -> Response:
    steps = [_told(stop) for stop in stops(service())]
    return page("tour.html", steps=steps, outcomes=[_outcome(lane) for lane in lanes], is_gone=_is_gone(lanes))


def _is_gone(lanes: tuple[Lane, ...]) -> bool:
    """Whether neither approver got anything, because the money of the fund went out before."""
    return bool(lanes) and all(isinstance(lane.refusal, FundInsufficient) for lane in lanes)


def _told(stop: Stop) -> dict[str, object]:
    facts = {name: words().day(fact) if name.endswith("_on") else fact for name, fact in stop.facts.items()}
    return {
        "key": stop.key,
        "href": stop.href,
        "officer": stop.officer,
        "who": names().officer(stop.officer),
        "title": words().text(TITLES[stop.key]),
        "sentence": words().text(SENTENCES[stop.key], **facts),
    }


def _outcome(lane: Lane) -> dict[str, object]:
    said = None
    if lane.refusal is not None:
        said = reason_of(lane.refusal, words(), names())
    return {"case": lane.case, "who": names().officer(lane.officer), "refusal": said}
