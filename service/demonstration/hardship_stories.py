"""The demonstration's households: made-up people, what their year brought, and how far each request has come."""

from dataclasses import dataclass

from domain.hardship.codes import Category, Cause


@dataclass(frozen=True, slots=True)
class Story:
    """One household's request: who asks, what the year brought, and how far it has come by today."""

    days_ago: int
    name: str
    cause: Cause
    income: int
    medical: int
    category: Category
    until: str
    aid: int = 6_000
    unit: str = "JX-1"
    emergency: bool = False


ENDS_NEXT = "沈默然"
"""Whose notice stands until the first working day after today."""

STORIES = (
    Story(149, "郝建国", Cause.K1, 72_000, 30_000, Category.H1, "receipted"),
    Story(146, "万玉兰", Cause.K5, 72_000, 28_000, Category.H1, "receipted", 5_000, unit="JX-2"),
    Story(142, "柴德山", Cause.K7, 60_000, 20_000, Category.H1, "receipted", emergency=True),
    Story(138, "殷秀芝", Cause.K3, 90_000, 10_000, Category.H2, "receipted", 4_000, unit="KY-N"),
    Story(135, "毕福来", Cause.K2, 68_000, 25_000, Category.H1, "paid", unit="JX-2"),
    Story(127, "黄桂花", Cause.K9, 80_000, 12_000, Category.H2, "receipted", 3_000, unit="KY-N"),
    Story(119, "谷满仓", Cause.K4, 71_000, 22_000, Category.H1, "objected"),
    Story(113, "艾冬梅", Cause.K6, 85_000, 9_000, Category.H2, "paid", 4_000, unit="KY-N"),
    Story(104, "席卫民", Cause.K10, 69_000, 26_000, Category.H1, "aid_approved", unit="JX-2"),
    Story(97, "向阳红", Cause.K1, 75_000, 27_000, Category.H1, "aid_approved", 8_000, unit="KY-N"),
    Story(89, "纪长安", Cause.K8, 70_000, 24_000, Category.H1, "aid_planned", 9_000),
    Story(83, "居桂英", Cause.K2, 73_000, 26_000, Category.H1, "aid_planned", 7_000, unit="KY-N"),
    Story(74, "盛大海", Cause.K5, 88_000, 11_000, Category.H2, "on_file", unit="JX-2"),
    Story(67, "宁静远", Cause.K11, 66_000, 20_000, Category.H1, "on_file", unit="KY-N"),
    Story(58, "辛勤劳", Cause.K6, 84_000, 14_000, Category.H2, "on_file", unit="JX-2"),
    Story(45, ENDS_NEXT, Cause.K1, 72_000, 30_000, Category.H1, "published"),
    Story(25, "甘甜甜", Cause.K1, 72_000, 29_000, Category.H1, "published", unit="KY-N"),
    Story(23, "费思量", Cause.K3, 70_000, 23_000, Category.H1, "published", unit="JX-2"),
    Story(22, "符合心", Cause.K4, 86_000, 13_000, Category.H2, "published"),
    Story(20, "庄稼旺", Cause.K7, 64_000, 18_000, Category.H1, "reviewed", emergency=True, unit="KY-N"),
    Story(15, "凌云志", Cause.K1, 74_000, 25_000, Category.H1, "verified", unit="JX-2"),
    Story(12, "安之若", Cause.K5, 71_000, 24_000, Category.H1, "visited"),
    Story(9, "骆驼祥", Cause.K9, 79_000, 15_000, Category.H2, "visited", unit="KY-N"),
    Story(5, "祝平安", Cause.K2, 72_000, 27_000, Category.H1, "applied", unit="JX-2"),
    Story(1, "雷雨声", Cause.K7, 70_000, 20_000, Category.H1, "applied", emergency=True),
    Story(31, "岑如海", Cause.K1, 72_000, 29_000, Category.H1, "objection_open"),
    Story(29, "戴月明", Cause.K6, 83_000, 12_000, Category.H2, "published", unit="JX-2"),
    Story(18, "金秋实", Cause.K5, 70_000, 22_000, Category.H1, "reviewed", unit="KY-N"),
    Story(7, "钟长青", Cause.K2, 71_000, 25_000, Category.H1, "applied", unit="JX-2"),
)
LAST_MONEY = {"last-a": "池清水", "last-b": "蓝天白"}
"""Two requests whose planned aids together exceed what the small fund still holds."""
