"""Who acts at the command line: an officer who proves it by a token, or the service itself."""

import argparse
import os
from pathlib import Path
from typing import Any

from domain.actors import Actor
from domain.kernel import Command
from domain.officers import TokenScope
from service.access.acting import RoleNeeded, actor_for
from service.access.decisions import Denied
from service.access.proof import PROVEN
from service.cli.console import Refused
from service.edge.running import Service
from service.store.tasks import Task

TOKEN, TOKEN_FILE = "CASEWORK_TOKEN", "CASEWORK_TOKEN_FILE"
LONGEST = 200


def add_acting(parser: argparse.ArgumentParser, does: str) -> None:
    """`--as` and, in the demonstration, `--by`."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--as",
        metavar="OFFICER",
        dest="acts_as",
        help=f"{does}; proved by a token in {TOKEN}, or in the file that {TOKEN_FILE} names (default: the system)",
    )
    group.add_argument("--by", metavar="OFFICER", help="the same without proof: in the demonstration alone")


def proven(service: Service, arguments: argparse.Namespace, *scopes: TokenScope) -> str | None:
    """The officer who acts; None for the service itself.

    Raises Refused without a token of that officer that is good for it, OfficerUnknown and OfficerAmbiguous.
    """
    if arguments.by is not None and not service.is_demonstration():
        raise Refused(f"--by is for the demonstration alone: say --as, with a token of the officer in {TOKEN}")
    if arguments.acts_as is None:
        given: str | None = arguments.by
        return given
    officer = service.people.officer_known(arguments.acts_as)
    holder = service.callers.by_token(_token(), service.ledger.today())
    if holder is None or holder.who != officer:
        raise Refused(f"the token is none of {arguments.acts_as}, or it is revoked or expired: ask for a new one")
    if lacking := [scope for scope in scopes if scope not in holder.scopes]:
        raise Refused(f"the token was not issued for that, it lacks {', '.join(lacking)}: ask for one that has it")
    return officer.hex


def acting_for(
    service: Service, arguments: argparse.Namespace, task: Task, *commands: type[Command[Any]], is_left: bool = False
) -> Actor:
    """Who gives the commands: the officer who proved it, in the role that allows them, or the service for the task.

    The service gives them during the first set-up alone, and later where that `is_left` to whoever runs it. Raises
    Refused else, where no role of the officer, or several, allow them, and whatever `proven` raises.
    """
    needed = (TokenScope.ACT,) if PROVEN.isdisjoint(commands) else (TokenScope.ACT, TokenScope.PROVEN)
    officer = proven(service, arguments, *needed)
    if officer is None and not is_left and service.people.is_set_up() and not service.is_demonstration():
        raise Refused(f"the first set-up has ended: say --as OFFICER, with a token of that officer in {TOKEN}")
    if officer is None:
        return task.actor
    try:
        return actor_for(service.people.caller_known(officer), *commands)
    except Denied:
        raise Refused(f"no role of {officer} allows this today") from None
    except RoleNeeded as error:
        held = ", ".join(map(str, error.held))
        raise Refused(f"several roles of {officer} allow this ({held}): take its page, where one is chosen") from None


def _token() -> str:
    """The token of the environment, or of a file for its owner alone."""
    token, named = os.environ.get(TOKEN, ""), os.environ.get(TOKEN_FILE)
    if not token and named:
        token = _kept_in(Path(named))
    if not token:
        raise Refused(f"--as needs a token of the officer in {TOKEN}, or in the file that {TOKEN_FILE} names")
    return token.strip()[:LONGEST]


def _kept_in(path: Path) -> str:
    if (mode := path.stat().st_mode & 0o777) & 0o077:
        raise Refused(f"the token in {path} is open to others (mode {mode:o}): chmod 600 {path}")
    return path.read_text(encoding="utf-8", errors="replace")
