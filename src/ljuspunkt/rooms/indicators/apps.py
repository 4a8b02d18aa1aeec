"""The room, for Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "ljuspunkt.rooms.indicators"
    label = "indicators"
