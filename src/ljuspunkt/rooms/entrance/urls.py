"""Addresses of the pages that lead into the rooms."""

from django.urls import path

from ljuspunkt.rooms.entrance import views

app_name = "entrance"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.work, name="work"),
    path("indicators/<str:number>/", views.indicator, name="indicator"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
