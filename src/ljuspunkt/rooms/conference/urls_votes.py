"""Addresses of those who prepare and lead a conference."""

from django.urls import path

from ljuspunkt.rooms.conference import views_chair, views_votes

app_name = "votes"
urlpatterns = [
    path("conferences/", views_votes.conferences, name="conferences"),
    path("conferences/new/", views_votes.new, name="new"),
    path("conferences/<slug:slug>/", views_votes.setup, name="setup"),
    path("conferences/<slug:slug>/settings/", views_votes.settings, name="settings"),
    path("conferences/<slug:slug>/candidates/", views_votes.candidates, name="candidates"),
    path("conferences/<slug:slug>/protocols/", views_votes.protocols, name="protocols"),
    path("conferences/<slug:slug>/votes/", views_votes.votes, name="votes"),
    path("conferences/<slug:slug>/votes/new/", views_votes.draft, name="draft"),
    path("conferences/<slug:slug>/votes/<int:vote>/", views_votes.vote, name="vote"),
    path("conferences/<slug:slug>/votes/<int:vote>/remove/", views_votes.remove, name="remove"),
    path("conferences/<slug:slug>/votes/<int:vote>/document/", views_votes.document, name="document"),
    path("conferences/<slug:slug>/chair/", views_chair.console, name="chair"),
    path("conferences/<slug:slug>/chair/screen/", views_chair.screen, name="show"),
    path("conferences/<slug:slug>/chair/close/", views_chair.close_conference, name="close_conference"),
    path("conferences/<slug:slug>/chair/<int:vote>/open/", views_chair.open_vote, name="open"),
    path("conferences/<slug:slug>/chair/<int:vote>/close/", views_chair.close_vote, name="close"),
    path("conferences/<slug:slug>/chair/<int:vote>/count/", views_chair.decide_vote, name="decide"),
    path("conferences/<slug:slug>/chair/<int:vote>/run-off/", views_chair.open_runoff, name="runoff"),
    path("conferences/<slug:slug>/chair/<int:vote>/rule/", views_chair.rule_tie, name="rule"),
    path("conferences/<slug:slug>/chair/<int:vote>/void/", views_chair.void_vote, name="void"),
    path("conferences/<slug:slug>/chair/<int:vote>/again/", views_chair.hold_again, name="again"),
]
