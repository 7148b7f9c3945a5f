"""The one error of a register file that cannot be read as a table."""


class RegisterUnreadable(Exception):
    """The file as a whole cannot be read; nothing of it was imported."""

    code = "register_unreadable"
