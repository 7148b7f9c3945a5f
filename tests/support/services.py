"""Services for tests: on a database of their own, at a moment that the test sets."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from service.composition import open_service
from service.edge.running import Service
from service.machine.settings import Settings
from service.sealing.keys import create_master_key

SHANGHAI = ZoneInfo("Asia/Shanghai")


class TestClock:
    """A clock that stands still until it is moved; it begins on Tuesday 2026-03-03 at nine in Shanghai."""

    __test__ = False

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    @property
    def today(self) -> date:
        return self.moment.astimezone(SHANGHAI).date()

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def set_day(self, day: date) -> None:
        self.moment = datetime.combine(day, time(9), SHANGHAI)


def settings_for(database_url: str, home: Path, profile: str = "national") -> Settings:
    """Settings on the database, with a master key of their own."""
    key_file = home / "master.key"
    if not key_file.exists():
        create_master_key(key_file)
    return Settings(
        database_url=database_url,
        home=home,
        secret_key=b"a secret for tests that is long enough",
        master_key_file=key_file,
        timezone=SHANGHAI,
        profile=profile,
        log_origin="casework.test/log",
        superior="市总工会",
    )


def service_on(database_url: str, home: Path, clock: TestClock, profile: str = "national") -> Service:
    """A service on the database, at the clock's moment."""
    return open_service(settings_for(database_url, home, profile), clock)
