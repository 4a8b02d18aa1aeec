"""Addresses of the audit."""

from django.urls import path

from ljuspunkt.rooms.analysis import views

app_name = "analysis"
urlpatterns = [
    path("", views.audit, name="audit"),
    path("report.<slug:ending>", views.file, name="file"),
]
