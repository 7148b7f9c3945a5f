"""Which passwords are taken: long enough, and not among those that are guessed first."""

import re
import unicodedata
from collections.abc import Iterator

LEAST, MOST = 12, 200
"""Characters of a password."""
LONGEST_NAME = 60
LEFT, KINDS = 6, 4
"""Characters, and different ones, that must be left of a password without everything that is guessed first."""
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
WORDS = (
    *("password", "passwort", "passw0rd", "welcome", "letmein", "iloveyou", "woaini", "mima", "admin", "root", "user"),
    *("test", "login", "secret", "master", "changeme", "default", "casework", "dragon", "monkey", "sunshine"),
    *("princess", "football", "summer", "winter", "china", "beijing", "shanghai"),
)
"""What lists of leaked passwords begin with, in the lands where this is used."""


class PasswordUnfit(Exception):
    """The password is too short or too long, or is a name; or the name to sign in with is empty or too long."""


class PasswordGuessed(Exception):
    """The password is made of what is guessed first."""


def require_fit(name: str, password: str, real_name: str = "") -> None:
    """Raises PasswordUnfit and PasswordGuessed; `real_name` is what colleagues call whoever signs in by `name`."""
    is_name = 0 < len(name) <= LONGEST_NAME and name.isprintable()
    if not is_name or not LEAST <= len(password) <= MOST or _plain(password) in map(_plain, (name, real_name)):
        raise PasswordUnfit
    left = _left_of("".join(_plain(password).split()), [_plain(name), _plain(real_name)])
    if len(left) < LEFT or len(set(left)) < KINDS:
        raise PasswordGuessed


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _left_of(password: str, names: list[str]) -> str:
    """What is left without the own names, common words, years and runs of keys."""
    parts = {part for name in names for part in ("".join(name.split()), *re.split(r"[\W_]+", name))}
    for each in (*sorted(filter(_is_telling, parts), key=len, reverse=True), *WORDS, *_runs()):
        password = password.replace(each, "")
    return re.sub(r"(19|20)\d\d", "", password)


def _is_telling(part: str) -> bool:
    """Whether a part of a name is long enough to be taken out: two characters of Chinese, three letters."""
    return len(part) > (2 if part.isascii() else 1)


def _runs() -> Iterator[str]:
    """Runs of at least four neighbours, the longest first, in both directions."""
    for length in range(max(map(len, ROWS)), 3, -1):
        for row in ROWS:
            for there in (row, row[::-1]):
                yield from (there[at : at + length] for at in range(len(row) - length + 1))
