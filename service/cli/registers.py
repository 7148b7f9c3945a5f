"""The verbs that bring old registers in."""

import argparse
from typing import Any

from domain.roles import Role
from service.cli.console import Answer, Console, Verbs, add_group, add_verb, file_path
from service.cli.opening import opened
from service.importing.mapping import read_mapping
from service.importing.mapping_help import mapping_help
from service.importing.notes import DIFFERS
from service.importing.petitions import import_petitions
from service.importing.report import Entry, Report, Result
from service.machine.plain_files import refuse_unwritable, whole
from service.office.people import actor_known
from service.store.steps import Said, said_in
from service.store.tasks import Task

SHOWN = 20
"""Refused rows that are printed; the report holds them all."""


def add_verbs(verbs: Verbs) -> None:
    """`import petitions`."""
    group = add_group(verbs, "import", "carry old registers over")
    parser = add_verb(
        group, "petitions", "carry a register of petitions over, as a mapping tells", _import, mapping_help()
    )
    parser.add_argument("file", metavar="FILE", type=file_path, help="CSV, TSV, XLSX or XLS")
    parser.add_argument(
        "--mapping", metavar="M.toml", type=file_path, required=True, help="what the columns mean: see below"
    )
    parser.add_argument("--unit", metavar="CODE", help="the unit for rows that name none")
    parser.add_argument("--by", metavar="OFFICER", help="who carries over (default: the system)")
    parser.add_argument(
        "--role", metavar="ROLE", type=said, help="in which role, as ROLE or ROLE/UNIT-ID, where several are held"
    )
    parser.add_argument("--dry-run", action="store_true", help="decide everything and store nothing")
    parser.add_argument("--report", metavar="OUT.csv", type=file_path, help="write one line for each row to a new file")


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
        by = actor_known(service, arguments.by, arguments.role, Task.PETITIONS_IMPORT)
        report = import_petitions(
            service,
            arguments.file,
            mapping,
            by,
            unit=arguments.unit,
            dry_run=arguments.dry_run,
            progress=bar.show,
        )
    if arguments.report is not None:
        with whole(arguments.report) as file:
            report.write_csv(file)
    _say(console, report, arguments)
    return Answer(_facts(report, arguments))


def _say(console: Console, report: Report, arguments: argparse.Namespace) -> None:
    counts = report.counts()
    for entry in _refused(report)[:SHOWN]:
        console.say(f"row {entry.number}: {entry.reason}")
    if counts["refused"] > SHOWN:
        console.say(f"… and {counts['refused'] - SHOWN} more refused rows: --report OUT.csv names them all")
    created = "would be created" if arguments.dry_run else "created"
    console.say(
        f"{counts['rows']} rows: {counts['created']} {created}, {counts['already_there']} already there, "
        f"{counts['repeated']} repeated, {counts['refused']} refused"
    )
    if differing := _differing(report):
        console.say(f"{differing} of those already there differ from what was imported; they are left as they are")


def _facts(report: Report, arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        **report.counts(),
        "dry_run": arguments.dry_run,
        "differing": _differing(report),
        "refusals": [{"row": entry.number, "reason": entry.reason} for entry in _refused(report)],
        "report": arguments.report and str(arguments.report),
    }


def _refused(report: Report) -> list[Entry]:
    return [entry for entry in report.entries if entry.result is Result.REFUSED]


def _differing(report: Report) -> int:
    return len(report.notes().get(DIFFERS, ()))
