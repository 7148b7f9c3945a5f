"""One PostgreSQL cluster in a folder of ours: created, started and stopped, as root through a named system user."""

import os
import pwd
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from service.machine.binaries import (
    WAYS_OUT,
    EmbeddedServerUnavailable,
    copy_installation,
    copy_of,
    is_of_wheel,
    major_version,
    postgres_binaries,
)

OWNER = "casework"
COPY = "casework-postgres-"
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
LONGEST_LOG = 1_000_000  # bytes
OPEN_FILES = Path("/proc/self/fd")
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "cluster_name": "casework",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_checkpoints": "off",
    # Statements and the values in DETAIL lines may speak of a person: the server's log holds neither.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class SystemUser:
    """The user, other than ourselves, as whom root runs the server."""

    uid: int
    gid: int


def server_user(home: Path, cluster: Path) -> SystemUser | None:
    """Return nobody for an ordinary user; for root, whoever owns the data already or the first user fit to own it."""
    if os.geteuid() != 0:
        return None
    for place in (cluster, home):
        # `initdb` refuses an owner without a name, as the files of a mounted folder often have.
        owner = place.stat() if place.exists() else None
        if owner and owner.st_uid != 0 and (place == cluster or _has_name(owner.st_uid)):
            return SystemUser(owner.st_uid, owner.st_gid)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            found = pwd.getpwnam(name)
            return SystemUser(found.pw_uid, found.pw_gid)
    raise EmbeddedServerUnavailable(f"PostgreSQL does not run as root, and there is no user `nobody`. {WAYS_OUT}")


def own_like(place: Path, made: Path | int) -> None:
    """What root makes in the folder of another user belongs to that user, who may come back without root."""
    if os.geteuid() == 0:
        owner = place.stat()
        os.chown(made, owner.st_uid, owner.st_gid)


class Cluster:
    """The data directory `cluster` in a folder; whoever calls sees to it that one process at a time does."""

    def __init__(self, folder: Path, *, fsync: bool) -> None:
        self._folder = folder
        self._fsync = fsync
        self.data = folder / "cluster"
        self._programs = folder / "programs"
        self._log = folder / "server.log"

    @property
    def version(self) -> int | None:
        written = self.data / "PG_VERSION"
        return int(written.read_text()) if written.exists() else None

    def binaries(self) -> Path:
        return postgres_binaries(self.version)

    def create(self, password: str, lock: int) -> None:
        """Initialise into a folder of its own and rename it when it is whole: what is half done is never used."""
        unfinished = self._folder / "cluster.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        user = self._user()
        _give(unfinished, user)
        with tempfile.TemporaryFile() as secret:
            secret.write(password.encode())
            secret.flush()
            _give(secret.fileno(), user)
            self._run("initdb", self._initdb(secret.fileno()), unfinished, (lock, secret.fileno()))
        unfinished.rename(self.data)

    def launch(self, lock: int) -> None:
        """Start the server without waiting for it; every process of it holds the lock as long as it lives."""
        for stale in ("postmaster.pid", f"{SOCKET}.lock"):
            (self.data / stale).unlink(missing_ok=True)
        if self._log.exists() and self._log.stat().st_size > LONGEST_LOG:
            self._log.rename(self._log.with_suffix(".previous"))
        settings = SETTINGS if self._fsync else SETTINGS | UNSAFE_SETTINGS
        options = shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        self._run("pg_ctl", ["start", "--silent", "--no-wait", f"--options={options}"], self.data, (lock,))

    def interrupt(self) -> None:
        """Ask the server for a fast shutdown; only for a server that is known to live."""
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((self.data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGINT)

    def forget_programs(self) -> None:
        """Remove the copy of the programs that was made for the server's user, if one was made."""
        if self._programs.is_symlink():
            copy = self._programs.readlink()
            if copy.parent == Path(tempfile.gettempdir()) and copy.name.startswith(COPY):
                shutil.rmtree(copy, ignore_errors=True)
            self._programs.unlink()

    def last_words(self) -> str:
        return self._log.read_text(errors="replace")[-2000:].strip()

    def _initdb(self, secret: int) -> list[str]:
        modern = major_version(self.binaries()) >= 17
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if modern else []
        durability = [] if self._fsync else ["--no-sync"]
        return [
            f"--username={OWNER}",
            f"--pwfile=/dev/fd/{secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
            *provider,
            *durability,
        ]

    def _run(self, program: str, arguments: Sequence[str], data: Path, files: tuple[int, ...]) -> None:
        user, binaries = self._user(), self._reachable_binaries()
        with _entrance(data, user) as (place, opened), self._log.open("ab") as log:
            own_like(self._folder, log.fileno())
            ended = _run_as(user, [binaries / program, "-D", place, *arguments], (*files, *opened), log.fileno())
        if ended != 0:
            raise EmbeddedServerUnavailable(f"{program} failed in {data}:\n{self.last_words()}")

    def _reachable_binaries(self) -> Path:
        binaries, user = self.binaries(), self._user()
        if _can_run(binaries, user):
            return binaries
        if self._programs.is_symlink() and _can_run(copied := copy_of(binaries, self._programs.readlink()), user):
            return copied
        self.forget_programs()
        return self._copied(binaries, user)

    def _copied(self, binaries: Path, user: SystemUser | None) -> Path:
        target = Path(tempfile.mkdtemp(prefix=COPY))
        self._programs.symlink_to(target)
        copied = copy_installation(binaries, target) if is_of_wheel(binaries) else binaries
        if not _can_run(copied, user):
            raise EmbeddedServerUnavailable(
                f"PostgreSQL does not run as root, and the system user chosen for it (uid {user.uid if user else '-'}) "
                f"can run its programs neither in {binaries} nor from {tempfile.gettempdir()}. "
                "Work as an ordinary user, or name a folder open to all in TMPDIR, or set CASEWORK_DATABASE_URL."
            )
        return copied

    def _user(self) -> SystemUser | None:
        return server_user(self._folder.parent, self.data)


def _has_name(uid: int) -> bool:
    return any(known.pw_uid == uid for known in pwd.getpwall())


def _give(place: Path | int, user: SystemUser | None) -> None:
    if user is not None:
        os.chown(place, user.uid, user.gid)


@contextmanager
def _entrance(data: Path, user: SystemUser | None) -> Iterator[tuple[Path, tuple[int, ...]]]:
    """Give a path under which the user can enter the folder even behind closed parents: as a folder open already."""
    if user is None or not OPEN_FILES.exists():
        yield data, ()
        return
    opened = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield OPEN_FILES / str(opened), (opened,)
    finally:
        os.close(opened)


def _can_run(binaries: Path, user: SystemUser | None) -> bool:
    if user is None:
        return True
    try:
        return _run_as(user, [binaries / "postgres", "--version"]) == 0
    except (PermissionError, FileNotFoundError):
        return False


def _run_as(
    user: SystemUser | None,
    command: Sequence[str | Path],
    files: tuple[int, ...] = (),
    output: int = subprocess.DEVNULL,
) -> int:
    return subprocess.run(  # noqa: S603 -- a program of PostgreSQL, arguments of ours
        command,
        cwd="/",
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        pass_fds=files,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
        umask=0o077,
        check=False,
    ).returncode
