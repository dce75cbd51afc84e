"""URLs of the field door."""

from django.urls import path

from bokjihub.field.views import app, inbox, sync
from bokjihub.field.views.card import answer_invitation, card, walk_along
from bokjihub.field.views.day import day
from bokjihub.field.views.hello import hello, hello_worry, say_hello, undo_hello
from bokjihub.field.views.report import report

app_name = "field"
urlpatterns = [
    path("", day, name="day"),
    path("app/", app.app, name="app"),
    path("app/sw.js", app.worker, name="worker"),
    path("app/session/", app.session, name="session"),
    path("app/manifest.webmanifest", app.manifest, name="manifest"),
    path("devices/out/", inbox.devices_out, name="devices_out"),
    path("devices/", sync.set_up_device, name="set_up_device"),
    path("devices/<uuid:device_id>/revoke/", inbox.revoke_device, name="revoke_device"),
    path("pack/", sync.pack, name="pack"),
    path("sync/", sync.sync, name="sync"),
    path("sync/<str:digest>/", sync.attachment, name="attachment"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("writes/<uuid:write_id>/", inbox.write, name="write"),
    path("pictures/<uuid:attachment_id>/", inbox.picture, name="picture"),
    path("card/", card, name="card"),
    path("card/<uuid:invitation_id>/walk/", walk_along, name="walk_along"),
    path("card/<uuid:invitation_id>/", answer_invitation, name="answer_invitation"),
    path("hello/", hello, name="hello"),
    path("hello/<uuid:caller_id>/", say_hello, name="say_hello"),
    path("hello/<uuid:caller_id>/undo/", undo_hello, name="undo_hello"),
    path("hello/<uuid:caller_id>/worry/", hello_worry, name="hello_worry"),
    path("report/", report, name="report"),
]
