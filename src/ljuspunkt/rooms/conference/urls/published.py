"""Addresses of what conferences gave, for everybody.

`votes` and `protocols` are no slugs: an address without a conference means the leading one.
"""

from django.urls import path

from ljuspunkt.rooms.conference.views import published

app_name = "conference"
urlpatterns = [
    path("", published.overview, name="overview"),
    path("votes/<str:reference>/", published.leading_vote, name="vote"),
    path("protocols/<slug:name>/", published.leading_protocol, name="protocol"),
    path("<slug:slug>/", published.result, name="result"),
    path("<slug:slug>/votes/<path:reference>/", published.vote, name="result_vote"),
    path("<slug:slug>/protocols/<slug:name>/", published.protocol, name="result_protocol"),
    path("<slug:slug>/candidates/<str:reference>/", published.candidate, name="result_candidate"),
]
