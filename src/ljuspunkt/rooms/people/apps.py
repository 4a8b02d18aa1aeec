"""The room, for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ljuspunkt.rooms.people"
    label = "people"
