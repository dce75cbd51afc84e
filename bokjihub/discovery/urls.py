"""URLs of discovery (screens §2.4), by step. Modules of views are imported by name."""

from django.urls import URLPattern, path

from bokjihub.discovery.views import files, identity, inbox

app_name = "discovery"

# Coming in: reports, files.
incoming: list[URLPattern] = [
    path("signals/", inbox.inbox, name="inbox"),
    path("signals/new/", inbox.report_signal, name="report_signal"),
    path("signals/similar/", inbox.similar, name="similar"),
    path("signals/<uuid:signal_id>/received/", inbox.received, name="received"),
    path("signals/<uuid:signal_id>/take/", inbox.take_reporter, name="take_reporter"),
    path("signals/<uuid:signal_id>/reporter/", inbox.reporter, name="reporter"),
    path("signals/<uuid:signal_id>/photo/", inbox.photo, name="photo"),
    path("files/", files.files, name="files"),
    path("files/<uuid:file_id>/", files.file_preview, name="file_preview"),
    path("files/<uuid:file_id>/rejects/", files.file_rejects, name="file_rejects"),
]

# Who is it: the same person, the same home, or a new one.
who: list[URLPattern] = [
    path("identity/", identity.identity_list, name="identity_list"),
    path("signals/<uuid:signal_id>/", identity.signal, name="signal"),
    path("signals/<uuid:signal_id>/settle/", identity.settle, name="settle"),
    path("signals/<uuid:signal_id>/new-home/", identity.settle_new, name="settle_new"),
    path("signals/<uuid:signal_id>/move/", identity.move, name="move_signal"),
]

# The work: list, one item, contacts, locate list, closing.
work: list[URLPattern] = []

urlpatterns = [*incoming, *who, *work]
