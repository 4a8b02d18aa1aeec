"""Addresses of inventories and protocols."""

from django.urls import path

from ljuspunkt.rooms.indicators.views import alike, candidates, inventories, lists, protocols, themes

app_name = "indicators"
HERE = "inventory/<slug:slug>/"
ONE = HERE + "candidates/<str:number>/"
TWO = HERE + "alike/<str:one>/<str:other>/"
ADDED = "protocols/association/<slug:owner>/add/"
NETWORK = "protocols/network/<slug:name>/"
OWNED = "protocols/<slug:scope>/<slug:owner>/<slug:name>/"
urlpatterns = [
    path("inventory/", inventories.inventories, name="inventories"),
    path("inventory/new/", inventories.inventory_new, name="inventory_new"),
    path(HERE, inventories.inventory, name="inventory"),
    path(HERE + "settings/", inventories.inventory_settings, name="inventory_settings"),
    path(HERE + "new/", candidates.candidate_new, name="candidate_new"),
    path(ONE, candidates.candidate, name="candidate"),
    path(ONE + "change/", candidates.candidate_change, name="candidate_change"),
    path(ONE + "status/<slug:status>/", candidates.candidate_status, name="candidate_status"),
    path(ONE + "merge/", alike.candidate_merge, name="candidate_merge"),
    path(ONE + "undo/", candidates.merge_undo, name="merge_undo"),
    path(HERE + "alike/", alike.alike, name="alike"),
    path(TWO, alike.pair, name="pair"),
    path(TWO + "not-same/", alike.pair_not_same, name="pair_not_same"),
    path(TWO + "again/", alike.pair_again, name="pair_again"),
    path(HERE + "themes/", themes.themes, name="themes"),
    path(HERE + "themes/new/", themes.theme, name="theme_new"),
    path(HERE + "themes/<int:key>/", themes.theme, name="theme"),
    path(HERE + "themes/<int:key>/move/<slug:direction>/", themes.theme_move, name="theme_move"),
    path(HERE + "themes/<int:key>/remove/", themes.theme_remove, name="theme_remove"),
    path(HERE + "import/", lists.list_import, name="list_import"),
    path(HERE + "import/preview/", lists.list_preview, name="list_preview"),
    path(HERE + "import/drop/", lists.list_drop, name="list_drop"),
    path(HERE + "template.xlsx", lists.list_template, name="list_template"),
    path(HERE + "list.<slug:kind>", lists.list_export, name="list_export"),
    path("protocols/", protocols.protocols, name="protocols"),
    path(ADDED, protocols.additions, name="additions"),
    path(ADDED + "take/", protocols.addition_take, name="addition_take"),
    path(ADDED + "own/", protocols.addition_own, name="addition_new"),
    path(ADDED + "own/<int:key>/", protocols.addition_own, name="addition_own"),
    path(ADDED + "<int:key>/move/<slug:direction>/", protocols.addition_move, name="addition_move"),
    path(ADDED + "<int:key>/remove/", protocols.addition_remove, name="addition_remove"),
    path(ADDED + "publish/", protocols.additions_publish, name="additions_publish"),
    path(NETWORK, protocols.protocol, {"scope": "network"}, name="protocol"),
    path(NETWORK + "<int:number>/", protocols.protocol, {"scope": "network"}, name="protocol_version"),
    path(
        NETWORK + "<int:number>/document.json",
        protocols.protocol_document,
        {"scope": "network"},
        name="protocol_document",
    ),
    path(OWNED, protocols.protocol, name="protocol_of"),
    path(OWNED + "<int:number>/", protocols.protocol, name="protocol_of_version"),
    path(OWNED + "<int:number>/document.json", protocols.protocol_document, name="protocol_of_document"),
]
