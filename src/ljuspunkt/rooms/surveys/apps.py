"""The room, for Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "ljuspunkt.rooms.surveys"
    label = "surveys"
