"""The settings: read from the environment once, checked together, and frozen."""

import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.profiles import Profile
from service.machine.provider_settings import ProviderSettings, read_provider
from service.machine.secret_files import write_once

SECRET_BYTES = 32
LONGEST_NAME = 60
SCHEMES = ("postgresql://", "postgres://")


class SettingsInvalid(Exception):
    """One or more settings are missing or malformed; the message names every one of them."""

    head = "the settings are not usable"

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(f"{self.head}:\n" + "\n".join(f"  {line}" for line in self.mistakes))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with defaults filled in. `database_url` is None for the embedded server.

    `admin_database_url` names the same database for its owner, who migrates, backs up and restores it; None where
    the login that serves is the owner. `worker_database_url` names it for the login that keeps the views; None where
    the one that serves does so too.

    `demonstration_now` is the moment at which a demonstration stands still, or a file that holds it and may be written
    anew; None where it goes with the time. `superior` is what the authority above the top unit is called.
    """

    database_url: str | None
    home: Path
    secret_key: bytes
    master_key_file: Path
    timezone: ZoneInfo
    profile: str
    log_origin: str
    demonstration_now: datetime | Path | None = None
    admin_database_url: str | None = None
    worker_database_url: str | None = None
    provider: ProviderSettings | None = None
    superior: str = ""

    @property
    def owner_url(self) -> str | None:
        """The address at which the schema may be changed; None for the embedded server."""
        return self.admin_database_url or self.database_url

    def __repr__(self) -> str:
        return f"Settings(home={self.home}, profile={self.profile}, redacted)"


def read_settings(environment: Mapping[str, str] = os.environ, *, keeps_secret: bool = True) -> Settings:
    """The settings. Raises SettingsInvalid naming everything that is wrong at once.

    Without `keeps_secret` nothing is written: where no secret is kept yet, the one given is good for this process.
    """
    wrong: list[str] = []
    home = Path(environment.get("CASEWORK_HOME") or "var").absolute()
    url = environment.get("CASEWORK_DATABASE_URL") or None
    settings = Settings(
        database_url=_url(url, wrong),
        admin_database_url=_further_url("CASEWORK_ADMIN_DATABASE_URL", environment, url, wrong),
        worker_database_url=_worker_url(environment, url, wrong),
        home=home,
        secret_key=_secret(environment, home, url, wrong, keeps_secret),
        master_key_file=_master_key_file(environment, home, url, wrong),
        timezone=_zone(environment.get("CASEWORK_TIMEZONE") or "Asia/Shanghai", wrong),
        profile=_profile(environment.get("CASEWORK_PROFILE") or "national", wrong),
        log_origin=environment.get("CASEWORK_LOG_ORIGIN") or "casework.local/log",
        provider=read_provider(environment, wrong),
        superior=_superior(environment.get("CASEWORK_SUPERIOR") or "", wrong),
        demonstration_now=_demonstration_now(environment.get("CASEWORK_DEMONSTRATION_NOW"), url, wrong),
    )
    if wrong:
        raise SettingsInvalid(wrong)
    return settings


def _url(url: str | None, wrong: list[str]) -> str | None:
    if url is not None and not url.startswith(SCHEMES):
        wrong.append("CASEWORK_DATABASE_URL must begin with postgresql://")
    return url


def _further_url(name: str, environment: Mapping[str, str], url: str | None, wrong: list[str]) -> str | None:
    """The address of the same database for another login than the one that serves."""
    further = environment.get(name) or None
    if further is not None and not further.startswith(SCHEMES):
        wrong.append(f"{name} must begin with postgresql://")
    if further is not None and url is None:
        wrong.append(f"{name} is refused without CASEWORK_DATABASE_URL, which names who serves")
    return further


def _worker_url(environment: Mapping[str, str], url: str | None, wrong: list[str]) -> str | None:
    name = "CASEWORK_WORKER_DATABASE_URL"
    worker = _further_url(name, environment, url, wrong)
    if worker is not None and url is not None and _user_of(worker) == _user_of(url):
        wrong.append(f"{name} must name another user than CASEWORK_DATABASE_URL: who serves may not write the views")
    return worker


def _user_of(url: str) -> str | None:
    return unquote(url.partition("://")[2].rpartition("@")[0].partition(":")[0]) or None


def _secret(environment: Mapping[str, str], home: Path, url: str | None, wrong: list[str], keeps_secret: bool) -> bytes:
    given = environment.get("CASEWORK_SECRET_KEY", "").encode()
    if given and len(given) < SECRET_BYTES:
        wrong.append(f"CASEWORK_SECRET_KEY must hold at least {SECRET_BYTES} bytes; it holds {len(given)}")
    if not given and url is not None:
        wrong.append("CASEWORK_SECRET_KEY is required with CASEWORK_DATABASE_URL: at least 32 random bytes")
    if given or url is not None:
        return given
    path = home / "secret.key"
    if not keeps_secret and not path.exists():
        return secrets.token_hex(SECRET_BYTES).encode()
    return _kept_secret(path, wrong)


def _kept_secret(path: Path, wrong: list[str]) -> bytes:
    try:
        if not path.exists():
            with suppress(FileExistsError):
                write_once(path, secrets.token_hex(SECRET_BYTES).encode())
        kept = path.read_bytes()
    except OSError as error:
        wrong.append(f"CASEWORK_HOME: {error}")
        return b""
    if len(kept) < SECRET_BYTES:
        wrong.append(f"CASEWORK_HOME: {path} must hold at least {SECRET_BYTES} bytes: remove it, and one is made anew")
    return kept


def _master_key_file(environment: Mapping[str, str], home: Path, url: str | None, wrong: list[str]) -> Path:
    given = environment.get("CASEWORK_MASTER_KEY_FILE")
    if not given and url is not None:
        wrong.append(
            "CASEWORK_MASTER_KEY_FILE is required with CASEWORK_DATABASE_URL: make one with casework keys init"
        )
    return Path(given).absolute() if given else home / "master.key"


def _zone(name: str, wrong: list[str]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        wrong.append(f"CASEWORK_TIMEZONE names no time zone: {name}")
        return ZoneInfo("UTC")


def _profile(name: str, wrong: list[str]) -> str:
    if name not in list(Profile):
        wrong.append(f"CASEWORK_PROFILE must be one of {', '.join(Profile)}; it is {name}")
    return name


def _superior(name: str, wrong: list[str]) -> str:
    if len(name) > LONGEST_NAME or not name.isprintable():
        wrong.append(f"CASEWORK_SUPERIOR must be a name of at most {LONGEST_NAME} characters on one line")
    return name.strip()


def moment_at(now: datetime | Path) -> datetime:
    """The moment, or the one that the file holds. Raises SettingsInvalid where it holds none."""
    if isinstance(now, datetime):
        return now
    moment = _moment(now.read_text(encoding="utf-8").strip()) if now.is_file() else None
    if moment is None:
        raise SettingsInvalid([f"CASEWORK_DEMONSTRATION_NOW: {now.name} holds no moment"])
    return moment


def _demonstration_now(text: str | None, url: str | None, wrong: list[str]) -> datetime | Path | None:
    if not text:
        return None
    if url is not None:
        wrong.append("CASEWORK_DEMONSTRATION_NOW is refused with CASEWORK_DATABASE_URL: no demonstration is there")
    if text.startswith("/"):
        return Path(text)
    moment = _moment(text)
    if moment is None:
        wrong.append("CASEWORK_DEMONSTRATION_NOW must be a moment with its offset, such as 2026-03-02T09:00:00+08:00")
    return moment


def _moment(text: str) -> datetime | None:
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    return None
