"""Addresses of what conferences gave, for everybody. `votes` and `protocols` are no slugs: they begin old addresses."""

from django.urls import path

from ljuspunkt.rooms.conference import views

app_name = "conference"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("votes/<str:reference>/", views.old_vote, name="vote"),
    path("protocols/<slug:name>/", views.old_protocol, name="protocol"),
    path("<slug:slug>/", views.result, name="result"),
    path("<slug:slug>/votes/<path:reference>/", views.vote, name="result_vote"),
    path("<slug:slug>/protocols/<slug:name>/", views.protocol, name="result_protocol"),
    path("<slug:slug>/candidates/<str:reference>/", views.candidate, name="result_candidate"),
]
