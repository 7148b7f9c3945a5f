"""The three settings of an identity provider (OpenID Connect): all of them or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.machine.fetching import is_private

ISSUER, CLIENT_ID = "CASEWORK_OIDC_ISSUER", "CASEWORK_OIDC_CLIENT_ID"
SECRET_FILE = "CASEWORK_OIDC_CLIENT_SECRET_FILE"  # noqa: S105 — the name of a setting
LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """Where the identity provider is, and as whom the service asks it."""

    issuer: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return f"ProviderSettings({self.issuer}, redacted)"


def read_provider(environment: Mapping[str, str], wrong: list[str]) -> ProviderSettings | None:
    """The provider; None where none is named. Whatever is wrong is added to `wrong`."""
    given = {name: environment.get(name, "").strip() for name in (ISSUER, CLIENT_ID, SECRET_FILE)}
    if not any(given.values()):
        return None
    takes = f"an identity provider takes {ISSUER}, {CLIENT_ID} and {SECRET_FILE}"
    wrong.extend(f"{name} is required: {takes}" for name, value in given.items() if not value)
    if given[ISSUER] and not is_private(given[ISSUER]):
        wrong.append(f"{ISSUER} must begin with https://, or with http:// on this machine")
    secret = _secret(Path(given[SECRET_FILE]), wrong) if given[SECRET_FILE] else ""
    return ProviderSettings(given[ISSUER], given[CLIENT_ID], secret)


def _secret(path: Path, wrong: list[str]) -> str:
    """The one line of a file for its owner alone."""
    try:
        mode, text = path.stat().st_mode & 0o777, path.read_bytes()[:LONGEST].decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        wrong.append(f"{SECRET_FILE} cannot be read: {getattr(error, 'strerror', None) or 'it is no text'}: {path}")
        return ""
    if mode & 0o077:
        wrong.append(f"{SECRET_FILE} is open to others (mode {mode:o}): chmod 600 {path}")
    if not text:
        wrong.append(f"{SECRET_FILE} is empty: {path}")
    return text
