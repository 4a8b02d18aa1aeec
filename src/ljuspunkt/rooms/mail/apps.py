"""The room, for Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "ljuspunkt.rooms.mail"
    label = "mail"
