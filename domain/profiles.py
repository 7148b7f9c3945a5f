"""The places whose rules the service knows; a unit has those that were chosen for it, or for a unit above it."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Profile(StrEnum):
    """A jurisdiction: what it does not settle itself is settled by the national rows."""

    NATIONAL = "national"
    ZHEJIANG = "zhejiang"
    SHANGHAI = "shanghai"
    QINGDAO = "qingdao"
    ANQING = "anqing"


NATIONAL = Profile.NATIONAL


class Chosen(NamedTuple):
    """The profile of a unit from a day on, and the one before that day; None is that of the unit above."""

    profile: Profile
    from_on: date
    before: Profile | None

    def on(self, day: date) -> Profile | None:
        return self.profile if day >= self.from_on else self.before


class UnknownProfile(LookupError):
    """No such jurisdiction; the message lists the ones that exist."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unknown jurisdiction profile {code!r}; known: {', '.join(Profile)}")


def profile_named(code: str) -> Profile:
    """The profile with this code, else `UnknownProfile`."""
    try:
        return Profile(code)
    except ValueError:
        raise UnknownProfile(code) from None
