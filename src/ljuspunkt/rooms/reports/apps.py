"""The room of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers the room; it has no tables of its own."""

    name = "ljuspunkt.rooms.reports"
