"""The room, for Django."""

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "ljuspunkt.rooms.conference"
    label = "conference"
