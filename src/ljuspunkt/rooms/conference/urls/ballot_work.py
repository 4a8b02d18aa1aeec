"""Addresses of the organisers' pages about codes, paper ballots and scrutineers, below `conferences/`."""

from django.urls import path

from ljuspunkt.rooms.conference.views import ballot_work as views

app_name = "ballot_work"
urlpatterns = [
    path("<slug:slug>/codes/", views.codes, name="codes"),
    path("<slug:slug>/paper/", views.paper, name="paper"),
    path("<slug:slug>/paper/sheet/", views.sheet, name="new_sheet"),
    path("<slug:slug>/paper/sheet/<int:number>/", views.sheet, name="sheet"),
    path("<slug:slug>/scrutiny/", views.scrutiny, name="scrutiny"),
]
