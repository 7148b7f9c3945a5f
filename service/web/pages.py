"""The pages of the service."""

from flask import Flask


def register_pages(app: Flask) -> None:
    """Adds every page to the application."""
