"""The measured promises of the README in both languages, told from the kept figures."""

import math
import re
from typing import NamedTuple

from tests.benchmarks.figures import Figures


class Words(NamedTuple):
    """By the promise of a row, what is said of it, with figures by name in brackets; and the line below the table."""

    rows: dict[str, str]
    below: str
    unknown: str


READMES = {
    "README.md": Words(
        {
            "Writers do not wait for one another": "16 writers: [appends, 16 writers, this recorder], "
            "library's recorder [appends, 16 writers, library's recorder], "
            "plain INSERT [appends, 16 writers, plain INSERT]",
            "A list reads a page, not the store": "[lists and pages within their target, large] of "
            "[lists and pages measured] within 30 ms, pages 60, at p95 of the large store; the slowest "
            "[slowest list of the API, large, p95]; at worst "
            "[worst list or page, large ÷ small, p95] times the small store",
            "Every view can be built anew from the log": "all at once, large store: [rebuild of all views, large]; "
            "[rebuild of all views ÷ library's runner] times the library's runner with one small view",
        },
        "Measured on {machine}, at commit {commits}; ",
        "not measured",
    ),
    "README.zh.md": Words(
        {
            "写入者互不等待": "16 个写入者：[appends, 16 writers, this recorder]，程序库的记录器 "
            "[appends, 16 writers, library's recorder]，直接 INSERT [appends, 16 writers, plain INSERT]",
            "列表读一页，不读全库": "大库 p95：[lists and pages measured] 个列表和页面中 "
            "[lists and pages within their target, large] 个在 30 ms（页面 60 ms）以内；最慢 "
            "[slowest list of the API, large, p95]，最差为小库的 [worst list or page, large ÷ small, p95] 倍",
            "每个视图都能由日志重建": "一次重建全部视图，大库：[rebuild of all views, large]；"
            "为程序库运行器只维护一个小视图时的 [rebuild of all views ÷ library's runner] 倍",
        },
        "测于 {machine}，提交 {commits}；",
        "未测量",
    ),
}


def promised(page: str, words: Words, figures: Figures) -> str:
    """The page with its promises as the figures tell them. Raises ValueError where a promise is not on the page."""
    for promise, said in words.rows.items():
        told = re.sub(r"\[([^]]+)]", lambda found: _told(found[1], words, figures), said)
        page = _replaced(page, rf"(?<=^\| {re.escape(promise)} \| )[^|]*(?= \|)", told)
    below = words.below.format(machine=figures.about["machine"], commits=figures.commits)
    return _replaced(page, r"^[^|\n]*(?=\[[^]]*]\(docs/performance\.md\)[,，])", below)


def _told(name: str, words: Words, figures: Figures) -> str:
    value = figures.value(name)
    return words.unknown if math.isnan(value) else f"{value:,g} {figures.units[name].replace('×', '')}".strip()


def _replaced(page: str, pattern: str, told: str) -> str:
    page, count = re.subn(pattern, lambda _found: told, page, flags=re.MULTILINE)
    if count != 1:
        raise ValueError(f"found {count} times on the page: {pattern}")
    return page
