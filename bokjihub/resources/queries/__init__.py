"""Reads of resources, one module a subject. The household page asks every room for `queries.household_panel`."""

from bokjihub.resources.queries.household import household_panel

__all__ = ["household_panel"]
