"""Filters of lists in the order of the queue: what they leave stands at its front, so that the rest is not read."""

from service.kinds import filters

EMERGENCY = filters.flag("emergency", "emergency AND place < '1'")
DUE_UNTIL = filters.day(
    "due_until", "next_due_on <= %s AND place <= '1 ' || to_char(%s::date, 'YYYY-MM-DD') || ' 9999-12-31'"
)
"""A place begins with what is urgent and the due day, as the view writes it."""
