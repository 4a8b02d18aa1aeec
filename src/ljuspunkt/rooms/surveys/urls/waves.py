"""Addresses of waves and of collecting in them."""

from django.urls import path

from ljuspunkt.rooms.surveys.views import board, collecting, waves

PART = "waves/<slug:slug>/in/<slug:association>/"
COLLECTOR = "waves/collectors/<int:pk>/"

app_name = "waves"
urlpatterns = [
    path("waves/", waves.waves, name="waves"),
    path("waves/new/", waves.new, name="new"),
    path(COLLECTOR, collecting.collector, name="collector"),
    path(COLLECTOR + "poster.pdf", collecting.poster, name="poster"),
    path(COLLECTOR + "code.svg", collecting.qr, name="qr"),
    path(COLLECTOR + "pause/", collecting.pause, name="pause"),
    path(COLLECTOR + "remove/", collecting.collector_remove, name="collector_remove"),
    path(COLLECTOR + "addresses/", collecting.addresses, name="addresses"),
    path(COLLECTOR + "addresses/remove/", collecting.address_remove, name="address_remove"),
    path(COLLECTOR + "remind/", collecting.remind, name="remind"),
    path("waves/<slug:slug>/", waves.wave, name="wave"),
    path("waves/<slug:slug>/settings/", waves.settings, name="settings"),
    path("waves/<slug:slug>/questionnaires/", waves.instruments, name="instruments"),
    path("waves/<slug:slug>/associations/", waves.associations, name="associations"),
    path("waves/<slug:slug>/open/", waves.open_now, name="open"),
    path("waves/<slug:slug>/by-itself/", waves.by_itself, name="by_itself"),
    path("waves/<slug:slug>/end/", waves.end, name="end"),
    path("waves/<slug:slug>/next/", waves.following, name="next"),
    path("waves/<slug:slug>/remove/", waves.remove, name="remove"),
    path("waves/<slug:slug>/board/", board.board, name="board"),
    path("waves/<slug:slug>/asked/", collecting.numbers, name="numbers"),
    path("waves/<slug:slug>/asked/template.xlsx", collecting.numbers_template, name="numbers_template"),
    path("waves/<slug:slug>/collectors/new/", collecting.collectors_everywhere, name="collectors_everywhere"),
    path(PART, collecting.part, name="part"),
    path(PART + "asked/", collecting.asked, name="asked"),
    path(PART + "initiatives/", collecting.initiatives, name="initiatives"),
    path(PART + "collectors/new/", collecting.collectors_new, name="collectors_new"),
    path(PART + "posters.pdf", collecting.all_posters, name="posters"),
]
