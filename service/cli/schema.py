"""The verbs that look after what is stored: the schema, the views and the log as a whole."""

import argparse
from contextlib import closing
from dataclasses import asdict
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from domain.catalogue import AGGREGATES
from projections.catalogue import BY_NAME
from service.cli.console import Answer, Console, Verbs, add_verb, printable
from service.cli.filling import filling
from service.cli.opening import create_missing_key, opened, placed, require_master_key
from service.composition import open_service
from service.edge.running import Service
from service.machine.database import DatabaseRole
from service.machine.settings import read_settings
from service.office.transitions import transition_table
from service.store.check import Finding, check_log
from service.store.logins import logins_of, prepare_logins
from service.store.migrate import MIGRATIONS_LOCK, migrate
from service.views.rebuild import Rebuilt

SHOWN = 100
"""Findings that are named one by one."""


def add_verbs(verbs: Verbs) -> None:
    """`migrate`, `rebuild`, `check-log` and `transitions`."""
    add_verb(verbs, "migrate", "bring the schema up to date", _migrate)
    rebuild = add_verb(verbs, "rebuild", "build views anew beside the old ones, compare, then swap", _rebuild)
    rebuild.add_argument("views", metavar="VIEW", nargs="*", help=f"all of them, or some of {', '.join(BY_NAME)}")
    rebuild.add_argument(
        "--drop-outdated",
        action="store_true",
        help="build nothing: drop the tables of versions that only an earlier release read, which runs no more",
    )
    rebuild.add_argument("--compare", action="store_true", help="build and compare; the kept tables stay as they are")
    rebuild.add_argument("--processes", metavar="N", type=int, choices=range(1, 65), default=1, help="default: 1")
    rebuild.set_defaults(parser=rebuild)
    add_verb(verbs, "check-log", "decode every stored event and fold every case", _check_log)
    shown = add_verb(verbs, "transitions", "print which command each status allows", _transitions)
    shown.add_argument(
        "kind", metavar="KIND", nargs="?", help=f"one of {', '.join(each.kind for each in AGGREGATES)} (default: all)"
    )


def _migrate(arguments: argparse.Namespace, console: Console) -> Answer:
    facts = bring_up_to_date(console)
    return Answer(facts)


def bring_up_to_date(console: Console) -> dict[str, list[str]]:
    """Applies the schema's missing steps, makes the tables of new views, and an embedded database's master key."""
    settings = read_settings(keeps_secret=False)
    if create_missing_key(settings):
        console.say(f"made the master key {settings.master_key_file}: keep a copy apart from every backup")
    require_master_key(settings)
    with placed(settings, as_owner=True) as place:
        steps = migrate(place.url)
        logins = prepare_logins(place.url, logins_of(settings, place.server))
        with closing(open_service(settings)) as service:
            views = _prepared(service)
            building = [each.view for each in service.engine.standings() if not each.is_built]
    for step in steps:
        console.say(f"applied {step}")
    for login, roles in logins.items():
        does = "appends, reads and keeps the views" if DatabaseRole.VIEWS in roles else "appends and reads"
        console.say(f"made the login {login}: it {does}")
    for view in views:
        console.say(f"made view {view}")
    if building:
        console.say(f"views that the worker builds before anybody can read them: {' '.join(building)}")
    if not steps and not views:
        console.say("the schema is up to date")
    return {"applied": steps, "views": views, "building": building}


def _prepared(service: Service) -> list[str]:
    """Makes the tables of new views, under the lock that keeps two migrations apart."""
    with psycopg.connect(service.url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATIONS_LOCK,))
        return service.engine.prepare()


def _rebuild(arguments: argparse.Namespace, console: Console) -> Answer:
    if unknown := [name for name in arguments.views if name not in BY_NAME]:
        arguments.parser.error(f"no view {printable(', '.join(unknown))}; there are {', '.join(BY_NAME)}")
    if arguments.drop_outdated:
        return _drop_outdated(arguments, console)
    wanted = [BY_NAME[name] for name in dict.fromkeys(arguments.views)] or list(BY_NAME.values())
    with opened() as service, console.busy("rebuild"):
        service.engine.catch_up(wanted, wait=False)  # views that lag behind the log would be compared short of its end
        run = service.rebuilder.compare if arguments.compare else service.rebuilder.rebuild
        done = list(run(wanted, filling(service, arguments.processes)))
    for each in done:
        _say_rebuilt(console, each)
    is_wrong = any(each.is_comparable and not each.is_equal for each in done)
    return Answer({"views": [{**asdict(each), "is_equal": each.is_equal} for each in done]}, is_wrong)


def _drop_outdated(arguments: argparse.Namespace, console: Console) -> Answer:
    if arguments.views:
        arguments.parser.error("--drop-outdated takes no VIEW: it drops every table that this release does not read")
    with opened() as service:
        dropped = service.rebuilder.drop_outdated()
    for table in dropped:
        console.say(f"dropped {table}")
    if not dropped:
        console.say("no view of an earlier version is left, or the present one is not built yet")
    return Answer({"dropped": dropped})


def _say_rebuilt(console: Console, each: Rebuilt) -> None:
    verdict = "equal" if each.is_equal else "DIFFERENT"
    kept = f"kept {each.kept_rows} rows {each.kept_digest[:16]}" if each.is_comparable else "nothing to compare with"
    console.say(
        f"{each.view}: {kept}, rebuilt {each.rebuilt_rows} rows {each.rebuilt_digest[:16]}"
        + (f": {verdict}" if each.is_comparable else "")
    )
    for row in each.differing:
        console.say(f"  {row}")
    if each.differing_rows > len(each.differing):
        console.say(f"  … and {each.differing_rows - len(each.differing)} more")


def _check_log(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        return Answer(*checked(service, console))


def checked(service: Service, console: Console) -> tuple[dict[str, Any], bool]:
    """Checks the whole log and says what is wrong with it; the facts, and whether anything is."""
    with console.busy("check-log"):
        found: list[Finding] = []
        count = 0
        for count, finding in enumerate(check_log(service.codec, service.reading, service.vault), 1):
            if count <= SHOWN:
                found.append(finding)
        events = _count(service)
    broken = service.trace.broken()
    for finding in found:
        console.say(
            f"position {finding.position}, {finding.stream} version {finding.version}: {finding.fault}: {finding.says}"
        )
    if count > SHOWN:
        console.say(f"… and {count - SHOWN} more")
    for trace, number in broken[:SHOWN]:
        console.say(f"{trace} {number}: does not follow the entry before it: one was taken out there, or altered")
    wrong = count + len(broken)
    console.say(f"{events} events checked: {f'{wrong} findings' if wrong else 'nothing is wrong'}")
    told = [each._asdict() for each in found]
    return {"events": events, "findings": count, "found": told, "broken_traces": broken}, wrong > 0


def _count(service: Service) -> int:
    with service.reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute("SELECT count(*) FROM events").fetchone()
    return int(row[0]) if row else 0


def _transitions(arguments: argparse.Namespace, console: Console) -> Answer:
    table = transition_table(arguments.kind)
    for line in table.rstrip().splitlines():
        console.say(line)
    return Answer({"kind": arguments.kind, "table": table})
