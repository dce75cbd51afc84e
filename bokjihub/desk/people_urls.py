"""URLs about the people of a household: their consents, correcting what is known of them, two that are one."""

from django.urls import path

from bokjihub.desk.views import consents, merging, people

app_name = "people"
urlpatterns = [
    path("<uuid:household_id>/consents/", consents.consents, name="consents"),
    path("consents/<uuid:consent_id>/", consents.consent, name="consent"),
    path("consents/<uuid:consent_id>/sheet/", consents.consent_sheet, name="consent_sheet"),
    path("<uuid:household_id>/edit/", people.edit, name="edit"),
    path("persons/<uuid:person_id>/", people.person, name="person"),
    path("<uuid:household_id>/doubles/", merging.doubles, name="doubles"),
    path("<uuid:household_id>/merge/<uuid:other_id>/", merging.merge, name="merge"),
    path("merges/<uuid:merge_id>/undo/", merging.undo_merge, name="undo_merge"),
]
