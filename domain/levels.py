"""How confidential a text is, and what an officer may open a confidential one for."""

from enum import StrEnum


class Level(StrEnum):
    """What a text tells: nothing of a matter, the matter, something sensitive of a person, or who must stay unknown.

    Sensitive is what 个人信息保护法 §28 lists, and who filed an ordinary matter; sealed is whoever filed a protected
    one, and what they wrote as they wrote it (信访工作条例 §§30, 46).
    """

    INTERNAL = "C1"
    MATTER = "C2"
    SENSITIVE = "C3"
    SEALED = "C4"


TRACED = (Level.SENSITIVE, Level.SEALED)
"""Levels of which every opening is recorded before the text is told."""


class ReadFor(StrEnum):
    """What an officer opens a confidential text for: one of a list, as a text of one's own would tell of the matter.

    个人信息保护法 §§6, 28: a definite purpose, and nothing beyond it.
    """

    REGISTERING = "REGISTERING"
    HANDLING = "HANDLING"
    VERIFYING = "VERIFYING"
    DECIDING = "DECIDING"
    ANSWERING = "ANSWERING"
    PAYING = "PAYING"
    SUPERVISING = "SUPERVISING"
    REVIEWING = "REVIEWING"
