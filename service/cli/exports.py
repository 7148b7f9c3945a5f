"""The verbs that take registers and the log out."""

import argparse
from pathlib import Path

from domain.officers import TokenScope
from service.access.decisions import Denied
from service.access.exported import Taken
from service.cli.acting import add_acting, proven
from service.cli.console import Answer, Console, Refused, Verbs, add_group, add_verb, file_path
from service.cli.opening import opened
from service.exports.jsonl import write_jsonl
from service.exports.ocel import write_ocel
from service.exports.seen_log import seen_log
from service.exports.xes import write_xes
from service.kinds.catalogue import REGISTERS_BY_CODE
from service.kinds.labels import LABELS
from service.machine.plain_files import refuse_unwritable, whole
from service.papers.exporting import SheetTooLarge
from service.papers.writing import ENCODINGS, WRITERS
from service.views.standing import ViewsStandStill
from service.words.sentences import DEFAULT, LANGUAGES
from service.words.speech import Words

FORMATS = {"jsonl": write_jsonl, "ocel": write_ocel, "xes": write_xes}


def add_verbs(verbs: Verbs) -> None:
    """`export register` and `export log`."""
    group = add_group(verbs, "export", "registers and the log, as far as whoever asks may see them")
    _add_register(group)
    _add_log(group)


def _add_register(group: Verbs) -> None:
    parser = add_verb(group, "register", "write a register to a file", _register)
    parser.add_argument(
        "code", metavar="CODE", choices=list(REGISTERS_BY_CODE), help=f"one of {', '.join(REGISTERS_BY_CODE)}"
    )
    parser.add_argument("out", metavar="OUT", type=file_path, help="a new file; it takes its name when it is whole")
    parser.add_argument("--format", choices=list(WRITERS), required=True, dest="form", help="of the file")
    parser.add_argument("--language", choices=LANGUAGES, default=DEFAULT, help="of headings and codes (default: zh)")
    parser.add_argument("--encoding", choices=list(ENCODINGS), help="of a CSV file (default: utf-8 with its mark)")
    parser.add_argument("--as-of", metavar="T", help="not built yet: a register shows the present")
    add_acting(parser, "whose rights decide")


def _add_log(group: Verbs) -> None:
    parser = add_verb(group, "log", "write the log to a file; personal values stay sealed for everybody", _log)
    parser.add_argument("out", metavar="OUT", type=file_path, help="a new file; it takes its name when it is whole")
    parser.add_argument(
        "--format", choices=list(FORMATS), required=True, dest="form", help="JSON Lines, OCEL 2.0 or XES"
    )
    add_acting(parser, "whose rights decide")


def _register(arguments: argparse.Namespace, console: Console) -> Answer:
    if arguments.as_of is not None:
        raise Refused(
            "--as-of is not built for registers yet: leave it out for the present; "
            "casework history CASE --as-of T shows one case as it was"
        )
    if arguments.encoding is not None and arguments.form != "csv":
        raise Refused("--encoding is for csv: a workbook has none; leave it out or say --format csv")
    refuse_unwritable(arguments.out)
    register = REGISTERS_BY_CODE[arguments.code]
    with opened() as service, console.bar("export") as bar:
        by = service.people.caller_known(proven(service, arguments, TokenScope.READ))
        words = Words(arguments.language, service.settings.timezone, LABELS)
        try:
            with whole(arguments.out) as out:
                count = service.papers.write(register, by, out, arguments.form, words, arguments.encoding, bar.show)
        except Denied:
            raise Refused(
                f"the roles of {arguments.acts_as or arguments.by} do not allow to read {register.code}"
            ) from None
        except (SheetTooLarge, ViewsStandStill) as error:
            raise Refused(str(error)) from None
    console.say(f"{register.code} {words.register(register.code)}: {count} entries in {arguments.out}")
    return Answer({"register": register.code, "format": arguments.form, "entries": count, "file": str(arguments.out)})


def _log(arguments: argparse.Namespace, console: Console) -> Answer:
    out: Path = arguments.out
    refuse_unwritable(out)
    with opened() as service, console.bar("export") as bar:
        by = service.people.caller_known(proven(service, arguments, TokenScope.READ))
        try:
            log = seen_log(
                service.engine, service.reading, service.codec, service.settings.timezone, by, service.pseudonyms
            )
        except ViewsStandStill as error:
            raise Refused(str(error)) from None
        with whole(out) as file:
            count = FORMATS[arguments.form](file, log, bar.show)
            service.exports.record(by, Taken("log", arguments.form, count), file)
    console.say(f"{count} events in {out}")
    return Answer({"format": arguments.form, "events": count, "file": str(out)})
