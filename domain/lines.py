"""What one visible line may hold: nothing that breaks it, hides in it or turns it around."""

from unicodedata import category

BREAKING_OR_HIDING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's controls, format characters (direction overrides and tags among them), surrogates and separators."""

JOINERS = "\u200c\u200d"
"""Format characters that scripts need within words, and people within emoji."""


def is_seen(character: str) -> bool:
    """Whether the character may stand in a line that people read."""
    return character in JOINERS or category(character) not in BREAKING_OR_HIDING


def unseen_in(line: str) -> tuple[str, ...]:
    """The characters that may not stand in a line, as U+001B, each once, in order."""
    if line.isprintable():
        return ()
    return tuple(dict.fromkeys(f"U+{ord(each):04X}" for each in line if not is_seen(each)))


def escaped(line: str) -> str:
    """The line with each such character written as Python writes it, so that a terminal only shows it."""
    if line.isprintable():
        return line
    return "".join(each if is_seen(each) else each.encode("unicode_escape").decode() for each in line)
