"""The room, for Django."""

from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "ljuspunkt.rooms.entrance"
    label = "entrance"
