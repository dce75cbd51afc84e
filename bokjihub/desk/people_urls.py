"""URLs about the people of a household: their consents, and correcting what is known of them."""

from django.urls import path

from bokjihub.desk.views import consents, people

app_name = "people"
urlpatterns = [
    path("<uuid:household_id>/consents/", consents.consents, name="consents"),
    path("consents/<uuid:consent_id>/", consents.consent, name="consent"),
    path("<uuid:household_id>/edit/", people.edit, name="edit"),
    path("persons/<uuid:person_id>/", people.person, name="person"),
]
