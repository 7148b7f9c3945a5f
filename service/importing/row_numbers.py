"""Numbers of rows as they come, kept as ranges: a million of them in a row take no more than one."""

from array import array
from collections.abc import Iterator
from itertools import islice


class RowNumbers:
    """Row numbers in the order in which they were added; equal where the same were added in the same order."""

    __slots__ = ("_first", "_last", "count")

    def __init__(self) -> None:
        self._first, self._last = array("Q"), array("Q")
        self.count = 0

    def add(self, number: int) -> None:
        """Adds one."""
        self.count += 1
        if self._last and number == self._last[-1] + 1:
            self._last[-1] = number
        else:
            self._first.append(number)
            self._last.append(number)

    def shown(self, most: int | None = None) -> str:
        """In short, such as rows 3, 5-9; the first of them where not all are wanted."""
        if most is not None and most < self.count:
            few = RowNumbers()
            for number in islice(self, most):
                few.add(number)
            return few.shown()
        spans = zip(self._first, self._last, strict=True)
        return "rows " + ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)

    def __iter__(self) -> Iterator[int]:
        for first, last in zip(self._first, self._last, strict=True):
            yield from range(first, last + 1)

    def __len__(self) -> int:
        return self.count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowNumbers) and (self._first, self._last) == (other._first, other._last)
