"""URLs of discovery (screens §2.4), by step. Modules of views are imported by name."""

from django.urls import URLPattern, path

from bokjihub.discovery.views import files, hands, identity, inbox, papers, work_item, work_list

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
work: list[URLPattern] = [
    path("", work_list.work_list, name="work_list"),
    path("assign/", work_list.assign_ticked, name="assign_ticked"),
    path("assign/tong/", work_list.assign_by_tong, name="assign_by_tong"),
    path("assign/confirm/", hands.propose_assignment, name="propose_assignment"),
    path("quota/<uuid:area_id>/", hands.quota, name="quota"),
    path("locate/", work_list.locate_list, name="locate_list"),
    path("rounds/", work_list.rounds, name="rounds"),
    path("rounds/<uuid:round_id>/", work_list.round_page, name="round"),
    path("export/", papers.export_list, name="export_list"),
    path("print/", papers.print_list, name="print_list"),
    path("labels/", papers.print_labels, name="print_labels"),
    path("work/<uuid:work_item_id>/", work_item.work_item, name="work_item"),
    path("work/<uuid:work_item_id>/contacts/new/", work_item.record_contact, name="record_contact"),
    path("work/<uuid:work_item_id>/told/", work_item.tell_number_source, name="tell_number_source"),
    path("work/<uuid:work_item_id>/notice/", papers.print_notice, name="print_notice"),
    path("work/<uuid:work_item_id>/message/", work_item.draft_message, name="draft_message"),
    path("work/<uuid:work_item_id>/locate/", work_item.ask_to_locate, name="ask_to_locate"),
    path("work/<uuid:work_item_id>/closing/", work_item.propose_closing, name="propose_closing"),
    path("already/", work_list.propose_already, name="propose_already"),
    path("approvals/", work_item.approvals, name="approvals"),
    path("closings/<uuid:request_id>/", work_item.decide_closing, name="decide_closing"),
    path("searches/<uuid:search_id>/", work_item.decide_search, name="decide_search"),
]

urlpatterns = [*incoming, *who, *work]
