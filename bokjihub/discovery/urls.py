"""URLs of discovery (screens §2.4), by step. Modules of views are imported by name."""

from django.urls import URLPattern

app_name = "discovery"

# Coming in: reports, files.
incoming: list[URLPattern] = []

# Who is it: the same person, the same home, or a new one.
identity: list[URLPattern] = []

# The work: list, one item, contacts, locate list, closing.
work: list[URLPattern] = []

urlpatterns = [*incoming, *identity, *work]
