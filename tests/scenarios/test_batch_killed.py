"""One act over many letters survives kill -9: what it answers is in the log, once; 300 letters by the script."""

from pathlib import Path

import pytest

from tests.scenarios.batch_killed import given_though_killed

pytestmark = pytest.mark.store


def test_a_batch_that_is_killed_twice_forwards_every_letter_once(database_url: str, tmp_path: Path) -> None:
    account = given_though_killed(database_url, tmp_path, 30, [5, 17])
    assert account.killed == 2
    assert str(account) == "acknowledged / found / doubled / missing = 30 / 30 / 0 / 0"
