"""Addresses of a wave's key, of freezing it, and of what is left then."""

from django.urls import path

from ljuspunkt.rooms.surveys.views import frozen, keys

app_name = "keys"
urlpatterns = [
    path("keys/", keys.keys, name="keys"),
    path("keys/passphrase/", keys.passphrase, name="passphrase"),
    path("keys/make/", keys.make, name="make"),
    path("keys/code/", keys.renew, name="renew"),
    path("keys/let-in/", keys.admit, name="admit"),
    path("keys/try/", keys.tried, name="try"),
    path("keys/holders/<int:holder>/end/", keys.end, name="end"),
    path("keys/discard/", keys.discard, name="discard"),
    path("close/", frozen.close, name="close"),
    path("late/", frozen.late, name="late"),
    path("data/", frozen.data, name="data"),
    path("data/<slug:name>.zip", frozen.fetch, name="fetch"),
    path("open-answers/<slug:association>/", frozen.open_answers, name="open_answers"),
    path("open-answers/<slug:association>/remove/", frozen.remove_all, name="remove_all"),
    path("open-answers/<slug:association>/<int:answer>/remove/", frozen.remove, name="remove"),
]
