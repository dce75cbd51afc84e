"""URLs of 허브화."""

from django.urls import path

from bokjihub.rollout.views import hub, vehicles

app_name = "rollout"
urlpatterns = [
    path("", hub.map, name="map"),
    path("staffing/", hub.staffing, name="staffing"),
    path("plan/", hub.plan, name="plan"),
    path("boundaries/", hub.boundaries, name="boundaries"),
    path("log/", hub.log, name="log"),
    path("log/<uuid:entry_id>/", hub.finding, name="finding"),
    path("evaluation/", hub.evaluation, name="evaluation"),
    path("award/", hub.award, name="award"),
    path("establishment/", hub.establishment, name="establishment"),
    path("standard/", hub.standard, name="standard"),
    path("vehicles/", vehicles.vehicles, name="vehicles"),
    path("vehicles/new/", vehicles.register_vehicle, name="register_vehicle"),
    path("vehicles/<uuid:vehicle_id>/", vehicles.vehicle, name="vehicle"),
    path("vehicles/<uuid:vehicle_id>/mend/", vehicles.mend_vehicle, name="mend_vehicle"),
    path("vehicles/<uuid:vehicle_id>/renew/", vehicles.renew_vehicle, name="renew_vehicle"),
    path("vehicles/<uuid:vehicle_id>/return/", vehicles.return_vehicle, name="return_vehicle"),
    path("vehicles/<uuid:vehicle_id>/book/", vehicles.book_vehicle, name="book_vehicle"),
    path("vehicles/bookings/<uuid:booking_id>/off/", vehicles.call_off_booking, name="call_off_booking"),
]
