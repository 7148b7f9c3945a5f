"""The verbs that write a backup and bring one back."""

import argparse
from pathlib import Path
from typing import Any

from service.cli.console import Answer, Console, Refused, Verbs, add_verb, file_path
from service.cli.opening import opened, placed
from service.cli.schema import bring_up_to_date, checked
from service.machine.settings import Settings, read_settings
from service.operation.backup import Backup, back_up, restore
from service.operation.backup_programs import Programs
from service.sealing.keys import load_master_key


def add_verbs(verbs: Verbs) -> None:
    """`backup` and `restore`."""
    parser = add_verb(verbs, "backup", "write the log to OUT and the wrapped keys to OUT.keys", _backup)
    parser.add_argument("out", metavar="OUT", type=file_path, help="a new file; OUT.keys beside it must be new as well")
    parser = add_verb(verbs, "restore", "bring a backup back into an empty database, checked on the way in", _restore)
    parser.add_argument("file", metavar="IN", type=file_path, help="the backup; its keys are expected in IN.keys")


def _backup(arguments: argparse.Namespace, console: Console) -> Answer:
    out: Path = arguments.out.absolute()
    if not out.parent.is_dir():
        raise Refused(f"there is no folder {out.parent}: make it, or name another file")
    with opened() as service, console.bar("backup, bytes") as bar:
        master_key = service.settings.master_key_file
        loaded = load_master_key(master_key)
        done = back_up(Programs(service.owner_url, service.server), out, loaded, bar.show)
    console.say(f"{done.contents.events} events in {done.file}")
    console.say(f"{done.keys} wrapped keys in {done.keys_file}: keep it apart, for its owner alone")
    console.say(f"The master key is in neither file: keep {master_key} in a third place.")
    return Answer({**_facts(done), "master_key_file": str(master_key)})


def _restore(arguments: argparse.Namespace, console: Console) -> Answer:
    settings = read_settings(keeps_secret=False)
    _require_master_key(settings)
    with placed(settings, as_owner=True) as place, console.busy("restore"):
        programs = Programs(place.url, place.server)
        done = restore(programs, arguments.file.absolute(), load_master_key(settings.master_key_file))
    console.say(f"{done.contents.events} events and {done.keys} wrapped keys restored")
    bring_up_to_date(console)
    with opened(settings) as service:
        with console.busy("views"):
            service.engine.catch_up()
        facts, is_wrong = checked(service, console)
    return Answer({**_facts(done), "check": facts}, is_wrong)


def _require_master_key(settings: Settings) -> None:
    """Nothing is created for a restore: a new master key would open nothing."""
    if not settings.master_key_file.exists():
        raise Refused(
            f"the master key is in no file of a backup: put the one of that time at {settings.master_key_file} first"
        )


def _facts(done: Backup) -> dict[str, Any]:
    return {
        "file": str(done.file),
        "keys_file": str(done.keys_file),
        "events": done.contents.events,
        "last_position": done.contents.last_position,
        "keys": done.keys,
        "sha256": done.contents.archive,
    }
