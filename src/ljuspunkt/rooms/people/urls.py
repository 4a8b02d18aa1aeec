"""Addresses of the network and of the own account."""

from django.urls import path

from ljuspunkt.rooms.people.views import account

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
]
