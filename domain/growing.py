"""A mapping that grows without being copied: each step is a mapping of its own, and those before stay as they were."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

GONE: Any = object()
"""Stands in a layer for a key that an earlier layer holds and that was taken out since."""

Layer = dict[K, V]


class Growing(Mapping[K, V], Generic[K, V]):
    """Entries in layers, the oldest and largest first; what a later layer says of a key holds.

    A step lays one entry on top, together with the layers below that are no larger: of n steps each entry is copied
    about log2(n) times, where a copied dictionary would copy it n times. No layer is ever changed.
    """

    __slots__ = ("_count", "_layers")

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        self._layers: tuple[Layer[K, V], ...] = (dict(entries),) if entries else ()
        self._count = len(entries) if entries else 0

    def __getitem__(self, key: K) -> V:
        for layer in reversed(self._layers):
            if key in layer:
                if layer[key] is GONE:
                    break
                return layer[key]
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        for layer in reversed(self._layers):
            if key in layer:
                known: Any = key
                return layer[known] is not GONE
        return False

    def __iter__(self) -> Iterator[K]:
        layers = self._layers
        return iter(layers[0] if len(layers) == 1 else _whole(layers))

    def __len__(self) -> int:
        return self._count

    def __hash__(self) -> int:
        return hash(frozenset(self.items()))

    def __repr__(self) -> str:
        return f"Growing({dict(self)!r})"

    def holding(self, key: K, value: V) -> "Growing[K, V]":
        """These entries, and `value` for the key."""
        return self._under({key: value}, self._count + (key not in self))

    def without(self, key: K) -> "Growing[K, V]":
        """These entries but that of the key; the same mapping where it holds none."""
        return self._under({key: GONE}, self._count - 1) if key in self else self

    def _under(self, layer: Layer[K, V], count: int) -> "Growing[K, V]":
        layers = self._layers
        below = len(layers)
        while below and len(layers[below - 1]) <= len(layer):
            below -= 1
            layer = {**layers[below], **layer}
        grown: Growing[K, V] = object.__new__(Growing)
        grown._layers = (*layers[:below], layer) if below else _alone(layer, count)
        grown._count = count
        return grown


def _whole(layers: tuple[Layer[K, V], ...]) -> Layer[K, V]:
    """One layer that says what all say, in the order in which the keys came."""
    merged: Layer[K, V] = {}
    for layer in layers:
        merged.update(layer)
    return {key: value for key, value in merged.items() if value is not GONE}


def _alone(layer: Layer[K, V], count: int) -> tuple[Layer[K, V], ...]:
    """The layer with nothing below it, which says that nothing is gone any more."""
    if not count:
        return ()
    return (layer,) if len(layer) == count else (_whole((layer,)),)
