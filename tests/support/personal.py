"""The sealed fields of events as they were agreed: class, event and field."""

from collections.abc import Iterator

from domain.values import KeyClass
from tests.support.golden import GOLDEN


def personal_fields(kind: str) -> Iterator[tuple[KeyClass, str, str]]:
    """Each class that a sealed field of an event of that kind takes."""
    for line in (GOLDEN / "personal_fields.txt").read_text(encoding="utf-8").splitlines():
        topic, field, classes, _form = line.split()
        if topic.startswith(f"{kind}."):
            for key_class in classes.split("|"):
                yield KeyClass(key_class), topic.partition(":")[0], field
