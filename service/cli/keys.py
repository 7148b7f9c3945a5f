"""The verbs of the master key and the data keys that it wraps."""

import argparse
from collections import Counter

from psycopg.rows import tuple_row

from service.cli.console import Answer, Console, Refused, Verbs, add_group, add_verb, file_path
from service.cli.opening import opened
from service.edge.running import Service
from service.machine.settings import read_settings
from service.sealing.keys import create_master_key, load_master_key

COUNTS = """
    SELECT key_class, master_key_id, destroyed_at IS NOT NULL, count(*) FROM data_keys GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def add_verbs(verbs: Verbs) -> None:
    """`keys init` and `keys status`."""
    group = add_group(verbs, "keys", "the keys that seal what speaks of persons")
    init = add_verb(group, "init", "make a master key in a new file that only its owner may read", _init)
    init.add_argument(
        "file", metavar="FILE", nargs="?", type=file_path, help="where to (default: CASEWORK_MASTER_KEY_FILE)"
    )
    add_verb(group, "status", "say which keys are there and whether the master key fits them", _status)


def _init(arguments: argparse.Namespace, console: Console) -> Answer:
    path = arguments.file.absolute() if arguments.file else read_settings(keeps_secret=False).master_key_file
    try:
        key = create_master_key(path)
    except FileExistsError:
        raise Refused(f"{path} exists already and is never overwritten: everything sealed depends on it") from None
    console.say(f"made the master key {key.key_id} in {path}")
    console.say("Keep a copy apart from every backup: without it nothing that is sealed can be opened again.")
    return Answer({"file": str(path), "master_key": key.key_id})


def _status(arguments: argparse.Namespace, console: Console) -> Answer:
    with opened() as service:
        key = load_master_key(service.settings.master_key_file)
        counts, strange = _counts(service, key.key_id)
    console.say(f"master key {key.key_id} in {service.settings.master_key_file}")
    for name, count in counts.items():
        console.say(f"{count} data keys, {name}")
    if strange:
        console.say(f"{strange} data keys are wrapped by another master key: what they seal cannot be opened here")
    facts = {"master_key": key.key_id, "file": str(service.settings.master_key_file), "keys": counts}
    return Answer({**facts, "of_another_master_key": strange}, is_wrong=strange > 0)


def _counts(service: Service, master_key_id: str) -> tuple[dict[str, int], int]:
    """Data keys by class, destroyed ones apart, and how many live ones belong to another master key."""
    counts: Counter[str] = Counter()
    strange = 0
    with service.reading.get_connection() as connection, connection.cursor(row_factory=tuple_row) as cursor:
        for key_class, wrapped_by, is_destroyed, count in cursor.execute(COUNTS):
            counts["destroyed" if is_destroyed else key_class] += count
            strange += 0 if is_destroyed or wrapped_by == master_key_id else count
    return dict(counts), strange
