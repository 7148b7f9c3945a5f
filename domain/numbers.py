"""Case numbers: a kind, a unit, a year and eight characters of the case's own random id."""

from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def case_number(kind: str, unit_code: str, year: int, case: UUID) -> str:
    """Such as `PET-HS01-2026-7K4M2Q9D`: unique without coordination, telling neither order nor gaps."""
    bits = case.int >> 88
    characters = (CROCKFORD[(bits >> shift) & 31] for shift in range(35, -1, -5))
    return f"{kind}-{unit_code}-{year}-{''.join(characters)}"
