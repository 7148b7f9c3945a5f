"""Whether a text is the name of one person: a limit on entries is none where one entry holds several names."""

import re
from typing import Final

_HAN: Final = "\u3400-\u9fff\U00020000-\U0003ffff"
_NUMBER: Final = "0-9０-９一二三四五六七八九十百两"
_SEVERAL: Final = re.compile(
    r"[、，,;；/／|｜&＆+＋]"  # what stands between the entries of a list
    rf"|^[{_HAN}]{{2,4}}(?:\s+[{_HAN}]{{2,4}})+$"  # names side by side; 张 三 is one that was spread out
    rf"|^[{_HAN}]{{2,4}}(?:[和及与跟][{_HAN}]{{2,4}})+$"  # 李和平 is one name
    rf"|等\s*[{_NUMBER}]*\s*多?\s*[人名位]$"  # 李平等 is one name
    rf"|[{_NUMBER}]\s*[.．)）].+[{_NUMBER}]\s*[.．)）]"  # a numbered list
)


def is_one_name(text: str) -> bool:
    """True of 买买提·艾力, 欧阳 某 and John Smith; False of 张三、李四, 张三和李四 and 张三等6人."""
    return _SEVERAL.search(text.strip()) is None
