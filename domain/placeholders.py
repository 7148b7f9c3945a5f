"""What people write where a number is asked and there is none."""

import re
import unicodedata
from itertools import pairwise

WORDS = re.compile(
    "户口本|户口簿|身份证|户号|号码|编号|没有|没带|没办|忘带|不详|不明|不清楚|不知道|不知|未知|未填|未办|未提供|暂无|暂缺|"
    "待定|待补|待查|丢失|遗失|同上|同前|测试|无|空|缺|"
    "none|null|nil|nothing|unknown|missing|lost|empty|test|tbd|n/?a|no|x+"
)
"""Words that say that there is no number, taken away before what is left is looked at."""


def is_placeholder(number: str) -> bool:
    """Whether the text stands for no number: words for nothing, one digit repeated, or digits in a row such as 123456.

    Every household without a number would otherwise be taken for the same one.
    """
    text = unicodedata.normalize("NFKC", number).casefold()
    left = "".join(filter(str.isalnum, WORDS.sub("", text)))
    has_digit = any(map(str.isdecimal, left))
    return not has_digit or len(set(left)) == 1 or _is_run(left)


def _is_run(text: str) -> bool:
    """Whether digits follow one another up or down, as on a keyboard: 1234, 234567890, 987654."""
    if not text.isdecimal():
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(text)}
    return steps in ({1}, {9})
