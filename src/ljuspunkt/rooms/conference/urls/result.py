"""Addresses of the working pages about what a conference gave, and of the voter's evaluation."""

from django.urls import path

from ljuspunkt.rooms.conference.views import evaluation, result

app_name = "results"
urlpatterns = [
    path("conferences/<slug:slug>/account/", result.account, name="account"),
    path("conferences/<slug:slug>/account/<str:item>/", result.passage, name="passage"),
    path("conferences/<slug:slug>/report/", result.publish, name="publish"),
    path("conferences/<slug:slug>/evaluation/", result.evaluation, name="evaluation"),
    path("conferences/<slug:slug>/export/", result.export, name="export"),
    path("room/<str:code>/evaluation/", evaluation.room, name="room"),
]
