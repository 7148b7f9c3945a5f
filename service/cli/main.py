"""The command line `casework`: finds the verb, runs it, and turns whatever stands against it into one clear line."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import eventsourcing.persistence
import psycopg
from psycopg_pool import PoolTimeout

from domain.kernel import Rejected
from service.access.trace import TraceUnavailable
from service.cli import (
    backups,
    batches,
    calendars,
    cases,
    due_steps,
    exports,
    history,
    keys,
    people,
    registers,
    rules,
    running,
    schema,
)
from service.cli.console import Answer, Console, Misused, Parser, Refused, printable
from service.demonstration.home import NotADemonstration
from service.importing.mapping import MappingInvalid
from service.importing.unreadable import RegisterUnreadable
from service.machine.binaries import EmbeddedServerUnavailable
from service.machine.plain_files import NotWritable
from service.machine.settings import SettingsInvalid
from service.office.calendars import CalendarFileInvalid
from service.office.transitions import UnknownKind
from service.office.unusable import OrganisationError
from service.operation.backup_keys import BackupUnusable
from service.operation.serving.children import NotStarted, PortTaken
from service.sealing.keys import KeyUnavailable, MasterKeyInvalid
from service.sealing.seal import SealBroken
from service.store.codec import Undecodable
from service.store.steps import Busy, OutcomeUnknown, StoreUnavailable, UnknownStream
from service.views.naming import view_without_table
from service.views.rebuild import RebuildRunning
from service.views.standing import ViewsStandStill

GUIDE: Final = """\
first steps:
  casework migrate                                     make the database, or bring it up to date
  casework units add HQ NAME                           the first unit
  casework officers add NAME --unit HQ --first         the first administrator, with a slip to set a password
  casework serve                                       pages and API, until Ctrl-C
  casework demo                                        or all of it at once, with made-up people

casework VERB -h explains a verb. CASEWORK_HOME names the folder of the embedded database (default: var),
CASEWORK_DATABASE_URL a database of your own. Every verb takes --json and then ends with one JSON object.
Exit status: 0 done, 1 refused or found wrong, 2 a mistake in the command, 130 interrupted."""

AREAS: Final = (
    running,
    schema,
    people,
    registers,
    batches,
    cases,
    exports,
    history,
    calendars,
    rules,
    due_steps,
    keys,
    backups,
)

TELLING: Final = (
    Refused,
    Rejected,
    OrganisationError,
    SettingsInvalid,
    MasterKeyInvalid,
    EmbeddedServerUnavailable,
    RegisterUnreadable,
    MappingInvalid,
    CalendarFileInvalid,
    BackupUnusable,
    NotWritable,
    PortTaken,
    NotStarted,
    Undecodable,
    SealBroken,
    UnknownKind,
    NotADemonstration,
    RebuildRunning,
    ViewsStandStill,
)
"""What says by itself, in one message, what is wrong and what to do."""

AWAY: Final = (
    psycopg.OperationalError,
    eventsourcing.persistence.OperationalError,
    eventsourcing.persistence.InterfaceError,
    PoolTimeout,
    StoreUnavailable,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb; 0 done, 1 refused or found wrong, 2 not a verb that there is, 130 interrupted."""
    given = sys.argv[1:] if argv is None else argv
    console = Console("--json" in given[1:])
    try:
        arguments = parser().parse_args(given)
        answer: Answer = arguments.run(arguments, console)
        console.end(answer.facts)
        return int(answer.is_wrong)
    except BrokenPipeError:
        return _output_closed()
    except KeyboardInterrupt:
        return _told(console, "interrupted: what was stored until then stays", "interrupted", 130)
    except Misused as error:
        for line in error.usage.rstrip().splitlines():
            console.warn(line)
        return _told(console, str(error), error.code, 2)
    except Exception as error:
        return _refused(console, error)


