"""Kill -9 of a process that appends: what it acknowledged is there, once."""

import subprocess
import sys
from pathlib import Path

import pytest

from service.edge.running import Service
from tests.support.filing import with_unit

pytestmark = pytest.mark.store

REPOSITORY = Path(__file__).parents[3]
APPENDING = """
import sys
from pathlib import Path
from tests.support.filing import filed
from tests.support.services import TestClock, service_on

service = service_on(sys.argv[1], Path(sys.argv[2]), TestClock())
while True:
    print(filed(service).stream, flush=True)
"""


def test_what_a_killed_writer_acknowledged_is_found_once(service: Service, database_url: str, tmp_path: Path) -> None:
    with_unit(service)
    command = [sys.executable, "-c", APPENDING, database_url, tmp_path]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        acknowledged = [writer.stdout.readline().strip() for _ in range(12)]
        writer.kill()
        # The last line may have been cut off in the middle.
        acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    events = service.recorder.select_notifications(2, 100_000)
    found = [str(event.originator_id) for event in events if event.originator_version == 1]
    doubled = len(found) - len(set(found))
    missing = len(set(acknowledged) - set(found))
    assert (len(set(acknowledged) & set(found)), doubled, missing) == (len(acknowledged), 0, 0)
    assert len(found) - len(acknowledged) <= 1
    assert len(events) == 2 * len(found)
