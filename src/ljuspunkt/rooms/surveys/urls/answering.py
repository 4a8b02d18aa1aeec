"""Addresses of the respondents' pages, outside the languages of the working pages: they have their own."""

from django.urls import path

from ljuspunkt.rooms.surveys.views.answering import respond

app_name = "answering"
urlpatterns = [
    path("answer/<str:code>/", respond, name="answer"),
    path("answer/<path:rest>", respond, name="answer_page"),
    path("a/<str:code>/<str:token>/", respond, name="personal"),
    path("a/<path:rest>", respond, name="personal_page"),
]
