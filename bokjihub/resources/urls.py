"""URLs of resources."""

from django.urls import path

from bokjihub.resources.views import allocations, directory, ledger, links, papers

app_name = "resources"
urlpatterns = [
    path("", directory.home, name="home"),
    path("directory/", directory.directory, name="directory"),
    path("directory/new/", directory.enter_service, name="enter_service"),
    path("directory/<uuid:service_id>/", directory.service, name="service"),
    path("directory/<uuid:service_id>/confirm/", directory.confirm_places, name="confirm_places"),
    path("links/", links.links, name="links"),
    path("links/new/<uuid:household_id>/", links.new_link, name="new_link"),
    path("links/<uuid:link_id>/", links.link, name="link"),
    path("links/<uuid:link_id>/renew/", links.renew_link, name="renew_link"),
    path("links/<uuid:link_id>/reply/", links.note_reply, name="note_reply"),
    path("links/<uuid:link_id>/deliver/", links.record_delivery, name="record_delivery"),
    path("links/<uuid:link_id>/end/", links.end_link, name="end_link"),
    path("links/<uuid:link_id>/read/", links.read_reply, name="read_reply"),
    path("links/<uuid:link_id>/withdraw/", links.withdraw_consent, name="withdraw_consent"),
    path("links/<uuid:link_id>/sheet/", papers.link_sheet, name="link_sheet"),
    path("lots/", ledger.lots, name="lots"),
    path("lots/new/", ledger.receive_lot, name="receive_lot"),
    path("lots/<uuid:lot_id>/", ledger.lot, name="lot"),
    path("lots/<uuid:lot_id>/leave/", ledger.leave, name="leave"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/file/", ledger.ledger_file, name="ledger_file"),
    path("allocations/", allocations.allocations, name="allocations"),
    path("allocations/new/<uuid:lot_id>/", allocations.new_allocation, name="new_allocation"),
    path("allocations/<uuid:allocation_id>/", allocations.allocation, name="allocation"),
    path("allocations/<uuid:allocation_id>/change/", allocations.change_allocation, name="change_allocation"),
    path("allocations/<uuid:allocation_id>/approve/", allocations.approve, name="approve"),
    path("allocations/<uuid:allocation_id>/deliverer/", allocations.name_deliverer, name="name_deliverer"),
    path("allocations/<uuid:allocation_id>/paper/<slug:paper>/", allocations.paper, name="allocation_paper"),
    path("deliveries/", allocations.deliveries, name="deliveries"),
    path("deliveries/<uuid:line_id>/", allocations.hand_over, name="hand_over"),
    path("deliveries/<uuid:line_id>/back/", allocations.put_back, name="put_back"),
]
