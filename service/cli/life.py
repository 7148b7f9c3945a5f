"""The life of a record in lines for a terminal, as the pages tell it, every personal text sealed."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from domain.kernel import Recorded
from domain.recording import RecordedAt
from domain.values import Personal
from projections.catalogue import ACCESS_VIEWS, CASE_VIEWS
from projections.funds import FUNDS
from projections.next_due import NEVER
from projections.projection import UNSHOWN as NOT_TOLD
from projections.relief_queue import RELIEF_QUEUE
from service.cli.console import Console
from service.edge.running import Service
from service.kinds.case_file import CaseFile
from service.kinds.catalogue import CASES_BY_KIND
from service.kinds.labels import LABELS
from service.kinds.spelling import SPELLERS
from service.office.people import OPERATOR
from service.views.queries import Queries
from service.views.tables import columns_of
from service.words.clocks import shown
from service.words.names import Names
from service.words.sentences import no_op as _
from service.words.speech import LABEL, Words
from service.words.telling import UNSHOWN, Said, Teller, Told

STEP = "     "


def say_life(service: Service, console: Console, case: CaseFile, language: str) -> None:
    """Says every event of the record, then where it stands."""
    service.engine.catch_up((*ACCESS_VIEWS, FUNDS, RELIEF_QUEUE))
    words = Words(language, service.settings.timezone, LABELS).about(case.aggregate.kind)
    names = Names(Queries(service.reading), service.vault, service.ledger.today(), words)
    teller = Teller(words, names, SPELLERS)
    told = teller.timeline(case.aggregate.kind, service.cases.events_for(case, OPERATOR))
    number = getattr(case.history[0].event, "case_no", "")
    console.say("  ".join(part for part in (number, words.kind(case.aggregate.kind), str(case.stream)) if part))
    for recorded, each in zip(case.history, told, strict=True):
        _say_event(console, recorded, each, words)
    last = case.history[-1]
    console.say()
    message = _("State at version {version} (position p{position}): {status}")
    status = words.value(case.aggregate.status_of(case.state))
    console.say(words.text(message, version=last.version, position=last.position, status=status))
    for line in _state(case, teller, words, service):
        console.say(f"{STEP}{line}")


def told_at(at: RecordedAt, zone: tzinfo) -> str:
    """A moment to the second with its offset, or the day where no more is known."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S %z}" if isinstance(at, datetime) else at.isoformat()


def _say_event(console: Console, recorded: Recorded, told: Told, words: Words) -> None:
    at = told_at(recorded.at, words.zone)
    message = _("by {name}, position p{position}")
    told_by = words.text(message, name=told.by, position=recorded.position)
    console.say(f"{told.version}. {told.title} ({recorded.event.NAME})  {at}  {told_by}")
    for said in told.said:
        for line in _lines(said, words):
            console.say(f"{STEP}{line}")


def _lines(said: Said, words: Words) -> Iterator[str]:
    """What was said of one thing; its parts are indented below it."""
    text = words.text(_("⟦sealed⟧")) if said.is_sealed or said.is_erased else said.text
    yield f"{said.name} {text}".rstrip() if said.name.endswith(".") else words.joined([said.name, text], LABEL)
    for part in said.parts:
        yield from (f"  {line}" for line in _lines(part, words))


def _state(case: CaseFile, teller: Teller, words: Words, service: Service) -> Iterator[str]:
    """The columns of the case's row and its clocks; nothing of a record that is no case."""
    if case.aggregate.kind not in CASE_VIEWS:
        return
    view, codes = CASE_VIEWS[case.aggregate.kind], CASES_BY_KIND[case.aggregate.kind].listing.codes
    for column in columns_of(view):
        if column.name in UNSHOWN or column.python_type in NOT_TOLD:
            continue
        if (value := case.row[column.name]) == NEVER:
            continue
        text = words.text(_("⟦sealed⟧")) if isinstance(value, Personal) else teller.column(codes, column.name, value)
        if text:
            yield words.joined([words.field(column.name), text], LABEL)
    for clock in case.clocks:
        found = shown(clock, words, service.ledger.today())
        yield words.joined([found.title, found.sentence], LABEL)
