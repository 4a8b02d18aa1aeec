"""What databases do apart, for Django: one table, of what they still have to forget."""

from django.apps import AppConfig


class DatabasesConfig(AppConfig):
    name = "ljuspunkt.databases"
    label = "databases"
