"""The masked name of a public notice, made of a surname and of nothing else."""

from typing import Final

MASK: Final = "＊"

PAIRS: Final = (
    "欧阳司马诸葛上官皇甫尉迟公孙长孙慕容令狐宇文司徒夏侯端木东方独孤南宫西门百里呼延轩辕司空东郭"
    "申屠公冶澹台淳于单于太叔闻人濮阳钟离万俟赫连拓跋完颜纳兰第五仲孙公羊左丘梁丘鲜于闾丘亓官司寇"
    "司城子车颛孙巫马公西漆雕乐正壤驷公良夹谷宰父谷梁段干东门南门东乡归海羊舌微生叔孙屈突尔朱贺兰"
    "相里胡母哥舒雍门毋丘即墨达奚褚师公户公仲公伯公仪公祖公肩公夏公乘公门公山公坚南郭北宫北门北唐"
    "西郭西乞左人右师太史王孙士孙室中伯赏侯莫叱干叶赫那拉富察涂钦张简张廖欧侯范姜江夏"
)
LIVING: Final = frozenset(PAIRS[start : start + 2] for start in range(0, len(PAIRS), 2))
"""复姓 that are borne today: the surnames of two characters; any other two characters would show a given name."""

SIMPLIFIED: Final = str.maketrans(
    "歐陽馬諸遲長孫東獨宮門軒轅鐘鍾離萬單聞連顏納蘭鮮於閭臺顓車樂駟夾穀榖乾叔爾賀達師戶儀堅鄉歸葉塗張範簡",
    "欧阳马诸迟长孙东独宫门轩辕钟钟离万单闻连颜纳兰鲜于闾台颛车乐驷夹谷谷干叔尔贺达师户仪坚乡归叶涂张范简",
)
"""Traditional forms, as people from Hong Kong, Macao and Taiwan and old registers write them."""


def masked_name(surname: str, *, is_confirmed: bool = False) -> str | None:
    """Such as 张＊; None where the text is no known surname: it would show more than a notice may.

    Life knows more surnames than any list: where a second person has confirmed it, any word is one.
    """
    text = surname.strip()
    is_known = len(text) == 1 or text.translate(SIMPLIFIED) in LIVING or is_confirmed
    return f"{text}{MASK}" if text.isalpha() and is_known else None
