"""URLs of counselling."""

from django.urls import path

from bokjihub.counselling.views import market, market_link, record

app_name = "counselling"
urlpatterns = [
    path("new/<uuid:household_id>/", record.record, name="record"),
    path("<uuid:counselling_id>/", record.counselling, name="counselling"),
    path("<uuid:counselling_id>/transcribe/", record.transcribe, name="transcribe"),
    path("<uuid:counselling_id>/paper/", record.paper, name="paper"),
    path("<uuid:counselling_id>/sign/", record.sign_record, name="sign_record"),
    path("<uuid:counselling_id>/signature/", record.signature, name="signature"),
    path("<uuid:counselling_id>/follow-up/", record.finish_follow_up, name="finish_follow_up"),
    path("promises/<uuid:promise_id>/kept/", record.keep_promise, name="keep_promise"),
    path("markets/", market.markets, name="markets"),
    path("markets/open/", market.open_market_day, name="open_market_day"),
    path("markets/<uuid:market_day_id>/", market.market_desk, name="market_desk"),
    path("markets/<uuid:market_day_id>/undo/", market.undo_contact, name="undo_contact"),
    path("markets/<uuid:market_day_id>/people/", market_link.market_people, name="market_people"),
    path("market-contacts/<uuid:contact_id>/", market_link.link_contact, name="link_contact"),
    path("market-contacts/<uuid:contact_id>/undo/", market_link.unlink_contact, name="unlink_contact"),
    path("markets/<uuid:market_day_id>/<str:kind>.file", market.market_file, name="market_file"),
]
