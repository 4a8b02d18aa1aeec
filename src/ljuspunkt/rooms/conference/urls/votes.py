"""Addresses of those who prepare and lead a conference."""

from django.urls import path

from ljuspunkt.rooms.conference.views import chair, organisers, votes

app_name = "votes"
urlpatterns = [
    path("conferences/", votes.conferences, name="conferences"),
    path("conferences/new/", votes.new, name="new"),
    path("conferences/<slug:slug>/", votes.setup, name="setup"),
    path("conferences/<slug:slug>/settings/", votes.settings, name="settings"),
    path("conferences/<slug:slug>/organisers/", organisers.organisers, name="organisers"),
    path("conferences/<slug:slug>/asked/", organisers.asked, name="asked"),
    path("conferences/<slug:slug>/candidates/", votes.candidates, name="candidates"),
    path("conferences/<slug:slug>/protocols/", votes.protocols, name="protocols"),
    path("conferences/<slug:slug>/votes/", votes.votes, name="votes"),
    path("conferences/<slug:slug>/votes/new/", votes.draft, name="draft"),
    path("conferences/<slug:slug>/votes/<int:vote>/", votes.vote, name="vote"),
    path("conferences/<slug:slug>/votes/<int:vote>/remove/", votes.remove, name="remove"),
    path("conferences/<slug:slug>/votes/<int:vote>/document/", votes.document, name="document"),
    path("conferences/<slug:slug>/chair/", chair.console, name="chair"),
    path("conferences/<slug:slug>/chair/screen/", chair.screen, name="show"),
    path("conferences/<slug:slug>/chair/close/", chair.close_conference, name="close_conference"),
    path("conferences/<slug:slug>/chair/<int:vote>/open/", chair.open_vote, name="open"),
    path("conferences/<slug:slug>/chair/<int:vote>/close/", chair.close_vote, name="close"),
    path("conferences/<slug:slug>/chair/<int:vote>/count/", chair.decide_vote, name="decide"),
    path("conferences/<slug:slug>/chair/<int:vote>/run-off/", chair.open_runoff, name="runoff"),
    path("conferences/<slug:slug>/chair/<int:vote>/rule/", chair.rule_tie, name="rule"),
    path("conferences/<slug:slug>/chair/<int:vote>/void/", chair.void_vote, name="void"),
    path("conferences/<slug:slug>/chair/<int:vote>/again/", chair.hold_again, name="again"),
]
