"""Addresses of the pages that lead into the rooms."""

from django.urls import path

from ljuspunkt.rooms.entrance import log, views

app_name = "entrance"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.work, name="work"),
    path("log/", log.log, name="log"),
    path("log/file.csv", log.file, name="log_file"),
    path("indicators/<str:number>/", views.indicator, name="indicator"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
