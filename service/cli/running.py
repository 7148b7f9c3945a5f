"""The verbs that run the service: in the foreground, until they are told to end."""

import argparse
import threading
import time
from pathlib import Path

from service.cli.console import Answer, Console, Verbs, add_verb, whole_number
from service.cli.opening import opened
from service.demonstration.home import prepare
from service.demonstration.people import OFFICERS
from service.demonstration.seeding import DAYS, TOKENS
from service.machine.collecting import collect_seldom
from service.machine.settings import read_settings
from service.operation.serving.children import Address, serve
from service.operation.serving.lifeline import end_with_parent, ending
from service.operation.serving.stages import Stages, answers
from service.work.worker import run_worker

HOST, PORT, WORKERS = "127.0.0.1", 8000, 2


def add_verbs(verbs: Verbs) -> None:
    """`demo`, `serve` and `worker`."""
    demo = add_verb(verbs, "demo", "seed a demonstration group, say who is who, and serve it", _demo)
    served = add_verb(verbs, "serve", "serve pages and API, with one worker beside them", _serve)
    for parser in (demo, served):
        parser.add_argument("--host", metavar="ADDRESS", default=HOST, help=f"address to listen on (default: {HOST})")
        parser.add_argument(
            "--port",
            metavar="N",
            type=whole_number(0, 65535),
            default=PORT,
            help=f"port to listen on, 0 for any that is free (default: {PORT})",
        )
        parser.add_argument(
            "--workers",
            metavar="N",
            type=whole_number(1, 64),
            default=WORKERS,
            help=f"processes that answer requests (default: {WORKERS})",
        )
    demo.add_argument("--installed", type=float, help=argparse.SUPPRESS)
    worker = add_verb(
        verbs,
        "worker",
        "keep the views up to date with the log, and take the steps that days ask of the service",
        _worker,
    )
    worker.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)


def _demo(arguments: argparse.Namespace, console: Console) -> Answer:
    """Seeds an empty folder once; a later start only serves. Tells the seconds of each stage."""
    with Address.taken(arguments.host, arguments.port) as address:
        settings = read_settings()
        stages = Stages()
        if arguments.installed is not None:
            stages.took("install", arguments.installed)
        with console.busy("preparing the demonstration"):
            seeded = prepare(settings, stages.begin)
        stages.begin("serve")
        if seeded is not None:
            console.say(f"{seeded.cases} cases were played from {DAYS} days ago until today")
        _tell_who(console, settings.home / TOKENS)
        threading.Thread(target=_tell_ready, args=(address.url, stages, console), daemon=True).start()
        return _served(address, arguments, console)


def _tell_who(console: Console, tokens: Path) -> None:
    console.say("Who is who (everybody is made up):")
    console.table([(officer.tag, officer.name, officer.unit, " ".join(officer.roles)) for officer in OFFICERS])
    console.say(f"Tokens for curl, one line per officer: {tokens}")


def _tell_ready(url: str, stages: Stages, console: Console) -> None:
    """Waits until the pages answer, then says where they are and how long everything took."""
    while not answers(url):
        time.sleep(0.1)
    stages.end()
    console.say("  ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.seconds.items()))
    console.say(f"ready: pages {url}  tour {url}/tour  API {url}/api/docs")


def _serve(arguments: argparse.Namespace, console: Console) -> Answer:
    with Address.taken(arguments.host, arguments.port) as address:
        return _served(address, arguments, console)


def _served(address: Address, arguments: argparse.Namespace, console: Console) -> Answer:
    """Serves until told to end; holds the embedded server all the while, so that no restart of a child stops it."""
    with ending() as ended, opened() as service:
        console.say(f"serving on {address.url} until Ctrl-C")
        restarts = serve(address, arguments.workers, ended, console.warn, service.server)
    return Answer({"url": address.url, "restarts": restarts})


def _worker(arguments: argparse.Namespace, console: Console) -> Answer:
    with ending() as ended, opened() as service:
        if arguments.with_parent:
            end_with_parent()
        collect_seldom()
        service.followers.prepare()
        others = [service.due_steps.task(), *service.followers.tasks()]
        events = run_worker(service.engine, ended, others)
    return Answer({"events": events})
