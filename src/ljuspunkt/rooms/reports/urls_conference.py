"""Addresses of the report of a conference."""

from django.urls import path

from ljuspunkt.rooms.reports import conference_views

app_name = "conference_report"
urlpatterns = [
    path("<slug:slug>/report/", conference_views.report, name="page"),
    path("<slug:slug>/report.pdf", conference_views.pdf, name="pdf"),
]
