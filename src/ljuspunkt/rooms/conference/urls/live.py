"""Addresses of the room while a conference goes on."""

from django.urls import path

from ljuspunkt.rooms.conference.views import live

urlpatterns = [
    path("join/", live.join, name="join"),
    path("room/<str:code>/", live.room, name="room"),
    path("screen/<str:code>/", live.screen, name="screen"),
]
