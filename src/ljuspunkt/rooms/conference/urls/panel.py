"""Addresses of the panel, its pack, the preparation and the groups."""

from django.urls import path

from ljuspunkt.rooms.conference.views import groups, pack, panel, preparation

app_name = "panel"
urlpatterns = [
    path("conferences/<slug:slug>/panel/", panel.panel, name="panel"),
    path("conferences/<slug:slug>/panel/add/", panel.add, name="add"),
    path("conferences/<slug:slug>/panel/list/", panel.add_many, name="add_many"),
    path("conferences/<slug:slug>/panel/groups/", panel.groups, name="declare"),
    path("conferences/<slug:slug>/panel/attendance/", panel.attendance, name="attendance"),
    path("conferences/<slug:slug>/panel/<int:expert>/", panel.change, name="change"),
    path("conferences/<slug:slug>/panel/<int:expert>/remove/", panel.remove, name="remove"),
    path("conferences/<slug:slug>/pack/", pack.pack, name="pack"),
    path("conferences/<slug:slug>/pack/text/", pack.add_text, name="pack_text"),
    path("conferences/<slug:slug>/pack/file/", pack.add_file, name="pack_file"),
    path("conferences/<slug:slug>/pack/send/", pack.send, name="pack_send"),
    path("conferences/<slug:slug>/pack/<int:part>/move/", pack.move, name="pack_move"),
    path("conferences/<slug:slug>/pack/<int:part>/remove/", pack.remove, name="pack_remove"),
    path("conferences/<slug:slug>/preparation/", preparation.preparation, name="preparation"),
    path("conferences/<slug:slug>/preparation/open/", preparation.opening, name="preparation_open"),
    path("conferences/<slug:slug>/preparation/print/", preparation.print_codes, name="print_codes"),
    path("conferences/<slug:slug>/preparation/mail/", preparation.mail_codes, name="mail_codes"),
    path("conferences/<slug:slug>/preparation/lost/", preparation.code_lost, name="code_lost"),
    path("conferences/<slug:slug>/preparation/gather/", preparation.gather, name="gather"),
    path("conferences/<slug:slug>/preparation/bundle/", preparation.bundle, name="bundle"),
    path("conferences/<slug:slug>/preparation/publish/", preparation.publish, name="publish_totals"),
    path("conferences/<slug:slug>/preparation/erase/", preparation.erase, name="erase"),
    path("conferences/<slug:slug>/groups/", groups.groups, name="groups"),
    path("conferences/<slug:slug>/groups/draw/", groups.draw, name="draw"),
    path("conferences/<slug:slug>/groups/swap/", groups.swap, name="swap"),
    path("conferences/<slug:slug>/groups/again/", groups.draw_again, name="draw_again"),
    path("conferences/<slug:slug>/groups/publish/", groups.publish, name="publish_groups"),
    path("conferences/<slug:slug>/groups/sheet/", groups.sheet, name="table_sheet"),
    path("conferences/<slug:slug>/groups/<int:occasion>/", groups.been, name="been"),
    path("pack/<str:key>/", pack.read, name="pack_read"),
    path("pack/<str:key>/<int:part>/", pack.fetch, name="pack_fetch"),
    path("room/<str:code>/prepare/", preparation.expert, name="expert"),
    path("room/<str:code>/prepare/sheet/", preparation.sheet, name="marking_sheet"),
    path("room/<str:code>/prepare/read/", preparation.marking_read, name="marking_read"),
    path("room/<str:code>/prepare/save/", preparation.marking_save, name="marking_save"),
    path("room/<str:code>/prepare/give/", preparation.marking_give, name="marking_give"),
    path("room/<str:code>/tables/", groups.tables, name="tables"),
]
