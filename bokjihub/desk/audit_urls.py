"""URLs of the access record: the privacy officer's screen and 이 기록을 본 사람."""

from django.urls import path

from bokjihub.desk.views import household, review

app_name = "audit"
urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/sign/", review.sign, name="sign"),
    path("review/citizen/", review.citizen, name="citizen"),
    path("alerts/<uuid:alert_id>/", review.alert, name="alert"),
    path("explanations/<uuid:explanation_id>/", review.explanation, name="explanation"),
    path("people/<uuid:household_id>/", household.who_looked, name="who_looked"),
]
