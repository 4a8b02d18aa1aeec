"""Addresses of the panel, its pack, the preparation and the groups."""

from django.urls import path

from ljuspunkt.rooms.conference import views_groups, views_pack, views_panel, views_preparation

app_name = "panel"
urlpatterns = [
    path("conferences/<slug:slug>/panel/", views_panel.panel, name="panel"),
    path("conferences/<slug:slug>/panel/add/", views_panel.add, name="add"),
    path("conferences/<slug:slug>/panel/list/", views_panel.add_many, name="add_many"),
    path("conferences/<slug:slug>/panel/groups/", views_panel.groups, name="declare"),
    path("conferences/<slug:slug>/panel/attendance/", views_panel.attendance, name="attendance"),
    path("conferences/<slug:slug>/panel/<int:expert>/", views_panel.change, name="change"),
    path("conferences/<slug:slug>/panel/<int:expert>/remove/", views_panel.remove, name="remove"),
    path("conferences/<slug:slug>/pack/", views_pack.pack, name="pack"),
    path("conferences/<slug:slug>/pack/text/", views_pack.add_text, name="pack_text"),
    path("conferences/<slug:slug>/pack/file/", views_pack.add_file, name="pack_file"),
    path("conferences/<slug:slug>/pack/send/", views_pack.send, name="pack_send"),
    path("conferences/<slug:slug>/pack/<int:part>/move/", views_pack.move, name="pack_move"),
    path("conferences/<slug:slug>/pack/<int:part>/remove/", views_pack.remove, name="pack_remove"),
    path("conferences/<slug:slug>/preparation/", views_preparation.preparation, name="preparation"),
    path("conferences/<slug:slug>/preparation/open/", views_preparation.opening, name="preparation_open"),
    path("conferences/<slug:slug>/preparation/print/", views_preparation.print_codes, name="print_codes"),
    path("conferences/<slug:slug>/preparation/mail/", views_preparation.mail_codes, name="mail_codes"),
    path("conferences/<slug:slug>/preparation/lost/", views_preparation.code_lost, name="code_lost"),
    path("conferences/<slug:slug>/preparation/gather/", views_preparation.gather, name="gather"),
    path("conferences/<slug:slug>/preparation/bundle/", views_preparation.bundle, name="bundle"),
    path("conferences/<slug:slug>/preparation/publish/", views_preparation.publish, name="publish_totals"),
    path("conferences/<slug:slug>/preparation/erase/", views_preparation.erase, name="erase"),
    path("conferences/<slug:slug>/groups/", views_groups.groups, name="groups"),
    path("conferences/<slug:slug>/groups/draw/", views_groups.draw, name="draw"),
    path("conferences/<slug:slug>/groups/swap/", views_groups.swap, name="swap"),
    path("conferences/<slug:slug>/groups/again/", views_groups.draw_again, name="draw_again"),
    path("conferences/<slug:slug>/groups/publish/", views_groups.publish, name="publish_groups"),
    path("conferences/<slug:slug>/groups/sheet/", views_groups.sheet, name="table_sheet"),
    path("conferences/<slug:slug>/groups/<int:occasion>/", views_groups.been, name="been"),
    path("pack/<str:key>/", views_pack.read, name="pack_read"),
    path("pack/<str:key>/<int:part>/", views_pack.fetch, name="pack_fetch"),
    path("room/<str:code>/prepare/", views_preparation.expert, name="expert"),
    path("room/<str:code>/prepare/sheet/", views_preparation.sheet, name="marking_sheet"),
    path("room/<str:code>/prepare/read/", views_preparation.marking_read, name="marking_read"),
    path("room/<str:code>/prepare/save/", views_preparation.marking_save, name="marking_save"),
    path("room/<str:code>/prepare/give/", views_preparation.marking_give, name="marking_give"),
    path("room/<str:code>/tables/", views_groups.tables, name="tables"),
]
