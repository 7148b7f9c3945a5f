"""What `casework demo` prints is so: the stages with their seconds, who is who, and tokens that open the API."""

import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.demonstration.people import OFFICERS
from tests.service.cli.running import child_environment, command, run
from tests.support.demonstrations import Played, settings_of

pytestmark = pytest.mark.store
PATIENCE = 60.0


@pytest.fixture(scope="module")
def home(played_once: Played, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished demonstration."""
    return played_once.copied_to(tmp_path_factory.mktemp("demonstration") / "home").home


@pytest.fixture(scope="module")
def told(home: Path) -> Iterator[list[str]]:
    """The lines of a demonstration that runs."""
    demo = subprocess.Popen(
        command("demo", "--port", "0", "--workers", "1", "--installed", "27"),
        env=child_environment(settings_of(home)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout
    lines = []
    for line in demo.stdout:
        lines.append(line.rstrip("\n"))
        if line.startswith("ready: "):
            break
    yield lines
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(PATIENCE) == 0
    demo.stdout.close()


def read(address: str, **headers: str) -> str:
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 -- an address of this test
    with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 -- the same
        return str(answer.read().decode())


def test_every_stage_is_told_with_its_seconds(told: list[str]) -> None:
    assert re.fullmatch(r"install 27\.0 s  database \d+\.\d s  serve \d+\.\d s", told[-2])


def test_the_first_start_also_seeds(played_once: Played) -> None:
    assert played_once.stages == ("database", "seed")


def test_everybody_is_named_with_roles(told: list[str]) -> None:
    start = told.index("Who is who (everybody is made up):") + 1
    lines = [line.split() for line in told[start : start + len(OFFICERS)]]
    assert lines == [[o.tag, *o.name.split(), o.unit, *o.roles] for o in OFFICERS]


def test_the_addresses_answer_and_the_overview_names_cases(told: list[str]) -> None:
    found = re.fullmatch(r"ready: pages (\S+)  tour (\S+)  API (\S+)", told[-1])
    assert found
    pages, tour, api = found.groups()
    overview = read(pages)
    assert len(set(re.findall(r"PET-[A-Z0-9-]+", overview))) >= 2
    assert 'action="/act-as"' in overview
    assert "<ol" in read(tour)
    assert "petition_Receive" in read(api)


def test_every_token_of_the_file_that_is_named_opens_the_api(told: list[str], home: Path) -> None:
    [line] = [line for line in told if line.startswith("Tokens for curl")]
    file = Path(line.rpartition(": ")[2])
    assert file == home / "tokens.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    tokens = {line.split("\t")[0]: line.split("\t")[-1] for line in file.read_text(encoding="utf-8").splitlines()}
    assert tokens.keys() == {officer.tag for officer in OFFICERS}
    pages = told[-1].split()[2]
    for token in tokens.values():
        assert '"items"' in read(f"{pages}/api/v1/units", Authorization=f"Bearer {token}")


def test_a_demonstration_on_a_database_of_ones_own_is_refused(tmp_path: Path) -> None:
    settings = {
        "CASEWORK_HOME": str(tmp_path),
        "CASEWORK_DATABASE_URL": "postgresql://casework@127.0.0.1:1/casework",
        "CASEWORK_SECRET_KEY": "a secret for tests that is long enough",
        "CASEWORK_MASTER_KEY_FILE": str(tmp_path / "master.key"),
    }
    done = run(settings, "demo", "--port", "0")
    assert done.code != 0
    assert "unset CASEWORK_DATABASE_URL" in done.err
