"""Replay: the case as it was after any of its events, and what that event changed."""

from dataclasses import dataclass
from uuid import UUID

from flask import Response, request

from service.edge.problems import Problem
from service.kinds.case_file import CaseFile
from service.office.cases import AsOf
from service.web.blueprint import BY_NAME, CASE, web, words
from service.web.case_page import case_at, column_name, columns_of, timeline_of
from service.web.rendering import page
from service.words.clocks import sentence
from service.words.sentences import no_op as _
from service.words.telling import UNSHOWN

ALWAYS = ("status", "title")


@dataclass(frozen=True, slots=True)
class Change:
    """One column or clock before and after the event."""

    name: str
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        return self.before != self.after


@web.get(f"/{CASE}/<uuid:identifier>/replay", endpoint="replay")
def replay(collection: str, identifier: UUID) -> Response:
    """The case as it was after the event that `version` names; without one, after the last."""
    kind = BY_NAME[collection]
    whole = case_at(kind, identifier)
    version = _version(whole.version)
    after = case_at(kind, identifier, AsOf(version=version))
    before = case_at(kind, identifier, AsOf(version=version - 1)) if version > 1 else None
    told = timeline_of(after)
    return page(
        "replay.html",
        takes=("version",),
        collection=kind,
        case=after,
        version=version,
        last=whole.version,
        told=next((each for each in told if each.version == version), None),
        columns=_columns(before, after),
        clocks=_clocks(before, after),
    )


def _version(last: int) -> int:
    given = request.args.get("version", str(last))
    if not (given.isascii() and given.isdecimal() and len(given) < 10) or not 1 <= int(given) <= last:
        raise Problem(404, "not_found", _("The case has no such event."))
    return int(given)


def _columns(before: CaseFile | None, after: CaseFile) -> list[Change]:
    old, new = columns_of(before) if before else {}, columns_of(after)
    shown = [*ALWAYS, *(name for name in new if name not in UNSHOWN)]
    told = words().about(after.aggregate.kind)
    changes = [Change(column_name(told, name), old.get(name, ""), new.get(name, "")) for name in shown]
    return [change for change in changes if change.before or change.after]


def _clocks(before: CaseFile | None, after: CaseFile) -> list[Change]:
    old = {(c.rule, c.item): sentence(c, words()) for c in before.clocks} if before else {}
    new = {(c.rule, c.item): sentence(c, words()) for c in after.clocks}
    return [Change(words().rule(key[0]), old.get(key, ""), new.get(key, "")) for key in {**old, **new}]
