"""Addresses of calls for measures, of what is proposed, and of measure protocols."""

from django.urls import path

from ljuspunkt.rooms.indicators.views.measures import calls, merging, open, proposals, protocols, together

app_name = "measures"
OPEN = "measures/propose/<slug:code>/"
HERE = "measures/calls/<slug:slug>/"
INDICATOR = HERE + "indicators/<str:number>/"
ONE = HERE + "proposals/<int:number>/"
PAIR = HERE + "pairs/<int:one>/<int:other>/"
NETWORK = "measures/protocols/network/<slug:name>/"
OWNED = "measures/protocols/<slug:scope>/<slug:owner>/<slug:name>/"
THE_NETWORKS = {"scope": "network"}
urlpatterns = [
    path(OPEN, open.call, name="open"),
    path(OPEN + "indicators/<str:number>/", open.indicator, name="open_indicator"),
    path(OPEN + "sent/<slug:key>/", open.sent, name="sent"),
    path("measures/protocols/", protocols.protocols, name="protocols"),
    path(NETWORK, protocols.protocol, THE_NETWORKS, name="protocol"),
    path(NETWORK + "<int:number>/", protocols.protocol, THE_NETWORKS, name="protocol_version"),
    path(NETWORK + "<int:number>/measures.<slug:ending>", protocols.protocol_file, THE_NETWORKS, name="protocol_file"),
    path(OWNED, protocols.protocol, name="protocol_of"),
    path(OWNED + "<int:number>/", protocols.protocol, name="protocol_of_version"),
    path(OWNED + "<int:number>/measures.<slug:ending>", protocols.protocol_file, name="protocol_of_file"),
    path("measures/", calls.calls, name="calls"),
    path("measures/new/", calls.call_new, name="call_new"),
    path(HERE, calls.call, name="call"),
    path(HERE + "change/", calls.call_change, name="call_change"),
    path(HERE + "audiences/new/", calls.audience, name="audience_new"),
    path(HERE + "audiences/<int:key>/", calls.audience, name="audience"),
    path(HERE + "publish/", calls.publish, name="publish"),
    path(HERE + "proposals.xlsx", calls.proposals_file, name="proposals_file"),
    path(HERE + "waiting/", together.waiting, name="waiting"),
    path(HERE + "waiting/erase/", together.erase, name="erase"),
    path(INDICATOR, together.indicator, name="indicator"),
    path(INDICATOR + "groups/new/", together.group, name="group_new"),
    path(INDICATOR + "groups/<int:key>/", together.group, name="group"),
    path(INDICATOR + "groups/<int:key>/<slug:direction>/", together.group_move, name="group_move"),
    path(ONE, proposals.proposal, name="proposal"),
    path(ONE + "change/", proposals.proposal_change, name="proposal_change"),
    path(ONE + "decide/", proposals.proposal_decide, name="proposal_decide"),
    path(ONE + "comment/", proposals.proposal_comment, name="proposal_comment"),
    path(ONE + "comment/<int:key>/remove/", proposals.comment_remove, name="comment_remove"),
    path(ONE + "group/", proposals.proposal_group, name="proposal_group"),
    path(ONE + "state/<slug:state>/", proposals.proposal_state, name="proposal_state"),
    path(ONE + "move/", proposals.proposal_move, name="proposal_move"),
    path(ONE + "name/erase/", proposals.name_erase, name="name_erase"),
    path(ONE + "merge/", merging.proposal_merge, name="proposal_merge"),
    path(ONE + "undo/", merging.merge_undo, name="merge_undo"),
    path(PAIR, merging.pair, name="pair"),
    path(PAIR + "differ/", merging.pair_differ, name="pair_differ"),
]
