"""The look: base templates, tokens, components, fonts, template tags for figures."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ljuspunkt.ui"
    label = "ui"
