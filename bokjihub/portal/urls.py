"""URLs of portal."""

from django.urls import URLPattern, path

from bokjihub.portal import benefit_views, calendar_views, conference_views, invitation_views, referral_views, views

app_name = "portal"

# Residents: telling a worry, asking what became of it, finding what one may be missing.
residents: list[URLPattern] = [
    path("", views.home, name="home"),
    path("report/", views.report, name="report"),
    path("report/received/", views.received, name="received"),
    path("receipt/", views.receipt, name="receipt"),
    path("benefits/", benefit_views.my_benefits, name="my_benefits"),
]

# Agencies: an expiring link, no account.
agencies: list[URLPattern] = [
    path("r/<str:token>/", referral_views.referral_reply, name="referral_reply"),
    path("r/<str:token>/answer/", referral_views.referral_answer, name="referral_answer"),
    path("r/<str:token>/deliver/", referral_views.referral_deliver, name="referral_deliver"),
    path("r/<str:token>/end/", referral_views.referral_end, name="referral_end"),
]

# Outside members of a case conference: an address that dies after the meeting.
members: list[URLPattern] = [
    path("c/<str:token>/", conference_views.conference, name="conference"),
    path("c/<str:token>/pledge/", conference_views.conference_pledge, name="conference_pledge"),
    path("c/<str:token>/opinion/", conference_views.conference_opinion, name="conference_opinion"),
]

# Neighbours asked to walk along: an expiring link, no account.
neighbours: list[URLPattern] = [
    path("v/<str:token>/", invitation_views.invitation, name="invitation"),
    path("v/<str:token>/walk/", invitation_views.invitation_walk, name="invitation_walk"),
    path("v/<str:token>/answer/", invitation_views.invitation_answer, name="invitation_answer"),
]

# Officers' own calendars: a secret address they close themselves.
calendars: list[URLPattern] = [
    path("k/<str:token>/visits.ics", calendar_views.calendar, name="calendar"),
]

urlpatterns: list[URLPattern] = [*residents, *agencies, *members, *neighbours, *calendars]
