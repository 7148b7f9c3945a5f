"""The command line on a database of the test's own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from service.cli.main import main
from tests.service.cli.running import Done, environment_for

Cli = Callable[..., Done]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> dict[str, str]:
    """Settings that name the test's own database."""
    return environment_for(database_url, tmp_path)


@pytest.fixture
def cli_with(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[dict[str, str]], Cli]:
    """The command line in this process, under other settings."""

    def under(settings: dict[str, str]) -> Cli:
        for name in [name for name in os.environ if name.startswith("CASEWORK_")]:
            monkeypatch.delenv(name)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)

        def run(*argv: str) -> Done:
            capsys.readouterr()
            try:
                code = main(argv)
            except SystemExit as ended:
                code = int(str(ended.code))
            said = capsys.readouterr()
            return Done(code, said.out, said.err)

        return run

    return under


@pytest.fixture
def cli(cli_with: Callable[[dict[str, str]], Cli], settings: dict[str, str]) -> Cli:
    """The command line in this process, on the test's own database."""
    return cli_with(settings)
