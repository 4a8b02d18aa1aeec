"""Addresses of the room while a conference goes on."""

from django.urls import path

from ljuspunkt.rooms.conference import views_live

urlpatterns = [
    path("join/", views_live.join, name="join"),
    path("room/<str:code>/", views_live.room, name="room"),
    path("screen/<str:code>/", views_live.screen, name="screen"),
]
