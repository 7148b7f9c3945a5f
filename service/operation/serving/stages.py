"""How long the stages of a start take, and whether the pages answer yet."""

import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stages:
    """Seconds by stage, in the order in which they began."""

    seconds: dict[str, float] = field(default_factory=dict)
    _running: str | None = None
    _began: float = 0.0

    def took(self, name: str, seconds: float) -> None:
        """A stage that somebody else has timed."""
        self.seconds[name] = seconds

    def begin(self, name: str) -> None:
        """Ends the stage that runs and begins the next."""
        self.end()
        self._running, self._began = name, time.monotonic()

    def end(self) -> None:
        """Ends the stage that runs."""
        if self._running is not None:
            self.seconds[self._running] = time.monotonic() - self._began
            self._running = None


def answers(url: str) -> bool:
    """Whether the service behind the address of ours says that it is well."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 — an address of ours
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
