"""Addresses of what is said about the processing of personal data in a wave."""

from django.urls import path

from ljuspunkt.rooms.surveys.views import processing

app_name = "processing"
urlpatterns = [
    path("information/", processing.information, name="information"),
    path("information.html", processing.information_file, name="information_file"),
    path("record/", processing.record, name="record"),
    path("record.html", processing.record_file, name="record_file"),
]
