"""Addresses: the same words in every language, behind /sv/ and /en/. `/` leads to the browser's language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler403 = "ljuspunkt.rooms.entrance.views.refused"
handler404 = "ljuspunkt.rooms.entrance.views.not_found"
handler500 = "ljuspunkt.rooms.entrance.views.failed"

# The log-in of an organisation knows one address to come back to, whatever the language.
organisations = [path("account/organisation/", include("allauth.socialaccount.providers.openid_connect.urls"))]

# Respondents' pages have more languages than ours, and addresses that fit a poster.
respondents = [path("", include("ljuspunkt.rooms.surveys.urls.answering"))]

urlpatterns = (
    organisations
    + respondents
    + i18n_patterns(
        # First, for these are asked for by a whole room at once.
        path("", include("ljuspunkt.rooms.conference.urls.live")),
        path("", include("ljuspunkt.rooms.conference.urls.ballots")),
        path("conference/", include("ljuspunkt.rooms.reports.urls_conference")),
        path("conference/", include("ljuspunkt.rooms.conference.urls.published")),
        path("report/", include("ljuspunkt.rooms.reports.urls")),
        path("audit/", include("ljuspunkt.rooms.analysis.urls")),
        path("account/", include("ljuspunkt.rooms.people.urls_account")),
        path("", include("ljuspunkt.rooms.people.urls")),
        path("", include("ljuspunkt.rooms.indicators.urls.inventories")),
        path("", include("ljuspunkt.rooms.indicators.urls.measures")),
        path("", include("ljuspunkt.rooms.meetings.urls")),
        path("", include("ljuspunkt.rooms.conference.urls.result")),
        path("", include("ljuspunkt.rooms.conference.urls.votes")),
        path("", include("ljuspunkt.rooms.conference.urls.panel")),
        path("conferences/", include("ljuspunkt.rooms.conference.urls.ballot_work")),
        path("instruments/", include("ljuspunkt.rooms.surveys.urls.instruments")),
        path("", include("ljuspunkt.rooms.surveys.urls.waves")),
        path("waves/<slug:slug>/paper/", include("ljuspunkt.rooms.surveys.urls.paper")),
        path("waves/<slug:slug>/", include("ljuspunkt.rooms.surveys.urls.keys")),
        path("waves/<slug:slug>/", include("ljuspunkt.rooms.surveys.urls.processing")),
        path("waves/<slug:slug>/quality/", include("ljuspunkt.rooms.surveys.urls.pilot")),
        path("", include("ljuspunkt.rooms.entrance.urls")),
        prefix_default_language=True,
    )
)
