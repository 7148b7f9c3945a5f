"""The places whose rules the service knows; a unit of the organisation belongs to one of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A jurisdiction: what it does not settle itself is settled by the national rows."""

    code: str
    name: str


NATIONAL = "national"

PROFILES = (
    Profile(NATIONAL, "全国"),
    Profile("zhejiang", "浙江省"),
    Profile("shanghai", "上海市"),
    Profile("qingdao", "青岛市"),
    Profile("anqing", "安庆市"),
)


class UnknownProfile(LookupError):
    """No such jurisdiction; the message lists the ones that exist."""

    def __init__(self, code: str) -> None:
        known = ", ".join(profile.code for profile in PROFILES)
        super().__init__(f"unknown jurisdiction profile {code!r}; known: {known}")


def profile_named(code: str) -> Profile:
    """The profile with this code, else `UnknownProfile`."""
    for profile in PROFILES:
        if profile.code == code:
            return profile
    raise UnknownProfile(code)
