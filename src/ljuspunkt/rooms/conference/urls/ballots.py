"""Addresses of the voter's pages, below the room's own."""

from django.urls import path

from ljuspunkt.rooms.conference.views import ballots as views

app_name = "ballots"
urlpatterns = [
    path("room/<str:code>/ballot/", views.ballot, name="ballot"),
    path("room/<str:code>/receipts/<path:reference>/", views.receipts, name="receipts"),
]
