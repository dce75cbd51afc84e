"""The officers' door: landing, Today, search, the household page, drafts, hand-overs, the review of the record."""

from bokjihub.desk.views.doors import fault, grown_old, home, missing

__all__ = ["fault", "grown_old", "home", "missing"]
