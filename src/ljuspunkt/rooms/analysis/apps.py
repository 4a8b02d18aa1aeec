"""The room, for Django."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "ljuspunkt.rooms.analysis"
    label = "analysis"
