"""The verbs that take registers and the log out."""

import argparse
from pathlib import Path

from service.access.decisions import Denied
from service.commands.console import Answer, Console, Refused, Verbs, add_group, add_verb, file_path
from service.commands.opening import opened
from service.organisation import caller_known
from service.registers.books import BY_CODE
from service.registers.exporting import ExportImpossible, export_register
from service.registers.writing import WRITERS
from service.texts import DEFAULT, LANGUAGES, translated


def add_verbs(verbs: Verbs) -> None:
    """`export register` and `export log`."""
    group = add_group(verbs, "export", "registers and the log, as far as whoever asks may see them")
    _add_register(group)


def _add_register(group: Verbs) -> None:
    parser = add_verb(group, "register", "write a register to a file", _register)
    parser.add_argument("code", metavar="CODE", choices=list(BY_CODE), help=f"one of {', '.join(BY_CODE)}")
    parser.add_argument("out", metavar="OUT", type=file_path, help="the file; it takes its name when it is whole")
    parser.add_argument("--format", choices=list(WRITERS), required=True, dest="form")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT, help="of headings and codes (default: zh)")
    parser.add_argument("--as-of", metavar="T", help="not built yet: a register shows the present")
    _add_by(parser)


def _add_by(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--by", metavar="OFFICER", help="whose rights decide (default: the system, which sees all that is not sealed)"
    )


def _register(arguments: argparse.Namespace, console: Console) -> Answer:
    if arguments.as_of is not None:
        raise Refused(
            "--as-of is not built for registers yet: leave it out for the present; "
            "casework history CASE --as-of T shows one case as it was"
        )
    refuse_unwritable(arguments.out)
    register = BY_CODE[arguments.code]
    with opened() as service, console.bar("export") as bar:
        by = caller_known(service, arguments.by)
        try:
            count = export_register(service, register, by, arguments.out, arguments.form, arguments.language, bar.show)
        except Denied:
            raise Refused(f"the roles of {arguments.by} do not allow to read {register.code}") from None
        except ExportImpossible as error:
            raise Refused(str(error)) from None
    title = translated(arguments.language, register.message)
    console.say(f"{register.code} {title}: {count} entries in {arguments.out}")
    return Answer({"register": register.code, "format": arguments.form, "entries": count, "file": str(arguments.out)})


def refuse_unwritable(out: Path) -> None:
    """That a file cannot be written is better known first."""
    if out.is_dir() or not out.name or not out.absolute().parent.is_dir():
        raise Refused(f"nothing can be written to {out}: name a file in a folder that exists")