def parser() -> argparse.ArgumentParser:
    """The parser of every verb."""
    whole = Parser(
        prog="casework",
        description="Case management in which every step is kept.",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    verbs = whole.add_subparsers(metavar="VERB", required=True)
    for area in AREAS:
        area.add_verbs(verbs)
    return whole


def message_of(error: Exception) -> str:
    """One line that says what is wrong and what to do."""
    if isinstance(error, TELLING):
        return str(error)
    says = next((says for kinds, says in SAYINGS if isinstance(error, kinds)), _unexpected)
    return says(error)


def _away(error: Exception) -> str:
    return f"the database does not answer ({_first_line(error)}): see that it runs and that its address is right"


def _unknown(error: Exception) -> str:
    return (
        f"the database cannot tell whether it keeps what was sent last ({_first_line(error)}): look at what there is, "
        "and run an import again, which takes nothing twice"
    )


def _key_missing(error: Exception) -> str:
    return f"{_first_line(error)}: put the right master key at CASEWORK_MASTER_KEY_FILE; casework keys status compares"


def _malformed(error: Exception) -> str:
    """Says nothing of what was given: a part of a password may stand anywhere in a malformed address."""
    return "CASEWORK_DATABASE_URL is malformed: postgresql://USER:PASSWORD@HOST:PORT/NAME, special characters as %XX"


def _unmigrated(error: Exception) -> str:
    if view := view_without_table(error):
        return f"the view {view} is being built: leave casework serve or casework worker running, then try again"
    return f"the schema is not up to date ({_first_line(error)}): run casework migrate"


def _forbidden(error: Exception) -> str:
    return f"the database does not allow it ({_first_line(error)}): its user needs CREATEROLE and must own the database"


def _file(error: Exception) -> str:
    name = getattr(error, "filename", None)
    return f"{name or 'a file'}: {getattr(error, 'strerror', None) or _first_line(error)}"


def _unexpected(error: Exception) -> str:
    return f"unexpected {type(error).__name__} at {_place(error)}: please report this"


SAYINGS: Final[tuple[tuple[Any, Callable[[Exception], str]], ...]] = (
    (AWAY, _away),
    (KeyUnavailable, _key_missing),
    (TraceUnavailable, lambda error: "what is read cannot be recorded, so nothing leaves: run casework migrate"),
    (UnknownStream, lambda error: f"there is no such case: {error}"),
    (OutcomeUnknown, _unknown),
    (Busy, lambda error: "other writers won every race; nothing was stored: try again"),
    (
        (
            psycopg.errors.UndefinedTable,
            psycopg.errors.UndefinedColumn,
            psycopg.errors.InvalidSchemaName,
            eventsourcing.persistence.ProgrammingError,
        ),
        _unmigrated,
    ),
    (psycopg.errors.InsufficientPrivilege, _forbidden),
    (psycopg.ProgrammingError, _malformed),
    (OSError, _file),
)


def _refused(console: Console, error: Exception) -> int:
    """Says what stands against it, several mistakes one below the other; for a script all of it in one text."""
    code = getattr(error, "code", None)
    if not isinstance(error, SettingsInvalid | MappingInvalid) or len(error.mistakes) < 2:
        return _told(console, message_of(error), code, 1)
    mistakes = [printable(_on_one_line(each)) for each in error.mistakes]
    console.warn(f"casework: {printable(_on_one_line(error.head))}:")
    for mistake in mistakes:
        console.warn(f"  {mistake}")
    console.end({"error": printable(_on_one_line(str(error))), "code": code, "mistakes": mistakes})
    return 1


def _told(console: Console, says: str, code: str | None, status: int) -> int:
    said = printable(_on_one_line(says))
    console.warn(f"casework: {said}")
    console.end({"error": said, "code": code})
    return status


def _output_closed() -> int:
    """Whoever read the output has gone: nothing more is written, and nothing is said about it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _place(error: Exception) -> str:
    """Where it happened, without the values that a traceback would show."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"


def _on_one_line(text: str) -> str:
    first, *more = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    return f"{first} {'; '.join(more)}".strip()


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
