"""Agencies, volunteers, councils. No household data."""
