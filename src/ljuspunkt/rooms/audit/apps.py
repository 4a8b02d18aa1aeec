"""The room, for Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ljuspunkt.rooms.audit"
    label = "audit"
