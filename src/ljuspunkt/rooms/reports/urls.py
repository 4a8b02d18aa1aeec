"""Addresses of the report."""

from django.urls import path

from ljuspunkt.rooms.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.example, name="example"),
    path("figures/", views.account, name="account"),
    path("pictures/<slug:name>.<slug:ending>", views.picture, name="picture"),
    path("associations/<str:association>/", views.association, name="association"),
    path(
        "associations/<str:association>/pictures/<slug:name>.<slug:ending>",
        views.picture,
        name="association_picture",
    ),
    path("<slug:name>/", views.section, name="section"),
]
