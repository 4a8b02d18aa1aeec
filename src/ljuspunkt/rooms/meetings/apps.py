"""The room, for Django."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "ljuspunkt.rooms.meetings"
    label = "meetings"
