"""Addresses of the network and its people."""

from django.urls import path

from ljuspunkt.rooms.people.views import account, members, network

app_name = "people"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/welcome/<str:key>/", account.welcome, name="welcome"),
    path("people/", members.members, name="network_members"),
    path("people/invite/", members.invite, name="network_invite"),
    path("people/<int:account>/again/", members.invite_again, name="network_invite_again"),
    path("people/<int:account>/open/", members.account_state, name="account_state"),
    path("people/roles/<int:assignment>/end/", members.end_role, name="network_end_role"),
    path("people/costs/", network.costs, name="costs"),
    path("people/costs/new/", network.add_cost, name="add_cost"),
    path("people/costs/<int:number>/", network.cost, name="cost"),
    path("associations/", network.associations, name="associations"),
    path("associations/+/", network.add_association, name="add_association"),
    path("associations/<slug:slug>/", network.association, name="association"),
    path("associations/<slug:slug>/change/", network.change_association, name="change_association"),
    path("associations/<slug:slug>/merge/", network.merge, name="merge"),
    path("associations/<slug:slug>/merge/undo/", network.undo_merger, name="undo_merger"),
    path("associations/<slug:slug>/parties/new/", network.add_party, name="add_party"),
    path("associations/<slug:slug>/parties/<int:party>/end/", network.end_party, name="end_party"),
    path("associations/<slug:slug>/groups/new/", network.add_local_group, name="add_local_group"),
    path("associations/<slug:slug>/groups/<int:group>/end/", network.end_local_group, name="end_local_group"),
    path("associations/<slug:slug>/agreements/new/", network.add_agreement, name="add_agreement"),
    path("associations/<slug:slug>/agreements/<int:agreement>/end/", network.end_agreement, name="end_agreement"),
    path("associations/<slug:slug>/members/", members.members, name="members"),
    path("associations/<slug:slug>/members/invite/", members.invite, name="invite"),
    path("associations/<slug:slug>/members/<int:account>/again/", members.invite_again, name="invite_again"),
    path("associations/<slug:slug>/members/<int:assignment>/end/", members.end_role, name="end_role"),
]
