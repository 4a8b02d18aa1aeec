"""Addresses of the conference."""

from django.urls import path

from ljuspunkt.rooms.conference import views

app_name = "conference"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("votes/<str:reference>/", views.vote, name="vote"),
    path("protocols/<slug:name>/", views.protocol, name="protocol"),
]
