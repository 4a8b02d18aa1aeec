"""Addresses of the pages about a pilot's questions, below `waves/<slug>/quality/`."""

from django.urls import path

from ljuspunkt.rooms.surveys.views import pilot as views

app_name = "pilot"
urlpatterns = [
    path("", views.quality, name="quality"),
    path("quality.xlsx", views.workbook, name="workbook"),
]
