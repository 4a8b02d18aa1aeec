"""Addresses of the working pages about what a conference gave, and of the voter's evaluation."""

from django.urls import path

from ljuspunkt.rooms.conference import views_evaluation, views_result

app_name = "results"
urlpatterns = [
    path("conferences/<slug:slug>/account/", views_result.account, name="account"),
    path("conferences/<slug:slug>/account/<str:item>/", views_result.passage, name="passage"),
    path("conferences/<slug:slug>/report/", views_result.publish, name="publish"),
    path("conferences/<slug:slug>/evaluation/", views_result.evaluation, name="evaluation"),
    path("conferences/<slug:slug>/export/", views_result.export, name="export"),
    path("room/<str:code>/evaluation/", views_evaluation.room, name="room"),
]
