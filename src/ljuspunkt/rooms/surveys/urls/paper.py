"""Addresses of the pages about paper questionnaires, below `waves/<slug>/paper/`."""

from django.urls import path

from ljuspunkt.rooms.surveys.views import paper as views

app_name = "paper"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<str:code>/form/", views.form, name="form"),
    path("<str:code>/sheet/", views.sheet, name="sheet"),
    path("<str:code>/sheet/<int:number>/", views.sheet, name="numbered"),
    path("<str:code>/sheet/<int:number>/settle/", views.settle, name="settle"),
]
