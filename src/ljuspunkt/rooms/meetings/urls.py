"""Addresses of events, of those invited to them, and of the mail that goes out."""

from django.urls import path

from ljuspunkt.rooms.meetings.views import events, guests, post

app_name = "meetings"
urlpatterns = [
    path("events/", events.overview, name="events"),
    path("events/new/", events.new, name="new"),
    path("events/<int:number>/", events.event, name="event"),
    path("events/<int:number>/change/", events.change, name="change"),
    path("events/<int:number>/cancel/", events.cancel, name="cancel"),
    path("events/<int:number>/erase/", events.erase, name="erase"),
    path("events/<int:number>/invite/", events.invite, name="invite"),
    path("events/<int:number>/send/", events.send, name="send"),
    path("events/<int:number>/remind/", events.remind, name="remind"),
    path("events/<int:number>/documents/", events.add_document, name="add_document"),
    path("events/<int:number>/documents/<int:document>/", events.document, name="document"),
    path("events/<int:number>/documents/<int:document>/remove/", events.remove_document, name="remove_document"),
    path("events/<int:number>/guests/<int:guest>/", events.guest, name="guest"),
    path("events/<int:number>/guests/<int:guest>/take-back/", events.take_back, name="take_back"),
    path("events/<int:number>/attendance/", events.attendance, name="attendance"),
    path("events/<int:number>/attendance/print/", events.attendance_sheet, name="attendance_sheet"),
    path("events/<int:number>/attendance.csv", events.attendance_file, name="attendance_file"),
    path("events/answer/<str:reference>/", guests.answer, name="answer"),
    path("events/answer/<str:reference>/invite.ics", guests.calendar, name="calendar"),
    path("events/answer/<str:reference>/documents/<int:document>/", guests.document, name="guest_document"),
    path("mail/", post.overview, name="mail"),
    path("mail/<int:message>/again/", post.again, name="again"),
]
