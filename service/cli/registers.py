"""The verbs that bring old registers in."""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from domain.officers import TokenScope
from domain.roles import Role
from service.cli.acting import add_acting, proven
from service.cli.console import Answer, Console, Refused, Verbs, add_group, add_verb, file_path
from service.cli.opening import opened
from service.importing.entries import Entry, Result
from service.importing.imported import Imported, imported
from service.importing.mapping import read_mapping
from service.importing.mapping_help import mapping_help
from service.importing.report import Report
from service.machine.plain_files import refuse_unwritable, whole
from service.store.steps import Said, said_in
from service.store.tasks import Task

SHOWN = 20
"""Rows of a kind that are printed; the report holds them all."""
TOLD = {
    "no_term": "open cases run without a term, as their rows state neither a day of acceptance nor a due day",
    "stage_behind_days": "cases are in a stage that their days have left behind; the stage stands",
    "stage_without_day": "cases ended on no day that their rows state",
    "title_names_a_person": "titles contain the name of an officer and were taken as they stand; others read them",
    "hidden_row": "rows are hidden in the workbook and were taken like every other",
}
"""Rules that a clerk should hear of, also without a report."""


def add_verbs(verbs: Verbs) -> None:
    """`import petitions` and `import list`."""
    group = add_group(verbs, "import", "carry old registers over")
    parser = add_verb(
        group, "petitions", "carry a register of petitions over, as a mapping tells", _import, mapping_help()
    )
    parser.add_argument("file", metavar="FILE", type=file_path, help="CSV, TSV, XLSX or XLS")
    parser.add_argument(
        "--mapping", metavar="M.toml", type=file_path, required=True, help="what the columns mean: see below"
    )
    parser.add_argument("--unit", metavar="CODE", help="the unit for rows that name none")
    add_acting(parser, "who carries over")
    parser.add_argument(
        "--role", metavar="ROLE", type=said, help="in which role, as ROLE or ROLE/UNIT-ID, where several are held"
    )
    parser.add_argument("--dry-run", action="store_true", help="decide everything and store nothing")
    parser.add_argument(
        "--accept-refused", action="store_true", help="go on where more than one day in a hundred cannot be read"
    )
    parser.add_argument("--report", metavar="OUT.csv", type=file_path, help="write one line for each row to a new file")
    listing = add_verb(group, "list", "list what imports have created", _list)
    listing.add_argument("source", metavar="SOURCE", nargs="?", help="of the mapping (default: every source, counted)")


def said(text: str) -> Said:
    """The role that was meant."""
    try:
        return said_in(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no role; the roles are {', '.join(Role)}") from None


def _import(arguments: argparse.Namespace, console: Console) -> Answer:
    mapping = read_mapping(arguments.mapping)
    if arguments.report is not None:
        refuse_unwritable(arguments.report)
    with opened() as service, console.bar("import") as bar:
        officer = proven(service, arguments, TokenScope.FILE)
        by = service.people.actor_known(officer, arguments.role, Task.PETITIONS_IMPORT)
        report = service.importing.petitions(
            arguments.file,
            mapping,
            by,
            unit=arguments.unit,
            dry_run=arguments.dry_run,
            accept_refused=arguments.accept_refused,
            progress=bar.show,
        )
    if arguments.report is not None:
        with whole(arguments.report) as file:
            report.write_csv(file)
    _say(console, report, arguments)
    return Answer(_facts(report, arguments) if console.wants_json else {}, is_wrong=report.is_all_refused())


def _say(console: Console, report: Report, arguments: argparse.Namespace) -> None:
    counts, notes, differing = report.counts(), report.notes(), report.differing_count()
    _say_some(console, map(_refusal, report.of(Result.REFUSED)), counts[Result.REFUSED], "refused")
    _say_some(console, map(_difference, report.differing()), differing, "differing")
    for code, says in TOLD.items():
        if numbers := notes.get(code):
            console.say(f"{len(numbers)} {says}: {numbers.shown(SHOWN)}{' …' if len(numbers) > SHOWN else ''}")
    created = "would be created" if arguments.dry_run else "created"
    console.say(
        f"{counts['rows']} rows: {counts['created']} {created}, {counts['already_there']} already there, "
        f"{counts['repeated']} repeated, {counts['refused']} refused"
    )
    if differing:
        console.say(f"{differing} of those already there or repeated differ from what was taken; that is left")


def _say_some(console: Console, lines: Iterator[str], count: int, what: str) -> None:
    for line in islice(lines, SHOWN):
        console.say(line)
    if count > SHOWN:
        console.say(f"… and {count - SHOWN} more {what} rows: --report OUT.csv names them all")


def _refusal(entry: Entry) -> str:
    return f"row {entry.number}: {entry.reason}"


def _difference(entry: Entry) -> str:
    return f"row {entry.number} ({entry.external_id}) says otherwise in {', '.join(entry.differs)} and was not taken"


def _facts(report: Report, arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        **report.counts(),
        "dry_run": arguments.dry_run,
        "differing": report.differing_count(),
        "differences": [
            {"row": entry.number, "external_id": entry.external_id, "fields": list(entry.differs)}
            for entry in report.differing()
        ],
        "notes": {code: len(numbers) for code, numbers in report.notes().items()},
        "refusals": [{"row": entry.number, "reason": entry.reason} for entry in report.of(Result.REFUSED)],
        "report": arguments.report and str(arguments.report),
    }


def _list(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        cases = list(imported(service.engine, service.reading, service.recorder, service.codec))
    if arguments.source is None:
        counts = Counter(each.source for each in cases)
        console.table([("source", "cases"), *sorted(counts.items())])
        return Answer({"sources": dict(sorted(counts.items()))})
    found = [each for each in cases if each.source == arguments.source]
    if not found:
        known = ", ".join(sorted({each.source for each in cases})) or "none"
        raise Refused(f"nothing was imported from {arguments.source}; sources: {known}")
    console.table([("external id", "case", "status", "recorded"), *(_line(each) for each in found)])
    console.say(f"{len(found)} cases; they are listed alone: no verb takes an import back")
    return Answer({"source": arguments.source, "count": len(found), "cases": found})


def _line(case: Imported) -> tuple[str, ...]:
    at = case.recorded_at
    return case.external_id, case.case_no, case.status, f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else str(at)
