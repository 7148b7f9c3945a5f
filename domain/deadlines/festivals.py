"""The days off that the law itself sets for a year, with the lunar festivals of 2025 to 2035."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple


class Festivals(NamedTuple):
    """The festivals of one year that the lunar calendar or the sun sets, as (month, day)."""

    spring_festival: tuple[int, int]
    qingming: tuple[int, int]
    dragon_boat: tuple[int, int]
    mid_autumn: tuple[int, int]


FESTIVALS: Mapping[int, Festivals] = {
    2025: Festivals((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: Festivals((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: Festivals((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: Festivals((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: Festivals((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: Festivals((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: Festivals((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: Festivals((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: Festivals((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: Festivals((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: Festivals((2, 8), (4, 5), (6, 10), (9, 16)),
}


IN_FORCE_FROM = 2025


@cache
def base_days(year: int) -> Mapping[date, str]:
    """The days off of 全国年节及纪念日放假办法 (2024) §2 by code: 13 where the festivals are known, else the six fixed.

    Of the years before it came into force, 2025, those that all versions since 1999 set.

    Days in lieu are left to the State Council's plan and not guessed. Where Mid-Autumn falls into the National Day
    holiday the day carries the latter's code.
    """
    return dict([*_lunar_days(year), *_fixed_days(year)]) if year >= IN_FORCE_FROM else dict(_older_days(year))


def _older_days(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), "new_year"
    yield date(year, 5, 1), "labour_day"
    yield from ((date(year, 10, day), "national_day") for day in (1, 2, 3))


def _fixed_days(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), "new_year"
    yield from ((date(year, 5, day), "labour_day") for day in (1, 2))
    yield from ((date(year, 10, day), "national_day") for day in (1, 2, 3))


def _lunar_days(year: int) -> Iterator[tuple[date, str]]:
    festivals = FESTIVALS.get(year)
    if festivals is None:
        return
    new_year = date(year, *festivals.spring_festival)
    yield from ((new_year + timedelta(days=step), "spring_festival") for step in (-1, 0, 1, 2))
    yield date(year, *festivals.qingming), "qingming"
    yield date(year, *festivals.dragon_boat), "dragon_boat"
    yield date(year, *festivals.mid_autumn), "mid_autumn"
