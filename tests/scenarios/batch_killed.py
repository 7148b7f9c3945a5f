"""One act over many letters, in a process that is killed with -9 again and again while it carries them out.

`python -m tests.scenarios.batch_killed [--items 300] [--kills 6]` prints how many of the letters that the answer calls
forwarded are forwarded in the log, once: acknowledged / found / doubled / missing = n / n / 0 / 0.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg

from domain.actors import OfficerActing
from domain.organisation.unit import unit_ref
from domain.petition.events import Forwarded
from domain.petition.reception import Screen
from domain.roles import Role
from service.machine.embedded import embedded
from service.store.steps import Step
from service.wsgi import build
from tests.support.databases import Databases
from tests.support.filing import filed
from tests.support.services import TestClock, service_on

REPOSITORY: Final = Path(__file__).parents[2]
DAY: Final = "2026-03-03"
TRIED: Final = "SELECT count(*) FROM events WHERE topic LIKE 'batch.items_tried%'"
GIVING: Final = "from tests.scenarios.batch_killed import give; import sys; give(*sys.argv[1:])"


@dataclass(frozen=True)
class Account:
    """What the answer acknowledged, and what the log holds of it; `killed` is how often the process was killed."""

    acknowledged: int
    found: int
    doubled: int
    missing: int
    killed: int
    seconds: float

    def __str__(self) -> str:
        counted = f"{self.acknowledged} / {self.found} / {self.doubled} / {self.missing}"
        return f"acknowledged / found / doubled / missing = {counted}"


def prepared(url: str, home: Path, items: int) -> dict[str, Any]:
    """So many screened letters, the unit that they are forwarded to, and the head who forwards them."""
    with closing(service_on(url, home, TestClock())) as service:
        service.people.add_unit("HS", "集团")
        service.people.add_unit("HS01", "一矿", "HS")
        head = service.people.add_officer("主任", "HS", [Role.PET_HEAD])
        token = service.people.issue_token(head).token
        by = OfficerActing(head, Role.PET_HEAD, unit_ref("HS"))
        cases = [filed(service).stream for _ in range(items)]
        versions = [service.ledger.execute([Step(each, Screen(service.ledger.today()))], by).version for each in cases]
        service.engine.catch_up()
    seen = [{"id": str(case), "version": version} for case, version in zip(cases, versions, strict=True)]
    body = {"to_unit": "HS01", "forwarded_on": DAY, "notice": {"sent_on": DAY, "method": "POST"}}
    asked = {"collection": "petitions", "action": "forwarding", "body": body, "items": seen, "reference": "转办单"}
    return {"token": token, "asked": asked}


def give(url: str, home: str, said: str) -> None:
    """Gives the batch, and prints what is answered: what runs in the process that is killed."""
    told = json.loads(Path(said).read_text())
    with closing(service_on(url, Path(home), TestClock())) as service:
        headers = {"Authorization": f"Bearer {told['token']}", "Idempotency-Key": "the list of March"}
        answer = build(service).test_client().post("/api/v1/batches", json=told["asked"], headers=headers)
    assert answer.status_code == 201, answer.text
    print(answer.text, flush=True)


def given_though_killed(url: str, home: Path, items: int, killed_at: Sequence[int]) -> Account:
    """Kills the process once so many items were tried, for each number, then lets it end; and counts what there is."""
    prepared_to = home / "asked.json"
    prepared_to.write_text(json.dumps(prepared(url, home, items)))
    command = [sys.executable, "-c", GIVING, url, str(home), str(prepared_to)]
    began, killed = time.monotonic(), 0
    with psycopg.connect(url, autocommit=True) as connection:
        for number in sorted(killed_at):
            with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL) as process:
                while process.poll() is None and _count(connection) < number:
                    time.sleep(0.001)
                killed += process.poll() is None
                process.kill()
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - began
    told = json.loads(ended.stdout)["items"]
    with closing(service_on(url, home, TestClock())) as service:
        histories = {each["id"]: service.ledger.history(UUID(each["id"])) for each in told}
    forwarded = Counter({case: sum(isinstance(e.event, Forwarded) for e in h) for case, h in histories.items()})
    acknowledged = [each["id"] for each in told if each["outcome"] == "DONE"]
    found = [case for case in acknowledged if forwarded[case]]
    doubled = sum(forwarded.values()) - sum(number > 0 for number in forwarded.values())
    return Account(len(acknowledged), len(found), doubled, len(acknowledged) - len(found), killed, seconds)


def _count(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute(TRIED).fetchone()
    return int(row[0]) if row else 0


def main() -> int:
    """Runs it on a database of its own; 0 where nothing is doubled or missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--kills", type=int, default=6)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        embedded(Path(folder) / "server", fsync=False) as server,
        Databases(server.url).ready() as databases,
    ):
        kills = random.sample(range(1, asked.items), asked.kills)
        account = given_though_killed(databases.create(), Path(folder), asked.items, kills)
    print(account)
    print(f"{asked.items} letters, killed {account.killed} times, {account.seconds:.1f} seconds in all")
    return int(bool(account.doubled or account.missing or account.acknowledged != asked.items))


if __name__ == "__main__":
    sys.exit(main())
