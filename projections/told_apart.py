"""Rows of readers who are told a part of a case: beside the row of the whole case a second one, as if that were all."""

from uuid import NAMESPACE_OID, UUID, uuid5

WHOLE = ""
"""Stands in `told_to` of rows that tell a case as it is."""
THE_UNIT = "UNIT"
"""Stands there in those that tell what the supervised unit is told."""


def row_told(case: UUID) -> UUID:
    """The id of the second row; that of the first is the case's."""
    return uuid5(NAMESPACE_OID, f"told {case.hex}")
