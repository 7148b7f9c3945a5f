"""A record with some of its fields changed: what `dataclasses.replace` gives, without running through every field."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import replace as changed
else:

    def changed(record: Any, /, **changes: Any) -> Any:
        """A copy of a dataclass without slots, in which these fields are different. Raises TypeError for no field."""
        after = object.__new__(type(record))
        fields = vars(after)
        fields.update(vars(record), **changes)
        if len(fields) != len(vars(record)):
            raise TypeError(f"{type(record).__name__} has no field {', '.join(changes.keys() - vars(record).keys())}")
        return after


__all__ = ["changed"]
