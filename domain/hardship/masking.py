"""The masked name of a public notice, made of a surname and of nothing else."""

from typing import Final

MASK: Final = "＊"

PAIRS: Final = (
    "欧阳司马诸葛上官皇甫尉迟公孙长孙慕容令狐宇文司徒夏侯端木东方独孤南宫西门百里呼延轩辕司空东郭"
    "申屠公冶澹台淳于单于太叔闻人濮阳钟离万俟赫连拓跋完颜纳兰第五仲孙公羊左丘梁丘鲜于闾丘亓官"
)
COMPOUND: Final = frozenset(PAIRS[start : start + 2] for start in range(0, len(PAIRS), 2))
"""复姓: the surnames of two characters; any other two characters would show a given name."""


def masked_name(surname: str) -> str | None:
    """Such as 张＊; None where the text is no surname: it would show more than a notice may."""
    text = surname.strip()
    is_surname = text in COMPOUND or (len(text) == 1 and text.isalpha())
    return f"{text}{MASK}" if is_surname else None
